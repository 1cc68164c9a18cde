"""What readers see of the documents: no line that an editor or a diff cuts off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from transforms.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 100
WRITTEN_ELSEWHERE = {".venv", ".git", "out", "build", "dist"}


def list_pages() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*.md")):
        if not WRITTEN_ELSEWHERE & set(path.relative_to(ROOT).parts):
            yield path


def list_prose(text: str) -> Iterator[tuple[int, str]]:
    """The lines outside tables and fenced code, numbered from 1."""
    is_code = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            is_code = not is_code
        elif not is_code and not line.startswith("|"):
            yield number, line


def test_no_prose_line_is_longer_than_a_hundred_characters() -> None:
    pages = list(list_pages())
    assert len(pages) > 30
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in pages
        for number, line in list_prose(path.read_text("utf-8"))
        if len(line) > WIDTH
    ]
    assert not long


def test_the_changelog_names_every_table() -> None:
    named = set(re.findall(r"`(\w+)`", (ROOT / "CHANGELOG.md").read_text("utf-8")))
    assert set(TABLES) <= named


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in list_pages()
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken
