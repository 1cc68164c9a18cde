"""The rows of one article, from its settled frames."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from transforms.extract.attributions import Frame
from transforms.extract.basis import find_basis
from transforms.extract.confidence import Evidence, predict, score_claim, score_hedged, score_outlet, score_quotation
from transforms.extract.cues import SPEECH_CLASSES, CueReading, read_cue
from transforms.extract.discourse import Choice
from transforms.extract.mentions import Cast
from transforms.extract.outlet_claims import is_question, list_outlet_claims
from transforms.extract.predicates import find_predicate
from transforms.extract.quote_types import is_direct
from transforms.extract.source_types import type_of_name
from transforms.extract.speakers import Speaker
from transforms.extract.statements import Part, Telling, list_parts, outlet_part, speech_frames, states_nothing
from transforms.extract.titles import describe_again, title_of
from transforms.extract.view import Span, View
from transforms.ids import make_id
from transforms.records import Article, Extraction, Role, Row

Source = tuple[str | None, str, str]
"""Entity id (null for one that is only described), name and type of a source."""

PIECES = " … "
"""What stands between the pieces of a text that something interrupts."""


@dataclass(slots=True)
class RowMaker:
    """What the rows are made of: the frames and their speakers, index by index, and the choices that led to them.

    ``quoted`` holds the figures by which each quotation was taken for somebody's words or for nobody's.
    """

    article: Article
    view: View
    cast: Cast
    frames: Sequence[Frame]
    speakers: Sequence[Speaker | None]
    choices: Sequence[Choice]
    quoted: Sequence[Mapping[str, float]]
    ids: list[str] = field(init=False)
    readings: list[CueReading | None] = field(init=False)
    rates: list[float] = field(init=False)
    attribution_ids: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Give every entity its id within the article, read the cues and rate the frames."""
        article_id = self.article.article_id
        self.ids = [make_id("le", article_id, e.label, e.name) if e.names else "" for e in self.cast.entities]
        describe_again(self.cast)
        cues = self.cast.lexicons.cues
        self.readings = [read_cue(self.view, f.cue, cues) if f.cue else None for f in self.frames]
        self.rates = [self._rate(k) for k in range(len(self.frames))]
        self.attribution_ids = [self._identify(k) for k in range(len(self.frames))]

    @property
    def telling(self) -> Telling:
        """What statements are written from."""
        return Telling(self.view, self.cast, self.frames, self.speakers, self.readings)

    def join(self, spans: Sequence[Span]) -> str:
        """Return the text of some pieces."""
        return PIECES.join(self.view.slice(span) for span in spans)

    def start_row(self, key: str, row_id: str) -> dict[str, Any]:
        """Return the cells with which claims and quotes begin."""
        article = self.article
        return {key: row_id, "article_id": article.article_id, "published_date": article.published_date}

    def speaker_cells(self, role: str, k: int | None) -> dict[str, Any]:
        """Return the cells that say who speaks in a frame, all empty for none."""
        source = self.frames[k].source if k is not None else None
        speaker = self.speakers[k] if k is not None else None
        reference = speaker.reference if speaker else None
        return {
            f"{role}_start": source[0] if source else None,
            f"{role}_end": source[1] if source else None,
            f"{role}_text": self.view.slice(source) if source else None,
            f"{role}_entity_id": self.ids[reference.entity.number] if reference and reference.entity else None,
            f"{role}_name": reference.name if reference else None,
            f"{role}_type": reference.source_type if reference else "unknown",
            f"{role}_title": title_of(reference) if reference else None,
            f"{role}_how": reference.how if reference and (source or reference.name) else None,
            "found_by": reference.found_by if reference and reference.name else None,
        }

    def list_sources(self, k: int) -> list[Source]:
        """Return all known sources of a frame, the first one first."""
        speaker = self.speakers[k]
        first = speaker.reference if speaker else None
        if first is None or first.name is None:
            return []
        entity_id = self.ids[first.entity.number] if first.entity else None
        lexicons = self.cast.lexicons
        beside = [(self.ids[e.number], e.name, type_of_name(e.name, e.label, lexicons)) for e in first.others]
        return [(entity_id, first.name, first.source_type), *beside]

    def source_cells(self, k: int | None) -> dict[str, Any]:
        """Return the cells that only claims have of their source."""
        speaker = self.speakers[k] if k is not None else None
        basis = find_basis(self.view, self.frames[k], self.cast.lexicons.words) if k is not None else None
        return {
            "basis_start": basis[0] if basis else None,
            "basis_end": basis[1] if basis else None,
            "source_basis": self.view.slice(basis) if basis else None,
            "source_names": [],  # filled when all frames of the content are known
            "source_is_plural": speaker is not None and speaker.reference.is_plural,
            "source_affiliation": speaker.affiliation if speaker else None,
            "anonymity_reason": speaker.anonymity_reason if speaker else None,
            "via_name": speaker.via if speaker else None,
            "addressee_name": speaker.addressee if speaker else None,
        }

    def cue_cells(self, k: int | None) -> dict[str, Any]:
        """Return the cells of a frame's cue."""
        cue = self.frames[k].cue if k is not None else None
        reading = self.readings[k] if k is not None else None
        return {
            "cue_start": cue[0] if cue else None,
            "cue_end": cue[1] if cue else None,
            "cue_text": self.view.slice(cue) if cue else None,
            "cue_lemma": reading.lemma if reading else None,
        }

    def evidence(self, k: int) -> Evidence:
        """Return what is known of a frame and its source."""
        frame, speaker, reading = self.frames[k], self.speakers[k], self.readings[k]
        reference = speaker.reference if speaker else None
        is_known = reference is not None and reference.name is not None
        return Evidence(
            frame.score,
            bool(frame.quotations),
            frame.by_rule,
            frame.is_nested,
            self.view.role_of(self.view.token_at(frame.start)) is Role.HEADLINE,
            reading is not None and reading.cue_class in SPEECH_CLASSES,
            reference.found_by if reference is not None and is_known else None,
            reference.margin if reference is not None else 0.0,
        )

    def is_attributed(self, k: int) -> bool:
        """Whether a frame has a source that is named or described."""
        speaker = self.speakers[k]
        return speaker is not None and (self.frames[k].source is not None or speaker.reference.name is not None)

    def _identify(self, k: int) -> str:
        """Return what the claims of a frame share."""
        frame = self.frames[k]
        voice = "attributed" if self.is_attributed(k) else "hedged"
        return make_id("t", self.article.article_id, frame.content, frame.source, frame.cue, voice)

    def _rate(self, k: int) -> float:
        """Return the confidence that a frame is right, source and all."""
        evidence = self.evidence(k)
        weights = self.cast.lexicons.confidence
        return score_hedged(weights, evidence) if self.speakers[k] is None else score_claim(weights, evidence)


