"""Weights that ship are what their commands give, where the corpora are that they are fitted on."""

from __future__ import annotations

import pytest

from flows.resources import ROOT
from flows.train.refit import FITS, TOLERANCE, compare
from transforms.lexicon import load_model

CORPORA = ROOT.parent / "shared" / "corpora"


def test_a_weight_that_is_another_or_missing_is_named() -> None:
    weights = load_model("quoted")["weights"]
    assert list(compare("quoted", weights)) == []
    moved = {"all": {name: weight + 2 * TOLERANCE * (name == "alone") for name, weight in weights["all"].items()}}
    assert [line.split(",")[2].split(":")[0].strip() for line in compare("quoted", moved)] == ["alone"]
    assert len(list(compare("quoted", {}))) == len(weights["all"])


@pytest.mark.long
@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not part of the project")
@pytest.mark.parametrize("name", FITS)
def test_weights_are_what_the_command_gives(name: str) -> None:
    assert list(compare(name, FITS[name](CORPORA))) == []
