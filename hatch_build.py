"""Builds the wheel: the repository's folders become one package, `whosaid`, which can stand beside any other.

In a checkout the code lies in `flows` and `transforms`, data in `seeds`, `sql` and `data/models`. As top-level packages
these names would collide with those of other projects, so the wheel has them in `whosaid`, and their imports are
rewritten to match. What trains and labels stays out. See docs/decisions/0010-one-package-in-the-wheel.md.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "whosaid"
FOLDERS = ("flows", "transforms", "seeds", "sql", "data/lexicon", "data/models")
LEFT_OUT = (
    "flows/automations.py",
    "flows/evaluate",
    "flows/gate",
    "flows/render",
    "flows/schedule.py",
    "flows/train",
    "sql/benchmarks",
    "sql/gate",
    "sql/logs",
    "sql/target",
    "sql/train",
    "transforms/gate.py",
)
"""What a checkout is for: training, labels and their measures, and what reads ``prefect.yaml`` or writes the docs."""

_IMPORT = re.compile(r"^(\s*(?:from|import) )(?=(?:flows|transforms)\b)", re.MULTILINE)


def rewrite_imports(code: str) -> str:
    """Return the code with `flows` and `transforms` imported from the package."""
    return _IMPORT.sub(rf"\1{PACKAGE}.", code)


def list_files(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file that belongs into the wheel, and its place there."""
    left_out = [root / name for name in LEFT_OUT]
    for folder in (PACKAGE, *FOLDERS):
        for path in sorted((root / folder).rglob("*")):
            hidden = any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(root).parts)
            if path.is_file() and not hidden and not any(path.is_relative_to(out) for out in left_out):
                inside = path.relative_to(root / PACKAGE if folder == PACKAGE else root)
                yield path, f"{PACKAGE}/{inside.as_posix()}"


class WheelHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the files into the wheel; an editable install takes the checkout as it is."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add each file, code rewritten."""
        self._rewritten = Path(tempfile.mkdtemp())
        if version == "editable":
            return
        for path, place in list_files(Path(self.root)):
            source = path
            if path.suffix == ".py":
                source = self._rewritten / place
                source.parent.mkdir(parents=True, exist_ok=True)
                source.write_text(rewrite_imports(path.read_text("utf-8")), "utf-8")
            build_data["force_include"][str(source)] = place

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the rewritten code."""
        shutil.rmtree(self._rewritten, ignore_errors=True)
