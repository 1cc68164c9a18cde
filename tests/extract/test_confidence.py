"""What makes a row surer; the weights themselves are fitted, and their reliability measured, elsewhere."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from flows.resources import load_weights
from transforms.extract.confidence import Evidence, is_doubtful, score_claim, score_hedged, score_quotation

WEIGHTS = load_weights()["confidence"]
NAMED = Evidence(0.9, True, False, False, False, True, "name", 1.0)
shares = st.floats(0, 1)
evidence = st.builds(
    Evidence,
    shares,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, "name", "choice.he", "choice.implicit", "description", "a rule of tomorrow"]),
    shares,
)


@given(evidence, st.booleans())
def test_confidence_is_a_share(found, is_closed):
    scores = score_claim(WEIGHTS, found), score_hedged(WEIGHTS, found), score_quotation(WEIGHTS, found, is_closed)
    assert all(0 <= score <= 1 for score in scores)


def test_a_surer_frame_a_known_source_and_a_closing_mark_make_a_row_surer():
    assert score_claim(WEIGHTS, NAMED) > score_claim(WEIGHTS, replace(NAMED, score=0.5))
    assert score_claim(WEIGHTS, NAMED) > score_claim(WEIGHTS, replace(NAMED, found_by=None))
    assert score_quotation(WEIGHTS, NAMED, True) > score_quotation(WEIGHTS, NAMED, False)
    assert score_quotation(WEIGHTS, NAMED, True) > score_quotation(WEIGHTS, replace(NAMED, found_by=None), True)


def test_a_choice_among_near_equals_is_less_sure_than_a_clear_one():
    clear, close = (replace(NAMED, found_by="choice.he", margin=margin) for margin in (0.98, 0.5))
    assert score_quotation(WEIGHTS, clear, True) > score_quotation(WEIGHTS, close, True)
    assert score_claim(WEIGHTS, clear) > score_claim(WEIGHTS, close)


def test_only_unlikely_statements_are_doubtful():
    assert is_doubtful(WEIGHTS, 0.02)
    assert not is_doubtful(WEIGHTS, 0.9)
