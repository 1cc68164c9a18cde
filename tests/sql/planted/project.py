"""The models of a built warehouse, run again one by one with a changed query, without dbt and without changing the file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Timer
from typing import Any

import duckdb
import yaml

from flows.project import compile_project, find_cache_dir
from flows.resources import SQL_DIR
from tests.sql.planted.errors import plant_errors
from transforms.schema import MODELED
from transforms.tables import list_tables

_REFERENCE = re.compile(r'(?:"warehouse"\.)?"(\w+)"\."(\w+)"')
MARTS = {table.name for table in list_tables(*MODELED)}
_LONGEST = 5.0
"""Seconds after which a query is stopped: some errors make a recursion that never ends, which somebody would notice."""
EQUIVALENT = Path(__file__).with_name("equivalent.csv")
"""Errors that change no result, each with the reason: what makes the other query give the same rows, whatever the data."""


def read_equivalent() -> Mapping[str, Mapping[str, str]]:
    """Return why an error changes nothing, by model and error."""
    found: dict[str, dict[str, str]] = {}
    with EQUIVALENT.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["model"], {})[row["error"]] = row["reason"]
    return found


class Project:
    """The compiled models, and a warehouse that they made."""

    def __init__(self, warehouse: Path) -> None:
        models = [
            node for node in compile_project(warehouse.parent, find_cache_dir()) if node.kind == "model" and node.code
        ]
        self.schema = {model.name: model.schema for model in models}
        self.queries = {model.name: model.code for model in models}
        self._connection = duckdb.connect()
        self._connection.execute(f"ATTACH '{warehouse}' AS warehouse (READ_ONLY); USE warehouse; SET TimeZone = 'UTC'")

    @cached_property
    def children(self) -> Mapping[str, list[str]]:
        """The models that read each model or table."""
        found: dict[str, list[str]] = {}
        for name, query in self.queries.items():
            for read in {table for _, table in _REFERENCE.findall(query)}:
                found.setdefault(read, []).append(name)
        return found

    def list_below(self, model: str) -> list[str]:
        """Return what depends on a model, each behind all that it reads."""
        order: list[str] = []

        def visit(name: str) -> None:
            for child in sorted(self.children.get(name, ())):
                if child not in order:
                    visit(child)
                    order.append(child)

        visit(model)
        return order[::-1]

    def differs(self, model: str, query: str) -> str | None:
        """Return the first mart or dimension whose rows differ if a model's query is another one, or the error."""
        made: dict[str, str] = {}
        try:
            with self._stop_endless():
                return self._find_other(made, model, query)
        except duckdb.Error as error:
            return f"does not run: {str(error).splitlines()[0][:80]}"
        finally:
            for table in made.values():
                self._connection.execute(f"DROP TABLE IF EXISTS {table}")

    @contextmanager
    def _stop_endless(self) -> Iterator[None]:
        timer = Timer(_LONGEST, self._connection.interrupt)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _find_other(self, made: dict[str, str], model: str, query: str) -> str | None:
        if not self._replace(made, model, query):
            return None
        for name in [model, *self.list_below(model)]:
            if name != model and not (made.keys() & {t for _, t in _REFERENCE.findall(self.queries[name])}):
                continue
            if (name == model or self._replace(made, name, self.queries[name])) and name in MARTS:
                return name
        return None

    def _replace(self, made: dict[str, str], name: str, query: str) -> bool:
        """Make a model anew from what was made of those above, if that gives other rows than the warehouse holds."""
        table = f"memory.main.planted_{name}"
        self._connection.execute(f"CREATE OR REPLACE TABLE {table} AS {_redirect(query, made)}")
        original = f"warehouse.{self.schema[name]}.{name}"
        for one, other in ((table, original), (original, table)):
            extra = f"SELECT 1 FROM (FROM {one} EXCEPT ALL FROM {other}) LIMIT 1"
            if self._connection.execute(extra).fetchall():
                made[name] = table
                return True
        self._connection.execute(f"DROP TABLE {table}")
        return False

    # Unit tests

    @cached_property
    def unit_tests(self) -> Mapping[str, list[dict[str, Any]]]:
        """The unit tests of the project by model."""
        found: dict[str, list[dict[str, Any]]] = {}
        for path in sorted((SQL_DIR / "models").glob("*/*unit_tests.yml")):
            for test in yaml.safe_load(path.read_text(encoding="utf-8"))["unit_tests"]:
                found.setdefault(test["model"], []).append(test)
        return found

    def fails(self, model: str, query: str) -> str | None:
        """Return the first unit test of a model that a query fails."""
        for test in self.unit_tests.get(model, ()):
            made: dict[str, str] = {}
            try:
                if self._is_failed(made, query, test):
                    return str(test["name"])
            except duckdb.Error:
                return str(test["name"])
            finally:
                for table in made.values():
                    self._connection.execute(f"DROP TABLE IF EXISTS {table}")
        return None

    def _is_failed(self, made: dict[str, str], query: str, test: Mapping[str, Any]) -> bool:
        with self._stop_endless():
            for given in test["given"]:
                name = re.findall(r"'(\w+)'", given["input"])[-1]
                made[name] = self._fill(f"given_{name}", self._find(query, name), given["rows"] or [])
            found = f"({_redirect(query, made)})"
            expected = test["expect"]["rows"] or []
            names = ", ".join(f'"{column}"' for column in (expected[0] if expected else ["*"]) if column != "*") or "*"
            wanted = self._fill("expected", f"(SELECT {names} FROM {found})", expected)
            made["expected"] = wanted
            return any(
                self._connection.execute(
                    f"SELECT 1 FROM (SELECT {names} FROM {one} EXCEPT ALL SELECT {names} FROM {other}) LIMIT 1"
                ).fetchall()
                for one, other in ((found, wanted), (wanted, found))
            )

    def _find(self, query: str, name: str) -> str:
        schema = next(schema for schema, table in _REFERENCE.findall(query) if table == name)
        return f"warehouse.{schema}.{name}"

    def _fill(self, name: str, like: str, rows: list[dict[str, Any]] | str) -> str:
        table = f"memory.main.{name}"
        self._connection.execute(f"CREATE OR REPLACE TABLE {table} AS FROM {like} LIMIT 0")
        if isinstance(rows, str):  # given as a query
            self._connection.execute(f"INSERT INTO {table} BY NAME {rows}")
            return table
        for row in rows:
            columns, holes = ", ".join(f'"{c}"' for c in row), ", ".join("?" for _ in row)
            self._connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({holes})", list(row.values()))
        return table


def _redirect(query: str, made: Mapping[str, str]) -> str:
    return _REFERENCE.sub(lambda found: made.get(found[2], found[0]), query)


def find_survivors(projects: Sequence[Project], model: str) -> Iterator[str]:
    """Yield the errors planted into a model that change results and that neither its unit tests nor a mart tell."""
    known = read_equivalent().get(model, {})
    for what, query in plant_errors(projects[0].queries[model]):
        if what in known or projects[0].fails(model, query):
            continue
        if not any(p.differs(model, query) for p in projects):
            yield what


def list_models(project: Project) -> Iterator[str]:
    """Yield the models in SQL, in the order of their layers and names."""
    layers = ("staging", "intermediate", "dimensions", "marts")
    yield from sorted(project.queries, key=lambda name: (layers.index(project.schema[name]), name))
