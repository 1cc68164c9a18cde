"""What a run needs to know."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from pathlib import Path

from flows.resources import MODEL_DIR, SEEDS_DIR


@dataclass(frozen=True, slots=True)
class Settings:
    """The inputs, the output folder, and what stands behind a run.

    ``outlet`` and ``published_at`` fill what an input lacks. ``encoding`` is the character set of files that are not
    UTF-8, ``columns`` pairs our columns with the names that the inputs give them. ``pipeline`` names another spaCy
    pipeline that supplies tags, syntax and entities. A batch holds about ``batch_words`` words: some ten seconds of
    work, so that what a task costs by itself does not count. ``day_first`` says that 05/09/2023 is the 5th of
    September. With ``wait``, a run waits for another one on the same output. The thresholds are those of
    `flows.limits`: articles at least; rejects, as a share of what was read, at most; articles or claims fewer than in
    the run before, as a share, at most. ``alert`` is a webhook or a command that is told of runs that fail. ``site``
    says whether the run writes its pages. With ``add``, the inputs are additions: what they do not hold is not removed.
    Of ``since`` and ``until``, the first and last day of publication, only articles between are taken, and only those
    can be missed; articles without a date always are. ``rebuild`` does everything anew. Versions that have not been
    seen for ``keep`` days, and do not count, are forgotten.
    """

    inputs: tuple[str, ...]
    out: Path
    _: KW_ONLY
    outlet: str | None = None
    published_at: str | None = None
    seeds_dir: Path = SEEDS_DIR
    model: Path = MODEL_DIR
    pipeline: str | None = None
    batch_words: int = 40_000
    encoding: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    day_first: bool = False
    wait: bool = False
    min_articles: int | None = None
    max_rejects: float | None = None
    max_shrink: float | None = None
    alert: str | None = None
    site: bool = True
    rebuild: bool = False
    add: bool = False
    since: str | None = None
    until: str | None = None
    keep: int | None = None

    def takes(self, published_date: str | None) -> bool:
        """Say whether a day of publication (ISO 8601) is among those that are asked for."""
        if published_date is None:
            return True
        return (self.since or "") <= published_date <= (self.until or "9999-12-31")
