"""What to fetch: addresses, or files that list them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from flows.fetch.addresses import AddressError, canonicalise


class SourceError(ValueError):
    """A list of feeds cannot be used; the message names the line and says what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or sitemap, and the outlet whose articles it names, where that was said."""

    address: str
    outlet: str | None = None


def load_sources(given: Iterable[str]) -> list[Source]:
    """Return the feeds that addresses and files name, each once.

    A file is CSV with a column ``url`` and, if wished, ``outlet``; OPML; or text with an address a line.

    Raises:
        SourceError: a file cannot be read, names nothing, or holds what is no address.
    """
    found: dict[str, Source] = {}
    for name in given:
        is_address = "://" in name
        for place, source in [(name, Source(name))] if is_address else _read_list(Path(name)):
            try:
                canonicalise(source.address)
            except AddressError as error:
                raise SourceError(f"{place}: {error}") from error
            found.setdefault(source.address, source)
    return list(found.values())


def _read_list(path: Path) -> Iterator[tuple[str, Source]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        problem = f"cannot read {path} ({error.strerror}); name an address (https://…), or a file that lists some"
        raise SourceError(problem) from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: byte {error.start} is not UTF-8; save the list as UTF-8") from error
    read = {".csv": _read_csv, ".opml": _read_opml, ".xml": _read_opml}.get(path.suffix.lower(), _read_lines)
    number = 0
    for place, address, outlet in read(path, text):
        number += 1
        yield place, Source(address.strip(), (outlet or "").strip() or None)
    if not number:
        raise SourceError(f"{path} names no feed; put an address on each line, or pass OPML or CSV with a column url")


def _read_lines(path: Path, text: str) -> Iterator[tuple[str, str, str | None]]:
    for number, line in enumerate(text.splitlines(), 1):
        if (address := line.strip()) and not address.startswith("#"):
            yield f"{path}, line {number}", address, None


def _read_csv(path: Path, text: str) -> Iterator[tuple[str, str, str | None]]:
    rows = csv.DictReader(text.splitlines())
    if "url" not in (rows.fieldnames or ()):
        raise SourceError(f"{path} has no column url; its first line must name the columns: url,outlet")
    for row in rows:
        yield f"{path}, line {rows.line_num}", row["url"] or "", row.get("outlet")


def _read_opml(path: Path, text: str) -> Iterator[tuple[str, str, str | None]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{path} is no OPML ({error}); export the list of feeds again") from error
    for outline in tree.iter("outline"):
        if address := outline.get("xmlUrl"):
            yield f"{path}, line {outline.sourceline}", address, outline.get("title") or outline.get("text")
