"""Load the pipeline, with the project's own syntax and entities or another pipeline's."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import set_current_ops

from transforms.language.ops import BlasOps
from transforms.language.tokenizer import RunTokenizer

ANNOTATOR = "whosaid_annotator"


def load_pipeline(path: str | Path, *, pipeline: str | Path | None = None) -> Language:
    """Load the pipeline at `path`; with `pipeline`, that one supplies tags, syntax and entities, ours attribution.

    `pipeline` is a package name or a path; one that attributes itself, as `make train` makes it, is taken whole.
    Raises OSError when either is not found. Its networks then multiply matrices with NumPy's BLAS.
    """
    ours = spacy.load(path)
    if pipeline is None:
        return ours
    set_current_ops(BlasOps())
    other = spacy.load(pipeline)
    if ANNOTATOR in other.pipe_names:
        return other
    if not isinstance(other.tokenizer, RunTokenizer):
        other.tokenizer = RunTokenizer(other.tokenizer)
    if "whosaid_paragraphs" not in other.pipe_names:
        other.add_pipe("whosaid_paragraphs", first=True)
    other.add_pipe("whosaid_labels")
    config = {key: value for key, value in ours.get_pipe_config(ANNOTATOR).items() if key != "factory"}
    annotator = other.add_pipe(ANNOTATOR, config={**config, "syntax": False, "entities": []})
    annotator.from_bytes(ours.get_pipe(ANNOTATOR).to_bytes())  # type: ignore[attr-defined]
    return other
