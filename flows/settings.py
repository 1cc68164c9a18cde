"""What a run needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.resources import MODEL_DIR, SEEDS_DIR


@dataclass(frozen=True, slots=True)
class Settings:
    """The inputs, the output folder, and what stands behind a run.

    ``outlet`` and ``published_at`` fill what an input lacks. ``pipeline`` names another spaCy pipeline that supplies
    tags, syntax and entities. A batch holds about ``batch_words`` words: some ten seconds of work, so that what a
    task costs by itself does not count. With ``wait``, a run waits for another one on the same output. The thresholds
    are those of `flows.limits`: articles at least; rejects, as a share of what was read, at most; articles or claims
    fewer than in the run before, as a share, at most.
    """

    inputs: tuple[str, ...]
    out: Path
    outlet: str | None = None
    published_at: str | None = None
    seeds_dir: Path = SEEDS_DIR
    model: Path = MODEL_DIR
    pipeline: str | None = None
    batch_words: int = 40_000
    wait: bool = False
    min_articles: int | None = None
    max_rejects: float | None = None
    max_shrink: float | None = None
