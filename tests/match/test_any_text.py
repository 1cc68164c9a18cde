"""Whatever the texts hold, matching accounts for every row."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.match.frames import make_articles, make_claims, make_quotes
from transforms.match import group_claims, match_copies, match_quotes, match_stories

WORDS = (
    "the ferry Ferry harbour Rooy's said not n't 212 1,000 12% $5 St. e.g. ½ ² ﬁ İ ß 😀 привет العربية 東京 \u200b \u00ad"
    " “ ” ' '' . , ! ? - —"
).split(" ")
DAY = date(2026, 9, 1)
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join),
    st.text(min_size=1, max_size=30).filter(str.strip),
)


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[dict[str, object]], list[tuple[int, str]]]:
    days = st.one_of(st.none(), st.integers(0, 20).map(lambda n: DAY + timedelta(n)))
    texts = draw(st.lists(TEXTS, min_size=1, max_size=6))
    articles = [
        {"id": f"a{i}", "text": text, "headline": draw(st.one_of(st.none(), TEXTS)), "day": draw(days)}
        for i, text in enumerate([*texts, texts[0]])
    ]
    return articles, draw(st.lists(st.tuples(st.integers(0, len(texts)), TEXTS), max_size=8))


@given(corpora())
@settings(max_examples=40, deadline=None)
def test_every_row_is_accounted_for(corpus: tuple[list[dict[str, object]], list[tuple[int, str]]]) -> None:
    rows, said = corpus
    articles = make_articles(*rows)
    stories = match_stories(articles)
    assert stories["article_id"].to_pylist() == articles["article_id"].to_pylist()
    match_copies(articles, stories)
    story = dict(zip(stories["article_id"].to_pylist(), stories["story_id"].to_pylist(), strict=True))
    lines = [(f"x{i}", f"a{k}", story[f"a{k}"], text) for i, (k, text) in enumerate(said)]
    known = {line[0] for line in lines}
    pairs = match_quotes(make_quotes(*lines))
    assert {*pairs["quote_id_a"].to_pylist(), *pairs["quote_id_b"].to_pylist()} <= known
    groups: pa.Table = group_claims(make_claims(*lines))
    assert set(groups["claim_id"].to_pylist()) == known
    assert groups.num_rows == len(lines)


def test_claims_without_a_word_are_grouped_too() -> None:
    assert group_claims(make_claims(("c1", "a1", "s1", "?!"), ("c2", "a2", "s1", "…"))).num_rows == 2
