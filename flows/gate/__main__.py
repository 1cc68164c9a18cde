"""Print the gate's figures: python -m flows.gate --corpora DIR."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from flows.gate.labels import LABELS_DIR, SEALED, TUNING, GateArticle, read_articles
from flows.gate.read import annotate, count_annotated
from flows.gate.record import record_measures
from transforms.gate import Counts, agree, draw_intervals, share_figures


def main(
    corpora: Annotated[Path, typer.Option(help="Folder with the corpora that the labels belong to.")],
    labels: Annotated[Path, typer.Option(help="Folder with the label files.")] = LABELS_DIR,
    record: Annotated[bool, typer.Option(help="Write the sealed figures into sql/seeds/quality.csv too.")] = False,
) -> None:
    """Print each figure of both parts with its 95 % interval over articles, and how far two readers agree."""
    articles = read_articles(corpora, labels)
    annotated, seeds = annotate(articles)
    counts: dict[str, list[Counts]] = {TUNING: [], SEALED: []}
    for one in annotated:
        counts[one.gate.part].append(count_annotated(one, seeds))
    console = Console(width=110)  # also where a log takes it
    console.print(make_table(counts))
    console.print(make_agreement(articles))
    if record:
        record_measures(pick_measures(counts[SEALED]), date.today())


def pick_measures(rows: list[Counts]) -> dict[str, dict[str, float | None]]:
    """Return what mart_quality shows of the figures of one part."""
    figures, intervals, total = share_figures(rows), draw_intervals(rows), sum(rows, Counter())

    def bound(base: str, name: str) -> dict[str, float | None]:
        low, high = intervals.get(name, (None, None))
        gold = total[f"{name.removesuffix(' found')}/gold"]
        return {base: figures.get(name), f"{base}_low": low, f"{base}_high": high, "cases": gold}

    def both(name: str) -> dict[str, float | None]:
        return bound("precision", f"{name} right") | bound("recall", name)

    beyond, (least, most) = figures["quotes beyond gold"], intervals["quotes beyond gold"]
    right = {"precision": 1 - beyond, "precision_low": 1 - most, "precision_high": 1 - least}
    return {
        "quotations": bound("recall", "quotes found") | right,
        "speakers": bound("recall", "quotes"),
        "sources": bound("recall", "claims"),
        "source types": bound("precision", "claims' source type"),
    } | {name: both(name) for name in ("counted quotations", "counted speakers", "counted sources")}


def make_table(counts: dict[str, list[Counts]]) -> Table:
    """Return the figures of each part, with intervals and the number of gold rows."""
    table = Table(title="The gate", box=box.SIMPLE)
    table.add_column("figure", no_wrap=True)
    for part, rows in counts.items():
        table.add_column(f"{part} ({len(rows)} articles)", justify="right")
        table.add_column("95 %", no_wrap=True)
        table.add_column("of", justify="right")
    figures = {part: share_figures(rows) for part, rows in counts.items()}
    intervals = {part: draw_intervals(rows) for part, rows in counts.items()}
    totals = {part: sum(rows, Counter()) for part, rows in counts.items()}
    for name in sorted(set().union(*figures.values())):
        cells = [name]
        for part in counts:
            value, (low, high) = figures[part].get(name), intervals[part].get(name, (0.0, 0.0))
            gold = totals[part][f"{name.removesuffix(' found')}/gold"]
            cells += ["–", "–", "0"] if value is None else [f"{value:.3f}", f"{low:.3f}–{high:.3f}", str(gold)]
        table.add_row(*cells)
    return table


def make_agreement(articles: list[GateArticle]) -> Table:
    """Return how often two readers agree, over the articles that were read twice."""
    total: Counter[str] = Counter()
    for article in articles:
        if article.second is not None:
            total.update(agree(article.gold, article.second, article.text))
    table = Table(title=f"Two readers ({sum(a.second is not None for a in articles)} articles)", box=box.SIMPLE)
    for column in ("figure", "agree", "of"):
        table.add_column(column)
    for name, value in share_figures([total]).items():
        table.add_row(name, f"{value:.3f}", str(total[f"{name}/gold"]))
    return table


if __name__ == "__main__":
    typer.run(main)
