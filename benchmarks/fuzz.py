"""Fuzz the readers, guided by what their code does: files of any bytes give articles or rejects, and nothing else.

    pip install 'whosaid[fuzz]'
    python -m benchmarks.fuzz CORPUS -max_total_time=600      # a folder of findings, and options of libFuzzer

The first byte chooses the format, the rest is the file; an empty folder is filled from the tests. It stops at an
error, at a reader that fails in a way that nobody foresaw, and at an article that does not fit its table.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import atheris

from tests.broken import KINDS

with atheris.instrument_imports(include=["flows", "transforms", "feedparser"]):
    from flows.readers import load_readers, read_inputs
    from transforms.articles import make_article
    from transforms.records import Reject
    from transforms.tables import READ_ARTICLES, build_table

_NOW = datetime(2026, 3, 1, tzinfo=UTC)
_SUFFIXES = [suffix + packed for suffix in load_readers() for packed in ("", ".gz")]
_FOLDER = Path(tempfile.mkdtemp())
_LARGEST_SEED = 20_000
_UNFORESEEN = "its reader failed"


def read_any(data: bytes) -> None:
    """Read one file, as a run does."""
    if not data:
        return
    path = _FOLDER / f"a{_SUFFIXES[data[0] % len(_SUFFIXES)]}"
    path.write_bytes(data[1:])
    try:
        for item in read_inputs([path]):
            if isinstance(item, Reject):
                assert _UNFORESEEN not in item.detail, item
                continue
            article, problems = make_article(item, today=_NOW.date(), ingested_at=_NOW)
            assert article or problems, item
            if article:
                row = {name: getattr(article, name) for name in READ_ARTICLES.schema.names}
                build_table(READ_ARTICLES, [row])
    finally:
        path.unlink()


def write_seeds(corpus: Path) -> None:
    """Write small files of the tests, each behind the byte that chooses its format."""
    for number, kind in enumerate(KINDS.values()):
        with tempfile.TemporaryDirectory() as folder:
            kind.write(Path(folder))
            for path in sorted(Path(folder).iterdir()):
                suffix = "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix
                if path.is_file() and path.stat().st_size < _LARGEST_SEED and suffix in _SUFFIXES:
                    (corpus / f"{number}{path.suffix}").write_bytes(
                        bytes([_SUFFIXES.index(suffix)]) + path.read_bytes()
                    )


def main() -> None:
    """Fuzz until stopped."""
    corpus = Path(sys.argv[1])
    corpus.mkdir(parents=True, exist_ok=True)
    if not any(corpus.iterdir()):
        write_seeds(corpus)
    atheris.Setup(sys.argv, read_any)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
