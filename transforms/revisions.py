"""What changed between two versions of an article: quotations and claims added, dropped, softened, re-attributed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from transforms.lexicon import load_chosen
from transforms.records import Row

_WORD = re.compile(r"[^\W_]+")
_CROWD = 20  # a word that more texts of a version hold tells none of them apart
_CERTAINTY = {"hedged": 0, "outlet": 3}
_UNSURE = frozenset({"alleges", "believes", "hopes", "asks", "questions"})
_UNSURE_CERTAINTY, _SAID_CERTAINTY = 1, 2


@dataclass(frozen=True, slots=True)
class _Chosen:
    """When a passage of a version is one of another (``data/models/revisions.json``).

    Attributes:
        quote_ratio: of 100, how alike two quotations are at least that are one in other words.
        claim_ratio: the same of claims.
        shortened_ratio: by which a quotation is a part of another one.
        shortened_words: the fewest words of such a part.
    """

    quote_ratio: float
    claim_ratio: float
    shortened_ratio: float
    shortened_words: int


_CHOSEN = load_chosen("revisions", _Chosen)


@dataclass(frozen=True, slots=True)
class Statements:
    """The quotations and claims of a version: rows of those tables, sources under the names that the article gives."""

    quotes: Sequence[Row]
    claims: Sequence[Row]


@dataclass(frozen=True, slots=True)
class _Line:
    """A quotation or claim: its id, words, and source; how sure it is stated, and by how many softening words."""

    row_id: str
    text: str
    folded: str
    source: str | None
    certainty: int = 0
    softeners: int = 0


Change = dict[str, str | None]
"""Columns ``change``, ``id_before``, ``id_after``, ``text_before``, ``text_after`` of ``article_revisions``."""


def compare_statements(before: Statements, after: Statements, softening: frozenset[str]) -> list[Change]:
    """Return what happened to the quotations and claims of an article from one version to the next.

    Scare quotes are left out. Words that differ in case and marks only are the same. A claim is softened or hardened
    when the same is stated with another certainty: in the outlet's voice, by a source that states it, by one that
    alleges or believes it, or by nobody (hedged); or with more or fewer softening words.

    Args:
        before: the earlier version's.
        after: the later version's.
        softening: words that take certainty from a claim, such as 'may'.

    Returns:
        The changes by kind and id.
    """
    quotes = [_read_quotes(version.quotes) for version in (before, after)]
    claims = [_read_claims(version.claims, softening) for version in (before, after)]
    changes = [*_compare_quotes(*quotes), *_compare_claims(*claims)]
    return sorted(changes, key=lambda c: (str(c["change"]), c["id_before"] or "", c["id_after"] or ""))


def _read_quotes(rows: Iterable[Row]) -> list[_Line]:
    kept = sorted((row for row in rows if row["quote_type"] != "scare"), key=lambda row: row["start"])
    return [_Line(row["quote_id"], row["text"], _fold(row["text"]), row["speaker_name"]) for row in kept]


def _read_claims(rows: Iterable[Row], softening: frozenset[str]) -> list[_Line]:
    lines = []
    for row in sorted(rows, key=lambda row: (row["content_spans"][0]["start"], row["claim_id"])):
        words = _WORD.findall(row["text"].casefold())
        plain = [word for word in words if word not in softening]
        certainty = _CERTAINTY.get(row["voice"], _UNSURE_CERTAINTY if row["stance"] in _UNSURE else _SAID_CERTAINTY)
        source = row["source_name"]
        lines.append(_Line(row["claim_id"], row["text"], " ".join(plain), source, certainty, len(words) - len(plain)))
    return lines


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _compare_quotes(before: Sequence[_Line], after: Sequence[_Line]) -> Iterator[Change]:
    same, gone, come = _pair_equal(before, after)
    changed, gone, come = _pair_alike(gone, come, _score_quotes)
    for one, other in changed:
        yield _change("quote_changed", one, other)
    for one, other in (*same, *changed):
        if _are_others(one.source, other.source):
            yield _change("source_changed", one, other, (one.source, other.source))
    yield from (_change("quote_dropped", line, None) for line in gone)
    yield from (_change("quote_added", None, line) for line in come)


def _compare_claims(before: Sequence[_Line], after: Sequence[_Line]) -> Iterator[Change]:
    same, gone, come = _pair_equal(before, after)
    alike, gone, come = _pair_alike(gone, come, _score_claims)
    for one, other in (*same, *alike):
        less, more = (one.certainty, -one.softeners), (other.certainty, -other.softeners)
        if less != more:
            yield _change("claim_softened" if more < less else "claim_hardened", one, other)
        elif (one, other) in alike:
            # the same certainty in other words: what was claimed is no longer there, and what is there was not
            yield _change("claim_dropped", one, None)
            yield _change("claim_added", None, other)
            continue
        if _are_others(one.source, other.source):
            yield _change("source_changed", one, other, (one.source, other.source))
    yield from (_change("claim_dropped", line, None) for line in gone)
    yield from (_change("claim_added", None, line) for line in come)


def _change(
    change: str, before: _Line | None, after: _Line | None, texts: tuple[str | None, str | None] | None = None
) -> Change:
    words = texts or (before.text if before else None, after.text if after else None)
    return {
        "change": change,
        "id_before": before.row_id if before else None,
        "id_after": after.row_id if after else None,
        "text_before": words[0],
        "text_after": words[1],
    }


def _are_others(before: str | None, after: str | None) -> bool:
    """Whether two names are two sources': 'Roth' may be 'Inga Roth', and somebody unknown anybody."""
    if before is None or after is None:
        return False
    one, other = set(_WORD.findall(before.casefold())), set(_WORD.findall(after.casefold()))
    return not (one <= other or other <= one)


