"""Precision, recall and F1 of claims and quotations against gold annotations, by characters.

Offsets of two texts of one article are compared over the characters that are neither white space nor quotation
marks, so that line ends may be normalised and marks at the edges do not count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from transforms.extract.names import fold
from transforms.lexicon import join_words

Span = tuple[int, int]
Chars = frozenset[int]
Judged = tuple[float, bool]  # a row's confidence, and whether the row is right

_MARKS = frozenset("\"'“”‘’«»`„‟")


def join_attributions(claims: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return claims with those of one attribution as one: annotators mark an attribution over all its sentences."""
    joined: dict[str, dict[str, Any]] = {}
    for claim in claims:
        key = claim["attribution_id"] or claim["claim_id"]
        if key in joined:
            joined[key]["content_spans"] = [*joined[key]["content_spans"], *claim["content_spans"]]
        else:
            joined[key] = dict(claim)
    return list(joined.values())


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribution: where content, source and cue stand in its text, empty where there is none; how sure it is."""

    content: tuple[Span, ...]
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation: its pieces, type (direct, mixed, scare) and speaker; ``names`` are other names of the speaker."""

    spans: tuple[Span, ...]
    quote_type: str
    speaker: str | None
    speaker_type: str
    how: str | None = None
    names: frozenset[str] = frozenset()
    confidence: float = 1.0


@dataclass(slots=True)
class Count:
    """How many were right, predicted and in the gold."""

    right: float = 0
    predicted: float = 0
    gold: float = 0

    def figures(self) -> dict[str, float]:
        """Return precision, recall and F1 (0 where nothing was predicted or wanted), and the counts."""
        precision = self.right / self.predicted if self.predicted else 0.0
        recall = self.right / self.gold if self.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if self.right else 0.0
        return {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "predicted": self.predicted,
            "gold": self.gold,
        }


def rank_characters(text: str) -> list[int]:
    """Map each position of a text, its end included, to the number of kept characters before it."""
    ranks, kept = [], 0
    for character in text:
        ranks.append(kept)
        kept += not (character.isspace() or character in _MARKS)
    ranks.append(kept)
    return ranks


def to_characters(spans: Iterable[Span], ranks: Sequence[int]) -> Chars:
    """Return the kept characters of some spans, by their rank."""
    last = len(ranks) - 1
    return frozenset(i for a, b in spans for i in range(ranks[min(max(a, 0), last)], ranks[min(max(b, 0), last)]))


def has_mark(spans: Iterable[Span], text: str) -> bool:
    """Whether content holds quoted words."""
    return any(c in '"“”' or text[a:b][:1] in "'‘" for a, b in spans for c in text[a:b])


