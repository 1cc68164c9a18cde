"""The steps of the recipe, each a function from files to files; `flows.train` runs them in order."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import random
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy

from flows.train import treebanks
from flows.train.evaluate import Report, evaluate
from transforms.language import load_pipeline
from transforms.language.load import ANNOTATOR
from transforms.language.syntax import SyntaxLabels

if TYPE_CHECKING:
    from flows.train.encoder import Encoder
    from flows.train.fit import Batch

PRUNING_BATCHES = 70
_GOLD = {"roles": "attribution", "entities": "entities"}  # where the configuration names the corpora of a task
CONFIG = Path(__file__).parent / "config.toml"
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
    """Write what the treebanks call things, `labels.json`, and their development parts as spaCy reads them."""
    names = config["data"]["syntax"]
    trained, kept = ([corpora / name / f"{split}.conllu" for name in names] for split in ("train", "dev"))
    (work / "labels.json").write_text(treebanks.collect_labels(trained).to_json(), encoding="utf8")
    treebanks.prepare(kept, work / "syntax_dev.spacy", spacy.blank("en").vocab)


def prepare_windows(corpora: Path, config: Config, work: Path) -> None:
    """Cut the articles into windows, in as many versions as planned: `windows_N.pt`."""
    import torch
    from tokenizers import Tokenizer

    from flows.train import examples

    plan, folds = config["windows"], config["teachers"]["folds"]
    targets = _versions(config, work, "windows")
    if all(target.exists() for target in targets):
        return
    tokenizer = Tokenizer.from_file(str(minilm_folder(config) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    articles = list(examples.read_articles(corpora, config["data"], "train"))
    for name in config["data"]["syntax"]:
        path = corpora / name / "train.conllu"
        articles += examples.treebank_articles(path, _labels(work), random.Random(name))
    for number, target in enumerate(targets):
        rng = random.Random(number)
        sizes = plan["max_pieces"], plan["context"]
        torch.save(examples.cut_articles(articles, tokenizer, *sizes, rng, max(folds, 1)), target)


def train_bridge(config: Config, work: Path) -> None:
    """Train MiniLM-L6 on the gold of all tasks: `bridge.pt`."""
    from flows.train.encoder import Encoder, Shape
    from flows.train.weights import load_minilm

    encoder = Encoder(Shape(), syntax=_labels(work).sizes())
    load_minilm(encoder, minilm_folder(config) / "model.safetensors")
    _fit(encoder, config["bridge"], _dealt(config, work, "windows"), work / "bridge.pt")


def take_over(config: Config, work: Path, pipeline: Path) -> None:
    """Let a packaged pipeline take the bridge's place, unless there is one already: `bridge.pt`.

    What it has no weights for starts at random; so does syntax where the treebanks' labels are not the pipeline's.
    """
    import torch

    from flows.train import export
    from flows.train.encoder import Encoder, Shape
    from flows.train.weights import load_words

    target = work / "bridge.pt"
    if target.exists():
        return
    saved = export.read_back(pipeline / ANNOTATOR / "encoder.onnx")
    state = {name: torch.from_numpy(array.copy()) for name, array in saved.items()}
    if (pipeline / ANNOTATOR / "labels.json").read_bytes() != (work / "labels.json").read_bytes():
        state = {name: tensor for name, tensor in state.items() if not name.startswith("syntax.")}
    encoder = Encoder(Shape.of(state), syntax=_labels(work).sizes())
    encoder.load_state_dict(state, strict=False)
    load_words(encoder, minilm_folder(config) / "model.safetensors")
    torch.save(encoder.state_dict(), target)


def train_teachers(config: Config, work: Path) -> None:
    """Train MPNet on the gold of each task alone, once without each fold: `master_TASK_FOLD.pt`."""
    from flows.train import fit
    from flows.train.encoder import Encoder
    from flows.train.weights import MPNET, load_mpnet

    plan = {name: value for name, value in config["teachers"].items() if name not in ("folds", "bridge_share")}
    for task in fit.TASKS:
        for fold, target in enumerate(_teachers(config, work, task)):
            if target.exists():
                continue
            encoder = Encoder(MPNET)
            load_mpnet(encoder, mpnet_weights(config, work))
            unseen = fold if config["teachers"]["folds"] > 1 else None
            _fit(encoder, plan, _dealt(config, work, "windows", [task], unseen), target)


def train_parser(config: Config, work: Path) -> None:
    """Train MiniLM-L6 on the treebanks alone: `parser.pt`, which tells the student the syntax of the other texts."""
    from flows.train.encoder import Encoder, Shape
    from flows.train.weights import load_minilm

    target = work / "parser.pt"
    if config["data"]["syntax"] and not target.exists():
        encoder = Encoder(Shape(), syntax=_labels(work).sizes())
        load_minilm(encoder, minilm_folder(config) / "model.safetensors")
        _fit(encoder, config["parser"], _dealt(config, work, "windows", ["syntax"]), target)


def teach_student(config: Config, work: Path) -> None:
    """Write all windows with what teachers, bridge and parser say of them: `taught_N.pt`."""
    import torch

    from flows.train import fit
    from flows.train.encoder import Encoder, Shape
    from flows.train.weights import MPNET

    targets = _versions(config, work, "taught")
    if all(target.exists() for target in targets):
        return
    bridge = _bridge(work)
    teachers = {task: [_load(Encoder(MPNET), path) for path in _teachers(config, work, task)] for task in fit.TASKS}
    plan = fit.Plan(device=config["student"].get("device", "cpu"), bfloat16=config["student"].get("bfloat16", False))
    pieces, share = config["windows"]["batch_pieces"], config["teachers"]["bridge_share"]
    for source, target in zip(_versions(config, work, "windows"), targets, strict=True):
        if not target.exists():
            examples = torch.load(source, weights_only=False)
            fit.teach(teachers, bridge, examples, plan, pieces, share)
            if config["data"]["syntax"]:
                parser = _load(Encoder(Shape(), syntax=_labels(work).sizes()), work / "parser.pt")
                fit.parse(parser, examples, plan, pieces)
            torch.save(examples, target)


def train_student(config: Config, work: Path) -> None:
    """Make the bridge narrower and train it on gold and on what the teachers say: `encoder.pt`."""
    from flows.train import fit
    from flows.train.prune import prune

    plan = dict(config["student"])
    heads, inner = plan.pop("heads"), plan.pop("inner")
    taught = _dealt(config, work, "taught")
    bridge = _bridge(work)
    encoder = bridge
    if (heads, inner) != (bridge.shape.heads, bridge.shape.inner):
        encoder = prune(bridge, heads, inner, taught[0][:PRUNING_BATCHES], fit.Plan(**plan))
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


def _labels(work: Path) -> SyntaxLabels:
    return SyntaxLabels.from_json((work / "labels.json").read_text(encoding="utf8"))


def _bridge(work: Path) -> Encoder:
    import torch

    from flows.train.encoder import Encoder, Shape

    state = torch.load(work / "bridge.pt", map_location="cpu", weights_only=True)
    encoder = Encoder(Shape.of(state), syntax=_labels(work).sizes())
    encoder.load_state_dict(state)
    return encoder


def _load(encoder: Encoder, path: Path) -> Encoder:
    import torch

    encoder.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return encoder


def _teachers(config: Config, work: Path, task: str) -> list[Path]:
    """The teachers of a task, none where the configuration has no gold for it."""
    folds = config["teachers"]["folds"] if config["data"][_GOLD[task]] else 0
    return [work / f"master_{task}_{fold}.pt" for fold in range(folds)]


def _dealt(
    config: Config, work: Path, name: str, tasks: Sequence[str] = (), unseen: int | None = None
) -> list[list[Batch]]:
    """Deal each version's windows to batches: all of them, or those with gold for one of `tasks` outside a fold."""
    import torch

    from flows.train import fit

    versions = []
    for number, path in enumerate(_versions(config, work, name)):
        examples = torch.load(path, weights_only=False)
        if tasks:
            examples = [e for e in examples if e.fold != unseen and any(e.has_gold(task) for task in tasks)]
        versions.append(fit.deal(examples, config["windows"]["batch_pieces"], random.Random(number)))
    return versions


