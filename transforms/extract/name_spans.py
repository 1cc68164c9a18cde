"""Which stretches of the text are names, and of what: the recogniser's proposals, cut, joined and labelled anew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from transforms.extract.lexicons import Lexicons
from transforms.extract.names import PARTICLES, SUFFIXES, body_key, fold, is_given
from transforms.extract.rules import rule
from transforms.extract.source_types import COMPANY
from transforms.extract.view import Span, View
from transforms.lexicon import join_words, load_words

SKIPPED_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL", "LANGUAGE"})
PLACES = frozenset({"GPE", "LOC"})
PARTIES = {"D": "democrat", "R": "republican"}
PARTY = re.compile(r",? ?[(,]? ?([DR])[-–—]\s?([A-Z][\w.]*(?: [A-Z][\w.]*)*)")  # Rooy (D-Ill.); Rooy, R-New York
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_DASHES = frozenset({"-", "–", "—"})
_CLOSED = frozenset({"IN", "DT", "CC", "TO", "RB", "PRP", "MD", "VBD", "VBZ", "VBP"})
_GLUED = re.compile(rf"((?!{join_words('joined_particles')})[A-ZÀ-Þ][a-zß-öø-ÿ]{{2,}})(?=[A-ZÀ-Þ][a-zß-öø-ÿ])")
_MOST_WORDS = 4  # of a name that the recogniser missed or cut short


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens ``first`` to ``end`` (exclusive) that are a name; ``text`` leaves out a ``nickname`` inside it."""

    first: int
    end: int
    label: str
    text: str
    nickname: str | None = None

    @property
    def is_person(self) -> bool:
        """Whether it is a person's."""
        return self.label == "PERSON"

    def words(self) -> list[str]:
        """Return the folded words without Jr. and the like."""
        words = fold(self.text).split()
        return words[:-1] if len(words) > 1 and words[-1] in SUFFIXES else words


_PLACED = load_words("prepositions_of_place") | {"the"}  # before a name: it is hardly a person's


def find_names(view: View, entities: Iterable[tuple[int, int, str]], lexicons: Lexicons) -> list[Name]:
    """Return the names of a document in their order.

    Args:
        view: the document.
        entities: (first token, end token, label) of each name that the pipeline recognised.
        lexicons: the seeds.
    """
    spans = [span for span in entities if span[2] not in SKIPPED_LABELS]
    taken = {i for first, end, label in entities if label in SKIPPED_LABELS for i in range(first, end)}
    names = [name for first, end, label in spans if (name := _trim(view, first, end, label, lexicons)) is not None]
    names = _join_given(view, _join_nicknamed(view, names, lexicons))
    names = [_cut_headline(view, name, names, lexicons) for name in names]
    names = [_complete(view, name, names, taken, lexicons) for name in names]
    surnames = frozenset(n.words()[-1] for n in names if n.is_person and "-" not in n.text)
    names = [n for n in names if not _is_pair(view, n, surnames, lexicons)]
    names += _find_announced(view, names, taken, lexicons)
    return _label(view, sorted(names, key=lambda n: n.first), lexicons)


def name_text(view: View, first: int, end: int) -> str:
    """Return the text of some tokens, single-spaced."""
    return " ".join(view.text[view.starts[first] : view.ends[end - 1]].split())


# --- cutting ---------------------------------------------------------------------------------------------------------


def _trim(view: View, first: int, end: int, label: str, lexicons: Lexicons) -> Name | None:
    """Cut off what is no part of a name: articles, marks, titles, what stands behind it; None when none is left."""
    first, end = _cut_dateline(view, *_cut_marks(view, first, end))
    if first >= end:
        return None
    if label == "PERSON":
        first, end = _cut_person(view, first, end, lexicons)
    elif end - first > 1 and view.words[end - 1].islower() and view.is_capitalised(first):
        end -= 1  # the Gazette poll
    elif (
        end - first > 1
        and fold(view.words[end - 1]) in lexicons.honorifics
        and end < len(view)
        and view.is_capitalised(end)
    ):
        end -= 1  # the Harbour Party Sen. Ana Rooy
    first, end = _cut_marks(view, first, end)
    if first >= end or _is_no_name(view, first, end, label, lexicons):
        return None
    return Name(first, end, label, name_text(view, first, end))


