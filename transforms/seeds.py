"""The seed tables that users edit: what they hold, and how a broken row is reported."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from transforms.schema import ARTICLE_KINDS, SOURCE_TYPES, STANCES

_T = TypeVar("_T")

CUE_CLASSES = ("speech", "writing", "thought", "perception", "report", "hedge", "noun")
CUE_DIRECTIONS = ("around", "behind")
CUE_SCOPES = ("clause", "word")
METONYM_KINDS = ("capital", "country", "government", "building", "administration")
OWN_VOICES = ("building", "administration")
"""The kinds of metonyms that speak under their own name; what they refer to is the body they belong to."""
PHRASE_ROLES = ("promotion", "credit", "caption", "standfirst", "bio", "note", "legal", "link", "label")
PHRASE_MATCHES = ("starts", "contains", "ends", "whole", "label", "lead")
DECISIONS = ("same", "different")
TITLE_KINDS = ("honorific", "office")
INPUT_COLUMNS = ("id", "outlet", "published_at", "headline", "byline", "url", "text")
"""The columns of input tables that are read."""
BYLINE_KINDS = ("role", "modifier", "outlet")
BOX_KINDS = ("box", "start", "wall", "entry", "body", "byline")
KIND_PLACES = ("headline", "address")
AGENCY_KINDS = ("text", "pictures")
CREDIT_KINDS = ("part", "whole", "picture", "agencies")
PAGE_KINDS = ("none", "consent", "wall")


@dataclass(frozen=True, slots=True)
class Owner:
    """The publisher family of an outlet from a first to a last day; None where that end is open."""

    publisher_family: str | None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet and the publisher families that own it or did, one after the other."""

    outlet: str
    aliases: tuple[str, ...]
    owners: tuple[Owner, ...]
    country: str | None
    language: str | None = None
    medium: str | None = None
    leaning: str | None = None
    reliability: str | None = None

    def find_family(self, day: date | None) -> str | None:
        """Return the publisher family on a day, today's without one; None when the seed names none."""
        day = day or date.max
        return next(family for family, first, last in self.list_periods() if first <= day <= last)

    def list_periods(self) -> Iterator[tuple[str | None, date, date]]:
        """Yield the publisher family with its first and last day, None of the days between; every day is in one."""
        free: date | None = date.min
        for owner in self.owners:
            first, last = owner.valid_from or date.min, owner.valid_to or date.max
            if free and free < first:
                yield None, free, first - timedelta(1)
            yield owner.publisher_family, first, last
            free = last + timedelta(1) if last < date.max else None
        if free:
            yield None, free, date.max


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency and the names it is credited by; of one that sells ``pictures`` alone nobody has a text."""

    agency: str
    aliases: tuple[str, ...]
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Cue:
    """An attribution cue: a lemma or phrase, with its headword, class and stance.

    The rest is of hedges: whether the words behind them or around them are hedged, whether those are a clause or only a
    word, the words at which the clause ends, and those that, right before or behind, make it no hedge.
    """

    cue: str
    lemma: str
    cue_class: str
    stance: str
    direction: str = "around"
    scope: str = "word"
    terminators: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metonym:
    """A place that speaks for a government or body."""

    name: str
    refers_to: str
    kind: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of an entity."""

    alias: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that give a paragraph its role."""

    phrase: str
    role: str
    match: str


RELAY_MEDIA = ("any", "named", "media", "show", "document")


@dataclass(frozen=True, slots=True)
class RelayPattern:
    """A way in which a text says that words were passed on.

    ``words`` are its elements, each a choice of words; ``opens`` says that slot A stands before the first of them.
    """

    words: tuple[tuple[str, ...], ...]
    opens: bool
    source: str | None
    via: str | None
    medium: str


@dataclass(frozen=True, slots=True)
class PagePhrase:
    """Words of a page that holds no article, or of one that shows part of it; ``match`` as in `Phrase`."""

    phrase: str
    kind: str
    match: str


@dataclass(frozen=True, slots=True)
class Seeds:
    """All seed tables, keyed by what they are looked up by (lower case, but for names of outlets and agencies).

    ``credits`` are phrases of credit lines to their kinds, ``article_kinds`` kinds of articles by place and phrase;
    ``words`` are lists of words by name; ``entity_aliases`` says of two names whether they are one entity's;
    ``weights`` are the fitted weights of ``data/models``, by model and kind.
    """

    outlets: Mapping[str, Outlet]
    agencies: Mapping[str, Agency]
    credits: Mapping[str, str]
    article_kinds: Mapping[tuple[str, str], str]
    cues: Mapping[str, Cue]
    metonyms: Mapping[str, Metonym]
    aliases: Mapping[str, Alias]
    demonyms: Mapping[str, str]
    phrases: tuple[Phrase, ...]
    titles: Mapping[str, str]
    headwords: Mapping[str, str]
    relays: tuple[RelayPattern, ...]
    words: Mapping[str, frozenset[str]]
    nicknames: Mapping[str, frozenset[str]]
    entity_aliases: Mapping[frozenset[str], bool]
    weights: Mapping[str, Mapping[str, Mapping[str, float]]]
    columns: Mapping[str, tuple[str, ...]]
    byline_words: Mapping[str, str]
    page_boxes: Mapping[str, str]
    page_phrases: tuple[PagePhrase, ...]


class SeedError(ValueError):
    """A seed file cannot be used; the message names file, line and column and says what to do."""


@dataclass(frozen=True, slots=True)
class _Cells:
    """One row of a seed file, with the place to name when a cell is wrong."""

    file: str
    line: int
    cells: Mapping[str, str]

    def fail(self, column: str, problem: str) -> SeedError:
        return SeedError(f"{self.file}, line {self.line}, column {column}: {problem}")

    def text(self, column: str) -> str:
        value = self.cells[column].strip()
        if not value:
            raise self.fail(column, "is empty; fill it or delete the row")
        return value

    def optional(self, column: str) -> str | None:
        return self.cells[column].strip() or None

    def many(self, column: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.cells[column].split("|") if part.strip())

    def day(self, column: str) -> date | None:
        value = self.optional(column)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as error:
            raise self.fail(column, f"'{value}' is no day; write it as 2013-10-01") from error

    def choice(self, column: str, allowed: tuple[str, ...]) -> str:
        value = self.text(column)
        if value not in allowed:
            raise self.fail(column, f"'{value}' is not one of {', '.join(allowed)}")
        return value


SEED_COLUMNS: dict[str, tuple[str, ...]] = {
    "outlets": (
        *("outlet", "aliases", "publisher_family", "country", "language", "medium", "leaning", "reliability"),
        *("valid_from", "valid_to"),
    ),
    "agencies": ("agency", "aliases", "kind"),
    "credits": ("phrase", "kind"),
    "article_kinds": ("phrase", "place", "kind"),
    "cues": ("cue", "lemma", "class", "stance", "direction", "scope", "terminators", "exceptions"),
    "metonyms": ("name", "refers_to", "kind", "country"),
    "aliases": ("alias", "name", "label"),
    "demonyms": ("demonym", "country"),
    "phrases": ("phrase", "role", "match"),
    "titles": ("title", "kind"),
    "headwords": ("headword", "source_type"),
    "relays": ("pattern", "source", "via", "medium"),
    "words": ("list", "word"),
    "columns": ("column", "aliases"),
    "byline_words": ("word", "kind"),
    "page_boxes": ("token", "kind"),
    "page_phrases": ("phrase", "kind", "match"),
    "nicknames": ("name", "nicknames"),
    "entity_aliases": ("name", "entity", "decision"),
}
"""The seed files (without ``.csv``) and their columns."""

OPTIONAL_COLUMNS: dict[str, tuple[str, ...]] = {
    "outlets": ("language", "medium", "leaning", "reliability", "valid_from", "valid_to"),
    "agencies": ("kind",),
}
"""The last columns of a seed file that it may do without; they are empty then."""

_LISTS = frozenset({"phrases", "relays", "words", "page_phrases", "nicknames", "entity_aliases"})
"""The seed files in which several rows may begin with the same cell."""


def _read_rows(name: str, text: str) -> list[_Cells]:
    file, columns = f"{name}.csv", SEED_COLUMNS[name]
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    rows: list[_Cells] = []
    try:
        header = tuple(cell.strip() for cell in next(reader, []))
        needed = len(columns) - len(OPTIONAL_COLUMNS.get(name, ()))
        if header != columns[: max(len(header), needed)]:
            raise SeedError(
                f"{file}, line 1: the header must be {','.join(columns)}, found {','.join(header) or 'nothing'}"
            )
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not needed <= len(cells) <= len(header):
                raise SeedError(
                    f"{file}, line {reader.line_num}: {len(cells)} cells where {len(header)} are expected"
                    f" ({','.join(header)}); put a cell that holds a comma in double quotes"
                )
            given = dict(zip(header, cells, strict=False))  # a row may end before the optional cells
            rows.append(_Cells(file, reader.line_num, dict.fromkeys(columns, "") | given))
    except csv.Error as error:
        raise SeedError(f"{file}, line {reader.line_num}: {error}; check the double quotes") from error
    return rows


def _index(rows: list[_Cells], column: str, fold: bool, make: Callable[[_Cells], _T]) -> dict[str, _T]:
    """Key the rows by a column; the same key twice is an error, since one of the two would be ignored."""
    found: dict[str, _T] = {}
    lines: dict[str, int] = {}
    for row in rows:
        key = row.text(column)
        key = key.lower() if fold else key
        if key in found:
            raise row.fail(column, f"'{row.text(column)}' is already on line {lines[key]}; keep one of the two")
        found[key], lines[key] = make(row), row.line
    return found


def _check_names(rows: list[_Cells], column: str) -> None:
    """Raise when one name, whatever its case, stands for two things: which of the two was meant could not be told."""
    found: dict[str, _Cells] = {}
    for row in rows:
        for cell in (column, "aliases"):
            for name in row.many(cell) if cell == "aliases" else (row.text(cell),):
                first = found.setdefault(name.lower(), row)
                if first.text(column) != row.text(column):
                    raise row.fail(cell, f"'{name}' is already a name on line {first.line}; keep one of the two")


def _lay_over(name: str, rows: list[_Cells], own: list[_Cells]) -> list[_Cells]:
    """Return the rows with one's own behind them, in place of those that are looked up by the same words."""
    if name in _LISTS:
        return rows + own
    column = SEED_COLUMNS[name][0]
    replaced = {row.cells[column].strip().lower() for row in own}
    return [row for row in rows if row.cells[column].strip().lower() not in replaced] + own


