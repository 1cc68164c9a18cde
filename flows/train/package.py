"""Put the trained parts together to one pipeline folder that `spacy.load` reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import spacy

import transforms.language  # noqa: F401  registers the factories
from transforms.language.load import ANNOTATOR
from transforms.language.tokenizer import RunTokenizer

MAX_BYTES = 40_000_000
VERSION = "0.4.0"


def package(encoder: Path, tokenizer: Path, labels: Path, settings: dict[str, Any], target: Path) -> int:
    """Write the pipeline to `target` and return its size in bytes. Raises ValueError above MAX_BYTES.

    `encoder` is the int8 graph, `labels` names what it says of syntax, `settings` configure the annotator.
    """
    nlp = spacy.blank("en")
    nlp.add_pipe("whosaid_paragraphs")
    annotator = nlp.add_pipe(ANNOTATOR, config=settings)
    annotator.load({path.name: path.read_bytes() for path in (encoder, tokenizer, labels)})  # type: ignore[attr-defined]
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
    size = sum(p.stat().st_size for p in target.rglob("*") if p.is_file())
    if size > MAX_BYTES:
        raise ValueError(f"the pipeline is {size / 1e6:.1f} MB, more than {MAX_BYTES / 1e6:.0f}")
    return size
