from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.matching import make_claims as plant_claims
from tests.match.frames import make_claims, shuffle
from transforms.match import group_claims, match_claims
from transforms.match.claims import CHOSEN, NEAR, Statements, score_pairs
from transforms.tables import CLAIM_GROUPS

ROWS = (
    ("c1", "a1", "s1", "The ferry had 212 people on board when it hit the Gull Bank, the coast guard said."),
    ("c2", "a2", "s1", "When the ferry struck the Gull Bank it had 212 people on board, according to the coast guard."),
    ("c3", "a3", "s1", "The coast guard said the ferry had 187 people on board when it hit the Gull Bank."),
    ("c4", "a1", "s1", "Feld Line has run ships to North Harbour for sixty years."),
    ("c5", "a2", "s1", "The mayor laid flowers at the lighthouse."),
    ("c6", "a4", "s2", "The ferry had 212 people on board when it hit the Gull Bank, the coast guard said."),
)


def groups_of(table: pa.Table, column: str = "claim_group_id") -> dict[str, str]:
    return dict(zip(table["claim_id"].to_pylist(), table[column].to_pylist(), strict=True))


def rows_of(table: pa.Table) -> dict[str, dict[str, object]]:
    return {row["claim_id"]: row for row in group_claims(table).to_pylist()}


def test_claims_that_state_the_same_share_a_group() -> None:
    result = group_claims(make_claims(*ROWS))
    assert result.schema == CLAIM_GROUPS.schema
    group = groups_of(result)
    assert group["c1"] == group["c2"] == group["c3"]
    assert len({group["c1"], group["c4"], group["c5"], group["c6"]}) == 4


def test_every_group_has_one_representative_which_is_like_itself() -> None:
    rows = group_claims(make_claims(*ROWS)).to_pylist()
    representatives = [row for row in rows if row["is_representative"]]
    assert len(representatives) == len({row["claim_group_id"] for row in rows})
    assert all(row["similarity"] == 1.0 and row["relation"] == "same" for row in representatives)


def test_a_number_that_disagrees_is_a_conflict_inside_the_group() -> None:
    row = rows_of(make_claims(*ROWS))["c3"]
    assert (row["relation"], row["conflict_reasons"]) == ("conflict", ["numbers"])


def test_the_lenient_group_holds_the_strict_one() -> None:
    claims, _ = plant_claims(600, seed=3)
    result = group_claims(claims)
    pairs = set(zip(result["claim_group_id"].to_pylist(), result["lenient_group_id"].to_pylist(), strict=True))
    assert len(pairs) == len({strict for strict, _ in pairs})


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(len(ROWS))))
def test_groups_do_not_depend_on_the_order_of_claims(order: list[int]) -> None:
    assert group_claims(shuffle(make_claims(*ROWS), order)) == group_claims(make_claims(*ROWS))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1000))
def test_stories_do_not_touch_each_other(seed: int) -> None:
    others, _ = plant_claims(150, seed=seed)
    table = make_claims(*ROWS)
    together = groups_of(group_claims(pa.concat_tables([others.select(table.column_names), table])))
    alone = groups_of(group_claims(table))
    assert {claim: together[claim] for claim in alone} == alone


FRAGMENTS = (
    ("c1", "a1", "s1", "the gates had been left open"),
    ("c2", "a2", "s1", "that nobody closed the flood gates"),
    *ROWS[3:5],
)


def test_fragments_are_read_in_their_sentences() -> None:
    contexts = {
        "c1": "Engineer Tamsin Okoro told the inquiry that the gates had been left open on the night of the storm.",
        "c2": "Tamsin Okoro, an engineer, told the inquiry that nobody closed the flood gates on the night of the storm.",
    }
    alone, inside = (groups_of(group_claims(make_claims(*FRAGMENTS, contexts=c))) for c in ({}, contexts))
    assert alone["c1"] != alone["c2"]
    assert inside["c1"] == inside["c2"]


def test_a_word_or_two_are_not_met_by_a_claim_that_holds_them() -> None:
    rows = (
        ("c1", "a1", "s1", "the ferry"),
        ("c2", "a2", "s1", "the ferry hit the Gull Bank with 212 people on board"),
        ("c3", "a3", "s1", "the ferry"),
        *ROWS[3:5],
    )
    group = groups_of(group_claims(make_claims(*rows)))
    assert group["c1"] == group["c3"] != group["c2"]


def test_a_claim_without_context_is_its_own() -> None:
    own = {claim: text for claim, _, _, text in FRAGMENTS}
    assert group_claims(make_claims(*FRAGMENTS)) == group_claims(make_claims(*FRAGMENTS, contexts=own))


CLOSES = "The minister will close two shipyards in Ledra in spring"


