"""The shipped pipeline, loaded once; WHOSAID_MODEL names another one to test."""

import os
from pathlib import Path

import pytest
from spacy.language import Language

from flows.resources import MODEL_DIR
from transforms.language import load_pipeline

MODEL = Path(os.environ.get("WHOSAID_MODEL", MODEL_DIR))
GOLD = Path(__file__).parent / "gold"


@pytest.fixture(scope="session")
def model_path() -> Path:
    if not MODEL.exists():
        pytest.skip(f"no model at {MODEL}")
    return MODEL


@pytest.fixture(scope="session")
def nlp(model_path: Path) -> Language:
    return load_pipeline(model_path)


@pytest.fixture(scope="session")
def texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((GOLD / "text").glob("*.txt"))]
