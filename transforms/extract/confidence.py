"""How sure a row is, from what the pipeline and the rules know of it."""

from __future__ import annotations

_HOW = {"name": 0.97, "surname": 0.95, "pronoun": 0.9, "nominal": 0.85, "implicit": 0.75, None: 0.6}


def score_attribution(score: float, how: str | None, margin: float, by_rule: bool) -> float:
    """Return the confidence of an attributed row: its frame's score, times how surely its source was found.

    Args:
        score: the frame's score, 0 to 1: the pipeline's, or that of the rule.
        how: how the source was found.
        margin: how clear the choice among candidates was, 0 to 1.
        by_rule: whether a rule found the frame.
    """
    frame = 0.55 + 0.4 * score if not by_rule else 0.5 + 0.45 * score
    return round(min(1.0, frame) * _HOW.get(how, 0.6) * (0.6 + 0.4 * margin), 4)


def score_quotation(attribution: float, is_closed: bool) -> float:
    """Return the confidence of a quotation: less when its closing mark is missing."""
    return round(attribution * (1.0 if is_closed else 0.5), 4)


def score_scare(has_title_form: bool, words: int) -> float:
    """Return the confidence that marks quote nobody: short ones and names of works are the clear cases."""
    return 0.9 if has_title_form else 0.8 if words <= 3 else 0.6


def score_outlet(words: int, has_verb: bool) -> float:
    """Return the confidence of a statement in the outlet's own voice."""
    return 0.85 if has_verb and words >= 6 else 0.65 if has_verb else 0.5
