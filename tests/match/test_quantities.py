"""Quantities: which two may be one."""

import pytest

from transforms.match.quantities import Quantity, read_quantities
from transforms.match.text import encode_texts


def read(text: str) -> list[Quantity]:
    tokens = encode_texts([text])
    return list(read_quantities([tokens.words[c] for c in tokens.codes]))


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
        ("They go to the fair on 14 May", "May 14"),
        ("10-13 May", "between May 10 and 13"),
        ("10 to 13 May", "May 10 to 13"),
        ("10 and 13 May", "12 May"),
        ("The fair is held between May 10 and 13", "12 May"),
        ("the twelfth boat", "the 12th boat"),
        ("twenty-five boats", "25 boats"),
        ("a dozen boats", "12 boats"),
        ("a hundred boats", "100 boats"),
        ("The storm sank hundreds of", "312 boats"),
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
        ("more than 200 boats", "300 boats"),
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
    ("text", "values"),
    [
        ("photo 3 of 12 shows 40 boats", [("count", 40)]),
        ("The forest burned 15 in 12 months", [("count", 15), ("count", 12)]),
        ("The hall has tables for 12", [("count", 12)]),
    ],
)
def test_each_quantity_of_a_text_is_read(text: str, values: list[tuple[str, float]]) -> None:
    assert [(q.kind, q.low) for q in read(text)] == values
