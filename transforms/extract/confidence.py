"""How likely a row is right, from what the pipeline and the rules know of it.

Logistic models over named figures, fitted by ``python -m flows.gate.fit_confidence`` on the tuning part of the gate
(``data/models/confidence.json``): of an attribution's words, of its source, and of a quotation with its speaker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log

Weights = Mapping[str, Mapping[str, float]]
Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of an attribution.

    Attributes:
        score: the frame's score, 0 to 1: the pipeline's, or that of the rule that found it.
        is_quoted: whether its content is quoted.
        by_rule: whether a rule found it, not the pipeline.
        is_nested: whether it lies in another attribution's content.
        is_headline: whether it stands in the headline.
        is_spoken: whether its cue is known as one of saying or writing.
        found_by: what settled the source; None when it is unknown.
        margin: how likely the choice among candidates is right, 0 to 1.
    """

    score: float
    is_quoted: bool
    by_rule: bool
    is_nested: bool
    is_headline: bool
    is_spoken: bool
    found_by: str | None
    margin: float

    @property
    def frame(self) -> Figures:
        """Figures of content and cue."""
        return {
            "score": _logit(self.score),
            "quoted": float(self.is_quoted),
            "by rule": float(self.by_rule),
            "nested": float(self.is_nested),
            "headline": float(self.is_headline),
            "spoken": float(self.is_spoken),
        }

    @property
    def source(self) -> Figures:
        """Figures of the source: what settled it, and how sure a choice was."""
        chosen = (self.found_by or "").startswith("choice.")
        return {
            "chance": _logit(self.margin) if chosen else 0.0,
            "chosen": float(chosen),
            f"by {self.found_by}": 1.0,
            "headline": float(self.is_headline),
        }

    @property
    def quotation(self) -> Figures:
        """Figures of a quotation and its speaker."""
        return {**self.frame, **self.source}


def _logit(share: float) -> float:
    share = min(max(share, 0.02), 0.98)
    return log(share / (1 - share))


def predict(weights: Mapping[str, float], figures: Figures) -> float:
    """Return the probability that a logistic model gives to figures; its weight ``bias`` counts once."""
    value = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * x for name, x in figures.items())
    return 1 / (1 + exp(-value))


def is_doubtful(weights: Weights, score: float) -> bool:
    """Whether words without marks that the pipeline gives to a source are too unlikely a statement to be a claim.

    Mostly the object of what somebody does ("did not attack the house") or likes ("enjoys writing"). The bar is one of
    the pipeline's score, so that which frames there are does not depend on what is fitted on them.
    """
    return score < weights.get("bars", {}).get("frame", 0.0)


def score_claim(weights: Weights, evidence: Evidence) -> float:
    """Return the confidence of an attributed claim: that its words are a statement and its source is right."""
    frame = predict(weights.get("frame", {}), evidence.frame)
    return round(frame * predict(weights.get("source", {}), evidence.source), 4)


def score_hedged(weights: Weights, evidence: Evidence) -> float:
    """Return the confidence of a hedged claim."""
    by_rule = weights.get("by hand", {}).get("hedge by rule", 0.0)
    return by_rule if evidence.by_rule else round(predict(weights.get("frame", {}), evidence.frame), 4)


def score_quotation(weights: Weights, evidence: Evidence, is_closed: bool) -> float:
    """Return the confidence of an attributed quotation: that its words and its speaker are right.

    A missing closing mark makes the words doubtful.
    """
    unclosed = weights.get("by hand", {}).get("unclosed", 1.0)
    confidence = predict(weights.get("quotation", {}), evidence.quotation)
    return round(confidence * (1.0 if is_closed else unclosed), 4)


def score_outlet(weights: Weights, words: int, has_verb: bool) -> float:
    """Return the confidence of a statement in the outlet's own voice."""
    kind = "outlet clause" if has_verb and words >= 6 else "outlet short clause" if has_verb else "outlet fragment"
    return weights.get("by hand", {}).get(kind, 0.0)
