from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.match.frames import make_articles, shuffle
from transforms.match import describe_stories, match_stories
from transforms.match import stories as stories_module
from transforms.match.kinds import find_kind
from transforms.tables import ARTICLE_KIND_ROWS, STORIES

FERRY = (
    "The ferry Silver Tern ran aground on the Gull Bank in thick fog early on Tuesday with 212 people on board, the coast"
    " guard of Tarmund said. Rescuers took the passengers off the ship in lifeboats. The operator, Feld Line, said that"
    " the captain had followed the agreed route into North Harbour."
)
FERRY_AGAIN = (
    "Passengers were taken off the Silver Tern in lifeboats on Tuesday after the ferry struck the Gull Bank outside North"
    " Harbour. The coast guard said that fog was thick when the ship of Feld Line left the marked channel. 212 people"
    " were on board."
)
STEEL = (
    "Shareholders of Veldania Steel will vote next week on a takeover bid by Arven, the owner of three mills. The unions"
    " fear for four thousand jobs at the Ledra works and want the economy minister to block the sale of the company."
)
STEEL_AGAIN = (
    "The economy minister has not decided whether Arven may buy Veldania Steel, a spokesman said. Workers at the Ledra"
    " works marched against the takeover, which shareholders will vote on next week."
)
DAY = date(2026, 9, 7)


def stories_of(table: pa.Table) -> dict[str, str]:
    return dict(zip(table["article_id"].to_pylist(), table["story_id"].to_pylist(), strict=True))


def four(**days: date | None) -> pa.Table:
    return make_articles(
        {"id": "a1", "headline": "Ferry runs aground off North Harbour", "text": FERRY, "day": days.get("a1", DAY)},
        {
            "id": "a2",
            "headline": "Passengers saved from stranded ferry",
            "text": FERRY_AGAIN,
            "day": days.get("a2", DAY),
        },
        {"id": "a3", "headline": "Vote nears on bid for Veldania Steel", "text": STEEL, "day": days.get("a3", DAY)},
        {"id": "a4", "headline": "Minister undecided on steel sale", "text": STEEL_AGAIN, "day": days.get("a4", DAY)},
    )


def test_articles_of_one_event_share_a_story() -> None:
    result = match_stories(four())
    assert result.schema == STORIES.schema
    story = stories_of(result)
    assert story["a1"] == story["a2"] != story["a3"] == story["a4"]


def test_two_articles_are_enough_to_weigh_words() -> None:
    story = stories_of(match_stories(four().slice(0, 2)))
    assert len(set(story.values())) == 1


BRIBE = (
    "The former mayor of Larkfield, Ida Kern, was found guilty on Monday of taking bribes from a builder. The jury at the"
    " district court deliberated for two days. The judge will sentence her in October; the prosecutor asked for six years"
    " in prison. Her lawyer said that she would appeal against the verdict."
)
BRIBE_AGAIN = (
    "A jury convicted Ida Kern, who was mayor of Larkfield until last year, on Monday of corruption over building permits."
    " Prosecutors want her to go to prison for six years. Her defence lawyer announced an appeal to the regional court."
)
ARSON = (
    "A bus driver was found guilty on Monday of setting fire to the depot in Benholm where he had worked. The jury at the"
    " district court deliberated for five hours. The judge will sentence Tor Maddin in November; the prosecutor asked for"
    " nine years in prison. His lawyer said that he would appeal against the verdict."
)
ARSON_AGAIN = (
    "Tor Maddin, 41, burned down the bus depot in Benholm to hide thefts of diesel, a jury decided on Monday. Twelve buses"
    " were lost in the fire. Prosecutors want him to go to prison for nine years. His defence lawyer announced an appeal."
)


def test_two_court_cases_of_one_day_stay_apart() -> None:
    rows = [
        ("a1", "Former mayor guilty of bribery", BRIBE),
        ("a2", "Ida Kern convicted of corruption", BRIBE_AGAIN),
        ("a3", "Bus driver guilty of arson", ARSON),
        ("a4", "Depot fire: Tor Maddin convicted", ARSON_AGAIN),
    ]
    articles = make_articles(*({"id": i, "headline": h, "text": t, "day": DAY} for i, h, t in rows))
    story = stories_of(match_stories(articles))
    assert story["a1"] == story["a2"] != story["a3"] == story["a4"]


