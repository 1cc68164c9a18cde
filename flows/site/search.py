"""The search of the page, in scripts that a browser loads as they are asked for: from disk it may load nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from transforms.site.search import PREFIX, Entry, build_index, name_part

_PER_FILE = 500


def write_search(entries: Sequence[Entry], folder: Path) -> None:
    """Write the entries, and the words that lead to them, into a new folder.

    ``index.js`` names the parts; ``w-<letters>.js`` has the words that begin so, with the entries in which they stand,
    and ``e-<number>.js`` what is shown of some entries.
    """
    folder.mkdir()
    parts = build_index(entries)
    _write(folder / "index.js", "index", [name_part(prefix) for prefix in parts], PREFIX, _PER_FILE)
    for prefix, postings in parts.items():
        name = name_part(prefix)
        _write(folder / f"w-{name}.js", "words", name, postings)
    for start in range(0, len(entries), _PER_FILE):
        rows = [[entry.kind, entry.title, entry.below, entry.address] for entry in entries[start : start + _PER_FILE]]
        number = start // _PER_FILE
        _write(folder / f"e-{number}.js", "entries", number, rows)


def _write(path: Path, receiver: str, *values: object) -> None:
    # a browser ends a script at the first </script, wherever it stands
    texts = (json.dumps(value, separators=(",", ":")).replace("<", "\\u003c") for value in values)
    path.write_text(f"whosaid.{receiver}({','.join(texts)});\n", encoding="utf-8")
