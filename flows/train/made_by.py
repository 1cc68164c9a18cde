"""What made a file of weights: the command, the data's digest and the pipeline's version, kept in the file itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flows.resources import MODEL_DIR

Weights = dict[str, dict[str, float]]
"""By the part of a model, by figure."""


def digest_files(files: Iterable[Path]) -> str:
    """Return the SHA-256 of the files' contents, in the order of their paths."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(files))).hexdigest()


def describe(command: str, files: Iterable[Path], by_hand: str | None = None) -> dict[str, str]:
    """Return what a file of weights says of its making.

    Args:
        command: that wrote it.
        files: its data.
        by_hand: which of its figures the command leaves as they are, when they were chosen and how.
    """
    version = json.loads((MODEL_DIR / "meta.json").read_text("utf-8"))["version"]
    made_by = {"command": command, "data_sha256": digest_files(files), "pipeline": version}
    return made_by | ({"by_hand": by_hand} if by_hand else {})


def write_model(path: Path, made_by: Mapping[str, str], **content: Any) -> None:
    """Write a file of ``data/models``."""
    path.write_text(json.dumps({"made_by": made_by, **content}, indent=1, ensure_ascii=False) + "\n", "utf-8")
