"""What a run finds in the sample must not fall below the pinned floors."""

import tomllib
from pathlib import Path

import pytest

from tests.conftest import SampleRun
from tests.quality.sample_figures import Figures

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))["sample"]


@pytest.fixture(scope="module")
def figures(sample_run: SampleRun) -> dict[str, float]:
    return Figures(sample_run.tables).measure()


def test_every_figure_has_a_floor(figures: dict[str, float]) -> None:
    assert figures.keys() == FLOORS.keys()


@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_of_the_sample_falls_below_its_floor(figures: dict[str, float], name: str) -> None:
    assert figures[name] >= FLOORS[name], f"{name} fell to {figures[name]:.3f}; floors rise, they do not fall"
