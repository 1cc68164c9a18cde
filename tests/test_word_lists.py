"""Words of English lie in data and seeds; what code lists are closed classes, each named in closed_classes.csv."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

from transforms.lexicon import load_given_names, load_office_nouns, load_short_forms

ROOT = Path(__file__).resolve().parent.parent
CLOSED = Path(__file__).with_name("closed_classes.csv")
LEAST = 8
"""So many words make a list; fewer are a case in a rule."""
WORD = re.compile(r"[a-z][a-z'’.-]+")


def find_lists(path: Path) -> Iterator[list[str]]:
    """Yield the words of each set, tuple, list, dict and split string of a module that holds so many."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        parts: list[object] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            text = node.func.value
            parts = list(text.value.split()) if isinstance(text, ast.Constant) and isinstance(text.value, str) else []
        elif isinstance(node, ast.Set | ast.Tuple | ast.List):
            parts = [item.value for item in node.elts if isinstance(item, ast.Constant)]
        elif isinstance(node, ast.Dict):
            parts = [key.value for key in node.keys if isinstance(key, ast.Constant)]
        words = [part for part in parts if isinstance(part, str) and WORD.fullmatch(part)]
        if len(words) >= LEAST and not any("_" in str(part) for part in parts):
            yield words


def list_found() -> set[tuple[str, str]]:
    """The lists in ``transforms`` by module and first words; declared tables and vocabularies of columns apart."""
    apart = ("tables", "render", "site", "schema.py", "seeds.py")
    paths = (path for path in (ROOT / "transforms").rglob("*.py") if path.relative_to(ROOT).parts[1] not in apart)
    return {
        (path.relative_to(ROOT).as_posix(), " ".join(words[:4])) for path in sorted(paths) for words in find_lists(path)
    }


def test_code_lists_no_words_but_closed_classes() -> None:
    with CLOSED.open(encoding="utf-8", newline="") as file:
        named = {(row["module"], row["first_words"]) for row in csv.DictReader(file)}
    assert list_found() == named, "put the words into data/lexicon/words.csv, or seeds/ if users may edit them"


def test_a_given_name_is_among_its_own_short_forms() -> None:
    forms = load_short_forms()
    assert all(name in others and len(others) > 1 for name, others in forms.items())
    assert "bill" in forms["william"]
    assert "william" in forms["bill"]


def test_given_names_are_borne_by_somebody() -> None:
    assert min(men + women for men, women in load_given_names().values()) > 0


def test_an_office_is_known_by_its_usual_noun() -> None:
    assert load_office_nouns()["congressman"] == "representative"
