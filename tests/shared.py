"""What is costly to make is made once for all processes of a test run."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock

Result = TypeVar("Result")


def share(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Result]) -> tuple[Path, Result]:
    """Return a folder and what ``make`` gave for it: whichever process asks first makes it, the others wait.

    Args:
        factory: pytest's.
        name: the folder's.
        make: fills the folder, and returns something that can be pickled.
    """
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    kept = folder.with_suffix(".pickle")
    with FileLock(folder.with_suffix(".lock")):
        if not kept.exists():
            folder.mkdir()
            kept.write_bytes(pickle.dumps(make(folder)))
    result: Result = pickle.loads(kept.read_bytes())
    return folder, result
