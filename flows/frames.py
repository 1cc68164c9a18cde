"""A run, or articles in memory, as pandas frames: what a notebook imports.

    from flows.frames import frame_of, open_run

    run = open_run("out")
    run.claims                                                   # a whole table or mart
    run.frame("statements", ["statement"], outlet="Marl Post")   # DuckDB reads only what is asked for
    run.sql("SELECT source_name, count(*) AS claims FROM claims GROUP BY ALL")

Frames are backed by Arrow: text, whole numbers with gaps, lists and times (UTC) keep their types. A column that may
hold a few values only (`whosaid tables NAME` lists them) is a category with all of them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from flows.guard import parse_query
from flows.query import QueryError, blame_query, open_warehouse
from flows.resources import MODEL_DIR, SEEDS_DIR
from flows.storage import STAGING, find_current, read_parquet
from flows.suggest import ask_for
from transforms.schema import Table
from transforms.tables import TABLES

_BATCH_ROWS = 50_000

FRAME_URI = "frame"
"""What articles of a frame have as their ``source_uri``."""


Values = Sequence[object] | Mapping[str, object]
"""The values of a query's parameters: in order for question marks, by name for ``$name``."""


class FrameError(ValueError):
    """Articles in memory cannot be read; the message names the column or the row and says what to do."""


def open_run(out: str | Path = "out") -> Run:
    """Open a published run, read only.

    Raises:
        QueryError: the folder holds no run, or its warehouse cannot be read.
    """
    return Run(Path(out))


class Run:
    """A published run: each of its tables and marts is an attribute that gives a frame.

    It stays on the run that was published when it was opened, whatever is published later, and holds no file open
    between two questions. The folder of that run lasts until two more are published; then open it again.
    """

    def __init__(self, out: Path) -> None:
        """Find the published run of an output folder, and its tables.

        Raises:
            QueryError: the folder holds no run, or its warehouse cannot be read.
        """
        self.out = out
        self._folder = find_current(out) or out
        with self.connect() as connection:
            rows = connection.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY table_name"
            ).fetchall()
        names = [str(name) for (name,) in rows]
        self.tables: tuple[str, ...] = tuple(sorted(names, key=lambda name: (name not in TABLES, names.index(name))))

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the run's warehouse, read only and locked, for as long as the ``with`` lasts."""
        with open_warehouse(self.out, self._folder) as connection:
            yield connection

    def frame(
        self,
        table: str,
        columns: Sequence[str] | None = None,
        where: str | None = None,
        params: Sequence[object] = (),
        **equal: object,
    ) -> pd.DataFrame:
        """Return rows of a table or mart; DuckDB reads the rows and columns that are asked for, and no others.

        Args:
            table: its name.
            columns: the columns wanted, in their order; all by default.
            where: a condition in SQL, such as ``"confidence > ? AND source_type = 'media'"``.
            params: the values of its question marks.
            **equal: a column and its value; a list means any of its values, None means null.

        Raises:
            QueryError: there is no such table or column, or the condition is no valid SQL.
        """
        query, values = self.select(table, columns, where, params, **equal)
        with self.stream(query, values) as reader:
            return to_frame(reader.read_all(), TABLES.get(table))

    def sql(self, query: str, params: Values = ()) -> pd.DataFrame:
        """Return the rows of a query.

        Raises:
            QueryError: it is not one statement, would write, or is no valid SQL.
        """
        with self.stream(query, params) as reader:
            return to_frame(reader.read_all())

    @contextmanager
    def stream(self, query: str, params: Values = ()) -> Iterator[pa.RecordBatchReader]:
        """Run a query and hand out its rows batch by batch, for what does not fit into memory.

        Raises:
            QueryError: it is not one statement, would write, or is no valid SQL.
        """
        with self.connect() as connection, blame_query():
            statement = parse_query(connection, query)
            yield connection.cursor().sql(statement, params=_give_values(params)).to_arrow_reader(_BATCH_ROWS)

    def select(
        self,
        table: str,
        columns: Sequence[str] | None = None,
        where: str | None = None,
        params: Sequence[object] = (),
        **equal: object,
    ) -> tuple[str, list[object]]:
        """Return the query that `frame` asks, and its values."""
        if table not in self.tables:
            raise QueryError(f"no table '{table}' in {self.out}{ask_for(table, self.tables)}")
        conditions = [f"({where})"] if where else []
        values = list(params)
        for column, value in equal.items():
            if isinstance(value, list | tuple | set | frozenset):
                conditions.append(f"{_quote(column)} IN (SELECT unnest(?))")
                values.append(sorted(value))
            elif value is None:
                conditions.append(f"{_quote(column)} IS NULL")
            else:
                conditions.append(f"{_quote(column)} = ?")
                values.append(value)
        wanted = "*" if columns is None else ", ".join(map(_quote, columns))
        condition = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return f"SELECT {wanted} FROM {_quote(table)}{condition}", values

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Return a whole table or mart."""
        if name.startswith("_") or name not in self.tables:
            known = () if name.startswith("_") else self.tables
            raise AttributeError(f"no table '{name}'{ask_for(name, known)}")
        return self.frame(name)

    def __dir__(self) -> Iterable[str]:
        """List the tables too, so that a notebook completes their names."""
        return [*super().__dir__(), *self.tables]

    def __repr__(self) -> str:
        """Name the folder and the tables."""
        return f"Run of {self.out}: {', '.join(self.tables)}"


def to_frame(rows: pa.Table, table: Table | None = None) -> pd.DataFrame:
    """Return Arrow rows as a frame backed by Arrow; where the registry's table is known, with its categories."""
    frame: pd.DataFrame = rows.to_pandas(types_mapper=pd.ArrowDtype)
    for column in table.columns if table else ():
        if column.allowed and column.name in frame:
            frame[column.name] = frame[column.name].astype(pd.CategoricalDtype(list(column.allowed)))
    return frame