def build_rows(maker: RowMaker) -> Extraction:
    """Return the rows of an article."""
    telling = maker.telling
    # a nested frame has its claim in the outer one
    used = [
        k for k, f in enumerate(maker.frames) if not f.is_nested and not f.is_premise and not states_nothing(telling, k)
    ]
    claims, claims_of, sources = _claim_rows(maker, telling, used)
    quotes = _quote_rows(maker, claims_of)
    mentions, entities = _cast_rows(maker)
    return Extraction(mentions, entities, quotes, claims, sources, _sentence_rows(maker, claims))


_Claims = dict[int, list[dict[str, Any]]]
"""The claims of each frame, in the order of the text."""


def _claim_rows(maker: RowMaker, telling: Telling, used: Sequence[int]) -> tuple[list[Row], _Claims, list[Row]]:
    """Return the claims in the order of the text, the claims of each frame, and the claims' sources.

    One content gives one claim, with the sources of all its frames.
    """
    by_content: dict[tuple[Span, ...], dict[str, Any]] = {}
    claims_of: _Claims = {}
    sources: dict[str, list[Source]] = {}
    for k in sorted(used, key=lambda k: (maker.speakers[k] is None, -maker.rates[k], k)):
        found = list_parts(telling, k)
        for part in found:
            row = by_content.setdefault(part.spans, _claim_row(maker, k, part))
            claims_of.setdefault(k, []).append(row)
            known = sources.setdefault(row["claim_id"], [])
            known += [source for source in maker.list_sources(k) if source[:2] not in [other[:2] for other in known]]
            row["source_names"] = [name for _, name, _ in known]
    frames = [maker.frames[k] for k in used] + [frame for frame in maker.frames if frame.is_premise]
    for claim in list_outlet_claims(maker.view, frames, speech_frames(telling, used)):
        by_content.setdefault(claim.spans, _outlet_row(maker, outlet_part(telling, claim)))
    rows = sorted(by_content.values(), key=lambda r: (r["content_spans"][0]["start"], r["claim_id"]))
    _tie_nested(maker, claims_of)
    return list(rows), claims_of, [source for row in rows for source in _source_rows(row, sources)]


