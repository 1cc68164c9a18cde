"""The dateline of a report: place, date and agency that stand before its first sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from transforms.seeds import Agency, Seeds

_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’]*(?:[ /-][A-ZÀ-Þ][A-ZÀ-Þ.'’]*)*"
_NAME = r"[A-ZÀ-Þ][\w.'’-]*(?:[ /-](?:of |the |de |la |al-)?[A-ZÀ-Þ][\w.'’-]*){0,3}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:,\s*\d{{4}})?|\d{{1,2}}\s+{_MONTH}(?:\s+\d{{4}})?"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
_AGENCY = r"\(\s*(?P<agency>[A-ZÀ-Þ][\w.&/'’ -]{0,40}?)\s*\)"
_DASH = r"(?:[—–―]|--?|-{2,3})"
_PLACE = rf"(?P<place>(?:{_CAPITALS}|{_NAME})(?:,\s+(?!{_DATE}){_NAME}){{0,2}})"
_FORMS = (
    # NAIROBI, Kenya (AP) — | TOKYO, March 3 (Kyodo) -- | (Reuters) - | London (Reuters) :
    re.compile(rf"(?:{_PLACE}(?:,?\s+(?P<date>{_DATE}))?,?\s*)?{_AGENCY}\s*(?:{_DASH}|:)\s*"),
    # PARIS, March 3 — | Oslo, 3 March 2026 –
    re.compile(rf"{_PLACE},\s+(?P<date>{_DATE})\s*(?:{_DASH}|:)\s+"),
    # PARIS — | ST. LOUIS, Mo. —
    re.compile(rf"(?P<place>{_CAPITALS}(?:,\s+{_NAME})?)\s*(?:[—–―]|--|\s-)\s*"),
    # NEW DELHI:
    re.compile(rf"(?P<place>{_CAPITALS}(?:,\s+{_NAME})?):\s+"),
)
_OPENS = re.compile(r"[\"“‘'«(\[$£€]?\s?[A-ZÀ-Þ0-9]")
_OPENS_WITH_QUOTE = re.compile(r"[\"“«]")
_SPEAKER = re.compile(r"(?:^|\n)[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,40}(?: \([^)\n]{2,30}\))?:\s")
_MAX_CHARS = 120
_MIN_CITY_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: it ends before character ``end`` of its paragraph; place as written, agency by its usual name."""

    end: int
    place: str | None
    agency: str | None


def find_dateline(paragraph: str, article: str, seeds: Seeds, *, is_first: bool = True) -> Dateline | None:
    """Return the dateline that a paragraph begins with, or None.

    Args:
        paragraph: the paragraph.
        article: the whole text: where it is an interview, "NEW DELHI:" could be a speaker's name.
        seeds: agencies and places are used.
        is_first: whether it is the first paragraph of prose; elsewhere capitals before a colon are more often a speaker
            or a label, and must be a place that is known.
    """
    for number, form in enumerate(_FORMS):
        match = form.match(paragraph, 0, _MAX_CHARS)
        if match is None or not _OPENS.match(paragraph, match.end()):
            continue
        found = match.groupdict()
        agency, place = found.get("agency"), found.get("place")
        known = _index_agencies(seeds.agencies).get(agency.casefold()) if agency else None
        # "SEN. ADA HOLM (R-TX):" is a speaker
        is_credit = agency and "-" not in agency and not match[0].rstrip().endswith(":")
        if number == 0 and not (known or (is_credit and place and place.split(",")[0].isupper())):
            continue
        if number >= 2 and not _is_city(
            place or "", number == len(_FORMS) - 1, paragraph[match.end() :], article, seeds, is_first
        ):
            continue
        return Dateline(match.end(), place, known or agency)
    return None


def _is_city(place: str, has_colon: bool, rest: str, article: str, seeds: Seeds, is_first: bool) -> bool:
    """Whether capitals before a dash or a colon name a place rather than a firm, a label or a speaker."""
    city = place.split(",")[0]
    if _fold(city) in _known_labels(seeds):
        return False
    if _fold(city) in _known_places(seeds) or (city != place and not has_colon):
        return True
    letters = sum(map(str.isalpha, city))
    if has_colon:
        is_spoken = len(_SPEAKER.findall(article)) > 1 or _OPENS_WITH_QUOTE.match(rest)
        return is_first and letters > _MIN_CITY_LETTERS and not is_spoken and len(city.split()) <= 3
    return letters >= _MIN_CITY_LETTERS


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _index_agencies(agencies: Mapping[str, Agency]) -> dict[str, str]:
    return _index(tuple(agencies.values()))


@lru_cache(maxsize=8)
def _index(agencies: tuple[Agency, ...]) -> dict[str, str]:
    return {name.casefold(): agency.agency for agency in agencies for name in (agency.agency, *agency.aliases)}


def _known_places(seeds: Seeds) -> Set[str]:
    return seeds.metonyms.keys()


@lru_cache(maxsize=8)
def _fold_labels(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_fold(part) for label in labels for part in (label, *label.split("/")))


def _known_labels(seeds: Seeds) -> frozenset[str]:
    return _fold_labels(tuple(phrase.phrase.strip(" :.") for phrase in seeds.phrases))