@dataclass(slots=True)
class AttributionScore:
    """Running counts over articles; `figures` gives them by name.

    content_overlap: intersection over union of contents at least 0.5, paired one to one, the best first.
    content_exact: the very same characters. attribution: content_overlap, and the sources share a character or both
    are absent. attribution_strict: the same characters in content and source. direct: attribution over contents that
    hold a quotation mark. overlap_30, overlap_80: the protocol of the Gender Gap Tracker (Asr et al. 2021): a content
    is right when that share of its characters lies in a content of the other side. `errors` counts what is wrong in
    attribution, by its class.
    """

    counts: dict[str, Count] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    judged: list[Judged] = field(default_factory=list)

    def _count(self, name: str) -> Count:
        return self.counts.setdefault(name, Count())

    def add(self, gold: Sequence[Attributed], gold_text: str, found: Sequence[Attributed], found_text: str) -> None:
        """Compare the attributions of one article."""
        gold_ranks, found_ranks = rank_characters(gold_text), rank_characters(found_text)
        wanted = [_Sides(a, gold_text, gold_ranks) for a in gold]
        given = [_Sides(a, found_text, found_ranks) for a in found]
        confidence = [a.confidence for a, g in zip(found, given, strict=True) if g.content]
        wanted, given = [w for w in wanted if w.content], [g for g in given if g.content]
        for name in ("content_overlap", "content_exact", "attribution", "attribution_strict"):
            self._count(name).gold += len(wanted)
            self._count(name).predicted += len(given)
        direct = self._count("direct")
        direct.gold += sum(w.has_mark for w in wanted)
        direct.predicted += sum(g.has_mark for g in given)
        right = set()
        pairs = _pair([s.content for s in wanted], [s.content for s in given])
        for w, g in pairs:
            if self._add_pair(wanted[w], given[g]):
                right.add(g)
        self._class_unpaired(wanted, given, {w for w, _ in pairs}, {g for _, g in pairs})
        self.judged += [(sure, g in right) for g, sure in enumerate(confidence)]
        for role in ("content", "source", "cue"):
            ours = frozenset[int]().union(*(getattr(g, role) for g in given))
            theirs = frozenset[int]().union(*(getattr(w, role) for w in wanted))
            count = self._count(f"{role}_chars")
            count.right += len(ours & theirs)
            count.predicted += len(ours)
            count.gold += len(theirs)
        self._add_shares([w.content for w in wanted], [g.content for g in given])

    def _add_pair(self, gold: _Sides, found: _Sides) -> bool:
        same_source = bool(gold.source & found.source) or not (gold.source or found.source)
        self._count("content_overlap").right += 1
        self._count("content_exact").right += gold.content == found.content
        self._count("attribution").right += same_source
        self._count("attribution_strict").right += (gold.content, gold.source) == (found.content, found.source)
        self._count("direct").right += same_source and gold.has_mark
        if not same_source:
            both = gold.source and found.source
            self.errors["another source" if both else "a source missing" if gold.source else "a source too many"] += 1
        return same_source

    def _class_unpaired(
        self, gold: Sequence[_Sides], found: Sequence[_Sides], paired: AbstractSet[int], used: AbstractSet[int]
    ) -> None:
        for i, wanted in enumerate(gold):
            if i not in paired:
                shared, length = max(((len(wanted.content & f.content), len(f.content)) for f in found), default=(0, 0))
                too_long = length > len(wanted.content)
                self.errors[
                    "no content" if not shared else "content too long" if too_long else "content too short"
                ] += 1
        for j, given in enumerate(found):
            if j not in used:
                beside = any(given.content & wanted.content for wanted in gold)
                self.errors["found beside a gold content" if beside else "found without gold"] += 1

    def _add_shares(self, gold: Sequence[Chars], found: Sequence[Chars]) -> None:
        for name, share in (("overlap_30", 0.3), ("overlap_80", 0.8)):
            count = self._count(name)
            hits = sum(any(len(g & f) >= share * len(g) for f in found) for g in gold)
            count.gold += len(gold)
            count.predicted += len(found)
            # one figure for both sides: predictions that cover a gold content stand for the gold they cover
            count.right += min(hits, sum(any(len(g & f) >= share * len(g) for g in gold) for f in found))

    def figures(self) -> dict[str, dict[str, float]]:
        """Return every figure by name."""
        return {name: count.figures() for name, count in self.counts.items()}


class _Sides:
    """An attribution's characters by role."""

    __slots__ = ("content", "cue", "has_mark", "source")

    def __init__(self, attributed: Attributed, text: str, ranks: Sequence[int]) -> None:
        self.content = to_characters(attributed.content, ranks)
        self.source = to_characters(attributed.source, ranks)
        self.cue = to_characters(attributed.cue, ranks)
        self.has_mark = has_mark(attributed.content, text)


def _pair(gold: Sequence[Chars], found: Sequence[Chars]) -> list[tuple[int, int]]:
    """Pair sets of characters one to one, best overlap first, from one half on."""
    at: dict[int, list[int]] = {}
    for j, chars in enumerate(found):
        for character in chars:
            at.setdefault(character, []).append(j)
    scored = []
    for i, chars in enumerate(gold):
        shared: dict[int, int] = {}
        for character in chars:
            for j in at.get(character, ()):
                shared[j] = shared.get(j, 0) + 1
        for j, both in shared.items():
            overlap = both / (len(chars) + len(found[j]) - both)
            if overlap >= 0.5:
                scored.append((overlap, i, j))
    pairs: list[tuple[int, int]] = []
    left, right = set[int](), set[int]()
    for _, i, j in sorted(scored, reverse=True):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return pairs


_SMALL_TITLE = re.compile(rf"^{join_words('unscored_openings')} ")


def same_speaker(gold: str | None, quoted: Quoted) -> bool:
    """Whether a speaker's name is the gold one: the same words, or all words of the shorter in the longer."""
    if gold is None:
        return quoted.speaker is None
    wanted = _SMALL_TITLE.sub("", fold(gold)).split()
    for name in (quoted.speaker, *quoted.names):
        given = _SMALL_TITLE.sub("", fold(name or "")).split()
        short, long = sorted((wanted, given), key=len)
        if short and all(word in long for word in short):
            return True
    return False