def _source_rows(claim: Row, sources: dict[str, list[Source]]) -> list[Row]:
    return [
        {
            "claim_id": claim["claim_id"],
            "article_id": claim["article_id"],
            "source_no": number,
            "source_entity_id": entity_id,
            "source_name": name,
            "source_type": source_type,
        }
        for number, (entity_id, name, source_type) in enumerate(sources.get(claim["claim_id"], []))
    ]


def _sentence_rows(maker: RowMaker, claims: Sequence[Row]) -> list[Row]:
    """Account for every sentence: the claims whose words stand in it, or why it carries none.

    Source and cue of an attribution count where its first claim does: “We go. We stay.” Rooy wrote it in a letter.
    """
    view = maker.view
    bounds = [view.chars(s.start, s.end) for s in view.sentences]
    starts = [start for start, _ in bounds]
    held: list[list[str]] = [[] for _ in bounds]
    seen: set[str] = set()
    for claim in claims:
        spans = [(span["start"], span["end"]) for span in claim["content_spans"]]
        if claim["attribution_id"] is not None and claim["attribution_id"] not in seen:
            seen.add(claim["attribution_id"])
            spans += [
                (claim[f"{x}_start"], claim[f"{x}_end"]) for x in ("source", "cue") if claim[f"{x}_start"] is not None
            ]
        touched = {n for a, b in spans for n in range(max(0, bisect_right(starts, a) - 1), bisect_left(starts, b))}
        for number in touched:
            held[number].append(claim["claim_id"])
    return [
        {
            "article_id": maker.article.article_id,
            "sentence_no": number,
            "start": start,
            "end": end,
            "status": "claims" if held[number] else "question" if is_question(view, sentence) else "fragment",
            "claim_ids": held[number],
        }
        for number, (sentence, (start, end)) in enumerate(zip(view.sentences, bounds, strict=True))
    ]


def _tie_nested(maker: RowMaker, claims_of: _Claims) -> None:
    for k, frame in enumerate(maker.frames):
        holder = _find_holder(maker, k, claims_of) if frame.is_nested else None
        if holder is not None:
            claims_of[k] = claims_of[holder]


def _find_holder(maker: RowMaker, k: int, among: Iterable[int]) -> int | None:
    """Return the frame whose content holds a nested frame's quotation."""
    start, end = maker.frames[k].content[0]
    return next((j for j in among if any(a <= start and end <= b for a, b in maker.frames[j].content)), None)


def _claim_row(maker: RowMaker, k: int, part: Part) -> dict[str, Any]:
    frame, reading = maker.frames[k], maker.readings[k]
    voice = "attributed" if maker.is_attributed(k) else "hedged"
    article_id = maker.article.article_id
    return {
        **maker.start_row("claim_id", make_id("c", article_id, list(part.spans), frame.source, frame.cue, voice)),
        "attribution_id": maker.attribution_ids[k],
        "voice": voice,
        **_part_cells(maker, part),
        **maker.speaker_cells("source", k),
        **maker.source_cells(k),
        **maker.cue_cells(k),
        "stance": reading.stance if reading else "asserts",
        "confidence": maker.rates[k],
    }


def _part_cells(maker: RowMaker, part: Part) -> dict[str, Any]:
    return {
        "text": maker.join(part.spans),
        "content_spans": _spans(part.spans),
        "statement": part.statement,
        "form": part.form,
        "polarity": part.polarity,
    }


def _outlet_row(maker: RowMaker, part: Part) -> dict[str, Any]:
    view = maker.view
    tokens = view.tokens_in(part.spans)
    return {
        **maker.start_row("claim_id", make_id("c", maker.article.article_id, list(part.spans), None, None, "outlet")),
        "attribution_id": None,
        "voice": "outlet",
        **_part_cells(maker, part),
        **maker.speaker_cells("source", None),
        **maker.source_cells(None),
        **maker.cue_cells(None),
        "stance": None,
        "confidence": score_outlet(
            maker.cast.lexicons.confidence,
            sum(view.is_word[i] for i in tokens),
            find_predicate(view, tokens) is not None,
        ),
    }


