"""Extraction of one article: the order of the steps, and the rows that come of them."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from transforms.extract.attributions import Frame, complete_quotations, read_frames, repeat_in_headline
from transforms.extract.confidence import score_attribution, score_outlet, score_quotation, score_scare
from transforms.extract.cues import CueReading, read_cue
from transforms.extract.hedges import find_hedges
from transforms.extract.lexicons import Lexicons, build_lexicons
from transforms.extract.mentions import Cast, gather_names
from transforms.extract.outlet_claims import account_sentences
from transforms.extract.quotations import join_interrupted, scan_quotations
from transforms.extract.quote_cues import find_gap_cue
from transforms.extract.quote_types import is_direct, is_scare, is_title
from transforms.extract.references import vote_genders
from transforms.extract.repairs import repair_frames
from transforms.extract.sentences import split_sentences
from transforms.extract.speakers import Speaker, settle_speakers
from transforms.extract.splitting import split_frames
from transforms.extract.view import Span, View, build_view, link_children, mark_quotations
from transforms.ids import make_id
from transforms.records import Article, Extraction, Row, Segment
from transforms.seeds import Seeds

_PIECES = " … "


def extract_article(doc: Doc, article: Article, segments: Sequence[Segment], seeds: Seeds) -> Extraction:
    """Return the rows of one article.

    Args:
        doc: the annotated text; ``doc._.attributions`` holds the pipeline's attributions.
        article: the article; its text is the document's.
        segments: its paragraphs with their roles.
        seeds: the seed tables.

    Raises:
        ValueError: the document's text is not the article's.
    """
    if doc.text != article.text:
        raise ValueError(
            f"{article.source_uri}: the annotated text is not the article's; annotate article.text unchanged"
        )
    lexicons = build_lexicons(seeds)
    view = read_document(doc, segments, lexicons)
    cast = gather_names(view, [(e.start, e.end, e.label_) for e in doc.ents], lexicons)
    vote_genders(cast)
    frames = repair_frames(view, cast, read_frames(view, doc._.attributions), lexicons.cues)
    frames = complete_quotations(view, split_frames(view, frames, lexicons.cues), lexicons.cues)
    frames += repeat_in_headline(view, frames)
    frames += find_hedges(view, frames, lexicons.cues)
    speakers = settle_speakers(view, cast, frames)
    return _build_rows(article, view, cast, frames, speakers, lexicons)


def read_document(doc: Doc, segments: Sequence[Segment], lexicons: Lexicons) -> View:
    """Return the view of a document with its quotations and sentences."""
    view = build_view(doc, segments)
    found = scan_quotations(view.text, [(p.start, p.end) for p in view.paragraphs])
    view.sentence = list(view.paragraph)  # until the sentences are known, a paragraph holds its cues together
    joined = join_interrupted(found, view.text, lambda a, b: find_gap_cue(view, a, b, lexicons.cues))
    mark_quotations(view, joined)
    split_sentences(view, lexicons.cues.speech)
    link_children(view)
    return view


def _build_rows(
    article: Article,
    view: View,
    cast: Cast,
    frames: Sequence[Frame],
    speakers: Sequence[Speaker | None],
    lexicons: Lexicons,
) -> Extraction:
    ids = _local_ids(article, cast)
    claims: dict[str, dict[str, object]] = {}
    claim_of: dict[int, str] = {}
    readings = [read_cue(view, f.cue, lexicons.cues) if f.cue else None for f in frames]
    scare = _find_scare(view, frames)
    used = []
    for k, frame in enumerate(frames):
        if frame.is_nested:
            continue
        if frame.quotations and frame.by_rule and all(n in scare for n in frame.quotations):
            continue  # a rule saw a speaker for marks that quote nobody
        used.append(frame)
        row = _claim_row(article, view, frame, speakers[k], readings[k], ids)
        claim_of[k] = str(row["claim_id"])
        claims.setdefault(claim_of[k], row)
    for account in account_sentences(view, used):
        for spans in account.claims:
            row = _outlet_row(article, view, list(spans))
            claims.setdefault(str(row["claim_id"]), row)
    quotes: dict[str, Row] = {}
    frame_of = {n: k for k, f in enumerate(frames) for n in f.quotations}
    for k, frame in enumerate(frames):
        if frame.is_nested:
            holder = next((j for j, f in enumerate(frames) if not f.is_nested and _holds(f, frame)), None)
            if holder is not None and holder in claim_of:
                claim_of[k] = claim_of[holder]
    for number in range(len(view.quotations)):
        k = frame_of.get(number)
        row = _quote_row(article, view, number, number in scare, k, frames, speakers, readings, claim_of, ids)
        quotes.setdefault(str(row["quote_id"]), row)
    mentions, entities = _cast_rows(article, view, cast, ids, speakers)
    return Extraction(mentions=mentions, entities=entities, quotes=list(quotes.values()), claims=_by_place(claims))


def _holds(outer: Frame, inner: Frame) -> bool:
    return any(a <= inner.content[0][0] and inner.content[0][1] <= b for a, b in outer.content)


def _by_place(claims: dict[str, dict[str, object]]) -> list[Row]:
    return sorted(claims.values(), key=lambda row: (row["content_spans"][0]["start"], str(row["claim_id"])))  # type: ignore[index]


def _find_scare(view: View, frames: Sequence[Frame]) -> set[int]:
    attributed = {n for f in frames if f.source is not None or f.implicit for n in f.quotations}
    return {n for n in range(len(view.quotations)) if is_scare(view, n, n in attributed)}


def _local_ids(article: Article, cast: Cast) -> list[str]:
    return [make_id("le", article.article_id, e.label, e.name) if e.names else "" for e in cast.entities]


def _spans(spans: Sequence[Span]) -> list[dict[str, int]]:
    return [{"start": a, "end": b} for a, b in spans]


def _join(view: View, spans: Sequence[Span]) -> str:
    return _PIECES.join(view.slice(span) for span in spans)


def _speaker_cells(
    role: str, view: View, frame: Frame | None, speaker: Speaker | None, ids: list[str]
) -> dict[str, object]:
    source = frame.source if frame is not None else None
    reference = speaker.reference if speaker is not None else None
    return {
        f"{role}_start": source[0] if source else None,
        f"{role}_end": source[1] if source else None,
        f"{role}_text": view.slice(source) if source else None,
        f"{role}_entity_id": ids[reference.entity.number] if reference and reference.entity else None,
        f"{role}_name": reference.name if reference else None,
        f"{role}_type": reference.source_type if reference else "unknown",
        f"{role}_how": reference.how if reference and (source or reference.name) else None,
    }


def _cue_cells(view: View, frame: Frame | None, reading: CueReading | None) -> dict[str, object]:
    cue = frame.cue if frame is not None else None
    return {
        "cue_start": cue[0] if cue else None,
        "cue_end": cue[1] if cue else None,
        "cue_text": view.slice(cue) if cue else None,
        "cue_lemma": reading.lemma if reading and cue else None,
    }


def _claim_row(
    article: Article, view: View, frame: Frame, speaker: Speaker | None, reading: CueReading | None, ids: list[str]
) -> dict[str, object]:
    reference = speaker.reference if speaker else None
    is_known = reference is not None and (frame.source is not None or reference.name is not None)
    voice = "attributed" if is_known else "hedged"
    how = reference.how if reference else None
    return {
        "claim_id": make_id("c", article.article_id, frame.content, frame.source, frame.cue, voice),
        "article_id": article.article_id,
        "published_date": article.published_date,
        "voice": voice,
        "text": _join(view, frame.content),
        "content_spans": _spans(frame.content),
        **_speaker_cells("source", view, frame, speaker, ids),
        "via_name": speaker.via if speaker else None,
        **_cue_cells(view, frame, reading),
        "stance": reading.stance if reading else "asserts",
        "confidence": score_attribution(
            frame.score, how if speaker else "name", reference.margin if reference else 1.0, frame.by_rule
        ),
    }


def _outlet_row(article: Article, view: View, spans: list[Span]) -> dict[str, object]:
    words = sum(view.is_word(i) for span in spans for i in view.tokens_of(span))
    verbs = any(view.tags[i] in {"VBD", "VBZ", "VBP", "MD"} for span in spans for i in view.tokens_of(span))
    return {
        "claim_id": make_id("c", article.article_id, spans, None, None, "outlet"),
        "article_id": article.article_id,
        "published_date": article.published_date,
        "voice": "outlet",
        "text": _join(view, spans),
        "content_spans": _spans(spans),
        **_speaker_cells("source", view, None, None, []),
        "via_name": None,
        **_cue_cells(view, None, None),
        "stance": None,
        "confidence": score_outlet(words, verbs),
    }


def _quote_row(
    article: Article,
    view: View,
    number: int,
    scare: bool,
    k: int | None,
    frames: Sequence[Frame],
    speakers: Sequence[Speaker | None],
    readings: Sequence[CueReading | None],
    claim_of: dict[int, str],
    ids: list[str],
) -> dict[str, object]:
    quotation = view.quotations[number]
    frame = frames[k] if k is not None and not scare else None
    speaker = speakers[k] if k is not None and not scare else None
    reading = readings[k] if k is not None and not scare else None
    reference = speaker.reference if speaker else None
    if scare:
        confidence = score_scare(is_title(view, number), sum(view.is_word(i) for i in view.tokens_of(quotation.outer)))
    else:
        how = reference.how if reference and reference.name else None
        assert frame is not None
        confidence = score_attribution(frame.score, how, reference.margin if reference else 0.0, frame.by_rule)
    return {
        "quote_id": make_id("q", article.article_id, quotation.start, quotation.end),
        "article_id": article.article_id,
        "published_date": article.published_date,
        "claim_id": claim_of.get(k) if k is not None and not scare else None,
        "text": _join(view, quotation.spans),
        "start": quotation.start,
        "end": quotation.end,
        "spans": _spans(quotation.spans),
        "quote_type": "scare" if scare else "direct" if is_direct(view, number) else "mixed",
        **_speaker_cells("speaker", view, frame, speaker, ids),
        "via_name": speaker.via if speaker else None,
        **_cue_cells(view, frame, reading),
        "confidence": score_quotation(confidence, quotation.closed),
    }


def _cast_rows(
    article: Article, view: View, cast: Cast, ids: list[str], speakers: Sequence[Speaker | None]
) -> tuple[list[Row], list[Row]]:
    mentions: list[Row] = []
    counts: dict[str, int] = {}
    aliases: dict[str, set[str]] = {}
    for mention in cast.mentions:
        entity = cast.entities[mention.entity]
        start, end = view.chars(mention.first, mention.end)
        local = ids[entity.number]
        counts[local] = counts.get(local, 0) + 1
        if mention.kind == "name":
            aliases.setdefault(local, set()).add(view.text[start:end])
        mentions.append(
            {
                "article_id": article.article_id,
                "mention_id": make_id("m", article.article_id, start, end, mention.kind),
                "entity_id": local,
                "kind": mention.kind,
                "label": entity.label,
                "start": start,
                "end": end,
                "text": view.text[start:end],
            }
        )
    cited = {ids[s.reference.entity.number] for s in speakers if s is not None and s.reference.entity is not None}
    entities: dict[str, Row] = {}
    for entity in cast.entities:
        local = ids[entity.number]
        if local and (local in counts or local in cited):
            entities.setdefault(
                local,
                {
                    "article_id": article.article_id,
                    "entity_id": local,
                    "name": entity.name,
                    "label": entity.label,
                    "mention_count": counts.get(local, 0),
                    "aliases": sorted(aliases.get(local, set())),
                },
            )
    return mentions, list(entities.values())
