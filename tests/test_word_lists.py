"""Words of English lie in data and seeds; what code lists is no English, and named in lists_in_code.csv."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from transforms.language.labels import DEPENDENCY_NAMES
from transforms.lexicon import join_words, load_given_names, load_office_nouns, load_short_forms
from transforms.schema import STANCES

ROOT = Path(__file__).resolve().parent.parent
NAMED = Path(__file__).with_name("lists_in_code.csv")
LABELS = ROOT / "data" / "models" / "whosaid_en" / "whosaid_annotator" / "labels.json"
LEAST = 5
"""So many words make a list; fewer are a case in a rule."""
WORD = re.compile(r"[a-z][a-z'’.-]+")
ALTERNATIVE = re.compile(r"[A-Za-z][A-Za-z'’-]*(?: [a-z'’-]+)*\??")
GROUP = re.compile(r"\(\?(?:P<\w+>|[:=!]|<[=!])")


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
            is_data = all(isinstance(value, ast.Constant) for value in node.values)
            parts = [key.value for key in node.keys if isinstance(key, ast.Constant)] if is_data else []
        words = [part for part in parts if isinstance(part, str) and WORD.fullmatch(part)]
        if len(words) >= LEAST and not any("_" in str(part) for part in parts):
            yield words


def split_groups(pattern: str) -> Iterator[list[str]]:
    """Yield the alternatives of each group of a regular expression, those of inner groups apart."""
    stack, at, in_class = [[""]], 0, False
    while at < len(pattern):
        sign = pattern[at]
        step = 2 if sign == "\\" else 1
        in_class = sign != "]" if in_class else sign == "["
        if sign == "(" and not in_class:
            stack.append([""])
            opening = GROUP.match(pattern, at)
            step = opening.end() - at if opening else 1
        elif sign == ")" and not in_class and len(stack) > 1:
            yield stack.pop()
        elif sign == "|" and not in_class:
            stack[-1].append("")
        else:
            stack[-1][-1] += pattern[at : at + step]
        at += step
    yield from stack


def find_alternatives(path: Path) -> Iterator[list[str]]:
    """Yield the words of each group of a pattern that names so many; what an f-string fills in is no word."""
    tree = ast.parse(path.read_text("utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            text = node.value
        for group in split_groups(text) if "|" in text else ():
            words = [word for word in group if ALTERNATIVE.fullmatch(word)]
            if len(words) >= LEAST:
                yield words


def load_labels() -> frozenset[str]:
    """The words that name a dependency or a stance: rules ask for those, not for words of a text."""
    own: list[str] = json.loads(LABELS.read_text("utf-8"))["deps"]
    return frozenset({*map(str.lower, own), *DEPENDENCY_NAMES, *DEPENDENCY_NAMES.values(), *STANCES})


def list_found() -> set[tuple[str, str]]:
    """The lists of what reads texts, by module and first words; declared tables and vocabularies of columns apart."""
    apart = ("tables", "render", "site", "schema.py", "seeds.py")
    inside = (path for path in (ROOT / "transforms").rglob("*.py") if path.relative_to(ROOT).parts[1] not in apart)
    labels = load_labels()
    paths = (*inside, *(ROOT / "flows" / "readers" / "html").rglob("*.py"))
    return {
        (path.relative_to(ROOT).as_posix(), " ".join(words[:4]))
        for path in sorted(paths)
        for words in (*find_lists(path), *find_alternatives(path))
        if not labels.issuperset(words)
    }


def test_code_lists_no_words_of_english() -> None:
    with NAMED.open(encoding="utf-8", newline="") as file:
        named = {(row["module"], row["first_words"]) for row in csv.DictReader(file)}
    assert list_found() == named, "put the words into data/lexicon/words.csv, or seeds/ if users may edit them"


def test_every_list_is_asked_for() -> None:
    code = "".join(path.read_text("utf-8") for part in ("flows", "transforms") for path in (ROOT / part).rglob("*.py"))
    with (ROOT / "data" / "lexicon" / "words.csv").open(encoding="utf-8", newline="") as file:
        names = {row["list"] for row in csv.DictReader(file)}
    assert [name for name in sorted(names) if not re.search(f"[\"']{name}[\"']", code)] == []


def test_words_of_a_pattern_are_found_group_by_group() -> None:
    assert list(split_groups(r"(?:red|blue (?:sky|sea))[(|]|\(x")) == [
        ["sky", "sea"],
        ["red", "blue "],
        ["[(|]", r"\(x"],
    ]


def test_a_list_joins_to_a_pattern_that_takes_the_longest_word() -> None:
    assert re.match(join_words("outlet_sections"), "web news")[0] == "web news"  # type: ignore[index]


def test_a_given_name_is_among_its_own_short_forms() -> None:
    forms = load_short_forms()
    assert all(name in others and len(others) > 1 for name, others in forms.items())
    assert "bill" in forms["william"]
    assert "william" in forms["bill"]


def test_given_names_are_borne_by_somebody() -> None:
    assert min(men + women for men, women in load_given_names().values()) > 0


def test_an_office_is_known_by_its_usual_noun() -> None:
    assert load_office_nouns()["congressman"] == "representative"