def _quote_rows(maker: RowMaker, claims_of: _Claims) -> list[Row]:
    frame_of = {n: k for k, f in enumerate(maker.frames) for n in f.quotations}
    outer = [k for k in claims_of if not maker.frames[k].is_nested]
    for number, k in list(frame_of.items()):
        speaker = maker.speakers[k]
        if maker.frames[k].is_nested and (speaker is None or speaker.reference.source_type == "unknown"):
            # 'Rooy said the toll demands “listening”': what no source is found for is the word of who says it all
            holder = _find_holder(maker, k, outer)
            frame_of[number] = k if holder is None else holder
    numbers = range(len(maker.view.quotations))
    return [_quote_row(maker, n, frame_of.get(n), claims_of) for n in numbers]


def _first_claim(claims: Sequence[Row], start: int) -> str | None:
    """Return the first of a frame's claims that holds words of a quotation or stands behind its start."""
    behind = (c["claim_id"] for c in claims if c["content_spans"][-1]["end"] > start)
    return next(behind, claims[-1]["claim_id"] if claims else None)


def _quote_row(maker: RowMaker, number: int, k: int | None, claims_of: _Claims) -> dict[str, Any]:
    view = maker.view
    quotation = view.quotations[number]
    if k is None:
        quote_type = "scare"
        confidence = round(1 - predict(maker.cast.lexicons.quoted, maker.quoted[number]), 4)
    else:
        quote_type = "direct" if is_direct(view, number) else "mixed"
        confidence = score_quotation(maker.cast.lexicons.confidence, maker.evidence(k), quotation.closed)
    speaker = maker.speakers[k] if k is not None else None
    return {
        **maker.start_row("quote_id", make_id("q", maker.article.article_id, quotation.start, quotation.end)),
        "claim_id": _first_claim(claims_of.get(k, []), quotation.start) if k is not None else None,
        "text": maker.join(quotation.spans),
        "start": quotation.start,
        "end": quotation.end,
        "spans": _spans(quotation.spans),
        "quote_type": quote_type,
        **maker.speaker_cells("speaker", k),
        "via_name": speaker.via if speaker else None,
        **maker.cue_cells(k),
        "confidence": confidence,
    }


def _spans(spans: Sequence[Span]) -> list[dict[str, int]]:
    return [{"start": a, "end": b} for a, b in spans]


def _cast_rows(maker: RowMaker) -> tuple[list[Row], list[Row]]:
    """Return the mentions and the entities that are mentioned or cited; two of one label and name are one row."""
    article_id, view, cast = maker.article.article_id, maker.view, maker.cast
    mentions: list[Row] = []
    counts: dict[str, int] = {}
    aliases: dict[str, set[str]] = {}
    for mention in cast.mentions:
        start, end = view.chars(mention.first, mention.end)
        text, local = view.text[start:end], maker.ids[mention.entity]
        counts[local] = counts.get(local, 0) + 1
        if mention.kind == "name":
            aliases.setdefault(local, set()).add(text)
        mentions.append(
            {
                "article_id": article_id,
                "mention_id": make_id("m", article_id, start, end, mention.kind),
                "entity_id": local,
                "kind": mention.kind,
                "label": cast.entities[mention.entity].label,
                "start": start,
                "end": end,
                "text": text,
            }
        )
    references = [s.reference for s in maker.speakers if s is not None]
    cited = {e.number for r in references for e in (r.entity, *r.others) if e is not None}
    entities: dict[str, Row] = {}
    for entity in cast.entities:
        local = maker.ids[entity.number]
        if local in counts or entity.number in cited:
            row = {
                "article_id": article_id,
                "entity_id": local,
                "name": entity.name,
                "label": entity.label,
                "role": entity.title,
                "affiliation": entity.affiliation,
                "gender": entity.told_gender,
                "mention_count": counts.get(local, 0),
                "aliases": sorted(aliases.get(local, set())),
                "merged_by": None,
                "parent_entity_id": None,
            }
            entities.setdefault(local, row)
    return mentions, list(entities.values())
