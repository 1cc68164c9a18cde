"""The steps of the recipe, each a function from files to files; `flows.train` runs them in order."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import random
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy

from flows.training import treebanks
from flows.training.evaluate import Report, evaluate
from transforms.language import load_pipeline

if TYPE_CHECKING:
    from flows.training.encoder import Encoder

PRUNING_BATCHES = 70
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
    _check(folder / "model.safetensors", config["minilm"]["sha256"], "MiniLM")
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


def prepare_windows(corpora: Path, config: Config, work: Path) -> None:
    """Cut the articles into batches of windows, in as many versions as planned: `windows_N.pt`."""
    import torch
    from tokenizers import Tokenizer

    from flows.training import examples, fit

    plan = config["windows"]
    targets = _versions(config, work, "windows")
    if all(target.exists() for target in targets):
        return
    tokenizer = Tokenizer.from_file(str(minilm_folder(config) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    articles = list(examples.read_articles(corpora, config["data"], "train"))
    for number, target in enumerate(targets):
        rng = random.Random(number)
        cut = examples.cut_articles(articles, tokenizer, plan["max_pieces"], plan["context"], rng)
        torch.save(fit.deal(cut, plan["batch_pieces"], rng), target)


def train_bridge(config: Config, work: Path) -> None:
    """Train MiniLM-L6 on gold: `bridge.pt`."""
    from flows.training.encoder import Encoder, Shape
    from flows.training.weights import load_minilm

    encoder = Encoder(Shape())
    load_minilm(encoder, minilm_folder(config) / "model.safetensors")
    _fit(encoder, config["bridge"], _versions(config, work, "windows"), work / "bridge.pt")


def train_masters(config: Config, work: Path) -> None:
    """Train MPNet on gold, once for each seed: `master_SEED.pt`."""
    from flows.training.encoder import Encoder
    from flows.training.weights import MPNET, load_mpnet

    plan = {name: value for name, value in config["masters"].items() if name != "seeds"}
    for seed in config["masters"]["seeds"]:
        encoder = Encoder(MPNET)
        load_mpnet(encoder, mpnet_weights(config, work))
        _fit(encoder, {**plan, "seed": seed}, _versions(config, work, "windows"), work / f"master_{seed}.pt")


def teach_student(config: Config, work: Path) -> None:
    """Write the windows with what masters and bridge say of them: `taught_N.pt`."""
    import torch

    from flows.training import fit
    from flows.training.encoder import Encoder, Shape
    from flows.training.weights import MPNET

    bridge = _load(Encoder(Shape()), work / "bridge.pt")
    masters = [_load(Encoder(MPNET), work / f"master_{seed}.pt") for seed in config["masters"]["seeds"]]
    plan = fit.Plan(device=config["student"].get("device", "cpu"), bfloat16=config["student"].get("bfloat16", False))
    for source, target in zip(_versions(config, work, "windows"), _versions(config, work, "taught"), strict=True):
        if not target.exists():
            batches = torch.load(source, weights_only=False)
            fit.teach(masters or [bridge], bridge, batches, plan)
            torch.save(batches, target)


def train_student(config: Config, work: Path) -> None:
    """Make the bridge narrower and train it on gold and on what the teachers say: `encoder.pt`."""
    import torch

    from flows.training import fit
    from flows.training.encoder import Encoder, Shape
    from flows.training.prune import prune

    plan = dict(config["student"])
    heads, inner = plan.pop("heads"), plan.pop("inner")
    taught = _versions(config, work, "taught")
    sample = torch.load(taught[0], weights_only=False)[:PRUNING_BATCHES]
    encoder = prune(_load(Encoder(Shape()), work / "bridge.pt"), heads, inner, sample, fit.Plan(**plan))
    _fit(encoder, plan, taught, work / "encoder.pt")


def mpnet_weights(config: Config, work: Path) -> Path:
    """Join the parts of the MPNet packages and return the weights' file. Raises ValueError when they are not the
    pinned ones.
    """
    target = work / "mpnet.safetensors"
    if not target.exists():
        joined = work / "mpnet.zip"
        with joined.open("wb") as file:
            for package in config["mpnet"]["packages"]:
                for part in importlib.metadata.files(package) or []:
                    if ".zip." in part.name:
                        file.write(Path(str(part.locate())).read_bytes())
        with zipfile.ZipFile(joined) as archive:
            name = next(name for name in archive.namelist() if name.endswith("model.safetensors"))
            target.write_bytes(archive.read(name))
        joined.unlink()
    _check(target, config["mpnet"]["sha256"], "MPNet")
    return target


def _check(path: Path, pinned: str, name: str) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != pinned:
        raise ValueError(f"the {name} weights have sha256 {found}, not the pinned one")


def _versions(config: Config, work: Path, name: str) -> list[Path]:
    return [work / f"{name}_{number}.pt" for number in range(config["windows"]["versions"])]


def _load(encoder: Encoder, path: Path) -> Encoder:
    import torch

    encoder.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return encoder


def _fit(encoder: Encoder, plan: Config, versions: list[Path], target: Path) -> None:
    """Train unless it was done."""
    import torch

    from flows.training import fit

    if not target.exists():
        fit.train(encoder, [torch.load(path, weights_only=False) for path in versions], target, fit.Plan(**plan))


def build(config: Config, work: Path, target: Path) -> int:
    """Export the encoder to ONNX and package the pipeline; return its size in bytes."""
    import torch

    from flows.training import export
    from flows.training.package import package

    state = torch.load(work / "encoder.pt", map_location="cpu", weights_only=True)
    graph = export.build({name: tensor.float().numpy() for name, tensor in state.items()})
    export.export(graph, work / "encoder.onnx")
    settings = dict(config["attributor"])
    if not config["data"]["entities"]:
        settings["entities"] = []
    settings["attribution"] = bool(config["data"]["attribution"])
    tokenizer = minilm_folder(config) / "tokenizer.json"
    return package(work / "syntax" / "model-best", work / "encoder.onnx", tokenizer, settings, target)


def evaluate_pipeline(corpora: Path, config: Config, work: Path, target: Path) -> Report:
    """Take every figure of the packaged pipeline on the development sets."""
    return evaluate(load_pipeline(target), corpora, config["data"], work / "syntax_dev.spacy")
