"""Templates to HTML: everything that comes from an article is escaped, and names have one address each."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from flows.escape import show_controls
from transforms.ids import make_id
from transforms.site.overlap import Common, Pair
from transforms.site.pieces import Piece
from transforms.site.story import write_claim

_TEMPLATES = Path(__file__).parent / "templates"
_LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)

# how the parts of a claim and its voice are called in site.css
_LOOKS = {"source": "s", "cue": "u", "content": "c"}
_VOICES = {"outlet": " own", "hedged": " hedged"}
_COMMON_WORDS = 110
_NOTHING = Markup('<i class="none">–</i>')

STANDINGS = {
    "named_person": "named person",
    "government": "government",
    "organization": "organisation",
    "media": "media",
    "document": "document",
    "anonymous_official": "unnamed official",
    "anonymous_group": "unnamed group",
    "unnamed_person": "unnamed person",
    "generic": "nobody in particular",
    "unknown": "unknown",
}
_PLACES = {kind: place for place, kind in enumerate(STANDINGS)}
KINDS = {"report": "report", "fact_check": "fact check", "live": "live coverage"}
REASONS = {"numbers": "other number", "negation": "denied", "names": "other name"}
MEASURES = (
    ("effective_sources", "As many equally cited sources", "would be as diverse as its own are"),
    ("top_1_share", "Share of the source cited most", ""),
    ("anonymous_share", "Sources that are not named", "of all attributions"),
    ("official_share", "Governments and unnamed officials", "of all attributions; named officials count as persons"),
    ("direct_share", "Direct quotations", "of direct and mixed ones"),
    ("hedged_share", "Hedged claims", "of all claims: nobody is named, and it is not said outright"),
)
"""What an outlet's page shows of its sources, by the columns of their marts."""
MEASURED = {
    "quotations": "Words that are quoted",
    "speakers": "Who speaks a quotation",
    "sources": "Who stands behind other statements",
    "source types": "In what standing a source speaks",
    "carried claims": "The same claim in two reports",
    "claim groups": "Claims of one matter, agreeing or not",
    "repeated quotations": "The same words quoted twice",
    "stories": "Articles of one story",
}
"""What the measures of mart_quality are of, in an editor's words."""
RESTS = {
    "story_overview": "figures of stories",
    "outlet_overview": "figures of outlets",
    "claim_coverage": "the grid of claims",
    "claim_coverage_by_outlet": "the grid of claims",
    "origin_chain": "who counts once",
    "single_source_claims": "claims that rest on one source",
    "claim_conflicts": "what is disputed",
    "claim_omissions": "omissions",
    "claim_timeline": "how claims spread",
    "attribution_drift": "what changed on the way",
    "claim_spread": "what changed on the way",
    "quote_coverage": "quotations side by side",
    "quote_changes": "quotations side by side",
    "quote_reuse": "who repeats whom",
    "source_diversity": "how diverse sources are",
    "source_network": "who is quoted beside whom",
    "source_overlap_articles": "the map of shared sources",
    "source_overlap_outlets": "who hears the same sources",
    "agency_dependence": "how far outlets lean on agencies",
    "story_blindspots": "who is absent",
}
"""Where a reader of the pages meets a mart."""
LABELS = {
    "PERSON": "person",
    "ORG": "body",
    "GPE": "country or place",
    "NORP": "group",
    "LOC": "place",
    "FAC": "building",
}


class _Environment(Environment):
    """Takes the columns of a row, a dictionary, at once: the usual way asks for an attribute first and fails."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return obj[attribute] if type(obj) is dict and attribute in obj else super().getattr(obj, attribute)


@cache
def make_environment() -> Environment:
    """Return the environment of the site's templates, which compiles each once."""
    environment = _Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: "" if value is None else value,
        auto_reload=False,
    )
    environment.filters |= {
        "count": _count,
        "alone": lambda number, one: Markup(' data-alone="{}"').format(one) if number == 1 else "",
        "or_dash": lambda number: f"{number:,}" if number else _NOTHING,
        "grouped": "{:,}".format,
        "when": write_time,
        "day": write_day,
        "period": write_period,
        "iso": _write_iso,
        "percent": _write_percent,
        "standing": lambda kind: STANDINGS.get(kind, kind),
        "by_standing": lambda rows: sorted(rows, key=lambda row: _PLACES.get(row["source_type"], len(_PLACES))),
        "by_outlet": _group_by_outlet,
        "kind": lambda kind: KINDS.get(kind, kind),
        "reason": lambda reason: REASONS.get(reason, reason),
        "hours": write_hours,
        "month": lambda day: f"{day:%B %Y}",
        "measured": lambda measure: MEASURED.get(measure, measure.capitalize()),
        "rests": lambda marts: dict.fromkeys(RESTS[mart] for mart in marts if mart in RESTS),
        "of_hundred": lambda share: f"{share * 100:.0f}",
        "entity": lambda label: LABELS.get(label, label.lower()),
        "pieces": write_pieces,
        "commons": write_commons,
        "link": find_link,
        "cut": cut_text,
        "several": _join,
        "outlet_page": name_outlet_page,
        "claim": lambda row: write_claim(row["text"], row["statement"], row["form"]),
    }
    return environment


