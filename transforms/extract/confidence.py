"""How likely a row is right, from what the pipeline and the rules know of it.

Logistic models, fitted by ``flows/training/fit_confidence.py``: the frame's on attributions that annotators marked (a
claim is right when content and source agree with theirs), the source's and the quotation's on quotations whose speakers
were read by hand. The reliability they reach is in docs/quality.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

# bias; the frame's score; whether the content is quoted
_FRAME = (-0.82, 1.06, 0.03)
# bias; pronoun, description, nobody named nearby; for these three, how clear the choice was
_SOURCE = (2.98, 0.3, -0.49, -1.07, 1.24)
# bias; the frame's score, whether a rule found it, whether it is nested; then as the source's
_QUOTATION = (-0.65, 1.25, 2.35, 0.1, 0.09, -0.71, 0.12, 1.04)
_LEAST_FRAME = 0.3
_USUAL_MARGIN = 0.8
_LOOSE = ("pronoun", "nominal", "implicit")
_UNKNOWN_SOURCE = 0.86
_UNKNOWN_SPEAKER, _UNCLOSED, _HEDGE_BY_RULE = 0.3, 0.6, 0.85  # set by hand: too rare to fit


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of an attribution.

    Attributes:
        score: the frame's score, 0 to 1: the pipeline's, or that of the rule that found it.
        is_quoted: whether its content is quoted.
        by_rule: whether a rule found it, not the pipeline.
        is_nested: whether it lies in another attribution's content.
        how: how the source was found; None when it is unknown.
        margin: how clear the choice among candidates was, 0 to 1.
    """

    score: float
    is_quoted: bool
    by_rule: bool
    is_nested: bool
    how: str | None
    margin: float

    @property
    def frame(self) -> tuple[float, ...]:
        """Figures of content and cue."""
        return _logit(self.score), float(self.is_quoted)

    @property
    def source(self) -> tuple[float, ...]:
        """Figures of the source: how it was found, and for references how clear the choice was."""
        clear = self.margin - _USUAL_MARGIN if self.how in _LOOSE else 0.0
        return (*(float(self.how == how) for how in _LOOSE), clear)

    @property
    def quotation(self) -> tuple[float, ...]:
        """Figures of a quotation and its speaker."""
        return _logit(self.score), float(self.by_rule), float(self.is_nested), *self.source


def _logit(share: float) -> float:
    share = min(max(share, 0.02), 0.98)
    return log(share / (1 - share))


def predict(weights: tuple[float, ...], figures: tuple[float, ...]) -> float:
    """Return the probability that a logistic model of a bias and weights gives to figures."""
    value = weights[0] + sum(w * x for w, x in zip(weights[1:], figures, strict=True))
    return 1 / (1 + exp(-value))


def is_doubtful(score: float) -> bool:
    """Whether words without marks that the pipeline gives to a source are too unlikely a statement to be a claim.

    Mostly the object of what somebody does ("did not attack the house") or likes ("enjoys writing"): three in four
    are wrong. Leaving them out also raises the F1 of attribution, where half of it is what a row must be worth.
    """
    return predict(_FRAME, (_logit(score), 0.0)) < _LEAST_FRAME


def score_claim(evidence: Evidence) -> float:
    """Return the confidence of an attributed claim."""
    frame = predict(_FRAME, evidence.frame)
    source = _UNKNOWN_SOURCE if evidence.how is None else predict(_SOURCE, evidence.source)
    return round(frame * source, 4)


def score_hedged(evidence: Evidence) -> float:
    """Return the confidence of a hedged claim."""
    return _HEDGE_BY_RULE if evidence.by_rule else round(predict(_FRAME, evidence.frame), 4)


def score_quotation(evidence: Evidence, is_closed: bool) -> float:
    """Return the confidence of an attributed quotation: that its words and its speaker are right.

    A missing closing mark makes the words doubtful.
    """
    confidence = _UNKNOWN_SPEAKER if evidence.how is None else predict(_QUOTATION, evidence.quotation)
    return round(confidence * (1.0 if is_closed else _UNCLOSED), 4)


def score_scare(has_title_form: bool, words: int) -> float:
    """Return the confidence that marks quote nobody: short ones and names of works are the clear cases."""
    return 0.9 if has_title_form else 0.8 if words <= 3 else 0.6


def score_outlet(words: int, has_verb: bool) -> float:
    """Return the confidence of a statement in the outlet's own voice."""
    return 0.85 if has_verb and words >= 6 else 0.65 if has_verb else 0.5
