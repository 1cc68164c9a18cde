"""The read stage: inputs to batches of checked articles on disk."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from flows.readers import discover_inputs, read_path
from flows.settings import Settings
from flows.storage import write_parquet
from transforms.articles import make_article
from transforms.records import Article, Reject
from transforms.tables import ARTICLES, build_table


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What the read stage found: the batches' files, and how much they hold."""

    inputs: int
    articles: int
    words: int
    batches: tuple[Path, ...]
    rejects: tuple[Reject, ...]
