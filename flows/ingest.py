"""The read stage: inputs to batches of checked articles on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from transforms.records import Reject


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What the read stage found: the batches' files, and how much they hold."""

    inputs: int
    articles: int
    words: int
    batches: tuple[Path, ...]
    rejects: tuple[Reject, ...]
