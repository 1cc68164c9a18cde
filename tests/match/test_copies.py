from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.match.frames import make_articles, shuffle
from transforms.match import find_origins, match_copies
from transforms.seeds import Agency, Outlet
from transforms.tables import ARTICLE_COPIES, ARTICLE_ORIGINS, SEGMENTS, STORIES

WIRE = (
    "A passenger ferry ran aground in thick fog off North Harbour early on Tuesday, injuring at least fourteen people."
    " Lifeboats took everyone off the ship within two hours, the coast guard told reporters at the pier. The owner of the"
    " vessel said that its captain had twenty years of experience on the route and knew every sandbank in the bay."
    " Investigators boarded the wreck at noon and carried away the voyage recorder in a sealed box."
)
OTHER = (
    "Shareholders of the steel works will vote next week on a bid that the unions call a raid. Four thousand jobs hang on"
    " the outcome, and the minister for the economy has yet to say whether he will allow the sale to go through. The bank"
    " that lent the bidder its money declined to comment on the terms of the loan, which runs for seven years."
)
SPEECH = (
    "“We will not forget this night, and we will not rest until the last question about the fog, the lights and the radar"
    " has been answered in public, under oath and in the presence of the families,” "
)
DAY = date(2026, 9, 8)
AGENCIES = {"LPA": Agency("LPA", ("Lanter Press Agency", "The Lanter Press Agency"))}
OUTLETS = {
    "Courier": Outlet("Courier", ("The Courier",), "Halden Press", None),
    "Today": Outlet("Today", (), "Halden Press", None),
    "Gazette": Outlet("Gazette", (), None, None),
}


def stories(table: pa.Table, story: str = "s1") -> pa.Table:
    return pa.table({"article_id": table["article_id"], "story_id": [story] * table.num_rows}, schema=STORIES.schema)


def copies_of(table: pa.Table) -> dict[tuple[str, str], dict[str, float]]:
    rows = match_copies(table, stories(table)).to_pylist()
    return {(row["article_id_a"], row["article_id_b"]): row for row in rows}


def origins_of(table: pa.Table, segments: list[dict[str, object]] | None = None) -> dict[str, dict[str, object]]:
    copies = match_copies(table, stories(table))
    result = find_origins(
        table, pa.Table.from_pylist(segments or [], schema=SEGMENTS.schema), copies, OUTLETS, AGENCIES
    )
    assert result.schema == ARTICLE_ORIGINS.schema
    return {row["article_id"]: row for row in result.to_pylist()}


def credit(article: str, text: str, words: str) -> dict[str, object]:
    start = text.index(words)
    return {"article_id": article, "segment_no": 9, "role": "credit", "start": start, "end": start + len(words)}


def test_a_cut_copy_is_held_by_the_whole_text() -> None:
    table = make_articles(
        {"id": "a1", "text": WIRE}, {"id": "a2", "text": " ".join(WIRE.split(". ")[:2])}, {"id": "a3", "text": OTHER}
    )
    assert match_copies(table, stories(table)).schema == ARTICLE_COPIES.schema
    found = copies_of(table)
    assert found.keys() == {("a1", "a2")}
    row = found["a1", "a2"]
    assert row["containment_b_in_a"] > 0.95 > 0.7 > row["containment_a_in_b"] > 0.3
    assert row["longest_passage_words"] >= 30


def test_the_same_speech_is_no_copy() -> None:
    table = make_articles(
        {"id": "a1", "outlet": "Courier", "text": SPEECH + "the mayor told a crowd. " + WIRE},
        {"id": "a2", "outlet": "Gazette", "text": "The mayor spoke. " + SPEECH + "he said. " + OTHER},
    )
    row = copies_of(table)["a1", "a2"]
    assert row["longest_passage_words"] >= 25
    assert row["own_shared_shingles"] == 0
    assert {o["origin_kind"] for o in origins_of(table).values()} == {"own"}


def test_far_apart_texts_are_not_compared_outside_a_story() -> None:
    table = make_articles({"id": "a1", "text": WIRE}, {"id": "a2", "text": WIRE, "day": DAY + timedelta(days=60)})
    apart = pa.table({"article_id": ["a1", "a2"], "story_id": ["s1", "s2"]}, schema=STORIES.schema)
    assert match_copies(table, apart).num_rows == 0
    assert match_copies(table, stories(table)).num_rows == 1


def test_boilerplate_of_many_articles_makes_no_copies() -> None:
    footer = " Sign up for our morning letter and read the best of the harbour news before breakfast every single day."
    table = make_articles(*({"id": f"a{k:03d}", "text": f"{k} " * 30 + footer} for k in range(60)))
    assert match_copies(table, stories(table)).num_rows == 0


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(3)))
def test_order_does_not_matter(order: list[int]) -> None:
    table = make_articles({"id": "a1", "text": WIRE}, {"id": "a2", "text": WIRE + OTHER}, {"id": "a3", "text": OTHER})
    assert match_copies(shuffle(table, order), stories(table)) == match_copies(table, stories(table))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"byline": ["Lanter Press Agency"]}, None),
        ({"text": "NORTH HARBOUR (LPA) — " + WIRE}, None),
        ({"text": WIRE + "\n\n(LPA)"}, "(LPA)"),
        ({"outlet": "LPA"}, None),
    ],
)
def test_a_credited_agency_is_the_origin(row: dict[str, object], words: str | None) -> None:
    full = {"id": "a1", "outlet": "Gazette", "text": WIRE} | row
    origin = origins_of(make_articles(full), [credit("a1", str(full["text"]), words)] if words else None)["a1"]
    assert (origin["origin_kind"], origin["agency"], origin["is_credited"], origin["origin_id"]) == (
        "wire",
        "LPA",
        True,
        "a1",
    )


def test_a_contribution_makes_no_wire_copy() -> None:
    text = WIRE + "\n\nAdditional reporting by Ann Osk and LPA"
    origin = origins_of(make_articles({"id": "a1", "text": text}), [credit("a1", text, text.split("\n\n")[1])])["a1"]
    assert (origin["origin_kind"], origin["contributors"]) == ("own", ["LPA"])


def test_an_uncredited_copy_takes_the_agency_of_its_credited_twin() -> None:
    origins = origins_of(
        make_articles(
            {"id": "a1", "outlet": "Courier", "text": WIRE, "hour": 6},
            {"id": "a2", "outlet": "Gazette", "text": WIRE, "byline": ["LPA"], "hour": 9},
            {"id": "a3", "outlet": "Today", "text": OTHER},
        )
    )
    assert {article: row["origin_id"] for article, row in origins.items()} == {"a1": "a2", "a2": "a2", "a3": "a3"}
    assert (origins["a1"]["agency"], origins["a1"]["is_credited"]) == ("LPA", False)
    assert origins["a1"]["publisher_family"] == origins["a3"]["publisher_family"] == "Halden Press"
    assert origins["a2"]["publisher_family"] is None


def test_without_an_agency_the_first_text_is_the_origin() -> None:
    origins = origins_of(make_articles({"id": "a1", "text": WIRE, "hour": 9}, {"id": "a2", "text": WIRE, "hour": 6}))
    assert origins["a1"]["origin_kind"] == "copy"
    assert origins["a1"]["origin_article_id"] == "a2"
    assert origins["a2"]["origin_kind"] == "own"


def test_no_articles() -> None:
    table = make_articles({"id": "a1", "text": WIRE}).slice(0, 0)
    assert match_copies(table, stories(table)).num_rows == 0
    assert origins_of(table) == {}