def render(template: Template, **context: Any) -> bytes:
    """Return a page as UTF-8."""
    # signs that no HTML may hold, and those that turn the reading direction, are shown as what they are
    return show_controls(template.render(context)).encode()


def write_pieces(pieces: Iterable[Piece], claims: Sequence[Mapping[str, Any]]) -> Markup:
    """Return pieces of an article with their marks: the part of a page that is most of all of them, so no template.

    Args:
        pieces: of a paragraph.
        claims: of the article, in the order of their numbers.
    """
    written: list[str] = []
    for piece in pieces:
        written += (f'<a class="vh" id="w{number}" tabindex="-1"></a>' for number in piece.first)
        text = escape(piece.text)
        if piece.part is None:
            written.append(text)
            continue
        look = _LOOKS[piece.part]
        if piece.part == "content":
            look += _VOICES.get(claims[piece.numbers[0] - 1]["voice"], "")
        written.append(f'<span class="{look}" data-n="{" ".join(map(str, piece.numbers))}">{text}</span>')
        written += (
            f'<a class="ref" href="#{escape(claims[number - 1]["claim_id"])}" aria-label="claim {number}">{number}</a>'
            for number in piece.last
        )
    return Markup("".join(written))


def write_commons(
    commons: Iterable[Common], pair: Pair, known: Container[str], outlets: tuple[str | None, str | None]
) -> Markup:
    """Return what two articles share as items of a list, each with links to both: very many, so no template either."""
    here, there = map(escape, outlets if all(outlets) and len(set(outlets)) > 1 else ("one", "other"))
    written = []
    for one in commons:
        name = escape(cut_text(one.name, _COMMON_WORDS))
        if one.entity_id in known:
            name = Markup('<a href="../source/{}.html">{}</a>').format(one.entity_id, name)
        written.append(
            f'<li>{name} <span class="soft"><a href="../article/{pair.first}.html#{one.first_id}">{here}</a>, '
            f'<a href="../article/{pair.second}.html#{one.second_id}">{there}</a></span></li>'
        )
    return Markup("".join(written))


def name_outlet_page(outlet: str) -> str:
    """Return the file name of an outlet's page: its name may hold any sign, a file's may not."""
    return make_id("o", outlet) + ".html"


def find_link(url: str | None) -> str | None:
    """Return an address that a browser may follow: of the web, and nothing that would run."""
    return url if url and _LINK.fullmatch(url) else None


def write_day(value: datetime | date | None) -> str:
    """Return a day as '8 Sep 2026'."""
    return f"{value.day} {value:%b %Y}" if value else "undated"


def write_time(value: datetime | None) -> str:
    """Return a time as '8 Sep 2026, 14:20', without the hour where it is midnight: only the day was given."""
    if value is None:
        return "undated"
    hour = f"{value.astimezone(UTC):%H:%M}"
    return write_day(value) if hour == "00:00" else f"{write_day(value)}, {hour}"


def write_period(first: datetime | None, last: datetime | None) -> str:
    """Return a period as '8–10 Sep 2026', as short as it can be said."""
    if first is None or last is None:
        return "undated"
    if first.date() == last.date():
        return write_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{write_day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%b} – {write_day(last)}"
    return f"{write_day(first)} – {write_day(last)}"


def write_hours(hours: float) -> str:
    """Return how long something took, as short as it can be said: '40 min', '5 h', '3 days'."""
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"


def cut_text(text: str, length: int) -> str:
    """Return a text of at most this many characters, cut at a blank where it is longer."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def _group_by_outlet(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["outlet"] or "unknown outlet", []).append(row)
    return list(groups.items())


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _write_iso(value: datetime | None) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else ""


def _write_percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _join(names: Iterable[str], most: int = 3) -> str:
    listed = list(names)
    if len(listed) > most:
        return f"{', '.join(listed[:most])} and {len(listed) - most} more"
    return " and ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)