@dataclass(slots=True)
class QuotationScore:
    """Running counts of quotations over articles, and what came of each with its confidence."""

    tally: dict[str, float] = field(default_factory=dict)
    by_how: dict[str, list[int]] = field(default_factory=dict)
    judged: list[Judged] = field(default_factory=list)

    def _add(self, name: str, amount: float = 1) -> None:
        self.tally[name] = self.tally.get(name, 0) + amount

    def add(self, gold: Sequence[Quoted], gold_text: str, found: Sequence[Quoted], found_text: str) -> None:
        """Compare the quotations of one article; one is found when four fifths of the longer side agree."""
        gold_ranks, found_ranks = rank_characters(gold_text), rank_characters(found_text)
        given = [to_characters(_hull(q), found_ranks) for q in found]
        used: set[int] = set()
        for quoted in gold:
            wanted = to_characters(_hull(quoted), gold_ranks)
            match = next((j for j, g in enumerate(given) if len(wanted & g) >= 0.8 * max(len(wanted), len(g), 1)), None)
            self._add("gold")
            if match is not None:
                used.add(match)
            if quoted.quote_type == "scare":
                self._add("scare")
                self._add("scare_kept_out", match is None or found[match].quote_type == "scare")
                continue
            self._add("attributed")
            if match is not None:
                self._judge(quoted, found[match])
            else:
                self.by_how.setdefault(quoted.how or "", []).append(0)
        self._add("beyond_gold", sum(found[j].quote_type != "scare" for j in range(len(found)) if j not in used))

    def _judge(self, gold: Quoted, found: Quoted) -> None:
        right = found.quote_type != "scare" and same_speaker(gold.speaker, found)
        self._add("found")
        self._add("type_right", found.quote_type == gold.quote_type)
        self._add("speaker_right", right)
        self._add("speaker_type_right", right and found.speaker_type == gold.speaker_type)
        self.by_how.setdefault(gold.how or "", []).append(right)
        self.judged.append((found.confidence, right))

    def figures(self) -> dict[str, float]:
        """Return shares of the gold's attributed quotations, of its scare quotes, and rows beyond it per gold row."""
        share: Callable[[str, str], float] = lambda part, whole: round(  # noqa: E731
            self.tally.get(part, 0) / max(self.tally.get(whole, 0), 1), 4
        )
        return {
            "found": share("found", "attributed"),
            "found_and_speaker": share("speaker_right", "attributed"),
            "type": share("type_right", "attributed"),
            "speaker_type": share("speaker_type_right", "attributed"),
            "scare_kept_out": share("scare_kept_out", "scare"),
            "beyond_gold": share("beyond_gold", "gold"),
            "quotations": self.tally.get("gold", 0),
            **{f"speaker_by_{how}": round(sum(v) / len(v), 4) for how, v in sorted(self.by_how.items()) if how},
        }


def reliability(judged: Sequence[Judged], bins: int = 10) -> list[dict[str, float]]:
    """Return, for each tenth of confidence that occurs, the rows in it, their mean confidence and share right."""
    rows = []
    for low in range(bins):
        part = [(c, r) for c, r in judged if min(int(c * bins), bins - 1) == low]
        if part:
            mean = sum(c for c, _ in part) / len(part)
            right = sum(r for _, r in part) / len(part)
            rows.append({"rows": len(part), "confidence": round(mean, 3), "right": round(right, 3)})
    return rows


def _hull(quoted: Quoted) -> list[Span]:
    """Return a quotation from its first to its last character; gold files may leave the pieces out."""
    return [(quoted.spans[0][0], quoted.spans[-1][1])]


def parse_standoff(annotation: str) -> list[Attributed]:
    """Read brat standoff: T lines (Source, Cue, Content; spans "a b;c d"), E lines that tie them together.

    Raises:
        ValueError: a line cannot be read; the message gives its number.
    """
    spans: dict[str, tuple[str, list[Span]]] = {}
    found = []
    for number, line in enumerate(annotation.split("\n"), 1):
        try:
            if line.startswith("T") and "\t" in line:
                key, rest = line.split("\t")[:2]
                role, offsets = rest.split(" ", 1)
                spans[key] = role, [(int(a), int(b)) for a, b in (o.split() for o in offsets.split(";"))]
            elif line.startswith("E") and "\t" in line:
                found.append(_tie(line, spans))
        except ValueError as error:
            raise ValueError(f"line {number}: {error}; expected brat standoff (T and E lines)") from error
    return [a for a in found if a.content]


def _tie(line: str, spans: Mapping[str, tuple[str, list[Span]]]) -> Attributed:
    roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
    for part in line.split("\t")[1].split()[1:]:
        role, offsets = spans.get(part.split(":")[1], ("", []))
        if role in roles:
            roles[role] += offsets
    return Attributed(tuple(roles["Content"]), tuple(roles["Source"]), tuple(roles["Cue"]))
