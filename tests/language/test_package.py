"""What ships holds no addresses of the people who wrote the treebanks' texts."""

import json
import re
from pathlib import Path

from flows.resources import MODEL_DIR
from transforms.language.load import ANNOTATOR
from transforms.language.syntax import SyntaxLabels


def test_no_address_ships() -> None:
    """Neither in the list of words nor in the lemma rules, some of which spell a whole word."""
    words = json.loads((MODEL_DIR / "vocab" / "strings.json").read_text(encoding="utf-8"))
    labels = SyntaxLabels.from_json((MODEL_DIR / ANNOTATOR / "labels.json").read_text(encoding="utf-8"))
    assert len(labels.lemmas) > 100
    spelled = [*words, *labels.lemmas, *labels.lexicon, *labels.lexicon.values()]
    assert not [word for word in spelled if re.search(r"\w@[^\W_]|www|//", word)]


def test_weights_are_within_forty_megabytes() -> None:
    assert sum(p.stat().st_size for p in Path(MODEL_DIR).rglob("*") if p.is_file()) <= 40_000_000
