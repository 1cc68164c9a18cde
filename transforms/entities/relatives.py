"""A surname that an article's only bearer captured, though it means somebody whom everybody knows.

An article that names the president's wife once in full and says 'Mr. Holm said' ten times means the president: what
its surname mentions say is weighed, and those of the relative go to whom they mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import pyarrow as pa

from transforms.entities.people import Weights, weigh
from transforms.extract.names import fold, gender_of_title
from transforms.lexicon import load_words
from transforms.seeds import Seeds

SPLIT_SCHEMA = pa.schema(
    [
        pa.field("local_entity_id", pa.string(), nullable=False),
        pa.field("start", pa.int64(), nullable=False),
        pa.field("split_entity_id", pa.string()),
    ]
)
"""The name mentions of local entities that were split, and the local entity each stands for now; null: as before."""


_HEADS = tuple(sorted(load_words("heads_of_state")))


@dataclass(frozen=True, slots=True)
class Contested:
    """A local entity whose surname somebody far better known bears too."""

    local_id: str
    words: tuple[str, ...]
    gender: str | None
    rival: int
    rival_gender: str | None
    lead: float
    rival_in_story: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A name mention: where it starts, its text, and the words before it."""

    start: int
    text: str
    before: str


def mention_figures(who: Contested, mentions: Sequence[Named], kinship: frozenset[str]) -> dict[str, float]:
    """Return the figures of whether the surname in an article means the rival.

    Args:
        who: the local entity.
        mentions: its name mentions, in the order of the text.
        kinship: folded nouns of kinship.
    """
    full = [m for m in mentions if not is_short(m, who)]
    short = [m for m in mentions if is_short(m, who)]
    genders = {g for m in short if (g := _title_gender(m.before))}
    first = full[0].start if full else -1
    before = sum(m.start < first for m in short) / max(len(short), 1) if full else 1.0
    introduced = any(kinship & set(fold(m.before).replace(",", " ").split()[-5:]) for m in full)
    other = next(iter(genders)) if len(genders) == 1 else None
    return {
        "kinship": float(introduced),
        "surname first": before,
        "surnames": log(1 + len(short)),
        "full names": log(1 + len(full)),
        "lead": who.lead,
        "rival in the story": float(who.rival_in_story),
        "title of the other": float(bool(other and who.gender and other != who.gender)),
        "title fits": float(bool(other and who.gender and other == who.gender)),
        "title of no rival": float(bool(other and who.rival_gender and other != who.rival_gender)),
        "president": float(
            any(_is_president(m.before) for m in short) and not any(_is_president(m.before) for m in full)
        ),
    }


def is_short(mention: Named, who: Contested) -> bool:
    """Whether a mention is the surname alone."""
    return tuple(fold(mention.text).split()) != who.words and len(fold(mention.text).split()) < len(who.words)


def _title_gender(before: str) -> str | None:
    words = fold(before).split()
    return gender_of_title(words[-1]) if words else None


def _is_president(before: str) -> bool:
    return fold(before).endswith(_HEADS)


def means_rival(figures: Mapping[str, float], weights: Weights) -> bool:
    """Whether the surname mentions are the rival's."""
    return weigh(figures, weights) > 0


def split_contested(
    contested: Mapping[str, Contested], mentions: pa.Table, seeds: Seeds
) -> dict[str, list[tuple[int, bool]]]:
    """Return the name mentions (start, whether the rival's) of the contested entities whose surname is the rival's.

    Args:
        contested: by local id.
        mentions: local_entity_id, start, text, before, in the order of the text.
        seeds: nouns of kinship, and the fitted weights.
    """
    weights = seeds.weights.get("entities", {}).get("surname", {})
    kinship = seeds.words.get("relatives", frozenset()) | seeds.words.get("kinship", frozenset())
    named: dict[str, list[Named]] = defaultdict(list)
    for row in mentions.to_pylist():
        named[row["local_entity_id"]].append(Named(row["start"], row["text"], row["before"]))
    return {
        local: [(m.start, is_short(m, contested[local])) for m in found]
        for local, found in named.items()
        if means_rival(mention_figures(contested[local], found, kinship), weights)
    }
