"""Texts as the shipped pipeline annotates them, frozen in ``parses.json`` so that tests do not move with the pipeline.

FREEZE=1 python -m pytest tests/extract      # annotates what is new, and everything anew with FREEZE=all
"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc

from flows.resources import MODEL_DIR
from tests.extract.docs import load_test_seeds, make_article
from transforms.annotate import annotate_text
from transforms.extract import extract_article
from transforms.language import load_pipeline
from transforms.language.attribution import KEY
from transforms.records import Extraction, Segment
from transforms.segments import segment_article

PARSES = Path(__file__).with_name("parses.json")
_TOKEN = ("words", "spaces", "tags", "pos", "deps", "lemmas", "heads")
_FREEZE = os.environ.get("FREEZE")


def extract_text(text: str, headline: bool = False) -> Extraction:
    """Return the rows of a text by its frozen parse; with ``headline`` its first paragraph is one."""
    segments = segment_article(text, headline, load_test_seeds())
    return extract_article(parse(text, segments), make_article(text), segments, load_test_seeds())


def parse(text: str, segments: list[Segment]) -> Doc:
    """Return a text's frozen parse."""
    frozen = _load()
    if _FREEZE and (text not in frozen or (_FREEZE == "all" and text not in _renewed)):
        frozen[text] = _freeze(annotate_text(_pipeline(), text, segments))
        _renewed.add(text)
        lines = (
            f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(frozen[key], ensure_ascii=False)}"
            for key in sorted(frozen)
        )
        PARSES.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    if text not in frozen:
        raise KeyError("this text has no frozen parse; run FREEZE=1 python -m pytest tests/extract")
    row = frozen[text]
    doc = Doc(_blank().vocab, **{name: row[name] for name in _TOKEN})
    doc.ents = [spacy.tokens.Span(doc, start, end, label) for start, end, label in row["ents"]]
    doc.user_data[KEY] = row["attributions"]
    return doc


_renewed: set[str] = set()


def _freeze(doc: Doc) -> dict[str, Any]:
    return {
        "words": [t.text for t in doc],
        "spaces": [bool(t.whitespace_) for t in doc],
        "tags": [t.tag_ for t in doc],
        "pos": [t.pos_ for t in doc],
        "deps": [t.dep_ for t in doc],
        "lemmas": [t.lemma_ for t in doc],
        "heads": [t.head.i for t in doc],
        "ents": [(e.start, e.end, e.label_) for e in doc.ents],
        "attributions": [[*a[:3], *(round(float(score), 3) for score in a[3:])] for a in doc.user_data.get(KEY, [])],
    }


@lru_cache(maxsize=1)
def _load() -> dict[str, Any]:
    return json.loads(PARSES.read_text(encoding="utf-8")) if PARSES.exists() else {}


@lru_cache(maxsize=1)
def _pipeline() -> spacy.Language:
    return load_pipeline(MODEL_DIR)


@lru_cache(maxsize=1)
def _blank() -> spacy.Language:
    return spacy.blank("en")
