"""Random histories of a folder of articles, and what of an output must be the same whatever way it came about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from hypothesis import strategies as st

from transforms.schema import Layer
from transforms.tables import list_tables

SEEN = ("ingested_at", "first_seen_at", "last_seen_at", "removed_at")
OF_THE_RUN = ("started_at", "seconds")
AGAINST_RUNS_BEFORE = ("compared_runs", "is_unusual", "articles_ratio")
"""Columns of ``run_health``, beside ``usual_…``, that compare a run with those before it: a history has others."""

PEOPLE = ("Inga Roth", "Odo Varnish", "Ruth Aldane", "Mayor Roth", "the harbour council")
PLACES = ("Sorn", "Tinwick", "Port Ellery")
THINGS = ("bridge", "tunnel", "ferry")
VERBS = ("said", "denied", "warned", "reportedly heard")

SENTENCES = st.builds(
    "The {1} of {2} {4} for {3} days, {0} said.|“We will open the {1} in {3} weeks,” {0} {5} in {2}."
    "|{0} may sell the {1} of {2}.|The {1} cost {3} million, {2} officials believe.".format,
    st.sampled_from(PEOPLE),
    st.sampled_from(THINGS),
    st.sampled_from(PLACES),
    st.integers(2, 40),
    st.sampled_from(("stays closed", "was open")),
    st.sampled_from(VERBS),
).flatmap(lambda line: st.sampled_from(line.split("|")))

TEXTS = st.lists(st.lists(SENTENCES, min_size=1, max_size=2).map(" ".join), min_size=1, max_size=3).map("\n\n".join)

ARTICLES = st.fixed_dictionaries(
    {
        "headline": st.builds("{} of {} in the news".format, st.sampled_from(THINGS), st.sampled_from(PLACES)),
        "text": TEXTS,
        "outlet": st.sampled_from(["The Crumb", "Marl Post", "Sorn Echo"]),
        "published_at": st.sampled_from(["2026-09-01", "2026-09-02T10:00:00Z", "2026-09-20", None]),
        "url": st.sampled_from([None, None, *(f"https://crumb.example/news/{n}" for n in range(4))]),
        "id": st.sampled_from([None, "7", "8"]),
    }
)

FILES = st.dictionaries(st.sampled_from([f"f{n}.jsonl" for n in range(5)]), st.lists(ARTICLES, min_size=1, max_size=2))
"""What a folder holds: a few articles in each of some files."""

CHANGES = st.lists(
    st.tuples(
        st.sampled_from([f"f{n}.jsonl" for n in range(5)]), st.none() | st.lists(ARTICLES, min_size=1, max_size=2)
    ),
    max_size=2,
)
"""What happens between two runs: files come, get other articles, or go (None)."""

HISTORIES = st.tuples(FILES.filter(bool), st.lists(CHANGES, min_size=1, max_size=3))


def write_files(folder: Path, files: dict[str, list[dict[str, Any]]]) -> None:
    """Make a folder hold these files and no others."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        if path.name not in files:
            path.unlink()
    for name, articles in files.items():
        lines = (json.dumps({k: v for k, v in article.items() if v is not None}) for article in articles)
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def apply_changes(
    files: dict[str, list[dict[str, Any]]], changes: list[tuple[str, list[dict[str, Any]] | None]]
) -> dict[str, list[dict[str, Any]]]:
    """Return a folder's files after some changes."""
    after = dict(files)
    for name, articles in changes:
        if articles is None:
            after.pop(name, None)
        else:
            after[name] = articles
    return after


def read_rows(out: Path, marts: bool = True, current_only: bool = False) -> dict[str, list[str]]:
    """Return the rows of an output's tables and marts, in their order, but for when things were read, and by which run.

    ``runs`` tells how an output came about, and is left out; of ``run_health`` it is the published run's row, with what
    that run found.

    Args:
        out: the output folder.
        marts: whether marts are read too.
        current_only: leave out what only an output with a past knows: older versions and their revisions.
    """
    found: dict[str, list[str]] = {}
    for table in list_tables():
        if table.layer in (Layer.EXTRACTED, Layer.MATCHED):
            path = out / "tables" / table.name
        else:
            path = out / "marts" / f"{table.name}.parquet"
            if not marts:
                continue
        if table.name == "runs" or (current_only and table.name == "article_revisions"):
            continue
        rows = pq.read_table(path).to_pylist()
        if table.name == "run_health":
            rows = [_keep_findings(row) for row in rows if row["run_id"] == (out / ".current").resolve().name]
        if current_only and table.name == "articles":
            rows = [row for row in rows if row["status"] == "current"]
        found[table.name] = [repr({k: v for k, v in row.items() if k not in (*SEEN, "run_id")}) for row in rows]
    return found


def _keep_findings(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a run found, without how long it took and how it stands beside the runs before it."""
    others = (*OF_THE_RUN, *AGAINST_RUNS_BEFORE)
    return {name: value for name, value in row.items() if name not in others and not name.startswith("usual_")}
