"""Figures of the gate: who is given as the source of quotations and statements, against what readers found.

Shares are over the gold's rows; intervals are percentiles over articles drawn again (Efron 1979).
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from transforms.extract.names import body_key, fold
from transforms.lexicon import load_words
from transforms.scoring import Span, rank_characters, to_characters

UNNAMED = frozenset({"unnamed_person", "anonymous_official", "anonymous_group", "document", "generic"})
_SMALL = load_words("small_words")
_LEAST_QUOTED, _LEAST_CONTENT = 0.8, 0.5
COUNTED = 0.5
"""The confidence from which on marts count a row: what is below is doubtful (sql/macros/is_doubtful.sql)."""


@dataclass(frozen=True, slots=True)
class GoldSource:
    """A source as a reader found it: the fullest name the article gives, its type, title and gender."""

    who: str | None
    type: str
    title: str | None = None
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class GoldQuotation:
    """A quotation: its pieces, type, source (None for nobody), how that is mentioned nearest, and the way it came."""

    spans: tuple[Span, ...]
    type: str
    source: GoldSource | None
    how: str
    via: GoldSource | None


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """An unquoted attribution: content, cue, the source's words, who that is, through whom, and why they know."""

    spans: tuple[Span, ...]
    cue: tuple[Span, ...]
    source_span: tuple[Span, ...]
    source: GoldSource | None
    via: GoldSource | None
    basis: tuple[Span, ...]


