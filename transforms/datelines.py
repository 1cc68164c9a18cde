"""The dateline of a report: place, date and agency that stand before its first sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from transforms.dates import MONTH
from transforms.lexicon import join_words
from transforms.seeds import Agency, Alias, Seeds

_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’]*(?:[ /-][A-ZÀ-Þ][A-ZÀ-Þ.'’]*)*"
_NAME = r"[A-ZÀ-Þ][\w.'’-]*(?:[ /-](?:of |the |de |la |al-)?[A-ZÀ-Þ][\w.'’-]*){0,3}"
_DATE = (
    rf"(?:{MONTH}\s+\d{{1,2}}(?:,\s*\d{{4}})?|\d{{1,2}}\s+{MONTH}(?:\s+\d{{4}})?"
    rf"|{join_words('weekdays').title()})"
)
_AGENCY = r"\(\s*(?P<agency>[\w][\w.&/'’ -]{0,40}?)\s*\)"
_DASH = r"(?:[—–―]|--?|-{2,3}|\|)"
_PLACE = rf"(?P<place>(?:{_CAPITALS}|{_NAME})(?:,\s+(?!{_DATE}){_NAME}){{0,2}})"
_FORMS = {
    # NAIROBI, Kenya (AP) — | TOKYO, March 3 (Kyodo) -- | (Reuters) - | London (Reuters) : | March 3 (Reuters) -
    "agency": re.compile(
        rf"(?:{_PLACE}(?:,?\s+(?P<date>{_DATE}))?,?\s*|{_DATE}\s+)?{_AGENCY}\s*(?P<mark>(?:{_DASH}|:)\s*|(?=[A-ZÀ-Þ“\"]))"
    ),
    # PARIS, March 3 — | Oslo, 3 March 2026 – | GENEVA (3 March 2026) – | LYON, France, March 3, 2026 /Wire/ --
    "date": re.compile(
        rf"{_PLACE}(?:,\s+(?P<date>{_DATE})|\s*\((?:{_DATE})\))\s*(?:/(?P<agency>[\w .-]{{2,40}})/\s*)?(?:{_DASH}|:)\s+"
    ),
    # PARIS — | ST. LOUIS, Mo. — | KYIV, Ukraine |
    "dash": re.compile(rf"(?P<place>{_CAPITALS}(?:,\s+{_NAME})?)\s*(?:[—–―|]|--|\s-)\s*"),
    # Goma, DR Congo –
    "land": re.compile(rf"(?P<place>{_NAME},\s+(?P<land>{_NAME}))\s*(?:[—–―]|--|\s-)\s*"),
    # NEW DELHI: | Mumbai:
    "colon": re.compile(rf"(?P<place>(?:{_CAPITALS}|{_NAME})(?:,\s+{_NAME})?):\s+"),
}
_OPENS = re.compile(r"[\"“‘'«(\[$£€]?\s?[A-ZÀ-Þ0-9]")
_OPENS_WITH_QUOTE = re.compile(r"[\"“«]")
_SPEAKER = re.compile(r"(?:^|\n)[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,40}(?: \([^)\n]{2,30}\))?:\s")
# what goes on behind an aside in dashes: "VOLVO — a maker of lorries — will close its plant"
_ASIDE = re.compile(
    r"[^—–―]{3,160}?\s(?:[—–―]|--?)\s"
    rf"(?P<next>(?:{join_words('modal_verbs', 'finite_auxiliaries', 'dateline_verbs')}|[a-z]{{3,}}ed)\b)?"
)
_DATELINE_EDGES = " \xa0,:|—–―-"
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
    for kind, form in _FORMS.items():
        match = form.match(paragraph, 0, _MAX_CHARS)
        if match is None or not _OPENS.match(paragraph, match.end()):
            continue
        found = match.groupdict()
        agency, place = found.get("agency"), found.get("place")
        known = _index_agencies(seeds).get(agency.casefold()) if agency else None
        candidate = _Candidate(match, known, paragraph[match.end() :], article, seeds, is_first)
        if kind not in _CHECKS or _CHECKS[kind](candidate):
            return Dateline(match.end(), place, known or agency)
    return None


def read_dateline(words: str, seeds: Seeds) -> Dateline:
    """Return what a dateline says that a page's mark-up shows as one: "Harnow, Dorrin (AP) –"."""
    match = re.search(_AGENCY, words)
    agency = match["agency"] if match else None
    place = re.sub(_DATE, "", words[: match.start()] if match else words)
    known = _index_agencies(seeds).get(agency.casefold()) if agency else None
    return Dateline(len(words), place.strip(_DATELINE_EDGES) or None, known or agency)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What has the form of a dateline, the agency it names if that is known, and where it stands."""

    match: re.Match[str]
    agency: str | None
    rest: str
    article: str
    seeds: Seeds
    is_first: bool


def _holds_agency(found: _Candidate) -> bool:
    place, written, mark = found.match.group("place", "agency", "mark")
    if not mark:
        # "(CNN)Floods have killed": the paragraph's first words, or it is a name with an abbreviation
        return found.agency is not None and found.is_first
    # "SEN. ADA HOLM (R-TX):" is a speaker
    is_credit = "-" not in written and written[0].isupper() and ":" not in mark
    return found.agency is not None or (is_credit and bool(place) and place.split(",")[0].isupper())


def _holds_dash(found: _Candidate) -> bool:
    """Whether capitals before a dash name a place rather than a firm or a label."""
    city, _, country = found.match["place"].partition(",")
    if _fold(city) in _known_labels(found.seeds) or ("|" in found.match[0] and not country):
        return False
    if _is_place(city, found.seeds) or country:
        return True
    is_city = _count_letters(city) >= _MIN_CITY_LETTERS and not _is_body(city, found.seeds)
    return is_city and not opens_aside(found.rest)


def _holds_land(found: _Candidate) -> bool:
    """Whether a name in small letters before a dash is followed by the country or state that it lies in."""
    land = found.match["land"]
    short = found.seeds.aliases.get(_fold(land))
    is_known = (
        _fold(land) in found.seeds.metonyms
        or (short is not None and short.label == "GPE")
        or land in _list_names(tuple(found.seeds.aliases.values()), "GPE")
    )
    return found.is_first and is_known and not opens_aside(found.rest)


def _holds_colon(found: _Candidate) -> bool:
    """Whether a name before a colon is a place rather than a speaker or a label."""
    city = found.match["place"].split(",")[0]
    if _fold(city) in _known_labels(found.seeds):
        return False
    is_interview = len(_SPEAKER.findall(found.article)) > 1
    if _is_place(city, found.seeds):
        return city.isupper() or (found.is_first and not is_interview)
    is_city = city.isupper() and _count_letters(city) > _MIN_CITY_LETTERS and len(city.split()) <= 3
    is_spoken = is_interview or _OPENS_WITH_QUOTE.match(found.rest) is not None
    return found.is_first and is_city and not is_spoken and not _is_body(city, found.seeds)


_CHECKS = {"agency": _holds_agency, "dash": _holds_dash, "land": _holds_land, "colon": _holds_colon}
"""What must hold of a form's match, by kind; a date needs nothing beside it."""


