"""Bodies, places and things: names of one key, a seeded alias, an acronym or a known short form are one entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from transforms.extract.mentions import Cast, Entity
from transforms.extract.name_spans import PLACES, Name
from transforms.extract.names import body_key, is_acronym_of


def gather_bodies(cast: Cast, names: Sequence[Name]) -> None:
    """Join names of bodies, places and things: the same key, a seeded alias, an acronym, or a known short form."""
    lexicons = cast.lexicons
    by_key: dict[tuple[str, str], Entity] = {}
    texts = Counter((n.label if n.label not in PLACES else "GPE", n.text) for n in names)
    long_names = sorted({n.text for n in names if n.label == "ORG" and " " in n.text}, key=lambda t: (-len(t), t))
    canonical: dict[tuple[str, str], str] = {}
    rivals: dict[str, frozenset[str]] = {}
    bracketed = {
        body_key(short.text): body_key(full.text)
        for full, short in pairwise(names)
        if full.label == short.label == "ORG" and short.first == full.end + 1 and cast.view.words[full.end] == "("
    }
    for label, text in texts:
        key = body_key(text)
        alias = lexicons.aliases.get(key)
        if (alias is not None and alias.label == label) or (alias is not None and label in PLACES):
            canonical[label, text] = body_key(alias.name)
        elif label == "ORG":
            fuller = {bracketed[key]} if key in bracketed else _expand(text, key, long_names)
            medium = lexicons.media.get(key)
            canonical[label, text] = body_key(medium) if not fuller and medium is not None else key
            if len(fuller) == 1:
                canonical[label, text] = next(iter(fuller))
            elif fuller:
                rivals[text] = frozenset(fuller)
        else:
            canonical[label, text] = key
    latest: dict[str, int] = {}
    for at, name in enumerate(names):
        label = name.label if name.label not in PLACES else "GPE"
        key = canonical[label, name.text]
        if label == "ORG" and name.text in rivals:  # of two Times the one named last
            key = max(rivals[name.text] & latest.keys(), key=latest.__getitem__, default=key)
        latest[key] = at
        entity = by_key.get((label, key))
        if entity is None:
            entity = cast.new_entity(name.label)
            by_key[label, key] = entity
        alias = lexicons.aliases.get(body_key(name.text))
        entity.names[alias.name if alias is not None and alias.label == label else name.text] += 1
        cast.add_mention(name.first, name.end, "name", entity)


def _expand(text: str, key: str, long_names: Sequence[str]) -> set[str]:
    """Return the keys of the longer names that an acronym or the first or last words of a name stand for."""
    for full in long_names:
        full_key = body_key(full)
        if full_key != key and (
            is_acronym_of(text.strip("()"), full) or (full_key.startswith(key + " ") and len(key.split()) > 1)
        ):
            return {full_key}
    if " " in key:
        return set()
    keys = {body_key(full) for full in long_names} - {key}
    return {full for full in keys if full.startswith(key + " ")} or {full for full in keys if full.endswith(" " + key)}