@dataclass(slots=True)
class Gold:
    """What one reader found in an article."""

    sources: list[GoldSource] = field(default_factory=list)
    quotations: list[GoldQuotation] = field(default_factory=list)
    attributions: list[GoldAttribution] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation or claim of ours.

    ``kind`` is direct, mixed or scare for quotations, the voice for claims; ``names`` are all its sources, each with
    the other names that the article uses for it; ``basis`` is where the text says why the source knows.
    """

    spans: tuple[Span, ...]
    kind: str
    names: tuple[frozenset[str], ...]
    source_type: str
    via: str | None
    confidence: float
    in_headline: bool
    found_by: str | None
    title: str | None = None
    basis: tuple[Span, ...] = ()


def is_same_source(gold: GoldSource | None, found: Found, sources: Sequence[GoldSource]) -> bool:
    """Whether one of our sources is the gold's.

    A person's or body's name is right when all words of the shorter are in the longer, unless it fits another of the
    article's sources as well. A description is right when it shares the words that count, or at least half of both, or
    when the article has no other source of its kind.

    Args:
        gold: the source; None for nobody.
        found: ours.
        sources: all sources of the article.
    """
    if gold is None or gold.who is None:
        return not found.names
    if gold.type not in UNNAMED:
        parts = gold.who.split(" and ") if gold.type == "named_person" else [gold.who]
        rivals = [s.who for s in sources if s.who and s.type == gold.type and s.who not in (gold.who, *parts)]
        return any(
            _fits(name, forms) and (_equals(name, forms) or not any(_fits(rival, forms) for rival in rivals))
            for forms in found.names
            for name in parts
        )
    if found.names and found.source_type == gold.type and sum(s.type == gold.type for s in sources) == 1:
        return True
    wanted = _key_words(gold.who)
    return any(_alike(wanted, _key_words(form)) for forms in found.names for form in forms)


def _fits(name: str, forms: Iterable[str]) -> bool:
    wanted = _name_words(name)
    for form in forms:
        short, long = sorted((wanted, _name_words(form)), key=len)
        if short and set(short) <= set(long):
            return True
    return False


def _equals(name: str, forms: Iterable[str]) -> bool:
    return any(_name_words(name) == _name_words(form) for form in forms)


_COURTESY = load_words("courtesy_titles") | {"the", "a", "an"}


def _name_words(name: str) -> tuple[str, ...]:
    words = [w for w in fold(name).replace("’", "'").split() if w not in _COURTESY]
    return tuple(words) or (body_key(name),)


def _key_words(text: str) -> frozenset[str]:
    return frozenset(w.strip(",;").removesuffix("s") for w in fold(text).split() if w.strip(",;") not in _SMALL)


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b) and (a <= b or b <= a or 2 * len(a & b) >= len(a | b))


Counts = Counter[str]


def count_article(
    gold: Gold, gold_text: str, quotes: Sequence[Found], claims: Sequence[Found], found_text: str
) -> Counts:
    """Return the counts of one article, by name; `share_figures` makes shares of them.

    ``quotes`` count the gold's attributed quotations, ``claims`` its unquoted attributions; ``headline`` those of our
    quotations in a headline that the gold has, right where the speaker is right or left out. ``counted …`` are of what
    marts count: shares of the gold's rows (recall), and with ``right`` in the name of ours (precision).
    """
    counts: Counts = Counter()
    pairs = pair_quotations(gold, gold_text, quotes, found_text)
    for quotation, found, right in pairs:
        _count_quotation(counts, quotation, found, right)
    paired = {id(found) for _, found, _ in pairs}
    counts["quotes beyond gold/right"] = sum(q.kind != "scare" and id(q) not in paired for q in quotes)
    counts["quotes beyond gold/gold"] = len(gold.quotations)
    ranks = rank_characters(gold_text), rank_characters(found_text)
    told = pair_attributions(gold, gold_text, claims, found_text)
    for attribution, claim, right in told:
        _count_attribution(counts, attribution, claim, right, ranks)
    _count_counted(counts, quotes, pairs, told)
    return counts


def _count_counted(
    counts: Counts,
    quotes: Sequence[Found],
    pairs: Sequence[tuple[GoldQuotation, Found | None, bool]],
    told: Sequence[tuple[GoldAttribution, Found | None, bool]],
) -> None:
    """Count what marts count: quotations whoever speaks, and statements with a source.

    Readers marked some unquoted attributions of an article, not all: ours beyond theirs are neither right nor wrong.
    """

    def is_counted(found: Found | None, *kinds: str) -> bool:
        return found is not None and found.kind in kinds and found.confidence >= COUNTED

    ours = [q for q in quotes if is_counted(q, "direct", "mixed")]
    theirs = [(g, f, right) for g, f, right in pairs if g.type != "scare"]
    met = {id(f) for _, f, _ in theirs if is_counted(f, "direct", "mixed")}
    counts["counted quotations/gold"] += len(theirs)
    counts["counted quotations/right"] += sum(is_counted(f, "direct", "mixed") for _, f, _ in theirs)
    counts["counted quotations right/gold"] += len(ours)
    counts["counted quotations right/right"] += len(met)
    spoken = [(f, right and bool(f and f.names)) for g, f, right in theirs if g.source is not None]
    counts["counted speakers/gold"] += len(spoken)
    counts["counted speakers/right"] += sum(right and is_counted(f, "direct", "mixed") for f, right in spoken)
    counts["counted speakers right/gold"] += sum(bool(q.names) for q in ours)
    counts["counted speakers right/right"] += len(
        {id(f) for f, right in spoken if right and is_counted(f, "direct", "mixed")}
    )
    stated = [(f, right and bool(f and f.names)) for g, f, right in told if g.source is not None]
    given = [right for f, right in stated if f is not None and f.names and is_counted(f, "attributed")]
    counts["counted sources/gold"] += len(stated)
    counts["counted sources/right"] += sum(given)
    counts["counted sources right/gold"] += len(given)
    counts["counted sources right/right"] += sum(given)


def pair_quotations(
    gold: Gold, gold_text: str, quotes: Sequence[Found], found_text: str
) -> list[tuple[GoldQuotation, Found | None, bool]]:
    """Return each gold quotation with ours, if found, and whether its speaker is right."""
    gold_ranks, found_ranks = rank_characters(gold_text), rank_characters(found_text)
    given = [to_characters([(q.spans[0][0], q.spans[-1][1])], found_ranks) for q in quotes]
    pairs = []
    for quotation in gold.quotations:
        wanted = to_characters([(quotation.spans[0][0], quotation.spans[-1][1])], gold_ranks)
        least = (_LEAST_QUOTED * max(len(wanted), len(chars), 1) for chars in given)
        enough = (q for q, chars, n in zip(quotes, given, least, strict=True) if len(wanted & chars) >= n)
        found = next(enough, None)
        is_attributed = found is not None and found.kind != "scare"
        right = is_attributed and found is not None and is_same_source(quotation.source, found, gold.sources)
        pairs.append((quotation, found, right))
    return pairs


def _count_quotation(counts: Counts, quotation: GoldQuotation, found: Found | None, right: bool) -> None:
    if quotation.type == "scare":
        counts["scare/gold"] += 1
        counts["scare/right"] += found is None or found.kind == "scare"
        return
    for name in ("quotes", f"quotes by {quotation.how or 'none'}"):
        counts[f"{name}/gold"] += 1
        counts[f"{name}/found"] += found is not None
        counts[f"{name}/right"] += right
    if found is None:
        return
    counts["type/gold"] += 1
    counts["type/right"] += found.kind == quotation.type
    if right and quotation.source is not None:
        counts["source type/gold"] += 1
        counts["source type/right"] += found.source_type == quotation.source.type
    if found.in_headline:
        counts["headline/gold"] += 1
        counts["headline/right"] += right or not found.names
    if quotation.via is not None:
        counts["via/gold"] += 1
        counts["via/right"] += found.via is not None and _fits(quotation.via.who or "", [found.via])


def pair_attributions(
    gold: Gold, gold_text: str, claims: Sequence[Found], found_text: str
) -> list[tuple[GoldAttribution, Found | None, bool]]:
    """Return each gold attribution with the claim that holds most of it, if half, and whether its source is right."""
    gold_ranks, found_ranks = rank_characters(gold_text), rank_characters(found_text)
    given = [to_characters(c.spans, found_ranks) for c in claims]
    pairs = []
    for attribution in gold.attributions:
        wanted = to_characters(attribution.spans, gold_ranks)
        shares = [(len(wanted & chars), -len(chars), k) for k, chars in enumerate(given)]
        most, _, best = max(shares, default=(0, 0, 0))
        found = claims[best] if most and most >= _LEAST_CONTENT * len(wanted) else None
        right = found is not None and is_same_source(attribution.source, found, gold.sources)
        pairs.append((attribution, found, right))
    return pairs


def _count_attribution(
    counts: Counts,
    attribution: GoldAttribution,
    found: Found | None,
    right: bool,
    ranks: tuple[Sequence[int], Sequence[int]],
) -> None:
    source = attribution.source
    counts["claims/gold"] += 1
    counts["claims/found"] += found is not None and (found.kind != "outlet" or source is None)
    counts["claims/right"] += right
    if found is None or source is None or not right:
        return
    counts["claims' source type/gold"] += 1
    counts["claims' source type/right"] += found.source_type == source.type
    if source.title is not None:
        counts["title/gold"] += 1
        counts["title/right"] += _alike(_key_words(source.title), _key_words(found.title or ""))
    if attribution.basis:
        basis = to_characters(attribution.basis, ranks[0])
        counts["basis/gold"] += 1
        counts["basis/right"] += 2 * len(basis & to_characters(found.basis, ranks[1])) >= len(basis)


def agree(first: Gold, second: Gold, text: str) -> Counts:
    """Return how far a second reader agrees with the first on quotations, types, speakers, and sources of claims."""
    forms = {id(s): frozenset({s.who}) if s.who else frozenset[str]() for s in second.sources}

    def as_found(spans: tuple[Span, ...], kind: str, source: GoldSource | None, via: GoldSource | None) -> Found:
        names = (forms[id(source)],) if source is not None and source.who else ()
        return Found(
            spans, kind, names, source.type if source else "unknown", via.who if via else None, 1.0, False, None
        )

    quotes = [as_found(q.spans, q.type, q.source, q.via) for q in second.quotations]
    claims = [as_found(a.spans, "attributed", a.source, a.via) for a in second.attributions]
    counts = count_article(Gold(first.sources, first.quotations), text, quotes, [], text)
    for _, found, right in pair_attributions(first, text, claims, text):
        if found is not None:  # the second reader may have begun elsewhere
            counts["claims of both/gold"] += 1
            counts["claims of both/right"] += right
    return counts


def share_figures(counts: Iterable[Mapping[str, int]]) -> dict[str, float]:
    """Return ``right`` and ``found`` as shares of ``gold``, by the name before the slash, where there is gold."""
    total: Counts = Counter()
    for one in counts:
        total.update(one)
    figures = {}
    for name, count in sorted(total.items()):
        stem, _, part = name.rpartition("/")
        if part in {"right", "found"} and total[f"{stem}/gold"]:
            figures[stem if part == "right" else f"{stem} found"] = count / total[f"{stem}/gold"]
    return figures


def draw_intervals(
    counts: Sequence[Mapping[str, int]], draws: int = 1000, seed: int = 20, share: float = 0.95
) -> dict[str, tuple[float, float]]:
    """Return the interval of every figure over articles drawn again with replacement."""
    rng = random.Random(seed)
    drawn: dict[str, list[float]] = defaultdict(list)
    for _ in range(draws):
        for name, value in share_figures(rng.choices(counts, k=len(counts))).items():
            drawn[name].append(value)
    low, high = (1 - share) / 2, (1 + share) / 2
    return {
        name: (ranked[int(low * (len(ranked) - 1))], ranked[int(high * (len(ranked) - 1))])
        for name, ranked in ((name, sorted(values)) for name, values in drawn.items())
    }
