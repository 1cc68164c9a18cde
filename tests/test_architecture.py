"""Imports point one way: flows -> transforms; transforms stay pure; SQL lies in sql/."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.resources import list_queries

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {"prefect", "flows", "dbt", "typer", "rich", "requests", "urllib.request", "socket", "subprocess", "time"}
TRANSFORMS = sorted((ROOT / "transforms").rglob("*.py"))
CODE = sorted(
    path for folder in ("flows", "transforms", "whosaid", "benchmarks") for path in (ROOT / folder).rglob("*.py")
)
STATEMENT = re.compile(r"\s*(SELECT|WITH|FROM|INSERT|UPDATE|DELETE|MERGE|CREATE|PIVOT)\s")
COMBINES = re.compile(r"\b(JOIN|UNION|INTERSECT|EXCEPT|WITH|HAVING|OVER)\b")


def imported_modules(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name for alias in node.names for name in (alias.name, alias.name.split(".")[0])}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, node.module.split(".")[0], *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("path", TRANSFORMS, ids=lambda p: str(p.relative_to(ROOT)))
def test_transforms_import_nothing_impure(path: Path) -> None:
    assert not imported_modules(path) & FORBIDDEN


def statements(path: Path) -> list[str]:
    """The SQL statements that a module spells out, each value that is filled in as {}."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    texts = [
        "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        if isinstance(node, ast.JoinedStr)
        else node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts)
    ]
    return [text for text in texts if STATEMENT.match(text)]


def is_short(statement: str) -> bool:
    """Whether it is one line over one table, as a helper that gets the table's name must spell it."""
    tables = len(re.findall(r"\b(?:FROM|INTO|UPDATE)\b", statement.replace("DELETE FROM", "FROM")))
    return tables <= 1 + statement.startswith("INSERT") and not COMBINES.search(statement) and len(statement) <= 160


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_code_spells_out_no_sql_but_one_line_over_one_table(path: Path) -> None:
    assert [statement for statement in statements(path) if not is_short(statement)] == []


def test_sql_files_lie_nowhere_but_in_sql() -> None:
    listed = subprocess.run(["git", "ls-files", "*.sql"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split("/")[0] for line in listed.splitlines()} == {"sql"}


def test_every_query_in_sql_is_asked_by_some_code() -> None:
    """By its name, or with what tells it from others of its part filled in."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    for query in list_queries():
        part = query.parent.name
        named = f'"{part}/{query.stem}"' in code
        forms = re.findall(rf'read_query\(f"{part}/(\w*){{name}}"\)', code)
        filled = any(f'"{query.stem.removeprefix(start)}"' in code for start in forms)
        assert named or filled, query


def test_the_command_line_starts_without_prefect_or_spacy() -> None:
    code = (
        "import sys, flows.cli\n"
        "slow = {'prefect', 'spacy', 'dbt', 'scipy', 'duckdb', 'trafilatura'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(slow)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_no_library_reports_its_use(tmp_path: Path) -> None:
    """onnxruntime keeps an identifier and waiting reports in the user's cache folder, from its import on."""
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run(
        [sys.executable, "-c", "import flows.extraction, sys; sys.exit('onnxruntime' not in sys.modules)"],
        env=environment | {"XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path)}, cwd=ROOT, check=True,
    )  # fmt: skip
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