def _cut_marks(view: View, first: int, end: int) -> Span:
    while end > first and (
        view.tags[end - 1] in {"POS", "_SP"} or not view.is_word[end - 1] or view.lower[end - 1] in {"'s", "’s"}
    ):
        end -= 1
    while first < end and (_is_article(view, first) or not view.is_word[first]):
        first += 1
    return first, end


def _cut_dateline(view: View, first: int, end: int) -> Span:
    """SARRO – Ilmara is a place and who is named behind it."""
    for i in range(first + 1, end - 1):
        if view.words[i] in _DASHES and view.starts[i] > view.ends[i - 1]:
            return (i + 1, end) if view.words[first].isupper() else (first, i)
    return first, end


def _is_article(view: View, first: int) -> bool:
    """Whether a name's first word is none of it: an article, not the 'A' of A-lin."""
    return view.lower[first] in {"the", "a", "an", "’s", "'s"} and not is_hyphened(view, first + 1)


def _is_common(view: View, first: int) -> bool:
    """Whether a word before a name is none of it: alto Ana Rooy, but not bell hooks or van der Rooy."""
    return view.words[first].islower() and view.lower[first] not in PARTICLES and view.is_capitalised(first + 1)


def _cut_person(view: View, first: int, end: int, lexicons: Lexicons) -> Span:
    while end - first > 1 and (_is_title_before(view, first, end, lexicons) or _is_common(view, first)):
        first += 1
    end = next((i for i in range(first + 1, end) if _ends_person(view, first, i, lexicons)), end)
    while end + 1 < len(view) and is_hyphened(view, end) and _can_end_name(view, end + 1, lexicons):
        end += 2  # Kim Jong-un, where the recogniser stops at the hyphen
    if end < len(view) and fold(view.words[end]) in SUFFIXES and view.sentence[end] == view.sentence[first]:
        end += 1
    while end - first > 1 and fold(view.words[end - 1]) in lexicons.words["postnominals"]:
        end -= 1
    return first, end


@rule("names.title-before", nothing=False)
def _is_title_before(view: View, first: int, end: int, lexicons: Lexicons) -> bool:
    """Whether a person's name begins with what somebody is: Cllr Ana Rooy, Deputy Mayor Rooy, Shepherd Ana Rooy."""
    word = fold(view.words[first])
    if lexicons.is_title(word) or word in {"vp", "ex"}:
        return True
    is_job = word in lexicons.words["occupations"] or lexicons.headwords.get(word) == "unnamed_person"
    return is_job and end - first > 2 and view.is_capitalised(first + 1)


def _ends_person(view: View, first: int, i: int, lexicons: Lexicons) -> bool:
    """Whether a person's name that begins at ``first`` is over before token ``i``."""
    word, lower = view.words[i], view.lower[i]
    if word.islower() and lower.isalpha() and lower not in PARTICLES and not is_hyphened(view, i - 1):
        return True  # Rooy matter-of-factly explained
    if i > first + 1 and len(lower) > 2 and lower in view.lower[first:i]:
        return True  # Ana Rooy Ana Beatrice Rooy, from the text of links
    return i > first + 1 and lexicons.headwords.get(lower) in _THINGS


_THINGS = frozenset({"document", "organization", "government", "media"})


def _is_no_name(view: View, first: int, end: int, label: str, lexicons: Lexicons) -> bool:
    """Whether what the recogniser proposes names nobody: D-Ill., the Ohio Republican, Aides, the Glasgow Kelvin MP."""
    words = view.words[first:end]
    if not any(w[:1].isupper() or w[:1].isdigit() for w in words) or PARTY.fullmatch(name_text(view, first, end)):
        return True
    if len(words) > 1 and fold(words[-1]) in PARTIES.values():
        return True
    if label != "PERSON":
        return False
    before = view.lower[first - 1] if first else ""
    if end < len(view) and view.lower[end] in lexicons.words["postnominals"] and before in {"the", "’s", "'s", "a"}:
        return True
    if _is_byname(view, first, end, lexicons):
        return True
    if len(words) > 1 or before.rstrip(".") in _ADDRESSES:
        return False
    lower = fold(words[0])
    is_noun = view.tags[first] in {"NN", "NNS"} and lexicons.is_person_noun(view.lemmas[first])
    is_job = lower in lexicons.words["occupations"] and not is_given(lower) and lower in view.lower
    is_rank = lexicons.is_title(lower) or lower in lexicons.words["before_names"]  # Tory
    return is_noun or is_rank or (is_job and view.words[first] not in view.words[end:])