def frame_of(
    articles: pd.DataFrame | str | Iterable[str],
    table: str = "claims",
    *,
    seeds: Path = SEEDS_DIR,
    model: Path = MODEL_DIR,
    pipeline: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Run extraction on articles in memory, and return one of the tables that it gives.

    Args:
        articles: a frame with a column ``text`` and, better, ``outlet, published_at, headline, byline, url, id`` (usual
            other names are known); or texts, whose first line is the headline.
        table: the table wanted; see `frames_of`.
        seeds: the folder with the seed tables.
        model: the folder with the language pipeline.
        pipeline: another spaCy pipeline for tags, syntax and entities.
        columns: the names that columns have in the frame, by ours.

    Raises:
        FrameError: the articles cannot be read.
        QueryError: extraction gives no such table.
    """
    found = frames_of(articles, seeds=seeds, model=model, pipeline=pipeline, columns=columns)
    if table not in found:
        raise QueryError(f"extraction gives no table '{table}', but {', '.join(found)}{ask_for(table, found)}")
    return found[table]


def frames_of(
    articles: pd.DataFrame | str | Iterable[str],
    *,
    seeds: Path = SEEDS_DIR,
    model: Path = MODEL_DIR,
    pipeline: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> dict[str, pd.DataFrame]:
    """Run extraction on articles in memory, and return all that it gives, by table: the rows a run would give.

    What compares articles (stories, copies, matches, marts) is left to a run. Articles that cannot be used are rows of
    ``rejects``. The arguments are those of `frame_of`; about a second goes into loading the pipeline, once.

    Raises:
        FrameError: the articles cannot be read.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    from flows.assemble import ARTICLES as READ
    from flows.assemble import ASSEMBLED, assemble_articles, assemble_extracted
    from flows.fingerprint import take_fingerprint
    from flows.history import tabulate_rejects
    from flows.ingest import find_inputs
    from flows.resources import load_seeds
    from flows.runners import LocalRunner
    from flows.settings import Settings
    from flows.work import Work

    with tempfile.TemporaryDirectory(prefix="whosaid-") as name, threadpool_limits(1, user_api="blas"):
        folder = Path(name).resolve()
        inputs, pieces, tables = folder / "in", folder / STAGING / "pieces", folder / "tables"
        inputs.mkdir()
        _write_inputs(articles, inputs)
        settings = Settings(
            (str(inputs),), folder / "out", seeds_dir=seeds, model=model, pipeline=pipeline,
            columns=tuple((columns or {}).items()),
        )  # fmt: skip
        own, fingerprint = load_seeds(seeds), take_fingerprint(settings)
        work = Work(settings, own, LocalRunner(1), fingerprint, folder / "out", folder, datetime.now(UTC))
        plan = work.plan(find_inputs(settings, own, fingerprint.reading, ""))
        lost = work.extract(lambda *_: None)
        assemble_articles(pieces, tables, frozenset(lost))
        assemble_extracted(pieces, tables, seeds, frozenset(lost))
        found = {t: read_parquet(sorted((tables / t).glob("*.parquet"))) for t in (*READ, *ASSEMBLED)}
        found["rejects"] = tabulate_rejects((*plan.read.rejects, *lost.values()), FRAME_URI)
    return {t: _name_frame(to_frame(rows, TABLES[t]), str(inputs)) for t, rows in found.items()}


def _write_inputs(articles: pd.DataFrame | str | Iterable[str], folder: Path) -> None:
    """Write articles as inputs of a run: a frame as one file, texts as one each."""
    if isinstance(articles, pd.DataFrame):
        try:
            rows = pa.Table.from_pandas(articles, preserve_index=False)
        except (pa.ArrowException, TypeError, ValueError) as error:
            problem = " ".join(str(part) for part in error.args)
            raise FrameError(f"a column mixes types ({problem}); make it text with .astype(str), or drop it") from error
        from flows.storage import write_parquet

        write_parquet(rows, folder / f"{FRAME_URI}.parquet")
        return
    texts = [articles] if isinstance(articles, str) else list(articles)
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise FrameError(f"article {number} is of type {type(text).__name__}; give texts, or a pandas frame")
        (folder / f"{FRAME_URI}-{number:06d}.txt").write_text(text, encoding="utf-8", errors="surrogatepass")


def _name_frame(frame: pd.DataFrame, folder: str) -> pd.DataFrame:
    """Name articles after the frame, not after the file that it was for a moment."""
    if "source_uri" in frame:
        frame["source_uri"] = frame["source_uri"].str.removeprefix(f"{folder}/").str.replace(r"\.\w+$", "", regex=True)
    return frame


def _give_values(params: Values) -> object:
    return (dict(params) or None) if isinstance(params, Mapping) else list(params)


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
