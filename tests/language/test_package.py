"""What ships holds no addresses of the people who wrote the treebanks' texts."""

import json
from pathlib import Path

from flows.resources import MODEL_DIR


def test_no_address_ships() -> None:
    words = json.loads((MODEL_DIR / "vocab" / "strings.json").read_text(encoding="utf-8"))
    assert len(words) > 1000
    assert not [word for word in words if "@" in word or "www" in word or "//" in word]


def test_weights_are_within_forty_megabytes() -> None:
    assert sum(p.stat().st_size for p in Path(MODEL_DIR).rglob("*") if p.is_file()) <= 40_000_000