@rule("names.byname", nothing=False)
def _is_byname(view: View, first: int, end: int, lexicons: Lexicons) -> bool:
    """Whether marks hold what somebody is called: Ana Rooy, known as “Smiler”."""
    is_marked = first > 1 and end < len(view) and _CLOSING.get(view.words[first - 1]) == view.words[end]
    return is_marked and view.lower[first - 2] in lexicons.words["calling"]


_ADDRESSES = load_words("courtesy_titles")


def is_hyphened(view: View, i: int) -> bool:
    """Whether a hyphen at token ``i`` ties what follows to the word before it."""
    return i < len(view) and view.words[i] in {"-", "‑"} and view.starts[i] == view.ends[i - 1]


def _can_end_name(view: View, i: int, lexicons: Lexicons) -> bool:
    """Whether a hyphen before token ``i`` can be a name's: Kim Jong-un, but not 'Rooy-in alliance'."""
    return view.lower[i] not in lexicons.words["qualifying_participles"] and view.tags[i] not in _CLOSED


@rule("names.glued")
def cut_glue(text: str, known: Container[str]) -> str | None:
    """Cut a name where another text runs into a known word: Ana RooyBudget, from the text of links."""
    glued = _GLUED.search(text)
    return text[: glued.end()] if glued and fold(glued[1]) in known else None


# --- joining ---------------------------------------------------------------------------------------------------------

_CLOSING = {"“": "”", '"': '"', "‘": "’", "'": "'", "(": ")", "[": "]", "«": "»"}


def _join_nicknamed(view: View, names: Sequence[Name], lexicons: Lexicons) -> list[Name]:
    """Join what a nickname tears apart: Ana “Bee” Rooy, Robert (Bob) Rooy."""
    joined = [n for mark in range(1, len(view) - 2) if (n := _join_nickname(view, mark, names, lexicons)) is not None]
    inside = {i for n in joined for i in range(n.first, n.end)}
    return sorted([n for n in names if inside.isdisjoint(range(n.first, n.end))] + joined, key=lambda n: n.first)


@rule("names.nickname")
def _join_nickname(view: View, mark: int, names: Sequence[Name], lexicons: Lexicons) -> Name | None:
    closing = _CLOSING.get(view.words[mark])
    if closing is None or view.tags[mark - 1] not in _NAME_TAGS or view.sentence[mark - 1] != view.sentence[mark]:
        return None
    close = next((i for i in range(mark + 2, min(mark + 5, len(view) - 1)) if view.words[i] == closing), None)
    if close is None or not _can_follow(view, close, lexicons):
        return None
    inner = view.words[mark + 1 : close]
    if view.words[mark] in "([" and not (
        len(inner) == 1 and inner[0].istitle() and fold(inner[0]) not in lexicons.places
    ):
        return None
    if not (inner[0][:1].isupper() or inner[0] == "the") or view.words[close - 1] in {",", ".", "!", "?"}:
        return None
    before = next((n for n in names if n.first <= mark - 1 < n.end), None)
    first = before.first if before is not None and before.is_person else mark - 1
    while first < mark - 1 and _is_title_before(view, first, mark, lexicons):
        first += 1
    end = next((n.end for n in names if n.first <= close + 1 < n.end), close + 2)
    text = f"{name_text(view, first, mark)} {name_text(view, close + 1, end)}"
    return Name(first, end, "PERSON", text, " ".join(inner))


def _can_follow(view: View, close: int, lexicons: Lexicons) -> bool:
    i = close + 1
    return view.tags[i] in _NAME_TAGS and view.is_capitalised(i) and not lexicons.cues.is_speech_verb(view, i)


def _join_given(view: View, names: Sequence[Name]) -> list[Name]:
    """Join a given name or initial and the surname behind it, recognised as two names; Brandt & Loe is a firm."""
    joined: list[Name] = []
    for name in names:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.is_person
            and name.is_person
            and last.end == name.first == last.first + 1
            and view.sentence[last.first] == view.sentence[name.first]
            and (is_given(fold(last.text)) or len(fold(last.text)) == 1)
        ):
            joined[-1] = replace(last, end=name.end, text=name_text(view, last.first, name.end))
        elif last is not None and _are_partners(view, last, name):
            joined[-1] = replace(last, end=name.end, text=name_text(view, last.first, name.end), label="ORG")
        elif name.is_person and view.words[name.first + 1 : name.end - 1] == ["&"]:
            joined.append(replace(name, label="ORG"))
        else:
            joined.append(name)
    return joined


