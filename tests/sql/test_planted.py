"""An error planted into a model's SQL is noticed: `python -m tests.sql.planted` plants all, this test some into each."""

from __future__ import annotations

import pytest

from flows.resources import SQL_DIR
from tests.conftest import SampleRun
from tests.sql.planted.errors import plant_errors
from tests.sql.planted.project import Project
from tests.sql.recompute.corpora import share_corpus

MODELS = sorted(path.stem for path in SQL_DIR.glob("models/*/*.sql"))
_PLANTED = 4


@pytest.fixture(scope="module")
def project(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder, warehouse = share_corpus(tmp_path_factory, "sample", sample_run)
    return Project(warehouse, folder / "work")


@pytest.mark.parametrize("model", MODELS)
def test_errors_planted_into_a_model_are_noticed(model: str, project: Project) -> None:
    query = project.queries[model]
    assert project.fails(model, query) is None
    errors = list(plant_errors(query))
    chosen = errors[:: -(-len(errors) // _PLANTED)]
    unnoticed = [
        what for what, changed in chosen if not (project.fails(model, changed) or project.differs(model, changed))
    ]
    # some change nothing: a join that never misses, a bound that nothing meets
    assert len(unnoticed) <= len(chosen) // 2, unnoticed
