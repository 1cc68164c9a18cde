"""Going on where a run that died had got to: its finished batches are taken over, if they would come out the same."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from flows.extraction import EXTRACTED, BatchJob, BatchResult, extract_batch
from flows.manifest import hash_file
from flows.marks import read_marks
from flows.repetition import load_repeated
from flows.resources import ROOT, WEIGHTS_DIR
from flows.settings import Settings
from flows.storage import STAGING, read_parquet, write_bytes
from transforms.records import Reject
from transforms.seeds import SEED_COLUMNS

_CLOCK = "ingested_at"


def fingerprint(settings: Settings) -> str:
    """Return a hash of what shapes every batch's rows: code, language pipeline, fitted weights and seeds."""
    digest = hashlib.sha256()
    code = [*(ROOT / "transforms").rglob("*.py"), ROOT / "flows" / "extraction.py"]
    seeds = [settings.seeds_dir / f"{name}.csv" for name in SEED_COLUMNS]
    weights = sorted(WEIGHTS_DIR.glob("*.json"))
    for file in [*sorted(code), *filter(Path.is_file, seeds), *weights, *_list_pipeline(settings)]:
        digest.update(f"{file.name} {hash_file(file)}\n".encode())
    packages = ("spacy", "onnxruntime", "tokenizers", *([settings.pipeline] if settings.pipeline else []))
    digest.update(" ".join(map(_name_package, packages)).encode())
    return digest.hexdigest()


def _list_pipeline(settings: Settings) -> list[Path]:
    folders = [settings.model, *([Path(settings.pipeline)] if settings.pipeline else [])]
    return [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]


def _name_package(name: str) -> str:
    """Return the name with the version of the package, if it is one."""
    try:
        return f"{name} {version(name)}"
    except (PackageNotFoundError, ValueError):
        return name


def key_batch(articles: Path, staging: Path, shaped_by: str) -> str:
    """Return the hash of a batch: its articles, but for the time when they were read, and what shapes their rows.

    That is the fingerprint, the marks of the articles, and the repeated paragraphs of their outlets: those depend on
    all articles of a run.
    """
    digest = hashlib.sha256(shaped_by.encode())
    rows = read_parquet([articles]).drop_columns([_CLOCK]).to_pylist()
    repeated = load_repeated(staging)
    outlets = sorted({row["outlet"] for row in rows}, key=str)
    marks = read_marks(staging, articles.name)
    beside = (
        ["marks", [(article_id, [asdict(mark) for mark in marks[article_id]]) for article_id in sorted(marks)]],
        ["repeated", [(outlet, sorted(repeated.get(outlet, ()))) for outlet in outlets]],
    )
    for part in (*rows, *beside):
        digest.update(json.dumps(part, default=str, sort_keys=True).encode())
    return digest.hexdigest()


def finish_batch(job: BatchJob) -> BatchResult:
    """Extract a batch, and note that all its pieces are written."""
    result = extract_batch(job)
    _mark_finished(job, result)
    return result


def _mark_finished(job: BatchJob, result: BatchResult) -> None:
    pieces = {name: hash_file(job.piece(name)) for name in EXTRACTED}
    content = {"key": job.key, "pieces": pieces, "result": asdict(result)}
    write_bytes(json.dumps(content).encode(), _marker(job.staging, job.articles.stem))


def adopt_batches(jobs: Sequence[BatchJob], dead: Iterable[Path]) -> dict[BatchJob, BatchResult]:
    """Take over what dead runs have finished of these batches; pieces that were damaged since are left behind.

    Args:
        jobs: the batches of this run, not begun.
        dead: the folders of runs that ended before they were published.

    Returns:
        What the batches gave that need not be done again.
    """
    waiting = {job.key: job for job in jobs}
    adopted: dict[BatchJob, BatchResult] = {}
    for staging in (folder / STAGING for folder in dead):
        for marker in sorted((staging / "finished").glob("*.json")):
            found = _read_marker(marker)
            job = waiting.get(str(found.get("key")))
            if job is not None and job not in adopted and _take_pieces(staging, marker.stem, found["pieces"], job):
                adopted[job] = _read_result(found["result"])
                _mark_finished(job, adopted[job])
    return adopted


def _marker(staging: Path, batch: str) -> Path:
    return staging / "finished" / f"{batch}.json"


def _read_marker(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found


def _read_result(found: dict[str, Any]) -> BatchResult:
    rejects = tuple(Reject(**reject) for reject in found["rejects"])
    return BatchResult(**{**found, "rejects": rejects, "lost": tuple(found["lost"])})


def _take_pieces(staging: Path, batch: str, pieces: dict[str, str], job: BatchJob) -> bool:
    """Link a batch's pieces into this run; say whether they are all there, and whole."""
    sources = {name: staging / name / f"{batch}.parquet" for name in EXTRACTED}
    try:
        if any(hash_file(source) != pieces.get(name) for name, source in sources.items()):
            return False
    except OSError:
        return False
    for name, source in sources.items():
        target = job.piece(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:  # not every file system has links
            shutil.copyfile(source, target)
    return True
