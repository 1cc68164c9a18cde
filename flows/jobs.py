"""What travels between the build and its workers: a batch to extract, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from transforms.records import Reject


@dataclass(frozen=True, slots=True)
class BatchJob:
    """A batch to extract: the file with its articles, what stands beside it, what to load, and where its rows go.

    ``shard`` is the folder in the store that takes them, ``keys`` the store's key and the id of each article, and
    ``shaped_by`` a hash of all that is loaded.
    """

    articles: Path
    staging: Path
    model: Path
    pipeline: str | None
    seeds_dir: Path
    shard: Path
    keys: tuple[tuple[str, str], ...]
    shaped_by: str = ""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a batch gave: its words, the shards with its rows, and the articles that are lost without a trace there.

    ``lost`` pairs their ids with the reason.
    """

    words: int
    shards: tuple[str, ...]
    lost: tuple[tuple[str, Reject], ...] = ()