Pairs = list[tuple[_Line, _Line]]


def _pair_equal(before: Sequence[_Line], after: Sequence[_Line]) -> tuple[Pairs, list[_Line], list[_Line]]:
    """Pair lines of the same words, those of one source first; return the pairs, and what is left of both."""
    waiting: dict[str, list[_Line]] = defaultdict(list)
    for line in after:
        waiting[line.folded].append(line)
    pairs: Pairs = []
    gone: list[_Line] = []
    for line in before:
        others = waiting[line.folded]
        if not others:
            gone.append(line)
            continue
        chosen = next((other for other in others if other.source == line.source), others[0])
        others.remove(chosen)
        pairs.append((line, chosen))
    left = {line.row_id for others in waiting.values() for line in others}
    return pairs, gone, [line for line in after if line.row_id in left]


def _pair_alike(
    before: Sequence[_Line], after: Sequence[_Line], score: Callable[[str, str], float]
) -> tuple[Pairs, list[_Line], list[_Line]]:
    """Pair lines that are alike, the most alike first; compared are those that share a word which few lines hold."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(after):
        for word in set(line.folded.split()):
            holders[word].append(number)
    scored = []
    for number, line in enumerate(before):
        shared = Counter(o for w in set(line.folded.split()) if len(holders[w]) <= _CROWD for o in holders[w])
        scored += [(-score(line.folded, after[other].folded), number, other) for other in shared]
    pairs: Pairs = []
    taken: set[int] = set()
    paired: set[int] = set()
    for value, number, other in sorted(scored):
        if value < 0 and number not in paired and other not in taken:
            paired.add(number)
            taken.add(other)
            pairs.append((before[number], after[other]))
    return (
        pairs,
        [line for number, line in enumerate(before) if number not in paired],
        [line for number, line in enumerate(after) if number not in taken],
    )


def _score_quotes(one: str, other: str) -> float:
    """Return how alike two quotations are, 0 when not enough; one may be a part of the other."""
    score: float = fuzz.ratio(one, other, score_cutoff=_CHOSEN.quote_ratio)
    if not score and min(len(one.split()), len(other.split())) >= _CHOSEN.shortened_words:
        score = fuzz.partial_ratio(one, other, score_cutoff=_CHOSEN.shortened_ratio)
    return score


def _score_claims(one: str, other: str) -> float:
    score: float = fuzz.ratio(one, other, score_cutoff=_CHOSEN.claim_ratio)
    return score


def list_softening(cues: Mapping[str, object], words: frozenset[str]) -> frozenset[str]:
    """Return the words that take certainty from a claim: those of the seed, and cues that hedge."""
    return words | {cue for cue, row in cues.items() if getattr(row, "cue_class", None) == "hedge" and " " not in cue}
