"""The project's own claims of labelled articles, so that labels of places tell of the claims that stand there."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

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
    voice: str
    source_name: str | None
    is_main: bool
    places: tuple[tuple[int, int], ...]


def tabulate_claims(claims: Sequence[ProjectClaim], story_of: Mapping[str, str]) -> pa.Table:
    """Return claims as `transforms.match.group_claims` reads them, claim k with the id of k, in the order given."""
    columns = ("text", "context", "form", "polarity", "voice", "source_name", "is_main")
    return pa.table(
        {
            "claim_id": [f"c{row:06d}" for row in range(len(claims))],
            "article_id": [claim.article for claim in claims],
            "story_id": [story_of[claim.article] for claim in claims],
            "published_date": pa.nulls(len(claims), pa.date32()),
            "claims_before": _count_before(claims),
        }
        | {name: [getattr(claim, name) for claim in claims] for name in columns}
    )


def _count_before(claims: Sequence[ProjectClaim]) -> list[int]:
    """Return how many claims of its article stand before each, as claims_by_story.sql does."""
    found: dict[str, list[tuple[int, str]]] = {}
    for claim in claims:
        found.setdefault(claim.article, []).append((claim.places[0][0], claim.claim_id))
    order = {article: sorted(places) for article, places in found.items()}
    return [bisect_left(order[claim.article], (claim.places[0][0], claim.claim_id)) for claim in claims]


def extract_claims(folder: Path) -> Iterator[ProjectClaim]:
    """Yield the claims of a folder's ``articles.jsonl`` (id, headline, text), headlines among them.

    A claim of the headline has places below 0.
    """
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        yield from extract_rows([json.loads(line) for line in lines])


def extract_rows(rows: Iterable[Mapping[str, str]]) -> Iterator[ProjectClaim]:
    """Yield the claims of articles (id, headline, text, published_at), as `extract_claims` does."""
    nlp, seeds = load_worker(MODEL_DIR, None, SEEDS_DIR)
    now = datetime.now(UTC)
    for row in rows:
        raw = RawArticle(row["id"], row["text"], headline=row["headline"], published_at=row["published_at"])
        article, _ = make_article(raw, today=now.date(), ingested_at=now)
        if article is None:
            continue
        segments = segment_article(article.text, article.headline is not None, seeds)
        found = extract_article(annotate_text(nlp, article.text, segments), article, segments, seeds)
        contexts = _read_contexts(found, article.text)
        main = _find_main(found, len(article.headline or ""))
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
                claim["voice"],
                claim["source_name"],
                claim["claim_id"] in main,
                places,
            )


def _read_contexts(found: Extraction, text: str) -> dict[str, str]:
    """Return the sentences that each claim stands in, as sql/match/claims_by_story.sql does."""
    homes: dict[str, list[Row]] = {}
    for sentence in found.sentences:
        for claim_id in sentence["claim_ids"]:
            homes.setdefault(claim_id, []).append(sentence)
    return {claim_id: text[rows[0]["start"] : rows[-1]["end"]] for claim_id, rows in homes.items()}


def _find_main(found: Extraction, headline: int) -> set[str]:
    """Return the claims of the headline and of the first sentence below that has any, as claims_by_story.sql does."""
    claiming = [sentence for sentence in found.sentences if sentence["claim_ids"]]
    above = [sentence for sentence in claiming if sentence["end"] <= headline]
    first = [sentence for sentence in claiming if sentence["end"] > headline][:1]
    return {claim_id for sentence in (*above, *first) for claim_id in sentence["claim_ids"]}


def count_kept(text: str, offset: int) -> int:
    """Return how many characters before an offset are not blank."""
    return sum(not character.isspace() for character in text[:offset])