@rule("names.partners", nothing=False)
def _are_partners(view: View, first: Name, second: Name) -> bool:
    """Whether an ampersand makes two surnames a firm: Brandt & Loe, unlike Ana & Ole."""
    is_joined = second.first == first.end + 1 and view.words[first.end] == "&"
    are_surnames = first.end - first.first == 1 == second.end - second.first and not is_given(fold(first.text))
    return is_joined and are_surnames and {first.label, second.label} <= {"PERSON", "ORG"}


@rule("names.hyphen-pair", nothing=False)
def _is_pair(view: View, name: Name, surnames: frozenset[str], lexicons: Lexicons) -> bool:
    """Whether a hyphened name is two people's: the Rooy-Brand call."""
    words = name.text.split()
    if len(words) > 1 or "-" not in words[0].replace("–", "-"):
        return False
    parts = fold(words[0]).split()
    if len(parts) != 2:
        return False
    is_followed = name.is_person and name.end < len(view) and view.lemmas[name.end] in lexicons.words["pairs"]
    return set(parts) <= surnames or is_followed


# --- headlines -------------------------------------------------------------------------------------------------------


def _cut_headline(view: View, name: Name, names: Sequence[Name], lexicons: Lexicons) -> Name:
    """Cut what a headline of capitals adds to a person's name: Ana Rooy Slams Bank, Brand Warns, Rooy Speech."""
    if not name.is_person or name.end - name.first < 2 or not view.is_headline(name.first):
        return name
    in_body = {
        fold(n.text) for n in names if n.is_person and view.paragraph[n.first] >= 0 and not view.is_headline(n.first)
    }
    if fold(name.text) in in_body:
        return name
    end = _find_headline_end(view, name, in_body, lexicons) or name.end
    return replace(name, end=end, text=name_text(view, name.first, end))


@rule("names.headline-end")
def _find_headline_end(view: View, name: Name, in_body: set[str], lexicons: Lexicons) -> int | None:
    """Return where a name of a headline ends that the body has, or that a verb or a word of the body follows."""
    parts = {word for text in in_body for word in text.split()}
    for end in range(name.end - 1, name.first, -1):
        known = fold(name_text(view, name.first, end))
        behind = view.lower[end]
        is_word = behind not in parts and (behind in view.words or lexicons.cues.is_speech_verb(view, end))
        if known in in_body and (end > name.first + 1 or is_word):
            return end
        if end > name.first + 1 and is_given(view.lower[name.first]) and view.lower[end - 1] in in_body:
            return end
        if is_word and (end == name.end - 1 or known.split()[-1] in parts):
            return end
    return None


# --- names that the recogniser missed --------------------------------------------------------------------------------


def _complete(view: View, name: Name, names: Sequence[Name], taken: set[int], lexicons: Lexicons) -> Name:
    """Complete a person's name that the recogniser ended after the given name."""
    if not name.is_person or name.end - name.first > 1 or not is_given(fold(name.text)):
        return name
    others = {n.first for n in names}
    end = name.end
    while end < min(name.first + _MOST_WORDS, len(view)) and end not in taken and end not in others:
        if not _goes_on(view, name.first, end, lexicons):
            break
        end += 1
    return replace(name, end=end, text=name_text(view, name.first, end)) if end > name.end else name


def _find_announced(view: View, names: list[Name], taken: set[int], lexicons: Lexicons) -> Iterator[Name]:
    """Yield the people whom a title or a given name announces and the recogniser missed."""
    taken = taken | {i for n in names for i in range(n.first, n.end)}
    by_first = {n.first: n for n in names}
    for i in range(len(view)):
        if i in taken or not _is_name_word(view, i, lexicons) or not _announces(view, i, lexicons):
            continue
        end = i + 1
        while end < min(i + _MOST_WORDS, len(view)) and end not in taken and _goes_on(view, i, end, lexicons):
            end += 1
        surname = by_first.get(end) if is_given(view.lower[i]) else None
        if surname is not None and surname.is_person:  # of John G. Rooy only Rooy was recognised
            names.remove(surname)
            end = surname.end
        taken.update(range(i, end))
        yield Name(i, end, "PERSON", name_text(view, i, end))


