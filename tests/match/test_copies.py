from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import transforms.match.copies as copies_module
from tests.match.frames import make_articles, shuffle
from transforms.match import CreditReader, blank_clutter, find_origins, find_passages, match_copies, measure_copies
from transforms.seeds import Agency, Outlet, Owner
from transforms.tables import ARTICLE_COPIES, ARTICLE_ORIGINS, SEGMENTS, SHARED_PASSAGES, STORIES

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
SOLD = date(2026, 9, 1)
"""When the Halden Press bought Today."""
AGENCIES = {
    "LPA": Agency("LPA", ("Lanter Press Agency", "The Lanter Press Agency")),
    "Lumen": Agency("Lumen", (), "pictures"),
}
PHRASES = {
    "reporting by": "part",
    "contributed to this": "part",
    "contains material from": "part",
    "with post wires": "part",
    "copyright": "whole",
    "photo": "picture",
    "wires": "agencies",
}
OUTLETS = {
    "Courier": Outlet("Courier", ("The Courier",), (Owner("Halden Press"),), None),
    "Today": Outlet("Today", (), (Owner("Marl Press", None, SOLD - timedelta(1)), Owner("Halden Press", SOLD)), None),
    "Gazette": Outlet("Gazette", (), (Owner(None),), None),
}


def stories(table: pa.Table, story: str = "s1") -> pa.Table:
    return pa.table({"article_id": table["article_id"], "story_id": [story] * table.num_rows}, schema=STORIES.schema)


def copies_of(table: pa.Table) -> dict[tuple[str, str], dict[str, float]]:
    rows = match_copies(table, stories(table)).to_pylist()
    return {(row["article_id_a"], row["article_id_b"]): row for row in rows}


def origins_of(table: pa.Table, segments: list[dict[str, object]] | None = None) -> dict[str, dict[str, object]]:
    result = find_origins(
        table.append_column("agency", pa.nulls(table.num_rows, pa.string()))
        if "agency" not in table.column_names
        else table,
        pa.Table.from_pylist(segments or [], schema=SEGMENTS.schema),
        match_copies(table, stories(table)),
        OUTLETS,
        CreditReader(AGENCIES, PHRASES),
    )
    assert result.schema == ARTICLE_ORIGINS.schema
    return {row["article_id"]: row for row in result.to_pylist()}


def segment(article: str, text: str, words: str, role: str = "credit", number: int = 9) -> dict[str, object]:
    start = text.index(words)
    return {"article_id": article, "segment_no": number, "role": role, "start": start, "end": start + len(words)}


def read_credits(text: str, role: str = "credit") -> dict[str, object]:
    """Return the origin of an article of which this is the last paragraph."""
    whole = f"{WIRE}\n\n{text}"
    table = make_articles({"id": "a1", "outlet": "Gazette", "text": whole})
    return origins_of(table, [segment("a1", whole, WIRE, "body", 1), segment("a1", whole, text, role, 2)])["a1"]


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
    assert copies_of(table) == {}
    assert {o["origin_kind"] for o in origins_of(table).values()} == {"own"}
    passages = find_passages(measure_copies(table, stories(table)), table)
    assert passages.schema == SHARED_PASSAGES.schema
    (row,) = passages.to_pylist()
    assert (row["own_shared_shingles"], row["passage_words"] >= 25) == (0, True)
    for side, article in (("a", "a1"), ("b", "a2")):
        text = next(one["text"] for one in table.to_pylist() if one["article_id"] == article)
        assert text[row[f"start_{side}"] : row[f"end_{side}"]] == SPEECH.strip("“”, ")


@given(*[st.lists(st.sampled_from("abc"), max_size=40)] * 2, st.integers(1, 50))
def test_the_passage_is_the_first_of_the_longest_runs_of_words(a: list[str], b: list[str], guess: int) -> None:
    vocabulary = copies_module._Vocabulary()
    found = copies_module._find_passage(vocabulary.read(" ".join(a)), vocabulary.read(" ".join(b)), guess)
    shared = [
        (-length, i, k)
        for i in range(len(a))
        for k in range(len(b))
        for length in range(5, min(len(a) - i, len(b) - k) + 1)
        if a[i : i + length] == b[k : k + length]
    ]
    minus_length, i, k = min(shared, default=(0, 0, 0))
    # every word is one letter and a space
    ends = (
        {"end_a": 2 * (i - minus_length) - 1, "end_b": 2 * (k - minus_length) - 1}
        if shared
        else {"end_a": 0, "end_b": 0}
    )
    assert found == {"start_a": 2 * i, "start_b": 2 * k, "passage_words": -minus_length} | ends


def test_passages_that_are_known_are_taken_as_they_are() -> None:
    texts = {"a1": SPEECH + "the mayor told a crowd. " + WIRE, "a2": "The mayor spoke. " + SPEECH + OTHER, "a3": SPEECH}
    table = make_articles(*({"id": name, "outlet": name, "text": text} for name, text in texts.items()))
    pairs = measure_copies(table, stories(table))
    passages = find_passages(pairs, table)
    assert passages.num_rows > 1
    assert find_passages(pairs, table, passages).equals(passages)
    assert find_passages(pairs, table, passages.slice(1)).equals(passages)
    # what is known of other pairs, or of pairs that have gone, has no row; a known row is not measured again
    gone = passages.slice(0, 1).set_column(0, "article_id_a", pa.array(["a0"]))
    marked = passages.slice(1).set_column(
        passages.schema.get_field_index("passage_words"),
        passages.schema.field("passage_words"),
        pa.array([1] * (passages.num_rows - 1), pa.int64()),
    )
    known = pa.concat_tables([gone.cast(passages.schema), marked])
    assert find_passages(pairs, table, known)["passage_words"].to_pylist()[1:] == [1] * (passages.num_rows - 1)


