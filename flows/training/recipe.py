"""The steps of the recipe, each a function from files to files; `flows.train` runs them in order."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import spacy

from flows.training import treebanks
from flows.training.evaluate import Report, evaluate
from transforms.language import load_pipeline

CONFIG = Path(__file__).parent / "config.toml"
SYNTAX_CONFIG = Path(__file__).parent / "config_syntax.cfg"
Config = dict[str, Any]


def read_config(path: Path) -> Config:
    """Read the TOML file of the recipe."""
    return tomllib.loads(path.read_text(encoding="utf8"))


def minilm_folder(config: Config) -> Path:
    """Find the MiniLM weights in their package. Raises ValueError when they are not the pinned ones."""
    spec = importlib.util.find_spec(config["minilm"]["package"])
    if spec is None or spec.origin is None:
        raise ValueError(f"package {config['minilm']['package']} is missing: install the train extra")
    folder = Path(spec.origin).parent / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != config["minilm"]["sha256"]:
        raise ValueError(f"the MiniLM weights have sha256 {found}, not the pinned one")
    return folder


def prepare_syntax(corpora: Path, config: Config, work: Path) -> None:
    """Write the treebanks as DocBin files."""
    vocab = spacy.blank("en").vocab
    for split in ("train", "dev"):
        sources = [corpora / name / f"{split}.conllu" for name in config["data"]["syntax"]]
        treebanks.prepare(sources, work / f"syntax_{split}.spacy", vocab, training=split == "train")


def train_syntax(work: Path) -> None:
    """Train tagger, morphologizer, parser and lemmatizer with spaCy's own command."""
    if (work / "syntax" / "model-best").exists():
        return
    command = [sys.executable, "-m", "spacy", "train", str(SYNTAX_CONFIG), "--output", str(work / "syntax")]
    paths = ["--paths.train", str(work / "syntax_train.spacy"), "--paths.dev", str(work / "syntax_dev.spacy")]
    subprocess.run([*command, *paths], check=True)


def train_encoder(corpora: Path, config: Config, work: Path) -> None:
    """Train the joint encoder and leave its weights in `encoder.pt`."""
    from tokenizers import Tokenizer

    from flows.training import examples, fit

    target = work / "encoder.pt"
    if target.exists():
        return
    folder = minilm_folder(config)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    articles = list(examples.read_articles(corpora, config["data"], "train"))
    partial = work / "encoder.partial.pt"
    fit.train(articles, tokenizer, folder / "model.safetensors", partial, fit.Plan(**config["encoder"]))
    partial.replace(target)


def build(config: Config, work: Path, target: Path) -> int:
    """Export the encoder to ONNX and package the pipeline; return its size in bytes."""
    import torch

    from flows.training import export
    from flows.training.package import package

    state = torch.load(work / "encoder.pt", map_location="cpu", weights_only=True)
    export.export({name: tensor.float().numpy() for name, tensor in state.items()}, work / "encoder.onnx")
    settings = dict(config["attributor"])
    if not config["data"]["entities"]:
        settings["entities"] = []
    settings["attribution"] = bool(config["data"]["attribution"])
    tokenizer = minilm_folder(config) / "tokenizer.json"
    return package(work / "syntax" / "model-best", work / "encoder.onnx", tokenizer, settings, target)


def evaluate_pipeline(corpora: Path, config: Config, work: Path, target: Path) -> Report:
    """Take every figure of the packaged pipeline on the development sets."""
    return evaluate(load_pipeline(target), corpora, config["data"], work / "syntax_dev.spacy")