def _fit(encoder: Encoder, plan: Config, versions: list[list[Batch]], target: Path) -> None:
    """Train unless it was done."""
    from flows.train import fit

    if not target.exists():
        fit.train(encoder, versions, target, fit.Plan(**plan))


def build(config: Config, work: Path, target: Path) -> int:
    """Export the encoder to ONNX and package the pipeline; return its size in bytes."""
    import torch

    from flows.train import export
    from flows.train.package import package

    state = torch.load(work / "encoder.pt", map_location="cpu", weights_only=True)
    graph = export.build({name: tensor.float().numpy() for name, tensor in state.items()}, _labels(work).sizes())
    export.export(graph, work / "encoder.onnx")
    settings = dict(config["annotator"])
    if not config["data"]["entities"]:
        settings["entities"] = []
    settings |= {kind: bool(config["data"][kind]) for kind in ("syntax", "attribution")}
    tokenizer = minilm_folder(config) / "tokenizer.json"
    return package(work / "encoder.onnx", tokenizer, work / "labels.json", settings, target)


def evaluate_pipeline(corpora: Path, config: Config, work: Path, target: Path) -> Report:
    """Take every figure of the packaged pipeline on the development sets."""
    return evaluate(load_pipeline(target), corpora, config["data"], work / "syntax_dev.spacy")
