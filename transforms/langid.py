"""Is this text English? A cheap test that settles nearly every article, and lingua for the rest."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from transforms.lexicon import load_words

if TYPE_CHECKING:
    from lingua import LanguageDetector

_SAMPLE_CHARS = 1000
_MIN_LETTERS = 40
_SHORT_LETTERS = 150
_MIN_WORD_SHARE = 0.08
_MIN_WORD_HITS = 3
_MIN_ENGLISH_CONFIDENCE = 0.05
_WORD = re.compile(r"[^\W\d_]+")
# common in English, rare in every other language that shares its alphabet ("in", "is", "was", "for" are not)
_ENGLISH_WORDS = load_words("english")

_HEADLINE_WORDS = _ENGLISH_WORDS | {"for", "by"}


def find_other_language(text: str) -> str | None:
    """Return the name of the language if the text is surely not English, else None.

    Two samples of 1,000 characters are read, from the start and the middle. If words that only English uses make up
    8 % of them, that settles it (English news has 15–20 %, other languages under 1 %). Otherwise lingua's 75 models
    decide, and a text is refused only if its confidence in English is under 0.05. Texts with fewer than 40 letters are
    too short to tell and pass; up to 150 letters, one English word is enough, so that headlines full of names stay.
    """
    middle = max(_SAMPLE_CHARS, len(text) // 2)
    sample = f"{text[:_SAMPLE_CHARS]} {text[middle : middle + _SAMPLE_CHARS]}"
    words = _WORD.findall(sample.lower())
    hits = sum(word in _ENGLISH_WORDS for word in words)
    if hits >= _MIN_WORD_HITS and hits >= _MIN_WORD_SHARE * len(words):
        return None
    letters = sum(map(len, words))
    if letters < _MIN_LETTERS or (letters < _SHORT_LETTERS and not _HEADLINE_WORDS.isdisjoint(words)):
        return None
    return _ask_lingua(sample)


@lru_cache(maxsize=1)
def _load_detector() -> LanguageDetector:
    # a third of a second and 100 MB (ten seconds without low accuracy mode, which changes nothing over 120 characters)
    from lingua import LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()


def _ask_lingua(sample: str) -> str | None:
    ranked = _load_detector().compute_language_confidence_values(sample)
    english = next(value.value for value in ranked if value.language.name == "ENGLISH")
    if english >= _MIN_ENGLISH_CONFIDENCE:
        return None
    best = ranked[0]
    return best.language.name.title() if best.value > 0 else "an unknown language"
