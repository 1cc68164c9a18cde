"""The synonym sets of `transforms.lexicon`, by stems: one outlet writes "killed", the next "died"."""

from __future__ import annotations

from functools import cache

from transforms.lexicon import load_synonym_sets
from transforms.match.text import stem_word


@cache
def load_synonyms() -> dict[str, str]:
    """Return, for each stem that has synonyms, the first stem of its set; a stem in two sets belongs to the first."""
    heads: dict[str, str] = {}
    for words in load_synonym_sets():
        stems = [stem_word(word) for word in words]
        for stem in stems:
            heads.setdefault(stem, stems[0])
    return heads
