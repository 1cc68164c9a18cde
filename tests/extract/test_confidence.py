"""What makes a row surer; the weights themselves are fitted, and their reliability measured, elsewhere."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from transforms.extract.confidence import Evidence, score_claim, score_hedged, score_quotation

NAMED = Evidence(score=0.9, is_quoted=True, by_rule=False, is_nested=False, how="surname", margin=1.0)
shares = st.floats(0, 1)
evidence = st.builds(
    Evidence, shares, st.booleans(), st.booleans(), st.booleans(),
    st.sampled_from([None, "name", "surname", "pronoun", "nominal", "implicit"]), shares,
)  # fmt: skip


@given(evidence, st.booleans())
def test_confidence_is_a_share(found, is_closed):
    for score in (score_claim(found), score_hedged(found), score_quotation(found, is_closed)):
        assert 0 <= score <= 1


def test_a_surer_frame_a_known_source_and_a_closing_mark_make_a_row_surer():
    assert score_claim(NAMED) > score_claim(replace(NAMED, score=0.5))
    assert score_claim(NAMED) > score_claim(replace(NAMED, how=None))
    assert score_quotation(NAMED, is_closed=True) > score_quotation(NAMED, is_closed=False)
    assert score_quotation(NAMED, is_closed=True) > score_quotation(replace(NAMED, how=None), is_closed=True)


def test_a_description_with_rivals_is_less_sure_than_one_without():
    clear, close = (replace(NAMED, how="nominal", margin=margin) for margin in (1.0, 0.4))
    assert score_quotation(NAMED, is_closed=True) > score_quotation(clear, is_closed=True)
    assert score_quotation(clear, is_closed=True) > score_quotation(close, is_closed=True)
