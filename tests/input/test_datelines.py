"""Datelines and bylines: what they say, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from flows.resources import SEEDS_DIR, load_seeds
from transforms.articles import make_article, split_byline
from transforms.bylines import clean_byline, find_byline
from transforms.complete import complete_article
from transforms.datelines import find_dateline
from transforms.records import RawArticle
from transforms.segments import segment_article

SEEDS = load_seeds(SEEDS_DIR)
NEWS = "Floods have killed 40 people in the north, the Red Cross said Monday."


@pytest.mark.parametrize(
    ("dateline", "place", "agency"),
    [
        ("NAIROBI, Kenya (AP) — ", "NAIROBI, Kenya", "AP"),
        ("TOKYO, March 3 (Kyodo) -- ", "TOKYO", "Kyodo News"),
        ("BEIJING, Nov. 3 (Xinhua) -- ", "BEIJING", "Xinhua"),
        ("LONDON (Reuters) - ", "LONDON", "Reuters"),
        ("London (Reuters) – ", "London", "Reuters"),
        ("NEW YORK/LONDON (Reuters) - ", "NEW YORK/LONDON", "Reuters"),
        ("BRENHOLT (Veldapress) — ", "BRENHOLT", "Veldapress"),
        ("(Reuters) - ", None, "Reuters"),
        ("PARIS — ", "PARIS", None),
        ("ST. LOUIS, Mo. — ", "ST. LOUIS, Mo.", None),
        ("PORT-AU-PRINCE, Haiti — ", "PORT-AU-PRINCE, Haiti", None),
        ("Oslo, 3 March 2026 – ", "Oslo", None),
        ("Goma, DR Congo – ", "Goma, DR Congo", None),
        ("Springfield, Ill. — ", "Springfield, Ill.", None),
        ("NEW DELHI: ", "NEW DELHI", None),
        ("ARNWICK: ", "ARNWICK", None),
    ],
)
def test_dateline_gives_place_and_agency_and_ends_before_the_news(dateline: str, place: str, agency: str) -> None:
    found = find_dateline(dateline + NEWS, dateline + NEWS, SEEDS)
    assert found is not None
    assert (found.end, found.place, found.agency) == (len(dateline), place, agency)


@pytest.mark.parametrize(
    "text",
    [
        "IBM — long a buyer of small firms — will close its plant in Dorrin.",
        "KATE LEE: Why not?\n\nBO CHEN: Because it fell.",
        "OPINION: The bridge will fall.",
        "UPDATE: The bridge fell.",
        "SEN. ADA HOLM (R-TX): We will vote on Monday.",
        "The mayor (a former engineer) — She would not say more.",
        "NATO: It was time, the allies said.",
        "READ MORE: Ten bridges that fell",
        "Rain fell (and how) - The river rose.",
        "WATCH — The bridge falls",
        "JUST IN — The bridge has fallen, the mayor said.",
        "OBITUARY: She built nine bridges.",
        "Lee, Chen — The firm that built the bridge will close.",
        "Marl, France — Nobody knew that it was there — is a town of nine houses.",
    ],
)
def test_what_only_looks_like_a_dateline_is_none(text: str) -> None:
    assert find_dateline(text.split("\n\n", maxsplit=1)[0], text, SEEDS) is None


def test_dateline_is_a_segment_of_its_own_and_fills_the_articles_cells() -> None:
    raw = RawArticle(
        "a.txt", f"Floods in the north\n\nNAIROBI, Kenya (AP) — {NEWS}\n\nNo more was known.", headline_in_text=True
    )
    article, _ = make_article(raw, today=date(2026, 3, 3), ingested_at=datetime(2026, 3, 3, tzinfo=UTC))
    assert article is not None
    done = complete_article(article, SEEDS)
    assert (done.dateline_place, done.agency) == ("NAIROBI, Kenya", "AP")
    segments = [(str(s.role), done.text[s.start : s.end]) for s in segment_article(done.text, True, SEEDS)]
    assert segments[1:3] == [("dateline", "NAIROBI, Kenya (AP) —"), ("body", NEWS)]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Ann Lisko, Political Editor", ("Ann Lisko",)),
        ("Ann Liskov in Harnow and Rob Quayson in Tarnov", ("Ann Liskov", "Rob Quayson")),
        ("Ann Lisken is the Mercury’s Harnow correspondent", ("Ann Lisken",)),
        ("Ann Lisk | The Echo", ("Ann Lisk",)),
        ("Ann Lisk, ann@echo.example", ("Ann Lisk",)),
        ("Chief Political Correspondent Ann Lisk", ("Ann Lisk",)),
        ("Ann Lisk Senior Reporter", ("Ann Lisk",)),
        ("Jan van der Berg; Maria de la Cruz", ("Jan van der Berg", "Maria de la Cruz")),
        ("ann@echo.example (Ann Lisk)", ("Ann Lisk",)),
        ("Ann Lisk with Bo Chen", ("Ann Lisk", "Bo Chen")),
        ("Lisk, Ann; Chen, Bo", ("Ann Lisk", "Bo Chen")),
        ("null", ()),
        ("Ann Lisk with agencies", ("Ann Lisk",)),
        ("Associated Press", ("Associated Press",)),
        ("Reuters Staff", ("Reuters",)),
        ("Ann Lisk, Updated 3 March 2026", ("Ann Lisk",)),
        ("Staff Writer", ()),
        ("Echo staff writer", ()),
        ("Political Editor", ()),
    ],
)
def test_byline_names_authors_only(written: str, names: tuple[str, ...]) -> None:
    assert clean_byline(split_byline(written), SEEDS.byline_words) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lisk", ("Ann Lisk",)),
        ("By ANN LISK and ROB QUAY", ("ANN LISK", "ROB QUAY")),
        ("By Ann J. Lisk, Political Editor", ("Ann J. Lisk",)),
        ("Posted by Tim Sprott at 08:00", ("Tim Sprott",)),
        ("By Monday the river had risen by two metres.", ()),
        ("By all accounts it was a long night", ()),
    ],
)
def test_line_of_the_text_fills_an_empty_byline(line: str, names: tuple[str, ...]) -> None:
    assert find_byline(f"Floods in the north\n\n{line}\n\n{NEWS}", SEEDS.byline_words) == names


def test_byline_that_is_given_goes_before_the_texts() -> None:
    raw = RawArticle("a.txt", f"Floods in the north\n\nBy Ann Lisk\n\n{NEWS}", headline_in_text=True)
    article, _ = make_article(raw, today=date(2026, 3, 3), ingested_at=datetime(2026, 3, 3, tzinfo=UTC))
    assert article is not None
    assert complete_article(article, SEEDS).byline == ("Ann Lisk",)
    assert complete_article(replace(article, byline=("Rob Quay",)), SEEDS).byline == ("Rob Quay",)
