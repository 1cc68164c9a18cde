"""How likely a row is right, from what the pipeline and the rules know of it.

Logistic models. The frame's was fitted on PolNeAR's development articles (a claim is right when content and source
agree with the annotators), the source's and the quotation's on quotations whose speakers were read by hand. The
reliability they reach is in docs/quality.md.
"""

from __future__ import annotations

from math import exp, log

_FRAME = {"bias": 0.06, "score": 0.55, "quoted": 0.95}
_QUOTATION = {"bias": 2.08, "score": 0.38, "by_rule": -0.58, "nested": 0.43}
_SOURCE = {"bias": 2.94, "pronoun": 0.03, "nominal": -1.41, "implicit": -0.59, "margin": 1.99}
_USUAL_MARGIN = 0.8
_LOOSE = frozenset({"pronoun", "nominal", "implicit"})
_UNKNOWN_SPEAKER, _UNKNOWN_SOURCE, _UNCLOSED, _HEDGE_BY_RULE = 0.3, 0.75, 0.6, 0.85


def _logit(share: float) -> float:
    share = min(max(share, 0.02), 0.98)
    return log(share / (1 - share))


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value))


def _rate_source(how: str | None, margin: float) -> float:
    """Return the source's part of the sum: how it was found, and for references how clear the choice was."""
    if how not in _LOOSE:
        return 0.0
    return _SOURCE[how or ""] + _SOURCE["margin"] * (margin - _USUAL_MARGIN)


def score_claim(score: float, holds_quotation: bool, how: str | None, margin: float) -> float:
    """Return the confidence of an attributed claim.

    Args:
        score: the frame's score, 0 to 1: the pipeline's, or that of the rule that found it.
        holds_quotation: whether its content is quoted.
        how: how the source was found; None when it is unknown.
        margin: how clear the choice among candidates was, 0 to 1.
    """
    frame = _sigmoid(_FRAME["bias"] + _FRAME["score"] * _logit(score) + _FRAME["quoted"] * holds_quotation)
    if how is None:
        return round(frame * _UNKNOWN_SOURCE, 4)
    return round(frame * _sigmoid(_SOURCE["bias"] + _rate_source(how, margin)), 4)


def score_hedged(score: float, by_rule: bool) -> float:
    """Return the confidence of a hedged claim."""
    return _HEDGE_BY_RULE if by_rule else round(_sigmoid(_FRAME["bias"] + _FRAME["score"] * _logit(score)), 4)


def score_quotation(
    score: float, by_rule: bool, is_nested: bool, how: str | None, margin: float, is_closed: bool
) -> float:
    """Return the confidence of an attributed quotation: that its words and its speaker are right.

    ``by_rule`` and ``is_nested`` say where its frame comes from; a missing closing mark makes the words doubtful.
    """
    rated = _QUOTATION["bias"] + _QUOTATION["score"] * _logit(score) + _rate_source(how, margin)
    rated += _QUOTATION["by_rule"] * by_rule + _QUOTATION["nested"] * is_nested
    confidence = _sigmoid(rated) if how is not None else _UNKNOWN_SPEAKER
    return round(confidence * (1.0 if is_closed else _UNCLOSED), 4)


def score_scare(has_title_form: bool, words: int) -> float:
    """Return the confidence that marks quote nobody: short ones and names of works are the clear cases."""
    return 0.9 if has_title_form else 0.8 if words <= 3 else 0.6


def score_outlet(words: int, has_verb: bool) -> float:
    """Return the confidence of a statement in the outlet's own voice."""
    return 0.85 if has_verb and words >= 6 else 0.65 if has_verb else 0.5