def _is_name_word(view: View, i: int, lexicons: Lexicons) -> bool:
    word = view.words[i]
    if view.tags[i] not in _NAME_TAGS or not word[:1].isupper() or len(word) < 2 or view.sentence[i] < 0:
        return False
    folded = fold(word)
    is_addressed = i > 0 and fold(view.words[i - 1]) in _ADDRESSES
    return (is_addressed or not lexicons.is_title(folded)) and folded not in lexicons.demonyms


@rule("names.announced", nothing=False)
def _announces(view: View, i: int, lexicons: Lexicons) -> bool:
    """Whether a capitalised word begins a person's name: Rooy in Mr Rooy and Senator Rooy, Ana in Ana Rooy."""
    if i and view.is_capitalised(i - 1) and view.sentence[i - 1] == view.sentence[i]:
        before = fold(view.words[i - 1])
        if before in lexicons.honorifics or before in lexicons.words["announcing"]:
            return True
    following = i + 1
    return (
        following < len(view)
        and is_given(view.lower[i])
        and _is_name_word(view, following, lexicons)
        and view.lower[following] not in lexicons.words["place_nouns"]
    )


def _goes_on(view: View, first: int, i: int, lexicons: Lexicons) -> bool:
    """Whether a person's name that begins at ``first`` holds token ``i`` too."""
    return _is_name_word(view, i, lexicons) and not _ends_person(view, first, i, lexicons)


# --- labels ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Evidence:
    """What the names of an article say of each other, by folded name or word."""

    people: set[str]
    parts: set[str]
    places: set[str]
    owners: set[str]
    companies: set[str]
    body_heads: set[str]
    votes: dict[str, Counter[str]]


def _label(view: View, names: Sequence[Name], lexicons: Lexicons) -> list[Name]:
    """Let the seeds, and the other names of the article, overrule the recogniser; add names it missed."""
    evidence = _weigh_names(view, names)
    labelled = [replace(n, label=_choose_label(n, evidence, lexicons)) for n in names]
    labelled = _match_lists(view, _follow_surnames(view, labelled))
    return sorted([*labelled, *_find_repeated(view, labelled, lexicons)], key=lambda n: n.first)


def _follow_surnames(view: View, names: Sequence[Name]) -> list[Name]:
    full = {n.words()[-1] for n in names if n.is_person and len(n.words()) > 1}
    bare = {n.words()[0] for n in names if n.is_person and len(n.words()) == 1} - full
    return [replace(n, label="PERSON") if _bears_surname(view, n, bare) else n for n in names]


@rule("names.surname", nothing=False)
def _bears_surname(view: View, name: Name, bare: AbstractSet[str]) -> bool:
    """Whether a body or place of several words ends in a surname that nobody else bears in full.

    Aimé Rooy is read as a firm or a place once, and Rooy as a person everywhere else.
    """
    words = name.words()
    return (
        not name.is_person
        and len(words) in {2, 3}
        and words[-1] in bare
        and "&" not in words
        and not COMPANY.search(body_key(name.text))
        and (name.first == 0 or view.lower[name.first - 1] not in _PLACED)
    )


def _weigh_names(view: View, names: Sequence[Name]) -> _Evidence:
    people = [n for n in names if n.is_person]
    parts = {word for n in people if len(n.words()) > 1 for word in (n.words()[0], n.words()[-1])}
    keys = {body_key(n.text) for n in names}
    places = _find_places(view, names) - parts
    companies = {key for key in keys if COMPANY.search(key) and not is_given(key.split()[0])}
    votes: dict[str, Counter[str]] = {}
    for name in names:
        votes.setdefault(body_key(name.text), Counter())[name.label] += 1
    return _Evidence(
        people={fold(n.text) for n in people},
        parts=parts,
        places=places,
        owners={key.split()[0] for key in companies} - places - parts,
        companies=companies,
        body_heads={key.split()[0] for n in names if n.label == "ORG" and " " in (key := body_key(n.text))},
        votes=votes,
    )


def _choose_label(name: Name, evidence: _Evidence, lexicons: Lexicons) -> str:
    key, label = body_key(name.text), name.label
    seeded = _seed_label(key, label, lexicons)
    if seeded is not None and not (name.is_person and key in evidence.parts):
        return seeded
    if key in evidence.companies or (label in PLACES and key in evidence.owners):
        return "ORG"  # Feld Line taken for a person, Arven of Arven Steel for a place
    if name.is_person and key in evidence.places:
        return "LOC"
    if name.is_person and key in evidence.body_heads and key not in evidence.parts:
        return "ORG"
    if not name.is_person and (key in evidence.people or (key in evidence.parts and " " not in key)):
        return "PERSON"
    votes = evidence.votes[key]
    if not name.is_person or len(votes) > 1:
        return min(votes, key=lambda v: (-votes[v], v))
    return label


