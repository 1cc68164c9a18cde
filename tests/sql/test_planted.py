"""An error planted into a model's SQL is noticed: `python -m tests.sql.planted` plants all, this test some into each."""

from __future__ import annotations

import pytest

from flows.resources import SQL_DIR
from tests.conftest import SampleRun
from tests.sql.planted.errors import plant_errors
from tests.sql.planted.project import Project, read_equivalent
from tests.sql.recompute.corpora import share_corpus

MODELS = sorted(path.stem for path in SQL_DIR.glob("models/*/*.sql"))
_PLANTED = 2


@pytest.fixture(scope="module")
def project(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Project:
    _, warehouse = share_corpus(tmp_path_factory, "sample", sample_run)
    return Project(warehouse)


@pytest.mark.parametrize("model", MODELS)
def test_errors_planted_into_a_model_are_noticed(model: str, project: Project) -> None:
    query = project.queries[model]
    assert project.fails(model, query) is None
    errors = [(what, changed) for what, changed in plant_errors(query) if what not in read_equivalent().get(model, {})]
    chosen = errors[:: -(-len(errors) // _PLANTED)]
    unnoticed = [
        what for what, changed in chosen if not (project.fails(model, changed) or project.differs(model, changed))
    ]
    assert unnoticed == []


def test_what_is_said_to_change_nothing_can_be_planted(project: Project) -> None:
    """A line that stands for no error any more would hide the next one that reads the same."""
    stale = [
        (model, what)
        for model, errors in read_equivalent().items()
        for what in errors.keys() - {what for what, _ in plant_errors(project.queries[model])}
    ]
    assert stale == []
