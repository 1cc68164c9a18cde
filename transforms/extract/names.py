"""Names of people and bodies: how they are cut into parts, and when two of them can be one entity's."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from transforms.lexicon import load_chosen, load_given_names, load_short_forms, load_words

SUFFIXES = load_words("name_suffixes")
_NUMBERED = frozenset({None, "ii", "iii", "iv"})  # whoever is numbered is mostly called without it too
PARTICLES = load_words("surname_particles")
_MASCULINE_TITLES = load_words("masculine_titles")
_FEMININE_TITLES = load_words("feminine_titles")

_SHORT_FORMS = load_short_forms()
_GIVEN_NAMES = load_given_names()

_POSSESSIVE = re.compile(r"(?:['’][sS]|['’])$")
_FOLDED = str.maketrans({".": None, "-": " ", "‐": " ", "‑": " ", "–": " "})
_PLAIN = str.maketrans(
    dict.fromkeys("’‘ʼ`´′", "'")
    | {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae"}
)


@dataclass(frozen=True, slots=True)
class _Genders:
    """How much evidence tells a person's gender (``data/models/genders.json``).

    Attributes:
        title_counts: what a title or a noun counts beside one pronoun.
        clear: times as much evidence for one gender as for the other.
        enough: votes that keep a Mr from a woman; a stray pronoun is none, a given name is just that much.
        clear_name: times as many men as women bear a man's name.
        least_bearers: the fewest bearers of names of one ending that tell how others of it are borne.
    """

    title_counts: int
    clear: int
    enough: int
    clear_name: int
    least_bearers: int


GENDERS = load_chosen("genders", _Genders)
_INITIAL = re.compile(r"^\w\.?$")
_REMEMBERED = 1 << 14  # texts: an article asks for the same names again and again


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str) -> str:
    """Return a text in lower case, single-spaced, without accents, possessive ending, full stops and hyphens.

    All apostrophes are straight, and a letter that has no plain twin (ł, ø) is the one that others write for it.
    """
    text = _POSSESSIVE.sub("", text.strip()) if text.endswith(("s", "S", "'", "’", " ")) else text
    if not text.isascii():
        text = text.translate(_PLAIN)
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.lower().translate(_FOLDED).split())


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts, folded: ``words`` without titles, initials kept; ``suffix`` is jr, sr, ii …

    ``is_single`` says that it is written as one word, though a hyphen gives it two parts: Smith-Rooy.
    """

    words: tuple[str, ...]
    suffix: str | None = None
    gender: str | None = None
    is_single: bool = False

    @property
    def bare(self) -> tuple[str, ...]:
        """The words without middle initials, which newsrooms add and drop."""
        middle = (w for w in self.words[1:-1] if len(w) > 1)
        return (self.words[0], *middle, self.words[-1]) if len(self.words) > 1 else self.words

    @property
    def is_full(self) -> bool:
        """Whether it holds more than a surname: Van Rooy is one, Ana Rooy is not."""
        return len(self.words) > 1 and self.words[0] not in PARTICLES and not self.is_single


def parse_person(text: str, honorifics: Collection[str], offices: Collection[str] = ()) -> PersonName:
    """Cut a person's name as written into its parts.

    Args:
        text: e.g. "Mr. John F. Kirby Jr.".
        honorifics: folded titles of address; they also tell gender.
        offices: folded titles of office, dropped as well ("Gov. Ana Rooy").
    """
    text = text.replace(",", " ").strip()
    words = fold(text).split()
    gender = None
    untitled = len(text.split())
    while len(words) > 1 and (words[0] in honorifics or words[0] in offices or words[0] in _TITLE_WORDS):
        gender = gender or gender_of_title(words[0])
        words = words[1:]
        untitled -= 1
    suffix = None
    if len(words) > 1 and words[-1] in SUFFIXES:
        suffix = words.pop()
    is_single = untitled == 1 and len(words) > 1
    if gender is None and len(words) > 1 and not is_single:
        gender = gender_of_given(words[0])
    return PersonName(tuple(words), suffix, gender, is_single)


_TITLE_WORDS = _MASCULINE_TITLES | _FEMININE_TITLES | load_words("other_titles")


def gender_of_title(title: str) -> str | None:
    """Return "m" or "f" for a folded title that tells it."""
    return "m" if title in _MASCULINE_TITLES else "f" if title in _FEMININE_TITLES else None


def gender_of_given(name: str) -> str | None:
    """Return "m" or "f" for a folded given name that is borne nearly only by one of them."""
    men, women = _GIVEN_NAMES.get(name, (0, 0))
    return "m" if men > GENDERS.clear_name * women else "f" if women > GENDERS.clear_name * men else None


@cache
def _count_endings() -> dict[str, tuple[int, int]]:
    """Return how many men's and women's names end in the same one to three letters."""
    men: Counter[str] = Counter()
    women: Counter[str] = Counter()
    for name in _GIVEN_NAMES:
        gender = gender_of_given(name)
        for letters in {name[-1:], name[-2:], name[-3:]}:
            men[letters] += gender == "m"
            women[letters] += gender == "f"
    return {letters: (men[letters], women[letters]) for letters in men | women}