def parse_seeds(
    texts: Mapping[str, str],
    weights: Mapping[str, Mapping[str, Mapping[str, float]]] | None = None,
    on_top: Mapping[str, str] | None = None,
) -> Seeds:
    """Parse and check all seed files.

    Args:
        texts: the content of each file of `SEED_COLUMNS`, by name without ``.csv``.
        weights: fitted weights by model and kind; none where choices need not be good.
        on_top: files whose rows are added; one with the first cell of another row takes its place, but in lists.

    Raises:
        SeedError: a file is missing, or a row is broken.
    """
    missing = [f"{name}.csv" for name in SEED_COLUMNS if name not in texts]
    if missing:
        raise SeedError(f"the seed folder lacks {', '.join(missing)}")
    rows = {name: _read_rows(name, texts[name]) for name in SEED_COLUMNS}
    for name, text in (on_top or {}).items():
        rows[name] = _lay_over(name, rows[name], _read_rows(name, text))
    _check_names(rows["outlets"], "outlet")
    _check_names(rows["agencies"], "agency")
    _check_names(rows["columns"], "column")
    return Seeds(
        outlets=_read_outlets(rows["outlets"]),
        agencies=_index(rows["agencies"], "agency", False, _read_agency),
        article_kinds={
            (r.choice("place", KIND_PLACES), r.text("phrase").casefold()): r.choice("kind", ARTICLE_KINDS)
            for r in rows["article_kinds"]
        },
        credits=_index(rows["credits"], "phrase", True, lambda r: r.choice("kind", CREDIT_KINDS)),
        cues=_index(
            rows["cues"],
            "cue",
            True,
            _read_cue,
        ),
        metonyms=_index(
            rows["metonyms"],
            "name",
            True,
            lambda r: Metonym(
                r.text("name"), r.text("refers_to"), r.choice("kind", METONYM_KINDS), r.optional("country")
            ),
        ),
        aliases=_index(
            rows["aliases"], "alias", True, lambda r: Alias(r.text("alias"), r.text("name"), r.text("label"))
        ),
        demonyms=_index(rows["demonyms"], "demonym", True, lambda r: r.text("country")),
        phrases=tuple(
            Phrase(r.text("phrase").lower(), r.choice("role", PHRASE_ROLES), r.choice("match", PHRASE_MATCHES))
            for r in rows["phrases"]
        ),
        titles=_index(rows["titles"], "title", True, lambda r: r.choice("kind", TITLE_KINDS)),
        headwords=_index(rows["headwords"], "headword", True, lambda r: r.choice("source_type", SOURCE_TYPES)),
        relays=tuple(_read_relay(r) for r in rows["relays"]),
        words=_group_words(rows["words"]),
        nicknames=_pair_nicknames(rows["nicknames"]),
        entity_aliases={
            frozenset((r.text("name"), r.text("entity"))): r.choice("decision", DECISIONS) == "same"
            for r in rows["entity_aliases"]
        },
        weights=weights or {},
        columns=_index(rows["columns"], "column", True, _read_column),
        byline_words=_index(rows["byline_words"], "word", True, lambda r: r.choice("kind", BYLINE_KINDS)),
        page_boxes=_index(rows["page_boxes"], "token", True, lambda r: r.choice("kind", BOX_KINDS)),
        page_phrases=tuple(
            PagePhrase(
                r.text("phrase").lower(),
                r.choice("kind", PAGE_KINDS),
                r.choice("match", ("title", "starts", "contains")),
            )
            for r in rows["page_phrases"]
        ),
    )


