"""Put the trained parts together to one pipeline folder that `spacy.load` reads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import spacy
from spacy.pipeline import EditTreeLemmatizer

import transforms.language  # noqa: F401  registers the factories
from transforms.language.load import ATTRIBUTOR
from transforms.language.tokenizer import RunTokenizer

MAX_BYTES = 40_000_000
VERSION = "0.3.1"
_ADDRESS = re.compile(r"[@/\\<>]|www|http|\.(?:com|org|net|edu|gov)\b|\d{5}", re.IGNORECASE)


def package(syntax: Path, encoder: Path, tokenizer: Path, settings: dict[str, Any], target: Path) -> int:
    """Write the pipeline to `target` and return its size in bytes. Raises ValueError above MAX_BYTES.

    `syntax` is a folder of `spacy train`, `encoder` the int8 graph, `settings` the configuration of the attributor.
    """
    nlp = spacy.load(syntax)
    for _, component in nlp.pipeline:
        if isinstance(component, EditTreeLemmatizer):
            leave_addresses(component)
    nlp.add_pipe("whosaid_paragraphs", first=True)
    attributor = nlp.add_pipe(ATTRIBUTOR, config=settings)
    attributor.load({"encoder.onnx": encoder.read_bytes(), "tokenizer.json": tokenizer.read_bytes()})  # type: ignore[attr-defined]
    nlp.tokenizer = RunTokenizer(nlp.tokenizer)
    nlp.config["nlp"]["tokenizer"] = {"@tokenizers": "whosaid.RunTokenizer.v1"}
    nlp.config["nlp"]["batch_size"] = 1  # a document alone: sums in the matrix product depend on what is beside it
    nlp.meta.update(
        name="whosaid",
        version=VERSION,
        description="Tags, syntax, entities and attribution for English news",
        license="See docs/model_card.md: the corpora set terms of their own",
        url="",
        author="whosaid",
        sources=[
            "UD English EWT",
            "UD English GUM",
            "PolNeAR",
            "Worldwide English NER",
            "all-MiniLM-L6-v2",
            "all-mpnet-base-v2",
        ],
        performance={},
    )
    target.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(target)
    forget_addresses(target)
    size = sum(p.stat().st_size for p in target.rglob("*") if p.is_file())
    if size > MAX_BYTES:
        raise ValueError(f"the pipeline is {size / 1e6:.1f} MB, more than {MAX_BYTES / 1e6:.0f}")
    return size


def leave_addresses(lemmatizer: EditTreeLemmatizer) -> int:
    """Let labels whose edit tree spells an address leave a word as it is; return how many there were.

    The tree's own text is dropped by `forget_addresses`, and a tree without its text raises where it is applied.
    """
    trees, labels = lemmatizer.trees, lemmatizer.cfg["labels"]
    spelled = [label for label, tree in enumerate(labels) if _ADDRESS.search(trees.tree_to_str(tree))]
    for label in spelled:
        labels[label] = trees.add("same", "same")
    return len(spelled)


def forget_addresses(pipeline: Path) -> int:
    """Drop e-mail and web addresses and long numbers from a pipeline's list of words; return how many went.

    spaCy keeps every word of the treebanks there. Words that are met at run time are added again; words of edit trees
    are not, see `leave_addresses`.
    """
    path = pipeline / "vocab" / "strings.json"
    words: list[str] = json.loads(path.read_text(encoding="utf8"))
    kept = [word for word in words if not _ADDRESS.search(word)]
    path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf8")
    return len(words) - len(kept)