@rule("names.place", nothing=False)
def _stands_for_place(view: View, first: int, end: int) -> bool:
    """Whether a name is one word behind 'in': in Benghazi, but not in Rooy's office."""
    before = first - 1
    if end - first > 1 or before < 0 or view.lower[before] != "in" or view.tags[before] != "IN":
        return False
    return end >= len(view) or view.tags[end] not in {"POS", "NNP", "NN", "NNS", "VBG"}


def _find_places(view: View, names: Sequence[Name]) -> set[str]:
    """Return the names of one word that stand behind 'in' somewhere, also where the recogniser missed them."""
    places = {body_key(n.text) for n in names if _stands_for_place(view, n.first, n.end)}
    known = {fold(n.text) for n in names if n.is_person and n.end - n.first == 1}
    missed = [i for i, word in enumerate(view.words) if word[:1].isupper() and fold(word) in known]
    return places | {body_key(view.words[i]) for i in missed if _stands_for_place(view, i, i + 1)}


def _seed_label(key: str, label: str, lexicons: Lexicons) -> str | None:
    alias = lexicons.aliases.get(key)
    if alias is not None and (label != "PERSON" or alias.label == "PERSON" or alias.alias.isupper()):
        return alias.label
    metonym = lexicons.metonyms.get(key)
    if metonym is not None:
        return "GPE" if metonym.kind in {"capital", "country"} else "ORG"
    if (key in lexicons.demonyms and label != "PERSON") or lexicons.headwords.get(key) == "anonymous_group":
        return "NORP"
    if key in lexicons.media and label in {"ORG", "MISC", "PRODUCT", "LOC", "FAC"}:
        return "ORG"
    return None


def _match_lists(view: View, names: Sequence[Name]) -> list[Name]:
    """Let the members of a list of one kind be alike: of the leaders of Arvenia, Belm and Corva none is a person."""
    matched = list(names)
    for k in range(1, len(matched)):
        label = _find_list_label(view, matched, k)
        if label is not None:
            for j in range(k, max(k - 6, -1), -1):
                if not matched[j].is_person:
                    break
                matched[j] = replace(matched[j], label=label)
    return matched


@rule("names.list")
def _find_list_label(view: View, names: Sequence[Name], k: int) -> str | None:
    """Return the label of a place that begins the list behind 'of' or 'in' which ends with name ``k``, a person's."""
    if not names[k].is_person or view.lower[names[k].first - 1] not in {"and", "or"}:
        return None
    j = k
    while j and names[j - 1].end + 1 == names[j].first and view.lower[names[j].first - 1] in {",", "and", "or"}:
        j -= 1
    before = names[j].first - 1
    is_of = before > 0 and view.lower[before] in {"of", "in", "from", "between"} and view.tags[before] == "IN"
    if j == k or not is_of:
        return None
    labels = Counter(n.label for n in names[j:k] if n.label in PLACES)
    if not labels and any(n.end - n.first > 1 for n in names[j : k + 1] if n.is_person):
        return None
    head = view.lemmas[before - 1]
    return (
        labels.most_common(1)[0][0]
        if labels
        else "GPE"
        if head in _HOLDERS and view.tags[before - 1] == "NNS"
        else None
    )


_HOLDERS = load_words("office_holders")


def _find_repeated(view: View, names: Sequence[Name], lexicons: Lexicons) -> Iterator[Name]:
    """Yield the words elsewhere that are a known person's surname or given name."""
    taken = {i for n in names for i in range(n.first, n.end)}
    people = [n for n in names if n.is_person]
    known = {n.words()[-1] for n in people} | {n.words()[0] for n in people if len(n.words()) > 1}
    for i, word in enumerate(view.words):
        if i in taken or len(word) < 3 or not word[:1].isupper() or view.tags[i] not in {"NNP", "NN", "NNPS"}:
            continue
        folded = fold(word)
        if folded in known and folded not in lexicons.demonyms and folded not in lexicons.offices:
            yield Name(i, i + 1, "PERSON", word)
