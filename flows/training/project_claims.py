"""The project's own claims of labelled articles, so that labels of places tell of the claims that stand there."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.extraction import load_worker
from flows.resources import MODEL_DIR, SEEDS_DIR
from transforms.annotate import annotate_text
from transforms.articles import make_article
from transforms.extract import extract_article
from transforms.records import Extraction, RawArticle, Row
from transforms.segments import segment_article


@dataclass(frozen=True, slots=True)
class ProjectClaim:
    """A claim as `transforms.match.group_claims` reads it: a clause by its words, anything else by its statement.

    ``places`` are its content's spans, counted over the characters of the article's body that are not blank.
    """

    article: str
    claim_id: str
    text: str
    context: str
    form: str
    polarity: str
    places: tuple[tuple[int, int], ...]


def extract_claims(folder: Path) -> Iterator[ProjectClaim]:
    """Yield the claims of a folder's ``articles.jsonl`` (id, headline, text), headlines among them.

    A claim of the headline has places below 0.
    """
    nlp, seeds = load_worker(MODEL_DIR, None, SEEDS_DIR)
    now = datetime.now(UTC)
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for number, row in enumerate(rows):
        raw = RawArticle(f"{folder}:{number}", row["text"], headline=row["headline"], published_at=row["published_at"])
        article, _ = make_article(raw, today=now.date(), ingested_at=now)
        if article is None:
            continue
        segments = segment_article(article.text, article.headline is not None, seeds)
        found = extract_article(annotate_text(nlp, article.text, segments), article, segments, seeds)
        contexts = _read_contexts(found, article.text)
        kept = [i for i, character in enumerate(article.text) if not character.isspace()]
        shift = len(kept) - sum(not character.isspace() for character in row["text"])
        for claim in found.claims:
            places = tuple(
                (bisect_left(kept, span["start"]) - shift, bisect_left(kept, span["end"]) - shift)
                for span in claim["content_spans"]
            )
            yield ProjectClaim(
                row["id"],
                claim["claim_id"],
                claim["text"] if claim["form"] == "clause" else claim["statement"],
                contexts[claim["claim_id"]],
                claim["form"],
                claim["polarity"],
                places,
            )


def _read_contexts(found: Extraction, text: str) -> dict[str, str]:
    """Return the sentences that each claim stands in, as flows/assemble/claims_by_story.sql does."""
    homes: dict[str, list[Row]] = {}
    for sentence in found.sentences:
        for claim_id in sentence["claim_ids"]:
            homes.setdefault(claim_id, []).append(sentence)
    return {claim_id: text[rows[0]["start"] : rows[-1]["end"]] for claim_id, rows in homes.items()}


def count_kept(text: str, offset: int) -> int:
    """Return how many characters before an offset are not blank."""
    return sum(not character.isspace() for character in text[:offset])
