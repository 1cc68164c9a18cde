"""Templates to HTML: everything that comes from an article is escaped, and names have one address each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from flows.escape import show_controls
from transforms.ids import make_id
from transforms.site.story import write_claim

_TEMPLATES = Path(__file__).parent / "templates"
_LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)

_NOTHING = Markup('<i class="none">–</i>')

STANDINGS = {
    "named_person": "named person",
    "unnamed_person": "unnamed person",
    "anonymous_official": "unnamed official",
    "anonymous_group": "unnamed group",
    "organization": "organisation",
    "government": "government",
    "media": "media",
    "document": "document",
    "generic": "nobody in particular",
    "unknown": "unknown",
}
LABELS = {
    "PERSON": "person",
    "ORG": "body",
    "GPE": "country or place",
    "NORP": "group",
    "LOC": "place",
    "FAC": "building",
}


def make_environment() -> Environment:
    """Return the environment of the site's templates."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        auto_reload=False,
    )
    environment.filters |= {
        "count": _count,
        "or_dash": lambda number: f"{number:,}" if number else _NOTHING,
        "grouped": "{:,}".format,
        "when": write_time,
        "day": write_day,
        "period": write_period,
        "iso": _write_iso,
        "percent": _write_percent,
        "standing": lambda kind: STANDINGS.get(kind, kind),
        "entity": lambda label: LABELS.get(label, label.lower()),
        "link": find_link,
        "cut": cut_text,
        "several": _join,
        "outlet_page": name_outlet_page,
        "claim": lambda row: write_claim(row["text"], row["statement"], row["form"]),
    }
    return environment


def render(template: Template, **context: Any) -> bytes:
    """Return a page as UTF-8."""
    return template.render(context).encode()


def _finalize(value: object) -> object:
    # signs that no HTML may hold, and those that turn the reading direction, are shown as what they are
    if value is None:
        return ""
    return show_controls(value) if type(value) is str else value


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
    """Return a time as '8 Sep 2026, 14:20'."""
    return f"{write_day(value)}, {value.astimezone(UTC):%H:%M}" if value else "undated"


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


def cut_text(text: str, length: int) -> str:
    """Return a text of at most this many characters, cut at a blank where it is longer."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


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
