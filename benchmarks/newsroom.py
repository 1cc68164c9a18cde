"""Articles that were never printed: stories of several outlets, their people, quotations and copies, as many as wished.

    python -m benchmarks.newsroom FOLDER 10000

writes them as lines of JSON, a file for each day and outlet. The same number of a story gives the same articles, so
that a corpus of 10,000 is the beginning of one of 50,000.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.matching import make_words

STORY_ARTICLES = 6
_SENTENCES = 22
_STORIES_PER_DAY = 40
_OUTLETS = 60
_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
_GIVEN = (
    "Ada Bruno Clara Dario Elena Felix Greta Hugo Irena Jonas Karla Leo Mira Nils Olga Pavel Rosa Stefan Tilda".split()
)
_VERBS = "said told added warned argued explained insisted noted stated announced".split()
_SPOKEN = (
    '"The {noun} will not be ready before {month}, and the {noun2} must wait," {surname} {verb}.',
    "{name}, the {title} of {body}, said that the {noun} had cost {number} million crowns.",
    "According to {body}, the {noun} of {place} needs at least {number} more {plural}.",
    '"We have seen {number} {plural} since {month}, and nobody has asked us about the {noun}," said {name}.',
    "{surname} denied that the {noun2} had been delayed by {body}.",
    "A spokesman for {body} said the {noun} would be opened to {plural} from {place}.",
    'She said the {noun2} was "a matter for {body}", and promised a report by {month}.',
    "Officials in {place} believe that {number} {plural} were moved during the night.",
)
_TOLD = (
    "The {noun} of {place} was closed for {number} days after a fault in the {noun2}.",
    "Some {number} {plural} gathered near the {noun2} on the eve of the vote.",
    "{body} has owned the {noun} since {month}, when its {title} left {place}.",
    "In {place}, where the {noun2} stands, {plural} have grown dearer by {number} per cent.",
    "The {noun} links {place} with the coast, and carries {number} {plural} a day.",
    "Work on the {noun2} began in {month} and has been stopped twice.",
)
_MONTHS = "January February March April May June July September October November".split()
_TITLES = "minister director mayor chairwoman secretary commissioner judge engineer".split()
_NOUNS = "bridge harbour railway hospital budget treaty reservoir tunnel market school archive airport".split()
_PLURALS = "passengers workers patients farmers ships families soldiers teachers students houses".split()


@dataclass(frozen=True, slots=True)
class _Story:
    """What the articles of a story share."""

    day: datetime
    people: list[tuple[str, str, str]]
    bodies: list[str]
    places: list[str]
    nouns: list[str]
    sentences: list[str]


def make_articles(count: int) -> Iterator[dict[str, str]]:
    """Yield articles as the rows of an input file, story by story."""
    for number in range(count):
        story, place = divmod(number, STORY_ARTICLES)
        if not place:
            told = _make_story(story)
        yield _make_article(told, story, place)


def _make_story(number: int) -> _Story:
    rng = random.Random(number)
    words, _ = make_words()
    names = [word.capitalize() for word in rng.sample(words, 12)]
    people = [(rng.choice(_GIVEN), name, rng.choice(_TITLES)) for name in names[:5]]
    bodies = [f"the {name} {rng.choice(('Ministry', 'Agency', 'Council', 'Bank', 'Union'))}" for name in names[5:8]]
    story = _Story(
        _MONDAY + timedelta(days=number // _STORIES_PER_DAY),
        people,
        bodies,
        names[8:],
        rng.sample(_NOUNS, 4),
        [],
    )
    story.sentences.extend(_say(rng, story) for _ in range(_SENTENCES))
    return story


def _say(rng: random.Random, story: _Story) -> str:
    given, surname, title = rng.choice(story.people)
    noun, noun2 = rng.sample(story.nouns, 2)
    sentence = rng.choice(_SPOKEN if rng.random() < 0.45 else _TOLD).format(
        name=f"{given} {surname}",
        surname=surname,
        title=title,
        verb=rng.choice(_VERBS),
        body=rng.choice(story.bodies),
        place=rng.choice(story.places),
        noun=noun,
        noun2=noun2,
        plural=rng.choice(_PLURALS),
        number=rng.randrange(2, 900),
        month=rng.choice(_MONTHS),
    )
    return sentence[0].upper() + sentence[1:]


def _make_article(story: _Story, number: int, place: int) -> dict[str, str]:
    rng = random.Random(f"{number}-{place}")
    shared = rng.sample(story.sentences, _SENTENCES // 2)
    sentences = shared + [_say(rng, story) for _ in range(_SENTENCES)]
    rng.shuffle(sentences)
    paragraphs = [" ".join(sentences[k : k + 3]) for k in range(0, len(sentences), 3)]
    outlet = rng.randrange(_OUTLETS)
    published = story.day + timedelta(hours=4 * place, minutes=rng.randrange(200))
    noun, town = story.nouns[0], story.places[0]
    return {
        "url": f"https://outlet{outlet}.example/{published:%Y/%m/%d}/{noun}-{number}-{place}",
        "outlet": f"Outlet {outlet}",
        "headline": f"{story.people[0][1]} speaks of the {noun} of {town} as {story.bodies[0]} waits",
        "published_at": published.isoformat(),
        "text": "\n\n".join(paragraphs),
    }


def write_articles(folder: Path, count: int) -> None:
    """Write articles into files of lines of JSON, one for each day and outlet."""
    folder.mkdir(parents=True, exist_ok=True)
    lines: dict[str, list[str]] = {}
    for article in make_articles(count):
        name = f"{article['published_at'][:10]}-{article['outlet'].replace(' ', '-')}.jsonl"
        lines.setdefault(name, []).append(json.dumps(article) + "\n")
    for name, rows in lines.items():
        (folder / name).write_text("".join(rows), encoding="utf-8")


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    arguments = parser.parse_args()
    write_articles(arguments.folder, arguments.count)


if __name__ == "__main__":
    main()