def opens_aside(rest: str) -> bool:
    """Whether the words behind a dash are an aside, after which a sentence goes on with its verb.

    "VOLVO — a maker of lorries — will close its plant" names a firm and no place.
    """
    match = _ASIDE.match(rest)
    return match is not None and match["next"] is not None


def _count_letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _is_place(name: str, seeds: Seeds) -> bool:
    return _fold(name) in seeds.metonyms or _fold(name) in seeds.words["cities"]


def _is_body(name: str, seeds: Seeds) -> bool:
    """Whether a name is known as an organization's, by itself or as what an alias stands for."""
    return name in _list_names(tuple(seeds.aliases.values()), "ORG")


@lru_cache(maxsize=8)
def _list_names(aliases: tuple[Alias, ...], label: str) -> frozenset[str]:
    return frozenset(alias.name for alias in aliases if alias.label == label)


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _index_agencies(seeds: Seeds) -> dict[str, str]:
    return _index(tuple(seeds.agencies.values()), tuple(seeds.outlets))


@lru_cache(maxsize=8)
def _index(agencies: tuple[Agency, ...], outlets: tuple[str, ...]) -> dict[str, str]:
    """Return who may stand in a dateline's brackets: agencies, and outlets such as CNN."""
    known = {name.casefold(): agency.agency for agency in agencies for name in (agency.agency, *agency.aliases)}
    return {outlet.casefold(): outlet for outlet in outlets} | known


@lru_cache(maxsize=8)
def _fold_labels(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_fold(part) for label in labels for part in (label, *label.split("/")))


def _known_labels(seeds: Seeds) -> frozenset[str]:
    return _fold_labels(tuple(phrase.phrase.strip(" :.") for phrase in seeds.phrases))
