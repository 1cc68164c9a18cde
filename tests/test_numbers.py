"""Figures chosen on labels lie in data/models; each number that stands in code is named, with why, in numbers.csv.

Reasons, by sort:

- ``definition``: what a column, a role or a measure means; docs or the data dictionary say it.
- ``rule``: a condition of a written rule of reading, set by hand; no search over labels chose it.
- ``figure``: how a figure that a fitted model weighs is counted; who changes it fits the model anew.
- ``limit``: the most of something that is read, kept, tried, shown or waited for.
- ``batch``: how much is worked on at once; rows are the same with another.
- ``arithmetic``: units, encodings, formats of others, and what keeps a quotient or a logarithm defined.
- ``training``: a setting of what trains or measures, in a checkout only.
"""

from __future__ import annotations

import ast
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMED = Path(__file__).with_name("numbers.csv")
SORTS = ("definition", "rule", "figure", "limit", "batch", "arithmetic", "training")
PLAIN = (0.0, 0.5, 1.0)
"""Nothing, a half and all: no figure that somebody chose among others."""


def is_number(node: ast.expr) -> bool:
    """Whether an expression is spelled out in numbers alone."""
    if isinstance(node, ast.UnaryOp):
        return is_number(node.operand)
    if isinstance(node, ast.BinOp):
        return is_number(node.left) and is_number(node.right)
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def find_numbers(tree: ast.Module) -> Iterator[str]:
    """Yield the constants of a module that hold numbers, and ``function:number`` for each fraction inside one."""
    for statement in tree.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
            continue
        value = statement.value
        if is_number(value) or (isinstance(value, ast.Tuple) and any(map(is_number, value.elts))):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            yield from (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value not in PLAIN:
                    yield f"{function.name}:{node.value:g}"


def list_named() -> list[dict[str, str]]:
    with NAMED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_number_in_code_is_named_with_why_it_stands_there() -> None:
    paths = sorted(path for folder in ("flows", "transforms") for path in (ROOT / folder).rglob("*.py"))
    found = {
        (path.relative_to(ROOT).as_posix(), number)
        for path in paths
        for number in find_numbers(ast.parse(path.read_text("utf-8")))
    }
    named = [(row["module"], number) for row in list_named() for number in row["numbers"].split()]
    assert set(named) == found, "chosen on labels: data/models, read with load_chosen; else a row of tests/numbers.csv"
    assert [number for number, count in Counter(named).items() if count > 1] == []
    assert {row["sort"] for row in list_named()} <= {*SORTS}
    assert all(row["why"] for row in list_named())


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("_BAR = 0.3", ["_BAR"]),
        ("_LOW, _HIGH = 2, 3", ["_LOW", "_HIGH"]),
        ("_SIZE: int = 4 * 1024", ["_SIZE"]),
        ("_NAMES = frozenset()\n_ON = True", []),
        ("def is_near(x):\n    return x > 0.7 or x == 1.0", ["is_near:0.7"]),
    ],
)
def test_a_number_is_found_wherever_a_module_spells_it(code: str, found: list[str]) -> None:
    assert list(find_numbers(ast.parse(code))) == found
