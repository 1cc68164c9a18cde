"""Extraction of one article: the steps in their order."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from transforms.extract.attributions import complete_quotations, read_frames
from transforms.extract.confidence import is_doubtful
from transforms.extract.discourse import vote_genders
from transforms.extract.gather import gather_names
from transforms.extract.hedges import find_hedges
from transforms.extract.introductions import introduce_speakers
from transforms.extract.lexicons import Lexicons, build_lexicons
from transforms.extract.quotations import join_interrupted, scan_quotations
from transforms.extract.quote_cues import find_gap_cue
from transforms.extract.quoted import choose_quoted
from transforms.extract.relays import apply_relays, find_relays
from transforms.extract.repairs import repair_frames
from transforms.extract.repeats import repeat_elsewhere
from transforms.extract.reports import find_inner, find_missed
from transforms.extract.rows import RowMaker, build_rows
from transforms.extract.sentences import split_sentences
from transforms.extract.speakers import settle_speakers
from transforms.extract.splitting import split_frames
from transforms.extract.turns import take_turns
from transforms.extract.unspoken import mark_unspoken
from transforms.extract.view import View, build_view, link_children, mark_quotations
from transforms.records import Article, Extraction, Segment
from transforms.seeds import Seeds


def extract_article(doc: Doc, article: Article, segments: Sequence[Segment], seeds: Seeds) -> Extraction:
    """Return the rows of one article; arguments and errors are those of `settle_article`."""
    return build_rows(settle_article(doc, article, segments, seeds))


def settle_article(doc: Doc, article: Article, segments: Sequence[Segment], seeds: Seeds) -> RowMaker:
    """Return what the rows of one article are made of.

    Args:
        doc: the annotated text; ``doc._.attributions`` holds the pipeline's attributions.
        article: the article; its text is the document's.
        segments: its paragraphs with their roles.
        seeds: the seed tables.

    Raises:
        ValueError: the document's text is not the article's.
    """
    view = build_view(doc, segments)
    if view.text != article.text:
        raise ValueError(
            f"{article.source_uri}: the annotated text is not the article's; annotate article.text unchanged"
        )
    lexicons = build_lexicons(seeds)
    structure_view(view, lexicons)
    cast = gather_names(view, [(e.start, e.end, e.label_) for e in doc.ents], lexicons)
    vote_genders(cast)
    relays = find_relays(view, cast)
    frames = apply_relays(view, cast, read_frames(view, doc._.attributions), relays)
    frames = mark_unspoken(view, frames, lexicons.cues, lexicons.words)
    frames = repair_frames(view, cast, frames, lexicons.cues)
    frames = take_turns(view, cast, split_frames(view, frames, lexicons.cues))
    frames = introduce_speakers(view, cast, complete_quotations(view, frames, lexicons.cues))
    frames = [f for f in frames if f.quotations or f.by_rule or not is_doubtful(lexicons.confidence, f.score)]
    frames = mark_unspoken(view, apply_relays(view, cast, frames, relays), lexicons.cues, lexicons.words)
    frames, quoted = choose_quoted(view, frames, lexicons)
    frames += repeat_elsewhere(view, frames)
    frames += find_hedges(view, frames, lexicons.cues)
    frames += find_missed(view, frames, lexicons.cues)
    frames += find_inner(view, frames, lexicons.cues)
    speakers, choices = settle_speakers(view, cast, frames)
    return RowMaker(article, view, cast, frames, speakers, choices, quoted)


def structure_view(view: View, lexicons: Lexicons) -> None:
    """Find the quotations, sentences and dependents of a view."""
    found = scan_quotations(view.text, [(p.start, p.end) for p in view.paragraphs])
    view.sentence = list(view.paragraph)  # until the sentences are known, a paragraph holds its cues together
    joined = join_interrupted(
        found, view.text, lambda a, b: find_gap_cue(view, a, b, lexicons.cues), lexicons.honorifics
    )
    mark_quotations(view, joined)
    split_sentences(view, lexicons.cues.speech)
    link_children(view)