@pytest.mark.parametrize(
    ("other", "article", "joins"),
    [
        ("The minister told welders that two yards in Ledra must close", "a2", True),
        ("The minister told welders that two yards in Ledra must close", "a1", False),
        ("In spring the minister will close two shipyards in Ledra", "a1", True),
    ],
)
def test_inside_one_article_only_nearly_equal_claims_join(other: str, article: str, joins: bool) -> None:
    row = rows_of(make_claims(("c1", "a1", "s1", CLOSES), ("c2", article, "s1", other), *ROWS[3:5]))
    assert (row["c1"]["claim_group_id"] == row["c2"]["claim_group_id"]) == joins


def test_other_articles_hold_two_claims_of_one_article_together() -> None:
    rows = (
        ("c1", "a1", "s1", CLOSES),
        ("c2", "a1", "s1", "The minister told welders that two yards in Ledra must close"),
        ("c3", "a2", "s1", f"{CLOSES}, welders were told"),
        *ROWS[3:5],
    )
    row = rows_of(make_claims(*rows))
    assert row["c1"]["claim_group_id"] == row["c2"]["claim_group_id"] == row["c3"]["claim_group_id"]


def test_a_fragment_neither_founds_nor_stands_for_a_group() -> None:
    days = {"c1": date(2026, 9, 8), "c2": date(2026, 9, 9)}
    rows = rows_of(make_claims(*ROWS[:2], days=days, fragments=("c1",)))
    alone = rows_of(make_claims(ROWS[1], days=days))
    assert rows["c1"]["claim_group_id"] == rows["c2"]["claim_group_id"] == alone["c2"]["claim_group_id"]
    assert rows["c2"]["is_representative"]
    assert not rows["c1"]["is_representative"]


@pytest.mark.parametrize(
    ("other", "relation"),
    [
        ("Sailors could visit the harbour fair planned for 10-13 May, wrote the Gazette", "same"),
        ("Sailors could be at the fair on the quay, planned for some days in May, wrote the Gazette", "partial"),
    ],
)
def test_what_is_less_like_the_representative_says_the_same_if_both_hold_one_quantity(
    other: str, relation: str
) -> None:
    fair = "The fair will take place on the old quay of North Harbour between May 10 and 13"
    rows = group_claims(make_claims(("c1", "a1", "s1", fair), ("c2", "a2", "s1", other), *ROWS[3:5])).to_pylist()
    (row,) = [row for row in rows if not row["is_representative"]]
    assert row["similarity"] < CHOSEN.same
    assert row["relation"] == relation


def test_who_denies_a_claim_is_told_as_denying_it() -> None:
    text = "The mayor ordered the harbour master to hide the letter of the Gull Bank pilots"
    rows = (
        ("c1", "a1", "s1", f"{text}, the Courier reported."),
        ("c2", "a2", "s1", f"Mayor Ada Roe denied that {text[:1].lower()}{text[1:]}."),
        *ROWS[3:5],
    )
    found = rows_of(make_claims(*rows, negated=("c2",)))
    assert found["c1"]["claim_group_id"] == found["c2"]["claim_group_id"]
    assert found["c1"]["is_representative"]
    assert (found["c2"]["relation"], found["c2"]["conflict_reasons"]) == ("denial", ["negation"])
    both = rows_of(make_claims(*rows, negated=("c1", "c2")))
    assert {both["c1"]["relation"], both["c2"]["relation"]} == {"same"}


def test_a_later_report_leaves_the_group_its_name() -> None:
    days = {"c1": date(2026, 9, 8), "c2": date(2026, 9, 9), "c0": date(2026, 9, 10)}
    later = ("c0", "a9", "s1", "The ferry had 212 people on board when it hit the Gull Bank.")
    before = groups_of(group_claims(make_claims(*ROWS[:2], days=days)))
    after = groups_of(group_claims(make_claims(later, *ROWS[:2], days=days)))
    assert after["c0"] == after["c1"] == before["c1"]


@pytest.mark.parametrize("text", ["", "…", "and the"])
def test_claims_without_content_stay_alone(text: str) -> None:
    rows = rows_of(make_claims(("c8", "a1", "s1", text), ("c9", "a2", "s1", text), ROWS[0]))
    assert len({row["claim_group_id"] for row in rows.values()}) == 3


def test_no_claims_make_no_groups() -> None:
    assert group_claims(make_claims(*ROWS).slice(0, 0)).num_rows == 0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=2, max_size=6))
def test_any_text_is_grouped(texts: list[str]) -> None:
    rows = [(f"c{k}", f"a{k % 2}", "s1", text) for k, text in enumerate(texts)]
    assert group_claims(make_claims(*rows)).num_rows == len(texts)


