"""What is said of an article's quotations and claims from one version to the next: each kind of change."""

from __future__ import annotations

from typing import Any

import pytest

from transforms.revisions import Statements, compare_statements
from transforms.schema import REVISION_CHANGES

SOFTENING = frozenset({"may", "reportedly"})


def quote(text: str, speaker: str | None = "Inga Roth", kind: str = "direct") -> dict[str, Any]:
    return {"quote_id": f"q {text}", "text": text, "speaker_name": speaker, "quote_type": kind, "start": 0}


def claim(
    text: str, source: str | None = "Inga Roth", voice: str = "attributed", stance: str | None = "asserts"
) -> dict[str, Any]:
    spans = [{"start": 0, "end": len(text)}]
    return {
        "claim_id": f"c {text} {source} {voice} {stance}", "text": text, "source_name": source, "voice": voice,
        "stance": stance, "content_spans": spans,
    }  # fmt: skip


Rows = list[dict[str, Any]]
OPEN, SHUT = "We will open the bridge in three weeks", "Nobody asked the harbour council"


def changes(quotes: tuple[Rows, Rows], claims: tuple[Rows, Rows] = ([], [])) -> list[str | None]:
    before, after = (Statements(quotes[k], claims[k]) for k in (0, 1))
    return [change["change"] for change in compare_statements(before, after, SOFTENING)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([quote(OPEN)], [quote(OPEN.lower() + ".")], []),
        ([], [quote(OPEN)], ["quote_added"]),
        ([quote(OPEN)], [], ["quote_dropped"]),
        ([quote(OPEN)], [quote(OPEN.replace("three", "five"))], ["quote_changed"]),
        ([quote(OPEN)], [quote(SHUT)], ["quote_added", "quote_dropped"]),
        ([quote(OPEN)], [quote(OPEN, "Odo Varnish")], ["source_changed"]),
        ([quote(OPEN)], [quote(OPEN, "Roth")], []),
        ([quote(OPEN)], [quote(OPEN, None)], []),
        ([quote("deal", kind="scare")], [], []),
    ],
)
def test_changed_quotations_are_told_by_what_changed(before: Rows, after: Rows, expected: list[str]) -> None:
    assert changes((before, after)) == expected


SOLD = "the harbour council sold the ferry to Tinwick"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([claim(SOLD)], [claim(SOLD)], []),
        ([], [claim(SOLD)], ["claim_added"]),
        ([claim(SOLD)], [], ["claim_dropped"]),
        ([claim(SOLD)], [claim(SOLD.replace("sold", "may have sold"))], ["claim_softened"]),
        ([claim(SOLD.replace("sold", "may have sold"))], [claim(SOLD)], ["claim_hardened"]),
        ([claim(SOLD)], [claim(SOLD, stance="alleges")], ["claim_softened"]),
        ([claim(SOLD, None, "outlet", None)], [claim(SOLD)], ["claim_softened"]),
        ([claim(SOLD, None, "hedged")], [claim(SOLD)], ["claim_hardened"]),
        ([claim(SOLD)], [claim(SOLD, "Odo Varnish")], ["source_changed"]),
        ([claim(SOLD)], [claim(SOLD.replace("Tinwick", "Tinmouth"))], ["claim_added", "claim_dropped"]),
    ],
)
def test_changed_claims_are_told_by_what_changed(before: Rows, after: Rows, expected: list[str]) -> None:
    assert changes(([], []), (before, after)) == expected


def test_each_kind_of_change_is_tested() -> None:
    tested = {
        name
        for test in (test_changed_quotations_are_told_by_what_changed, test_changed_claims_are_told_by_what_changed)
        for *_, expected in test.pytestmark[0].args[1]  # type: ignore[attr-defined]
        for name in expected
    }
    assert tested == set(REVISION_CHANGES)