def test_the_same_words_weeks_later_are_another_story() -> None:
    story = stories_of(match_stories(four(a2=DAY + timedelta(days=30))))
    assert story["a1"] != story["a2"]


def test_a_story_lasts_as_long_as_its_articles_follow_each_other() -> None:
    rows = [
        {
            "id": f"a{k}",
            "headline": "Ferry runs aground",
            "text": FERRY if k % 2 else FERRY_AGAIN,
            "day": DAY + timedelta(3 * k),
        }
        for k in range(6)
    ]
    assert len(set(stories_of(match_stories(make_articles(*rows))).values())) == 1


def test_an_undated_article_joins_a_story_but_bridges_none() -> None:
    story = stories_of(match_stories(four(a2=None)))
    assert story["a1"] == story["a2"]
    rows = [
        {"id": "a1", "headline": "Ferry runs aground", "text": FERRY, "day": DAY},
        {"id": "a2", "headline": "Ferry runs aground", "text": FERRY, "day": DAY + timedelta(days=300)},
        {"id": "a3", "headline": "Ferry runs aground", "text": FERRY, "day": None},
    ]
    story = stories_of(match_stories(make_articles(*rows)))
    assert story["a1"] != story["a2"]
    assert story["a3"] in (story["a1"], story["a2"])


def test_undated_articles_are_joined_by_their_words() -> None:
    story = stories_of(match_stories(four(a1=None, a2=None, a3=None, a4=None)))
    assert story["a1"] == story["a2"] != story["a3"] == story["a4"]


@pytest.mark.parametrize("text", ["", "…"])
def test_an_article_without_words_is_a_story_of_its_own(text: str) -> None:
    table = pa.concat_tables([four(), make_articles({"id": "a5", "text": text}, {"id": "a6", "text": text})])
    story = stories_of(match_stories(table))
    assert len({story["a5"], story["a6"], story["a1"], story["a3"]}) == 4


def test_no_articles_make_no_stories() -> None:
    assert match_stories(four().slice(0, 0)).num_rows == 0


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(4)))
def test_stories_do_not_depend_on_the_order_of_articles(order: list[int]) -> None:
    assert match_stories(shuffle(four(), order)) == match_stories(four())


@settings(max_examples=10, deadline=None)
@given(st.integers(20, 400), st.integers(1, 4))
def test_unrelated_articles_of_other_weeks_change_no_id(days: int, count: int) -> None:
    others = make_articles(
        *(
            {"id": f"b{k}", "headline": "Cod quota cut", "text": "Cod stocks fell.", "day": DAY + timedelta(days)}
            for k in range(count)
        )
    )
    before, after = stories_of(match_stories(four())), stories_of(match_stories(pa.concat_tables([others, four()])))
    assert {article: after[article] for article in before} == before


def test_late_articles_join_earlier_stories_and_leave_ids_alone() -> None:
    earlier = match_stories(four().take([1, 2]))
    result = stories_of(match_stories(four(), previous=earlier))
    assert {article: result[article] for article in ("a2", "a3")} == stories_of(earlier)
    assert result["a1"] == result["a2"]
    assert result["a4"] == result["a3"]
    # Without the earlier run, a1 would be the founder.
    assert stories_of(match_stories(four()))["a1"] != result["a1"]


def test_two_earlier_stories_never_merge() -> None:
    earlier = pa.table({"article_id": ["a1", "a2"], "story_id": ["s1", "s2"]}, schema=STORIES.schema)
    result = stories_of(match_stories(four(), previous=earlier))
    assert (result["a1"], result["a2"]) == ("s1", "s2")


FIRE = (
    "Nine people were hurt in a fire at the mill in {0} on {1}, police said. Nothing more was known about {0} at night."
)


def test_one_form_of_words_about_other_places_tells_of_other_events() -> None:
    told = (("a1", "Quarnby", "Monday", 7), ("a2", "Rendle", "Thursday", 10), ("a3", "Tarnish", "Saturday", 12))
    rows = [
        {
            "id": name,
            "day": date(2026, 9, day),
            "headline": f"Mill in {place} burns",
            "text": FIRE.format(place, weekday),
        }
        for name, place, weekday, day in told
    ]
    again = {**rows[0], "id": "a4", "headline": "Night of fire"}
    story = dict(zip(*match_stories(make_articles(*rows, again)).to_pydict().values(), strict=True))
    assert len({story["a1"], story["a2"], story["a3"]}) == 3
    assert story["a4"] == story["a1"]


