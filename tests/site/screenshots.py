"""The README's pictures of the page: rendered from a run on the sample in Chromium.

``python -m tests.site.screenshots`` runs the sample and writes them anew; it needs Chromium and the extra ``browser``.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.build import run_build
from flows.runners import LocalRunner
from flows.settings import Settings
from flows.site import SITE
from tests.conftest import ROOT, SAMPLE
from tests.site.browser import find_chromium, open_browser, visit

_IMAGES = ROOT / "docs" / "images"
_WINDOW = (1120, 760)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its page, by a query for the page's id, and what stands at its upper edge."""

    name: str
    folder: str
    query: str
    top: str
    height: int = _WINDOW[1]


SHOTS = (
    Shot(
        "story",
        "story",
        "SELECT story_id FROM story_overview ORDER BY outlets - independent_outlets DESC, outlets DESC, story_id LIMIT 1",
        "#claims",
        900,
    ),
    Shot(
        "quotations",
        "story",
        "SELECT earlier_story_id FROM quote_changes WHERE speaker_relation = 'other'"
        " ORDER BY length(earlier_text) DESC, earlier_quote_id LIMIT 1",
        "#quotations",
        430,
    ),
    Shot(
        "article",
        "article",
        "SELECT article_id FROM claims GROUP BY article_id ORDER BY count(DISTINCT source_name) DESC, article_id LIMIT 1",
        ".kicker",
        620,
    ),
)


def take_shots(out: Path, folder: Path) -> None:
    """Write the pictures of the run in ``out`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    executable = find_chromium()
    if executable is None:
        raise SystemExit("no Chromium is installed")
    with open_browser(executable) as browser, visit(browser, (out / SITE).resolve(), _WINDOW) as opened:
        for shot in SHOTS:
            with duckdb.connect(str(out / "warehouse.duckdb"), read_only=True) as connection:
                (found,) = connection.execute(shot.query).fetchall()[0]
            opened.go(f"{shot.folder}/{found}.html")
            top = opened.page.locator(shot.top).first.bounding_box()
            y = max(top["y"] - 16, 0) if top else 0
            area = {"x": 0, "y": y, "width": _WINDOW[0], "height": shot.height}
            opened.page.screenshot(path=folder / f"{shot.name}.png", full_page=True, clip=area)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        run = run_build(Settings((str(SAMPLE),), Path(name) / "out"), LocalRunner(1))
        take_shots(run.out, _IMAGES)
