"""Count who bears a given name in news, men or women, and write data/lexicon/given_names.csv.

    python -m flows.train.given_names CORPORA

CORPORA holds ``allsides/*.jsonl.gz``, ``ww_text/*.txt`` and ``bbc/*/*.txt``. The language pipeline finds the people of
each article; each is a man or a woman by the titles of address before the surname and by the pronouns that follow the
name, and votes once. Words that are mostly written small are left out. Names that these texts lack are in the lists
``men's_names`` and ``women's_names`` of seeds/words.csv. Nothing but the counts leaves the texts.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer
from spacy.tokens import Doc

from flows.extraction import load_worker
from flows.resources import LEXICON_DIR, MODEL_DIR, SEEDS_DIR
from transforms.annotate import annotate_text
from transforms.extract.names import PARTICLES, fold, gender_of_title
from transforms.seeds import Seeds
from transforms.segments import segment_article

_LEAST_PEOPLE = 3
_CLEAR = 4  # a title counts as much as this many pronouns; so many times as much evidence makes somebody a man
_FEMININE = frozenset({"she", "her", "hers", "herself"})
_PRONOUN = re.compile(r"\b(he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_SMALL = re.compile(r"\b[a-z]+\b")
_MOST_SMALL = 20  # times that a name may stand in small letters for each person who bears it
_REACH = 160  # characters behind a name in which a pronoun is likely its own


def read_texts(corpora: Path, every: int) -> Iterator[str]:
    """Yield the articles, of the largest corpus each ``every``-th."""
    for path in sorted((corpora / "allsides").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from (json.loads(line)["text"] for n, line in enumerate(file) if n % every == 0)
    for path in [*sorted((corpora / "ww_text").glob("*.txt")), *sorted((corpora / "bbc").glob("*/*.txt"))]:
        yield path.read_text(encoding="utf-8", errors="replace")


def list_people(doc: Doc, titles: frozenset[str]) -> Iterator[tuple[str, str | None]]:
    """Yield the folded given name and the gender, "m", "f" or None, of each person of an article named in full."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    bearers: dict[str, set[str]] = defaultdict(set)
    people = [e for e in doc.ents if e.label_ == "PERSON"]
    stops = [e.start_char for e in people[1:]] + [len(doc.text)]
    for entity, stop in zip(people, stops, strict=False):
        words = fold(entity.text).split()
        before = fold(doc[entity.start - 1].text) if entity.start else ""
        while len(words) > 1 and words[0] in titles:
            before = words.pop(0)
        full = " ".join((words[0], words[-1])) if len(words) > 1 else ""
        if full:
            bearers[words[-1]].add(full)
        count = votes[full or words[-1]] if words else Counter()
        title = gender_of_title(before)
        if title is not None:
            count[title] += _CLEAR
        pronoun = _PRONOUN.search(doc.text, entity.end_char, min(entity.end_char + _REACH, stop))
        if pronoun:
            count["f" if pronoun[0].lower() in _FEMININE else "m"] += 1
    for surname, fulls in bearers.items():
        for full in fulls:
            count = votes[full] + (votes.get(surname, Counter()) if len(fulls) == 1 else Counter())
            (gender, most), *rest = [*count.most_common(), ("", 0)]
            yield full.split()[0], gender if most and most >= _CLEAR * (rest[0][1] if rest else 0) else None


def count_names(docs: Iterable[Doc], titles: frozenset[str]) -> dict[str, Counter[str]]:
    """Return how many people bear each folded given name, by gender."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    small: Counter[str] = Counter()
    for doc in docs:
        small.update(_SMALL.findall(doc.text))
        for given, gender in list_people(doc, titles):
            if gender is not None:
                found[given][gender] += 1
    return {name: count for name, count in found.items() if _is_name(name, count.total(), small[name])}


def _is_name(name: str, people: int, small: int) -> bool:
    is_word = small > _MOST_SMALL * people or name in PARTICLES
    return people >= _LEAST_PEOPLE and len(name) > 1 and name.isalpha() and not is_word


def add_listed(counts: dict[str, Counter[str]], seeds: Seeds) -> dict[str, Counter[str]]:
    """Return the counts, and those of the seeds' names that nobody bears in the texts, as if a few did."""
    listed = dict.fromkeys(seeds.words["men's_names"], "m") | dict.fromkeys(seeds.words["women's_names"], "f")
    return {name: Counter({gender: _LEAST_PEOPLE}) for name, gender in listed.items()} | counts


def write_names(counts: Mapping[str, Counter[str]], path: Path) -> None:
    """Write how many men and women bear each name, sorted by name."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("name", "men", "women"))
        rows.writerows((name, count["m"], count["f"]) for name, count in sorted(counts.items()))


def main(
    corpora: Annotated[Path, typer.Argument(help="Folder with the corpora.")],
    every: Annotated[int, typer.Option(help="Of the largest corpus, read each so manieth article.")] = 3,
) -> None:
    """Write the names that ship."""
    nlp, seeds = load_worker(MODEL_DIR, None, SEEDS_DIR)
    texts = read_texts(corpora, every)
    docs = (annotate_text(nlp, text, segment_article(text, False, seeds)) for text in texts if text.strip())
    counts = count_names(docs, frozenset(map(fold, seeds.titles)))
    write_names(add_listed(counts, seeds), LEXICON_DIR / "given_names.csv")


if __name__ == "__main__":
    typer.run(main)