def _read_outlets(rows: list[_Cells]) -> dict[str, Outlet]:
    """Return the outlets by name; one has a row for each of its owners."""
    found: dict[str, list[_Cells]] = {}
    for row in rows:
        found.setdefault(row.text("outlet"), []).append(row)
    return {name: _read_outlet(name, own) for name, own in found.items()}


def _read_outlet(name: str, rows: list[_Cells]) -> Outlet:
    first, columns = rows[0], ("country", "language", "medium", "leaning", "reliability")
    for row in rows[1:]:
        for column in ("aliases", *columns):
            if row.optional(column) not in (None, first.optional(column)):
                problem = (
                    f"differs from line {first.line}; leave it empty, only publisher_family changes with the owner"
                )
                raise row.fail(column, problem)
    owners = sorted(((_read_owner(row), row) for row in rows), key=lambda pair: pair[0].valid_from or date.min)
    for (earlier, before), (later, row) in pairwise(owners):
        if earlier.valid_to is None or later.valid_from is None or later.valid_from <= earlier.valid_to:
            raise row.fail(
                "valid_from",
                f"'{name}' is already on line {before.line} with an owner of the same days; keep one of the two,"
                " or let the earlier one's valid_to be before this",
            )
    return Outlet(name, first.many("aliases"), tuple(o for o, _ in owners), *(first.optional(c) for c in columns))


