"""Who a short name is: a surname, given name or initial stands for one of its bearers, or for nobody known.

Candidates are weighed by figures of the story and of the corpus at that time; the weights are fitted on articles that
give the full name too (``flows/train/fit_entities.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log

from transforms.entities.forms import CHOSEN
from transforms.entities.people import Weights, weigh
from transforms.extract.names import is_given

_MONTH = 30
_WINDOW = (-1, 0, 1)
_ENOUGH = 0.5


@dataclass(slots=True)
class Candidate:
    """Somebody who bears a short name: in how many articles of the corpus, of each month, of each story."""

    total: int = 0
    months: Counter[int] = field(default_factory=Counter)
    stories: Counter[int] = field(default_factory=Counter)
    articles: set[int] = field(default_factory=set)
    gender: str | None = None

    def around(self, month: int | None) -> float:
        """Return the articles of the months around, and a tenth of all others."""
        if month is None:
            return float(self.total)
        return sum(self.months[month + n] for n in _WINDOW) + CHOSEN.prior * self.total

    def is_other(self, use: Use) -> bool:
        """Whether the text tells that somebody of the other gender is meant: nobody is both Mr and Mrs."""
        return bool(use.gender and self.gender and use.gender != self.gender)


@dataclass(frozen=True, slots=True)
class Use:
    """A short name in a story (or an article): its articles there, gender that the text tells, month."""

    story: int
    month: int | None
    gender: str | None
    articles: frozenset[int] = frozenset()


def candidate_figures(
    who: Candidate, others: Sequence[Candidate], use: Use, *, is_surname: bool, frequent: int, left_out: int = 0
) -> dict[str, float]:
    """Return the figures of one of the people that a short name may mean.

    Args:
        who: the candidate.
        others: the other candidates, but for those whom `Candidate.is_other` bars.
        use: where the name stands.
        is_surname: whether it is the candidate's surname, not the given name.
        frequent: in how many articles the short name stands alone.
        left_out: articles of the story and of the candidate that do not count.
    """
    here = who.stories[use.story] - left_out
    rivals = sum(other.stories[use.story] for other in others)
    around = max(who.around(use.month) - left_out, 0.0)
    total = max(who.total - left_out, 0)
    besides = max((other.around(use.month) for other in others), default=0.0)
    return {
        "in the story": float(here > 0),
        "only one in the story": float(here > 0 and not rivals),
        "share of the story": here / (here + rivals) if here else 0.0,
        "share of the time": around / (around + sum(o.around(use.month) for o in others)) if around else 0.0,
        "lead": log((around + 0.1) / (besides + 0.1)),
        "known": log(1 + total),
        "rarer than the name": max(0.0, log((1 + frequent) / (1 + total))),
        "surname": float(is_surname),
        "given in the story": float(not is_surname and here > 0),
        "given elsewhere": float(not is_surname and here <= 0),
        "nobody left": float(total <= 0),
        "apart in the article": len(use.articles & who.articles) / max(len(use.articles), 1) if not left_out else 0.0,
    }


def nobody_figures(word: str) -> dict[str, float]:
    """Return the figures of nobody known being meant."""
    return {"nobody": 1.0, "nobody: given name": float(is_given(word))}


def choose(
    figures: Sequence[Mapping[str, float]], nobody: Mapping[str, float], weights: Weights
) -> tuple[int | None, float]:
    """Return the position of the likeliest candidate and its probability; None for nobody."""
    scores = [weigh(f, weights) for f in figures]
    top = max([*scores, weigh(nobody, weights)])
    masses = [exp(s - top) for s in scores]
    whole = sum(masses) + exp(weigh(nobody, weights) - top)
    best = max(range(len(masses)), key=masses.__getitem__, default=None)
    if best is None or masses[best] / whole < _ENOUGH:
        return None, 1 - (masses[best] / whole if best is not None else 0.0)
    return best, masses[best] / whole
