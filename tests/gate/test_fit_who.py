"""Weights of choices are learned from labelled questions, and the shipped ones are those of the kinds there are."""

import pytest

from flows.gate.fit_who import Labelled, fit_weights, validate
from flows.resources import load_weights
from transforms.extract.choice import KINDS, rate
from transforms.extract.discourse import Candidate, Reference

NOBODY = Reference(None, None, "unknown", "nominal")


def ask(article, right):
    near, far = Candidate(NOBODY, {"near": 1.0}), Candidate(NOBODY, {"far": 1.0})
    return Labelled(article, "he", (near, far), (right == "near", right == "far"))


def test_what_is_mostly_right_gets_the_higher_chance_in_proportion():
    questions = [ask(f"a{n}", "far" if n % 5 == 0 else "near") for n in range(200)]
    weights = fit_weights(questions)
    near, far = rate(questions[0].candidates, weights["he"])
    assert 0.7 < near < 0.85
    assert near + far == pytest.approx(1.0)
    assert any(line.startswith("he") and "0.800 right" in line for line in validate(questions, []))


def test_the_shipped_weights_are_of_every_kind_of_question_and_no_other():
    assert load_weights()["who"].keys() == set(KINDS)