def _read_owner(row: _Cells) -> Owner:
    owner = Owner(row.optional("publisher_family"), row.day("valid_from"), row.day("valid_to"))
    if owner.valid_from and owner.valid_to and owner.valid_to < owner.valid_from:
        raise row.fail("valid_to", f"{owner.valid_to} is before valid_from, {owner.valid_from}; swap or mend them")
    return owner


def _read_agency(row: _Cells) -> Agency:
    kind = row.choice("kind", AGENCY_KINDS) if row.optional("kind") else "text"
    return Agency(row.text("agency"), row.many("aliases"), kind)


def _read_cue(row: _Cells) -> Cue:
    return Cue(
        row.text("cue").lower(),
        row.text("lemma"),
        row.choice("class", CUE_CLASSES),
        row.choice("stance", STANCES),
        row.choice("direction", CUE_DIRECTIONS) if row.optional("direction") else "around",
        row.choice("scope", CUE_SCOPES) if row.optional("scope") else "word",
        row.many("terminators"),
        row.many("exceptions"),
    )


def _read_relay(row: _Cells) -> RelayPattern:
    """Return a pattern; its slots are the capital letters A and B."""
    elements = row.text("pattern").split()
    opens = elements[0] == "A"
    words = tuple(tuple(element.split("|")) for element in elements[opens:])
    if not words or words[0] in (("A",), ("B",), ("…",)):
        raise row.fail("pattern", "needs a word beside its slots")
    source, via = row.optional("source"), row.optional("via")
    for column, slot in (("source", source), ("via", via)):
        if slot is not None and slot not in elements:
            raise row.fail(column, f"'{slot}' is no slot of the pattern")
    return RelayPattern(words, opens, source, via, row.choice("medium", RELAY_MEDIA))


def _group_words(rows: list[_Cells]) -> dict[str, frozenset[str]]:
    """Return the words of each list."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.text("list"), set()).add(row.text("word").lower())
    return {name: frozenset(words) for name, words in found.items()}


def _read_column(row: _Cells) -> tuple[str, ...]:
    row.choice("column", INPUT_COLUMNS)
    return row.many("aliases")


def _pair_nicknames(rows: list[_Cells]) -> dict[str, frozenset[str]]:
    """Return for each given name those that may stand for it, both ways, and the other nicknames of the same name."""
    found: dict[str, set[str]] = {}
    for row in rows:
        group = {row.text("name").lower(), *(name.lower() for name in row.many("nicknames"))}
        for name in group:
            found.setdefault(name, set()).update(group - {name})
    return {name: frozenset(others) for name, others in found.items()}
