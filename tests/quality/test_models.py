"""What ships as weights says what made it, and of what can be checked cheaply, that it is so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.resources import MODEL_DIR, ROOT, WEIGHTS_DIR
from flows.train.count_words import class_words, count_sentences, list_files, read_sentences
from flows.train.made_by import digest_files, write_model
from transforms.lexicon import load_chosen, load_frequencies, load_model
from transforms.match.claims import FIGURES, load_scorer

LABELS = ROOT / "data" / "labels"
CORPORA = ROOT.parent / "shared" / "corpora"

MODELS = sorted(WEIGHTS_DIR.glob("*.json"))
FITTED = [path for path in MODELS if "command" in json.loads(path.read_text("utf-8"))["made_by"]]
CHOSEN = [path for path in MODELS if "chosen" in json.loads(path.read_text("utf-8"))]
GATE = [*(LABELS / "gate").glob("*.csv")]
LABELLED = {
    "claim_pairs": [*(LABELS / "claims").glob("*.csv"), LABELS / "claim_pairs" / "sentence_pairs.csv"],
    "confidence": [*GATE, WEIGHTS_DIR / "who.json", WEIGHTS_DIR / "quoted.json"],
    "entities": [LABELS / "people" / "pairs.csv"],
    "quoted": GATE,
    "who": [*GATE, *(LABELS / "references").glob("*.csv")],
}


def find_module(command: str) -> Path:
    """Return the module or package that ``python -m`` runs."""
    place = ROOT / command.split()[2].replace(".", "/")
    return place if place.is_dir() else place.with_suffix(".py")


def test_a_file_of_figures_is_either_fitted_by_a_command_or_chosen_by_hand() -> None:
    assert {*FITTED, *CHOSEN} == {*MODELS}
    assert not {*FITTED} & {*CHOSEN}


@pytest.mark.parametrize("path", FITTED, ids=lambda path: path.stem)
def test_a_file_of_weights_names_its_command_its_data_and_the_pipeline(path: Path) -> None:
    made_by = json.loads(path.read_text("utf-8"))["made_by"]
    assert len(made_by["data_sha256"]) == 64
    assert made_by["pipeline"] == json.loads((MODEL_DIR / "meta.json").read_text("utf-8"))["version"]
    assert find_module(made_by["command"]).exists()


@pytest.mark.parametrize("path", CHOSEN, ids=lambda path: path.stem)
def test_figures_chosen_by_hand_say_when_and_how(path: Path) -> None:
    made_by = json.loads(path.read_text("utf-8"))["made_by"]
    assert made_by.keys() <= {"by_hand", "measured_by"}
    assert "2026" in made_by["by_hand"]
    assert find_module(made_by.get("measured_by", "python -m flows.evaluate")).exists()


def test_figures_and_the_dataclass_that_reads_them_have_the_same_names() -> None:
    @dataclass(frozen=True)
    class Renamed:
        shortest: int

    with pytest.raises(TypeError):
        load_chosen("revisions", Renamed)


@pytest.mark.parametrize("name", LABELLED)
def test_weights_were_fitted_on_the_labels_as_they_are(name: str) -> None:
    assert load_model(name)["made_by"]["data_sha256"] == digest_files(LABELLED[name])


def test_the_scorer_of_claims_has_a_weight_for_each_figure() -> None:
    weights = load_model("claim_pairs")["weights"]["pair"]
    assert weights.keys() == {"bias", *FIGURES}
    assert load_scorer().intercept == weights["bias"]


def test_the_classes_of_words_are_their_rates(tmp_path: Path) -> None:
    sentences = ["The bridge fell."] * 60 + ["It stands."] * 40
    classes = class_words(count_sentences(sentences), len(sentences))
    write_model(tmp_path / "words.json", {"command": "none"}, classes=classes)
    assert json.loads((tmp_path / "words.json").read_text("utf-8"))["classes"] == {
        "53": "bridg fall the",
        "52": "it stand",
    }


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not part of the project")
def test_word_frequencies_are_what_the_command_gives() -> None:
    files = list_files(CORPORA)
    sentences = [sentence for path in files for sentence in read_sentences(path)]
    assert class_words(count_sentences(sentences), len(sentences)) == load_model("word_frequencies")["classes"]
    assert load_model("word_frequencies")["made_by"]["data_sha256"] == digest_files(files)
    assert 100_000 < load_frequencies()["of"] <= 1_000_000
