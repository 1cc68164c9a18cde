"""Count what each rule of extraction does, and what it is worth: python -m flows.gate.rules --corpora DIR.

Every rule in turn is put out of action and all articles of the gate are extracted again, from annotations made once.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from flows.gate.labels import LABELS_DIR, SEALED, TUNING, read_articles
from flows.gate.read import Annotated as AnnotatedArticle
from flows.gate.read import annotate, list_found
from transforms.extract.rules import RULES, Rule
from transforms.gate import Counts, count_article, share_figures
from transforms.records import Extraction
from transforms.seeds import Seeds

_TABLES = ("mentions", "entities", "quotes", "claims", "claim_sources", "sentences")
_SCORES = ("quotes", "claims")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows of one article, as comparable values, and its counts."""

    part: str
    rows: Counter[str]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Worth:
    """What a rule does: how often it fires, the rows that change without it, and what each score loses without it."""

    id: str
    fired: int
    rows_changed: int
    gain: dict[str, float]


def main(
    corpora: Annotated[Path, typer.Option(help="Folder with the corpora that the labels belong to.")],
    labels: Annotated[Path, typer.Option(help="Folder with the label files.")] = LABELS_DIR,
    only: Annotated[str, typer.Option(help="Only rules whose id begins so.")] = "",
) -> None:
    """Print, by rule, how often it fires in 100,000 words, the rows that change without it, and what it gains."""
    annotated, seeds = annotate(read_articles(corpora, labels))
    words = sum(one.article.word_count for one in annotated)
    table = Table(title=f"Rules, {len(annotated)} articles, {words:,} words", box=box.SIMPLE)
    table.add_column("rule")
    table.add_column("fires in 100,000 words", justify="right")
    table.add_column("rows changed", justify="right")
    for part in (TUNING, SEALED):
        for score in _SCORES:
            table.add_column(f"{score}, {part}", justify="right")
    for worth in weigh_rules(annotated, seeds, only):
        gains = [f"{worth.gain[f'{part}/{score}']:+.2f}" for part in (TUNING, SEALED) for score in _SCORES]
        table.add_row(worth.id, f"{worth.fired / words * 1e5:.1f}", str(worth.rows_changed), *gains)
    Console().print(table)


def weigh_rules(annotated: Sequence[AnnotatedArticle], seeds: Seeds, only: str = "") -> Iterator[Worth]:
    """Yield the worth of each rule, by id; gains are in points of the share that is right."""
    before = extract_all(annotated, seeds)
    shares = _share_parts(before)
    for rule_id, one in sorted(RULES.items()):
        if not rule_id.startswith(only):
            continue
        fired: Counter[str] = Counter()
        with replaced(one, _counting(one, fired)):
            extract_all(annotated, seeds)
        with replaced(one, lambda *_, nothing=one.nothing, **__: nothing):
            without = extract_all(annotated, seeds)
        changed = sum(sum((a.rows - b.rows).values()) for a, b in zip(before, without, strict=True))
        after = _share_parts(without)
        yield Worth(rule_id, fired[rule_id], changed, {name: 100 * (shares[name] - after[name]) for name in shares})


def extract_all(annotated: Sequence[AnnotatedArticle], seeds: Seeds) -> list[Outcome]:
    """Extract every article and compare it with its gold."""
    outcomes = []
    for one in annotated:
        extraction = one.extract(seeds)
        quotes, claims = list_found(extraction, one)
        counts = count_article(one.gate.gold, one.gate.text, quotes, claims, one.article.text)
        outcomes.append(Outcome(one.gate.part, _as_values(extraction), counts))
    return outcomes


def _as_values(extraction: Extraction) -> Counter[str]:
    return Counter(f"{name} {sorted(row.items())}" for name in _TABLES for row in getattr(extraction, name))


def _share_parts(outcomes: Sequence[Outcome]) -> dict[str, float]:
    shares: dict[str, float] = {}
    for part in (TUNING, SEALED):
        figures = share_figures([o.counts for o in outcomes if o.part == part])
        shares |= {f"{part}/{score}": figures.get(score, 0.0) for score in _SCORES}
    return shares


def _counting(one: Rule, fired: Counter[str]) -> Callable[..., Any]:
    @wraps(one.function)
    def call(*args: Any, **kwargs: Any) -> Any:
        found = one.function(*args, **kwargs)
        fired[one.id] += found != one.nothing
        return found

    return call


@contextmanager
def replaced(one: Rule, stand_in: Callable[..., Any]) -> Iterator[None]:
    """Let another function stand in for a rule's, wherever a module of extraction knows it by name."""
    known = [
        (module, name)
        for key, module in list(sys.modules.items())
        if key.startswith("transforms.")
        for name, value in list(vars(module).items())
        if value is one.function
    ]
    for module, name in known:
        setattr(module, name, stand_in)
    try:
        yield
    finally:
        for module, name in known:
            setattr(module, name, one.function)


if __name__ == "__main__":
    typer.run(main)
