"""Embedded posts to claims: what stands in one is its writer's word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from transforms.extract.lexicons import Lexicons, build_lexicons
from transforms.extract.source_types import type_of_name
from transforms.ids import make_id
from transforms.lexicon import join_words, load_model
from transforms.posts import Post, Span, find_posts, list_sentences
from transforms.reading import PIECES
from transforms.records import Article, Extraction, Role, Row, Segment
from transforms.seeds import Seeds
from transforms.tables import TABLES

_CONFIDENCE: float = load_model("confidence")["weights"]["by hand"]["embed"]
"""Of a network's own form few are misread."""
_TITLE = re.compile(rf"^(?:{join_words('title_abbreviations').title()}|Pres|President|Senator|Mayor)\.?\s+")


def add_posts(found: Extraction, article: Article, segments: Sequence[Segment], seeds: Seeds) -> Extraction:
    """Return the rows of an article with a claim for each sentence of the embedded posts, given to its writer.

    Args:
        found: the rows, offsets into the article's text.
        article: the article.
        segments: its segments; those with the role ``embed`` are posts.
        seeds: tell the standing of a writer.
    """
    posts = [segment for segment in segments if segment.role is Role.EMBED]
    if not posts:
        return found
    lexicons = build_lexicons(seeds)
    entities = list(found.entities)
    claims, sources, sentences = list(found.claims), list(found.claim_sources), list(found.sentences)
    for segment in posts:
        for claim in _make_claims(article, segment, entities, lexicons):
            claims.append(claim)
            if claim["source_name"] is not None:
                columns = ("claim_id", "article_id", "source_entity_id", "source_name", "source_type")
                sources.append({"source_no": 0} | {column: claim[column] for column in columns})
            sentences.append(
                {
                    "article_id": article.article_id,
                    "sentence_no": 0,
                    "start": claim["content_spans"][0]["start"],
                    "end": claim["content_spans"][-1]["end"],
                    "status": "claims",
                    "claim_ids": [claim["claim_id"]],
                }
            )
    sentences.sort(key=lambda row: row["start"])
    return Extraction(
        mentions=found.mentions,
        entities=entities,
        quotes=found.quotes,
        claims=claims,
        claim_sources=sources,
        sentences=[{**row, "sentence_no": number} for number, row in enumerate(sentences)],
    )


def _make_claims(article: Article, segment: Segment, entities: list[Row], lexicons: Lexicons) -> list[Row]:
    text = article.text[segment.start : segment.end]
    post = next(iter(find_posts(text)), None)
    sentences = list_sentences(text, post.words if post else (0, len(text)))
    if not sentences:
        return []
    writer = _describe_writer(article, segment, post, entities, lexicons)
    claims: list[Row] = []
    for pieces in sentences:
        spans = [(segment.start + low, segment.start + high) for low, high in pieces]
        claim_id = make_id("c", article.article_id, spans, writer["source_start"], None, "embed")
        attribution_id = claims[0]["attribution_id"] if claims else claim_id
        claims.append(_make_claim(article, spans, writer, claim_id, attribution_id))
    return claims


def _describe_writer(
    article: Article, segment: Segment, post: Post | None, entities: list[Row], lexicons: Lexicons
) -> dict[str, Any]:
    """Return a post's cells of its writer and network, which all its claims share."""
    author = segment.post_author or (post.author if post else None)
    name_span = post.name_span if post and post.author == author else None
    start, end = (segment.start + name_span[0], segment.start + name_span[1]) if name_span else (None, None)
    is_named = author is not None and not author.startswith(("@", "u/"))
    entity = _find_entity(article, author, entities, lexicons) if author and is_named else None
    name = entity["name"] if entity else author
    return {
        "found_by": "post" if name else None,
        "voice": "attributed" if name else "hedged",
        "source_start": start,
        "source_end": end,
        "source_text": None if start is None else article.text[start:end],
        "source_entity_id": entity["entity_id"] if entity else None,
        "source_name": name,
        "source_type": type_of_name(name, entity["label"], lexicons) if entity and name else "unknown",
        "source_how": "name" if name else None,
        "source_names": [name] if name else [],
        "source_is_plural": False,
        "via_name": segment.post_network,
    }


def _make_claim(
    article: Article, spans: Sequence[Span], writer: dict[str, Any], claim_id: str, attribution_id: str
) -> Row:
    cells: dict[str, Any] = dict.fromkeys(TABLES["claims"].column_names)
    name = writer["source_name"]
    words = " ".join(" ".join(article.text[low:high].split()) for low, high in spans)
    return (
        cells
        | {
            "claim_id": claim_id,
            "attribution_id": attribution_id if name else None,
            "statement": f"{name} wrote: “{words}”" if name else words,
            "form": "clause",
            "polarity": "affirmed",
            "article_id": article.article_id,
            "published_date": article.published_date,
            "text": PIECES.join(article.text[low:high] for low, high in spans),
            "content_spans": [{"start": low, "end": high} for low, high in spans],
            "stance": "asserts",
            "confidence": _CONFIDENCE,
        }
        | writer
    )


def _find_entity(article: Article, author: str, entities: list[Row], lexicons: Lexicons) -> Row:
    """Return the entity that a writer is, a new one where the article names nobody so."""
    wanted = {_fold(author), _fold(_TITLE.sub("", author))}
    for row in entities:
        if wanted & {_fold(name) for name in (row["name"], *row["aliases"])}:
            return row
    is_body = type_of_name(author, "MISC", lexicons) != "organization" or " " not in author
    label = "ORG" if is_body else "PERSON"
    cells: dict[str, Any] = dict.fromkeys(TABLES["entities"].column_names)
    row = cells | {
        "article_id": article.article_id,
        "entity_id": make_id("le", article.article_id, label, author),
        "name": author,
        "label": label,
        "mention_count": 0,
        "aliases": [],
    }
    entities.append(row)
    return row


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
