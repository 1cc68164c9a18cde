"""How much of what a run read lies in its claims, and how many of them are scraps: python -m flows.evaluate rows OUT.

The share of words counts the sentences that have claims. A word lies in a claim when it stands in its content, its
source or its cue, or when the claim's statement has it in the same words as the sentence ('Rooy said on Friday that
…'). The strict share leaves statements out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.storage import read_parquet

_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
_LONGEST_SCRAP = 3
_Row = Mapping[str, Any]
_Span = tuple[int, int]


def list_left_out(
    text: str, sentence: _Row, claims: Sequence[_Row], by_statement: bool = True
) -> tuple[int, list[str]]:
    """Return how many words a sentence has, and the runs of words that lie in none of its claims.

    Args:
        text: the article's.
        sentence: a row of ``sentences``.
        claims: the article's rows of ``claims`` that may have words in the sentence.
        by_statement: whether a run counts as held that a claim's statement has.
    """
    spans = [(span["start"], span["end"]) for claim in claims for span in claim["content_spans"]]
    spans += [
        (claim[f"{part}_start"], claim[f"{part}_end"])
        for claim in claims
        for part in ("source", "cue")
        if claim[f"{part}_start"] is not None
    ]
    spans = [(a, b) for a, b in spans if a < sentence["end"] and b > sentence["start"]]
    words = [match.span() for match in _WORD.finditer(text, sentence["start"], sentence["end"])]
    runs = list(_join_runs(words, spans))
    own = set(sentence["claim_ids"])
    told = [" ".join(claim["statement"].split()) for claim in claims if claim["claim_id"] in own and by_statement]
    left = [" ".join(text[start:end].split()) for start, end in runs]
    return len(words), [run for run in left if not any(run in statement for statement in told)]


def _join_runs(words: Iterable[_Span], spans: Sequence[_Span]) -> Iterator[_Span]:
    """Yield the stretches of neighbouring words that no span holds."""
    run: _Span | None = None
    for start, end in words:
        if any(a <= start < b for a, b in spans):
            if run is not None:
                yield run
            run = None
        else:
            run = (run[0] if run else start, end)
    if run is not None:
        yield run


def count_words(text: str) -> int:
    """Count the words of a text."""
    return len(_WORD.findall(text))


def measure(texts: Mapping[str, str], sentences: Iterable[_Row], claims: Iterable[_Row]) -> dict[str, float]:
    """Return the shares of words that lie in no claim, and of claims that are scraps.

    Args:
        texts: the text of each article.
        sentences: rows of ``sentences``.
        claims: rows of ``claims``.
    """
    by_article: dict[str, list[_Row]] = {}
    for claim in claims:
        by_article.setdefault(claim["article_id"], []).append(claim)
    counts: Counter[str] = Counter()
    for sentence in sentences:
        if sentence["status"] == "claims":
            own, text = by_article.get(sentence["article_id"], []), texts[sentence["article_id"]]
            for kind, by_statement in (("left", True), ("strictly left", False)):
                total, runs = list_left_out(text, sentence, own, by_statement)
                counts[kind] += sum(map(count_words, runs))
            counts["words"] += total
    every = [claim for rows in by_article.values() for claim in rows]
    short = {key: sum(count_words(claim[key]) <= _LONGEST_SCRAP for claim in every) for key in ("text", "statement")}
    return {
        "words of sentences with claims that lie in none": counts["left"] / max(counts["words"], 1),
        "the same without what statements add": counts["strictly left"] / max(counts["words"], 1),
        "claims of three words or fewer, by text": short["text"] / max(len(every), 1),
        "claims of three words or fewer, by statement": short["statement"] / max(len(every), 1),
    }


def main(out: Annotated[Path, typer.Argument(help="Output folder of a run.")]) -> None:
    """Print the shares."""
    rows = {name: read_parquet(sorted((out / "tables" / name).rglob("*.parquet"))).to_pylist() for name in _TABLES}
    texts = {row["article_id"]: row["text"] for row in rows["articles"]}
    for name, share in measure(texts, rows["sentences"], rows["claims"]).items():
        typer.echo(f"{name:50} {share:.4f}")


_TABLES = ("articles", "sentences", "claims")
