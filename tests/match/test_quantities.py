"""Quantities: which two may be one."""

import pytest

from transforms.match.compare import compare_claims, read_words
from transforms.match.quantities import Quantity, read_quantities
from transforms.match.text import encode_texts


def words_of(text: str) -> list[str]:
    tokens = encode_texts([text])
    return [tokens.words[c] for c in tokens.codes]


def read(text: str) -> list[Quantity]:
    return list(read_quantities(words_of(text)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a quarter of the boats", "25% of the boats"),
        ("one in five pupils", "20 per cent of pupils"),
        ("two thirds of the fleet", "66.7% of the fleet"),
        ("dozens of boats", "36 boats"),
        ("hundreds of vines", "312 vines"),
        ("tens of thousands of people", "40,000 people"),
        ("nearly 40 boats", "37 boats"),
        ("about 100 crowns", "110 crowns"),
        ("more than 200 people", "212 people"),
        ("at least nine people", "11 people"),
        ("between 10 and 15 boats", "12 boats"),
        ("half a million tonnes", "500,000 tonnes"),
        ("two and a half million tonnes", "2.5m tonnes"),
        ("the price doubled", "the price rose to twice that"),
        ("threefold growth", "growth by three times"),
        ("£3m", "3 million pounds"),
        ("14 May", "May 14"),
        ("10-13 May", "between May 10 and 13"),
        ("10 to 13 May", "May 10 to 13"),
        ("10 and 13 May", "12 May"),
        ("the twelfth boat", "the 12th boat"),
        ("twenty-five boats", "25 boats"),
        ("a dozen boats", "12 boats"),
    ],
)
def test_two_ways_to_write_one_quantity_agree(first: str, second: str) -> None:
    (a,), (b,) = read(first), read(second)
    assert a.agrees_with(b)
    assert b.agrees_with(a)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("half of its branches", "40 per cent of its branches"),
        ("a third of the fleet", "50% of the fleet"),
        ("the price doubled", "the price tripled"),
        ("twice as many", "three times as many"),
        ("hundreds of vines", "thousands of vines"),
        ("£3m", "€3m"),
        ("$3m", "$3bn"),
        ("nearly 40 boats", "45 boats"),
        ("14 May", "15 May"),
        ("10-13 May", "14 May"),
        ("from May 10 to 13", "15 May"),
        ("in May", "in June"),
        ("the first boat", "the third boat"),
        ("dozens of boats", "hundreds of boats"),
        ("tens of thousands of boats", "15,000 boats"),
        ("12 boats", "15 boats"),
    ],
)
def test_different_quantities_disagree(first: str, second: str) -> None:
    (a,), (b,) = read(first), read(second)
    assert a.kind == b.kind
    assert not a.agrees_with(b)


@pytest.mark.parametrize(
    "text", ["one may go", "photo 3 of 12", "in the second half", "half an hour", "the last quarter", "may rise", ""]
)
def test_what_only_looks_like_a_quantity_is_none(text: str) -> None:
    assert [q for q in read(text) if q.kind != "ordinal"] == []


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        ("At the vineyard, hundreds of vines were lost to frost.",
         "At the vineyard, thousands of vines were lost to frost.", "conflict"),
        ("The new roof of the theatre would cost £3m.", "The new roof of the theatre would cost €3m.", "conflict"),
        ("The price of herring had doubled at the market.", "The price of herring had tripled at the market.", "conflict"),
        ("The reservoir had lost a quarter of its water.", "The reservoir had lost 25% of its water.", "same"),
        ("The pier will open by May if not sooner.", "The pier will open by May or sooner.", "same"),
        ("12 boats sank near the pier and 15 cars were lost.", "15 cars and 12 boats were lost near the pier.", "same"),
    ],
)  # fmt: skip
def test_quantities_of_one_thing_that_do_not_agree_conflict(first: str, second: str, relation: str) -> None:
    a, b = read_words(words_of(first)), read_words(words_of(second))
    assert compare_claims(a, b)[0] == compare_claims(b, a)[0] == relation
