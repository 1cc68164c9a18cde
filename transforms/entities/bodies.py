"""Which names of bodies and places are one entity's: by folded name, and acronyms by what articles use them for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.extract.names import body_key, fold

Evidence = Mapping[tuple[str, str, str], int]
"""In how many articles an entity (label, name) goes by another name too."""


@dataclass(frozen=True, slots=True)
class Body:
    """A distinct name of a body, place or thing, and in how many articles it stands for an entity."""

    label: str
    name: str
    articles: int


def group_bodies(bodies: Sequence[Body], evidence: Evidence, aliases: Mapping[str, str]) -> dict[str, list[Body]]:
    """Group the names of one class of labels; the key of a group is that of its fullest name.

    Args:
        bodies: the distinct names.
        evidence: what articles call them too.
        aliases: by key, the key of the name that the seeds give.
    """
    keys = {body: aliases.get(key, key) for body in bodies for key in [body_key(body.name) or fold(body.name)]}
    known = set(keys.values())
    fuller = _find_fuller(keys, evidence)
    groups: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        key = keys[body]
        for _ in range(3):  # an acronym of a short form of a name
            key = fuller.get(key, key)
        groups[key if key in known else keys[body]].append(body)
    return groups


def _find_fuller(keys: Mapping[Body, str], evidence: Evidence) -> dict[str, str]:
    """Map the key of a short form to the one fuller key that articles use it for; several such keys leave it alone."""
    names = {(body.label, body.name): key for body, key in keys.items()}
    uses: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (label, name, alias), count in evidence.items():
        if (label, name) in names:
            short, full = body_key(alias), names[label, name]
            if short != full and len(short.split()) < len(full.split()):
                uses[short][full] += count
    return {short: next(iter(fulls)) for short, fulls in uses.items() if len(fulls) == 1}


def settle_labels(counts: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], str]:
    """Return the label of each (label, name): a name that is nearly always a person's is one's, or never."""
    totals: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (label, name), count in counts.items():
        totals[body_key(name)][label] += count
    settled = {}
    for label, name in counts:
        uses = totals[body_key(name)]
        best = min(uses, key=lambda other: (-uses[other], other))
        least = _MOST_FULL if best == "PERSON" and " " in name else _MOST
        moves = "PERSON" in (label, best) and uses[best] >= least * uses[label]
        settled[label, name] = best if moves else label
    return settled


_MOST, _MOST_FULL = 4, 2  # times as often one thing as another; a name of several words a person's