def test_what_stands_around_the_prose_joins_nothing() -> None:
    appeal = " ".join(f"appeal{number}" for number in range(99))
    table = make_articles(*({"id": f"a{k}", "text": f"{body}\n\n{appeal}"} for k, body in enumerate((WIRE, OTHER))))
    segments = [
        segment(row["article_id"], row["text"], words, role, number)
        for row in table.to_pylist()
        for number, (words, role) in enumerate(((row["text"].split("\n\n")[0], "body"), (appeal, "promotion")))
    ]
    prose = blank_clutter(table, pa.Table.from_pylist(segments, schema=SEGMENTS.schema))
    assert copies_of(table)
    assert not copies_of(prose)
    assert [len(text) for text in prose["text"].to_pylist()] == [len(text) for text in table["text"].to_pylist()]


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
def test_copies_do_not_depend_on_the_order_of_articles(order: list[int]) -> None:
    table = make_articles({"id": "a1", "text": WIRE}, {"id": "a2", "text": WIRE + OTHER}, {"id": "a3", "text": OTHER})
    assert match_copies(shuffle(table, order), stories(table)) == match_copies(table, stories(table))


@pytest.mark.parametrize(
    "row",
    [{"byline": ["Lanter Press Agency"]}, {"agency": "Lanter Press Agency"}, {"outlet": "The Lanter Press Agency"}],
)
def test_a_credited_agency_is_the_origin(row: dict[str, object]) -> None:
    table = make_articles({"id": "a1", "outlet": "Gazette", "text": WIRE} | row)
    table = table.append_column("agency", pa.array([row.get("agency")], pa.string()))
    origin = origins_of(table)["a1"]
    assert (origin["origin_kind"], origin["agency"], origin["is_credited"], origin["origin_id"]) == (
        "wire",
        "LPA",
        True,
        "a1",
    )
    assert origin["is_own_text"] == ("outlet" in row)


@pytest.mark.parametrize(
    ("text", "role", "agency", "contributors"),
    [
        ("(LPA)", "credit", "LPA", []),
        ("Copyright 2026 Lanter Press Agency. All rights reserved.", "legal", "LPA", []),
        ("Additional reporting by Ann Osk and LPA", "credit", None, ["LPA"]),
        ("Gazette’s Bo Lund and The Lanter Press Agency contributed to this report.", "body", None, ["LPA"]),
        ("This report contains material from the Lanter Press Agency.", "credit", None, ["LPA"]),
        ("With Post wires", "body", None, ["unnamed agencies"]),
        ("(Ole Lund/LPA)", "credit", None, []),
        ("Photo by Ann Osk, LPA", "credit", None, []),
        ("Ann Osk/Lumen", "credit", None, []),
        ("Lumen", "credit", None, []),
        ("The mayor gave the recording to LPA on the night of the wreck.", "body", None, []),
    ],
)
def test_closing_lines_credit_agencies_and_contributors(
    text: str, role: str, agency: str | None, contributors: list[str]
) -> None:
    origin = read_credits(text, role)
    assert (origin["agency"], origin["contributors"]) == (agency, contributors)


def test_an_agency_in_the_middle_of_an_article_is_no_credit() -> None:
    text = f"{WIRE}\n\nLPA\n\n{OTHER}"
    rows = [
        segment("a1", text, words, role, n)
        for n, (words, role) in enumerate(((WIRE, "body"), ("LPA", "credit"), (OTHER, "body")))
    ]
    assert origins_of(make_articles({"id": "a1", "text": text}), rows)["a1"]["agency"] is None


def test_a_credit_does_not_pass_on_over_a_text_that_took_half() -> None:
    half = " ".join(WIRE.split(". ")[:2])
    origins = origins_of(
        make_articles(
            {"id": "a1", "text": WIRE, "byline": ["LPA"]}, {"id": "a2", "text": f"{half}. {OTHER} {OTHER[:200]}"}
        )
    )
    assert origins["a2"]["agency"] is None


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


def test_the_family_is_the_one_that_owned_the_outlet_on_the_day_of_the_article() -> None:
    origins = origins_of(
        make_articles(
            {"id": "a1", "outlet": "today", "text": OTHER, "day": SOLD - timedelta(1)},
            {"id": "a2", "outlet": "Today", "text": WIRE, "day": SOLD},
            {"id": "a3", "outlet": "Today", "text": SPEECH, "day": None},
            {"id": "a4", "outlet": None, "text": SPEECH * 2},
        )
    )
    families = {article: row["publisher_family"] for article, row in origins.items()}
    assert families == {"a1": "Marl Press", "a2": "Halden Press", "a3": "Halden Press", "a4": None}


def test_without_an_agency_the_first_text_is_the_origin() -> None:
    origins = origins_of(make_articles({"id": "a1", "text": WIRE, "hour": 9}, {"id": "a2", "text": WIRE, "hour": 6}))
    assert origins["a1"]["origin_kind"] == "copy"
    assert origins["a1"]["origin_article_id"] == "a2"
    assert origins["a2"]["origin_kind"] == "own"


def test_no_articles_have_no_copies() -> None:
    table = make_articles({"id": "a1", "text": WIRE}).slice(0, 0)
    assert match_copies(table, stories(table)).num_rows == 0
    assert origins_of(table) == {}
