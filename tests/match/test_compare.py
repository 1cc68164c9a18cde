"""Two claims that speak of the same thing: how they relate, and in which words they differ."""

from __future__ import annotations

import pytest

from transforms.match.compare import Words, compare_claims, locate_differences, read_words
from transforms.match.text import encode_texts

BASE = "The minister said on Monday that the government of Veldania will raise the harbour tax to 12 percent in spring."


def read(text: str) -> Words:
    tokens = encode_texts([text])
    return read_words([tokens.words[c] for c in tokens.codes])


@pytest.mark.parametrize(
    ("other", "relation", "reasons"),
    [
        (BASE, "same", ()),
        (BASE.replace("12", "15"), "conflict", ("numbers",)),
        (BASE.replace("will raise", "will not raise"), "conflict", ("negation",)),
        (BASE.replace("will raise", "won’t raise"), "conflict", ("negation",)),
        (BASE.replace("will raise", "will never raise"), "conflict", ("negation",)),
        (BASE.replace("Veldania", "Tarmund"), "conflict", ("names",)),
        (BASE.replace("12", "15").replace("will raise", "will not raise"), "conflict", ("numbers", "negation")),
        (BASE.replace("12 percent", "twelve per cent"), "same", ()),
        (BASE.replace("12 percent", "about 12.5%"), "same", ()),
        (BASE.replace("will raise", "will not only raise"), "same", ()),
    ],
)
def test_claims_that_differ_in_number_negation_or_name_are_in_conflict(
    other: str, relation: str, reasons: tuple[str, ...]
) -> None:
    assert compare_claims(read(other), read(BASE)) == (relation, reasons)
    assert compare_claims(read(BASE), read(other)) == (relation, reasons)


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        ("At the vineyard, hundreds of vines were lost to frost.",
         "At the vineyard, thousands of vines were lost to frost.", "conflict"),
        ("The new roof of the theatre would cost £3m.", "The new roof of the theatre would cost €3m.", "conflict"),
        ("The price of herring had doubled at the market.", "The price of herring had tripled at the market.", "conflict"),
        ("12 people drowned at sea.", "15 people died in the storm.", "conflict"),
        ("The reservoir had lost a quarter of its water.", "The reservoir had lost 25% of its water.", "same"),
        ("The pier will open by May if not sooner.", "The pier will open by May or sooner.", "same"),
        ("12 boats sank near the pier and 15 cars were lost.", "15 cars and 12 boats were lost near the pier.", "same"),
    ],
)  # fmt: skip
def test_quantities_of_one_thing_that_do_not_agree_conflict(first: str, second: str, relation: str) -> None:
    a, b = read(first), read(second)
    assert compare_claims(a, b)[0] == compare_claims(b, a)[0] == relation


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("He denied that he had met the envoy in the harbour.", "He had not met the envoy in the harbour, he said."),
        (
            "On the last day of the long trial the mayor denied that he had met the envoy.",
            "The mayor had not met the envoy.",
        ),
        ("Arven owes its banks $900 million.", "Arven, founded in 1996, owes its banks 900 million dollars."),
        ("The vote was held on 14 May in the Ark. capital.", "The vote was held on 14 May in the Arkansas capital."),
        (
            "If you are told how to choose, you don't have a choice.",
            "“If you are told how to choose,” she said, “you don’t have a choice.”",
        ),
        ("She noted that the gates were checked.", "The gates were checked, she noted again."),
    ],
)
def test_claims_that_differ_otherwise_are_not_in_conflict(first: str, second: str) -> None:
    a, b = read(first), read(second)
    assert "conflict" not in {compare_claims(a, b)[0], compare_claims(b, a)[0]}


def test_a_claim_that_says_much_more_is_partial() -> None:
    long = (
        BASE
        + " Shipowners of Ilmara threatened to move forty vessels to Brenholt, whose docks stand half empty since the strike."
    )
    assert compare_claims(read(long), read("Taxes rise in spring.")) == ("partial", ())


def test_a_claim_that_negates_what_the_other_does_not_say_is_partial() -> None:
    told, negated = (
        read("The ferry leaks oil into the bay."),
        read("The ferry to the lighthouse was not late on Sunday."),
    )
    assert compare_claims(negated, told, is_negated=True) == ("partial", ())
    assert compare_claims(told, negated, is_head_negated=True) == ("partial", ())


@pytest.mark.parametrize(
    ("first", "second", "ours", "theirs"),
    [
        ("The mayor rejected claims that the ferry leaks.", "The ferry leaks.", ["reject"], []),
        ("The mayor rejected claims that 12 boats leak.", "Reports say that 15 boats leak.", ["12"], ["15"]),
        ("The ferry leaks.", "The ferry leaks oil.", [], []),
    ],
)
def test_a_word_that_denies_is_where_claims_differ_in_no_word_of_their_contents(
    first: str, second: str, ours: list[str], theirs: list[str]
) -> None:
    a, b = read(first), read(second)
    here, there = locate_differences(a, b)
    assert ([a.stems[k] for k in sorted(here)], [b.stems[k] for k in sorted(there)]) == (ours, theirs)
    assert locate_differences(b, a) == (there, here)