def test_numbers_do_not_keep_one_form_of_words_from_being_one() -> None:
    form = (
        "A magnitude {} earthquake struck {} kilometres {} of {} on {}, the seismological institute said. It was felt "
        "in {}.\n\nThe depth was {} kilometres. There were no reports of damage, the institute said."
    )
    told = [
        ("4.1", 12, "north", "Ollantaro", "Monday", "Huaycan", 31),
        ("3.8", 7, "east", "Pucarani", "Wednesday", "Achocalla", 18),
        ("4.6", 25, "west", "Tambillo", "Saturday", "Lindero", 64),
    ]
    rows = [
        {"id": f"q{k}", "day": DAY, "headline": f"Earthquake near {row[3]}", "text": form.format(*row)}
        for k, row in enumerate(told)
    ]
    assert len(set(stories_of(match_stories(make_articles(*rows))).values())) == 3


PHRASES = {("headline", "opinion"): "opinion", ("headline", "live"): "live", ("address", "fact-checks"): "fact_check"}


@pytest.mark.parametrize(
    ("headline", "url", "kind"),
    [
        ("OPINION: The bridge is a folly", "https://post.example/news/1", "opinion"),
        ("Live | Ferry aground", None, "live"),
        ("Was the ferry late?", "https://post.example/fact-checks/ferry-late", "fact_check"),
        ("Was the ferry late?", "https://post.example/news/fact-checks", "report"),
        ("Opinion is divided on the bridge", "https://post.example/", "report"),
        ("Roe: the bridge is a folly", "https://[post", "report"),
        (None, None, "report"),
    ],
)
def test_headline_and_address_tell_the_kind(headline: str | None, url: str | None, kind: str) -> None:
    assert find_kind(headline, url, PHRASES) == kind


def test_the_article_most_like_the_others_is_told() -> None:
    table = make_articles(
        {"id": "a1", "headline": "Ferry runs aground off North Harbour", "text": FERRY},
        {"id": "a2", "headline": "Passengers saved from stranded ferry", "text": FERRY_AGAIN},
        {"id": "a3", "headline": "Ferry runs aground, passengers saved", "text": f"{FERRY} {FERRY_AGAIN}"},
        {"id": "a4", "headline": "Vote nears on bid for Veldania Steel", "text": STEEL},
    )
    table = table.append_column("url", pa.nulls(table.num_rows, pa.string()))
    stories, kinds = describe_stories(table, PHRASES)
    assert (stories, kinds.schema) == (match_stories(table), ARTICLE_KIND_ROWS.schema)
    likeness = dict(zip(*(kinds[name].to_pylist() for name in ("article_id", "likeness")), strict=True))
    assert likeness["a3"] > max(likeness["a1"], likeness["a2"]) > 0
    assert likeness["a4"] is None


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 12) | st.none(), st.sampled_from([None, None, "s1", "s2"])), min_size=2, max_size=14
    ),
    st.integers(0, 2**32 - 1),
    st.sampled_from([1, 6]),
)
def test_a_dense_story_is_joined_as_pair_by_pair_linkage_would(
    articles: list[tuple[int | None, str | None]], seed: int, digits: int
) -> None:
    chance = np.random.default_rng(seed)
    days = np.array([stories_module._UNDATED if day is None else day for day, _ in articles], dtype=np.int64)
    left, right = np.triu_indices(len(articles), 1)
    has_date = (days[left] != stories_module._UNDATED) & (days[right] != stories_module._UNDATED)
    compared = ~has_date | (np.abs(days[left] - days[right]) <= stories_module.WINDOW_DAYS)
    left, right, has_date = left[compared], right[compared], has_date[compared]
    cosine = np.round(chance.random(len(left)) * chance.choice([0.3, 0.6]), digits)  # with few digits many are equal

    def join() -> tuple[list[int], list[tuple[int, list[int]]]]:
        clusters = stories_module._Clusters([story for _, story in articles], days)
        clusters.merge(left[has_date], right[has_date], cosine[has_date])
        clusters.lock_dated()
        clusters.merge(left[~has_date], right[~has_date], cosine[~has_date])
        return clusters._home, [(name, cluster.members) for name, cluster in clusters.alive.items()]

    with pytest.MonkeyPatch.context() as patch:
        found = []
        for least in (len(articles) + 1, 2):
            patch.setattr(stories_module, "_CROWD_ARTICLES", least)
            found.append(join())
    assert found[0] == found[1]