def test_claims_of_one_story_are_scored_alike_in_any_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    claims, _ = plant_claims(900, seed=5)
    whole = group_claims(claims)
    monkeypatch.setattr("transforms.match.claims._CHUNK_CLAIMS", 80)
    monkeypatch.setattr("transforms.match.claims._BLOCK_PAIRS", 500)
    assert group_claims(claims) == whole


def test_a_crowd_of_claims_is_cut_before_it_is_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(f"c{k}", f"a{k}", "s1", f"{ROWS[0][3]} Number {k}.") for k in range(40)]
    rows += [
        (f"d{k}", f"a{k}", "s1", f"The mayor of Corvash resigned on Friday over the harbour wall, round {k}.")
        for k in range(40)
    ]
    monkeypatch.setattr("transforms.match.claims._LARGEST", 50)
    group = groups_of(group_claims(make_claims(*rows)))
    assert len({group[f"c{k}"] for k in range(40)}) == len({group[f"d{k}"] for k in range(40)}) == 1


def test_in_a_very_long_article_a_claim_meets_those_near_it_and_in_others_all(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(f"c{k}", "a1", "s1", ROWS[0][3]) for k in range(8)] + [("d0", "a2", "s1", ROWS[0][3])]
    table = make_claims(*rows).sort_by("claim_id")
    table = table.set_column(table.column_names.index("claims_before"), "claims_before", [[*range(8), 0]])
    monkeypatch.setattr("transforms.match.claims.REACH", 2)
    left, right, _ = score_pairs(Statements.read(table))
    pairs = set(zip(left.tolist(), right.tolist(), strict=True))
    assert pairs == {(i, j) for j in range(9) for i in range(j) if j == 8 or j - i <= 2}


def test_scores_are_probabilities_of_pairs_inside_stories() -> None:
    table = make_claims(*ROWS).sort_by([("story_id", "ascending"), ("claim_id", "ascending")])
    story = pa.array([0, 0, 0, 0, 0, 1]).to_numpy()
    left, right, score = score_pairs(Statements.read(table))
    assert (left < right).all()
    assert (story[left] == story[right]).all()
    assert ((score > 0) & (score < 1)).all()


def test_planted_repetitions_and_conflicts_are_found() -> None:
    claims, planted = plant_claims(3000, seed=1)
    rows = rows_of(claims)
    same = [p for p in planted if p.reason is None]
    opposed = [p for p in planted if p.reason]
    together = [p for p in same if rows[p.first]["claim_group_id"] == rows[p.second]["claim_group_id"]]
    marked = [
        p
        for p in opposed
        if rows[p.first]["claim_group_id"] == rows[p.second]["claim_group_id"]
        and p.reason in [*rows[p.first]["conflict_reasons"], *rows[p.second]["conflict_reasons"]]  # type: ignore[misc]
    ]
    assert len(together) >= 0.95 * len(same)
    assert len(marked) >= 0.95 * len(opposed)


def test_two_headlines_are_more_alike_than_two_sentences_with_the_same_words() -> None:
    rows = (
        ("c1", "a1", "s1", "Ferry to leave North Harbour for good"),
        ("c2", "a2", "s1", "North Harbour loses its last ferry"),
    )
    plain, main = (score_pairs(Statements.read(make_claims(*rows, main=m)))[2][0] for m in ((), ("c1", "c2")))
    assert main / (1 - main) > 3 * plain / (1 - plain)


def test_the_nearest_claim_that_stayed_outside_is_kept_beside_a_group() -> None:
    """Checked by brute force: for each group of several articles and each other article, the best of all pairs."""
    claims, _ = plant_claims(300, seed=5)
    groups, misses = match_claims(claims)
    sorted_claims = claims.sort_by([("story_id", "ascending"), ("claim_id", "ascending")])
    article = dict(zip(sorted_claims["claim_id"].to_pylist(), sorted_claims["article_id"].to_pylist(), strict=True))
    ids, group = sorted_claims["claim_id"].to_pylist(), groups_of(groups)
    articles_of: dict[str, set[str]] = {}
    for claim, name in group.items():
        articles_of.setdefault(name, set()).add(article[claim])
    best: dict[tuple[str, str], tuple[float, str]] = {}
    left, right, score = score_pairs(Statements.read(sorted_claims))
    for i, j, value in zip(left.tolist(), right.tolist(), score.tolist(), strict=True):
        for inside, outside in ((ids[i], ids[j]), (ids[j], ids[i])):
            name = group[inside]
            if value < NEAR or len(articles_of[name]) < 2 or article[outside] in articles_of[name]:
                continue
            place = (name, article[outside])
            best[place] = min(best.get(place, (0.0, "~")), (-value, outside))
    found = {(m["claim_group_id"], m["article_id"]): (-m["similarity"], m["claim_id"]) for m in misses.to_pylist()}
    assert found == best
    assert len(found) > 10
