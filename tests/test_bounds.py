"""What is too large to be read or compared in full is kept, and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import bounds
from flows.build import run_build
from flows.runners import LocalRunner
from flows.settings import Settings
from tests.invariants import check_run

TEXT = (
    "Bridge opens\n\nThe bridge over the river Sorn is open, mayor Inga Roth said, and Odo Roth agreed with her."
    "\n\n“It was never in danger,” she added. “It is ‘safe’ now.” The tunnel is closed, Odo Roth believes."
)


@pytest.mark.usefixtures("empty_models")
def test_an_article_or_story_that_is_larger_than_a_limit_is_kept_and_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    settings = Settings((str(tmp_path / "in"),), tmp_path / "out", site=False, max_rejects=0.0)
    assert run_build(settings, LocalRunner(1)).rejects == ()
    monkeypatch.setattr(bounds, "_MOST", dict.fromkeys(bounds._MOST, 1))
    settings = Settings(settings.inputs, settings.out, site=False, max_rejects=0.0, rebuild=True)
    assert run_build(settings, LocalRunner(1)).status == "completed", "it costs no article"
    tables = check_run(settings.out / "tables")
    assert {Path(row["source_uri"]).name for row in tables["rejects"]} == {"a.txt"}
    assert {row["reason"] for row in tables["rejects"]} == {"limit"}
    told = "\n".join(row["detail"] for row in tables["rejects"])
    for part in ("a sentence of about 2", "quotation marks", "the names of 2 people share a word", "of its", "story"):
        assert part in told
    assert len(tables["rejects"]) == len(bounds._MOST)
    assert tables["runs"][-1]["rejects_by_reason"] == [{"reason": "limit", "rejects": len(bounds._MOST)}]
