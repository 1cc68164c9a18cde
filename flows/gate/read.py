"""Articles of the gate through the language pipeline and extraction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from spacy.tokens import Doc

from flows.extraction import extract_reading, load_worker
from flows.gate.labels import GateArticle
from flows.resources import MODEL_DIR, SEEDS_DIR
from transforms.annotate import annotate_text
from transforms.articles import make_article
from transforms.extract import settle_article
from transforms.extract.rows import RowMaker
from transforms.gate import Counts, Found, count_article
from transforms.reading import Reading, make_reading
from transforms.records import Article, Extraction, RawArticle, Role, Row, Segment
from transforms.scoring import join_attributions, rank_characters
from transforms.seeds import Seeds
from transforms.segments import segment_article


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text as a run reads it, annotated once, to be extracted as often as wished."""

    article: Article
    segments: Sequence[Segment]
    reading: Reading
    doc: Doc

    def settle(self, seeds: Seeds) -> RowMaker:
        """Return what the rows are made of; offsets go into the text that is read."""
        article = replace(self.article, text=self.reading.text)
        return settle_article(self.doc, article, self.reading.segments, seeds)

    def extract(self, seeds: Seeds) -> Extraction:
        """Return the rows; offsets go into the article's text."""
        return extract_reading(self.doc, self.reading, self.article, self.segments, seeds)

    def rank(self) -> list[int]:
        """Map each position of the text that is read to the number of kept characters before it in the article's."""
        ranks = rank_characters(self.article.text)
        return [ranks[place] for place in self.reading.list_places()]


@dataclass(frozen=True, slots=True)
class Annotated(AnnotatedText):
    """An article of the gate."""

    gate: GateArticle


def annotate(articles: Sequence[GateArticle]) -> tuple[list[Annotated], Seeds]:
    """Annotate the articles with the shipped pipeline."""
    _, seeds = load_worker(MODEL_DIR, None, SEEDS_DIR)
    texts = ((gate, annotate_raw(gate.article, gate.text)) for gate in articles)
    return [Annotated(text.article, text.segments, text.reading, text.doc, gate) for gate, text in texts], seeds


def annotate_raw(key: str, text: str) -> AnnotatedText:
    """Read and annotate a text as a run does; its first line is the headline.

    Raises:
        ValueError: a run would reject it.
    """
    nlp, seeds = load_worker(MODEL_DIR, None, SEEDS_DIR)
    now = datetime.now(UTC)
    article, problems = make_article(RawArticle(key, text, headline_in_text=True), today=now.date(), ingested_at=now)
    if article is None:
        raise ValueError(f"article {key} cannot be read: {problems[0].detail}")
    segments = segment_article(article.text, article.headline is not None, seeds)
    reading = make_reading(article.text, segments)
    return AnnotatedText(article, segments, reading, annotate_text(nlp, reading.text, reading.segments))


def count_annotated(annotated: Annotated, seeds: Seeds) -> Counts:
    """Extract an article and return its counts against the first reading."""
    quotes, claims = list_found(annotated.extract(seeds), annotated)
    return count_article(annotated.gate.gold, annotated.gate.text, quotes, claims, annotated.article.text)


def list_found(extraction: Extraction, annotated: Annotated) -> tuple[list[Found], list[Found]]:
    """Return the quotations and claims of an extraction as the gate compares them."""
    aliases = {row["entity_id"]: frozenset((row["name"], *row["aliases"])) for row in extraction.entities}
    beside: dict[str, list[Row]] = {}
    for row in extraction.claim_sources:
        beside.setdefault(row["claim_id"], []).append(row)
    headline = max((s.end for s in annotated.segments if s.role is Role.HEADLINE), default=0)

    def names(rows: Sequence[Row]) -> tuple[frozenset[str], ...]:
        return tuple(aliases.get(r["source_entity_id"], frozenset()) | {r["source_name"]} for r in rows)

    def make(row: Row, role: str, kind: str, spans: str, claim_id: str | None) -> Found:
        name, entity = row[f"{role}_name"], row[f"{role}_entity_id"]
        first = (aliases.get(entity, frozenset()) | {name},) if name is not None else ()
        if first and row[f"{role}_type"] == "government":  # 'Oster' as it stands, the government that speaks through it
            first = (first[0] | {row[f"{role}_text"] or name},)
        places = tuple((s["start"], s["end"]) for s in row[spans])
        return Found(
            places,
            kind,
            (*first, *names(beside.get(claim_id or "", [])[1:])),
            row[f"{role}_type"],
            row["via_name"],
            row["confidence"],
            places[0][0] < headline,
            row.get("found_by"),
            row.get("source_title"),
            ((row["basis_start"], row["basis_end"]),) if row.get("basis_start") is not None else (),
        )

    quotes = [make(row, "speaker", row["quote_type"], "spans", row["claim_id"]) for row in extraction.quotes]
    claims = [
        make(row, "source", row["voice"], "content_spans", row["claim_id"])
        for row in join_attributions(extraction.claims)
    ]
    return quotes, claims