@lru_cache(maxsize=_REMEMBERED)
def lean_of_given(name: str) -> float:
    """Return how far a folded given name is a woman's (1) rather than a man's (-1); of unknown ones by their ending."""
    if name in _GIVEN_NAMES:
        men, women = _GIVEN_NAMES[name]
        return (women - men) / (women + men)
    for letters in (3, 2, 1):
        men, women = _count_endings().get(name[-letters:], (0, 0))
        if men + women >= GENDERS.least_bearers:
            return (women - men) / (women + men)
    return 0.0


def is_given(name: str) -> bool:
    """Whether a folded word is a common given name."""
    return name in _GIVEN_NAMES or name in _SHORT_FORMS


def _same_given(a: str, b: str) -> bool:
    if a == b or b in _SHORT_FORMS.get(a, ()):
        return True
    return (_INITIAL.match(a) is not None or _INITIAL.match(b) is not None) and a[0] == b[0]


def _is_other_initial(a: PersonName, b: PersonName) -> bool:
    """Whether a middle initial of one name contradicts the other's middle name: a George H. and a George W."""
    middles = zip(a.words[1:-1], b.words[1:-1], strict=False)
    return any(min(len(x), len(y)) == 1 and x[0] != y[0] for x, y in middles)


def same_person(a: PersonName, b: PersonName) -> bool:
    """Whether two full names can be one person's: the same surname, given names that do not contradict each other."""
    if a.suffix != b.suffix and not {a.suffix, b.suffix} <= _NUMBERED:  # father and son
        return False
    if a.gender and b.gender and a.gender != b.gender:
        return False
    if _is_other_initial(a, b):
        return False
    x, y = a.bare, b.bare
    if x == y:
        return True
    short, long = sorted((a.words, b.words), key=len)
    if len(short) > 1 and long[: len(short)] == short:  # Kim Jong for Kim Jong Un
        return True
    if 1 < len(short) < 4 and long[-len(short) :] == short:  # Rooy Jansen for Ana Rooy Jansen
        return True  # of four names the shorter is whole: a father and a son
    if x[:-1] == y[:-1] and x[:-1] and is_misspelt(x[-1], y[-1]):
        return True
    if len(x) < 2 or len(y) < 2 or x[-1] != y[-1] or not _same_given(x[0], y[0]):
        return False
    fewer, more = sorted((x[1:-1], y[1:-1]), key=len)
    return all(any(_same_given(w, v) for v in more) for w in fewer)


_LEAST_MISSPELT = 6  # letters; shorter surnames that differ in one are rather two
_LEAST_OTHER_INITIAL = 7


def is_misspelt(a: str, b: str) -> bool:
    """Whether two folded surnames are one but for a letter, or two that changed places: Hasina and Hasian.

    The first letter stays, but in long names: Alkuwari and Elkuwari.
    """
    least = _LEAST_MISSPELT if a[:1] == b[:1] else _LEAST_OTHER_INITIAL
    if len(a) == len(b) and sorted(a) == sorted(b):
        least -= 1
    return min(len(a), len(b)) >= least and OSA.distance(a, b, score_cutoff=1) == 1


def shortens(short: PersonName, full: PersonName) -> int:
    """Say how well a short form fits a full name: 2 its surname, 1 its first words (Kim for Kim Jong-un) or the first
    of two surnames ('Rooy' for 'Ana Rooy Jansen'), 0 not.
    """
    if short.suffix and short.suffix != full.suffix:
        return 0
    if short.gender and full.gender and short.gender != full.gender:
        return 0
    n = len(short.words)
    if n >= len(full.words):
        return 0
    if full.words[-n:] == short.words:
        return 2
    if full.words[:n] == short.words:
        return 1
    is_first_surname = n == 1 and short.words[0] in full.words[1:-1] and not is_given(short.words[0])
    return 1 if is_first_surname else 0


_COMPANY_FORMS = load_words("company_forms")
_NOISE = frozenset({"the", "of", "for", "and", "&"}) | _COMPANY_FORMS


@lru_cache(maxsize=_REMEMBERED)
def body_key(text: str) -> str:
    """Return the key under which the variants of a body's name meet: folded, without article and company form."""
    words = fold(text.replace(",", " ")).split()
    if words and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _COMPANY_FORMS:
        words.pop()
    return " ".join(words)


def is_acronym_of(short: str, full: str) -> bool:
    """Whether the letters of an acronym are the initials of a name, small words counted or not."""
    letters = short.replace(".", "")
    if not (2 <= len(letters) <= 8 and letters.isupper()):
        return False
    words = re.findall(r"\w+", full)
    every = "".join(w[0] for w in words).upper()
    weighty = "".join(w[0] for w in words if w.lower() not in _NOISE).upper()
    return len(words) > 1 and letters in {every, weighty}
