"""The shares that ``python -m flows.evaluate rows`` prints."""

from __future__ import annotations

from typing import Any

import pytest

from flows.evaluate.rows import list_left_out, measure

TEXT = "On Friday Rooy met the clerks and said in Oster that the pier was closed. Boats left."


def claim(number: int, text: str, statement: str, source: str = "", cue: str = "") -> dict[str, Any]:
    def place(part: str) -> tuple[int | None, int | None]:
        return (TEXT.index(part), TEXT.index(part) + len(part)) if part else (None, None)

    row: dict[str, Any] = {"claim_id": f"c{number}", "article_id": "a1", "text": text, "statement": statement}
    row["content_spans"] = [dict(zip(("start", "end"), place(text), strict=True))]
    row["source_start"], row["source_end"] = place(source)
    row["cue_start"], row["cue_end"] = place(cue)
    return row


SAID = claim(1, "the pier was closed", "Rooy said in Oster that the pier was closed.", "Rooy", "said")
SENTENCE = {"article_id": "a1", "status": "claims", "claim_ids": ["c1"], "start": 0, "end": TEXT.index(" Boats")}


@pytest.mark.parametrize(
    ("by_statement", "left"), [(True, ["On Friday", "met the clerks and"]), (False, ["On Friday", "met the clerks and", "in Oster that"])]
)  # fmt: skip
def test_words_in_no_content_source_cue_or_statement_are_left_out(by_statement: bool, left: list[str]) -> None:
    assert list_left_out(TEXT, SENTENCE, [SAID], by_statement) == (15, left)


def test_a_claim_of_another_sentence_holds_nothing_by_its_statement() -> None:
    other = claim(2, "Boats left", "On Friday boats left.")
    assert list_left_out(TEXT, SENTENCE, [SAID, other])[1] == ["On Friday", "met the clerks and"]


def test_shares_count_words_and_short_claims() -> None:
    short = claim(2, "Boats left", "On that day all the boats left.")
    shares = list(measure({"a1": TEXT}, [SENTENCE], [SAID, short]).values())
    assert shares == [6 / 15, 9 / 15, 1 / 2, 0]


def test_sentences_without_claims_do_not_count() -> None:
    shares = measure({"a1": TEXT}, [SENTENCE | {"status": "fragment", "claim_ids": []}], [])
    assert list(shares.values()) == [0, 0, 0, 0]
