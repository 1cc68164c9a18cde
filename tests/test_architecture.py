"""Imports point one way: flows -> transforms; transforms stay pure."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {"prefect", "flows", "dbt", "typer", "rich", "requests", "urllib.request", "socket", "subprocess", "time"}
TRANSFORMS = sorted((ROOT / "transforms").rglob("*.py"))


def imported_modules(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name for alias in node.names for name in (alias.name, alias.name.split(".")[0])}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, node.module.split(".")[0], *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("path", TRANSFORMS, ids=lambda p: str(p.relative_to(ROOT)))
def test_transforms_import_nothing_impure(path: Path) -> None:
    assert not imported_modules(path) & FORBIDDEN


def test_the_command_line_starts_without_prefect_or_spacy() -> None:
    code = (
        "import sys, flows.cli\n"
        "slow = {'prefect', 'spacy', 'dbt', 'scipy', 'duckdb', 'trafilatura'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(slow)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_no_library_reports_its_use(tmp_path: Path) -> None:
    """onnxruntime keeps an identifier and waiting reports in the user's cache folder, from its import on."""
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run(
        [sys.executable, "-c", "import flows.extraction, sys; sys.exit('onnxruntime' not in sys.modules)"],
        env=environment | {"XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path)}, cwd=ROOT, check=True,
    )  # fmt: skip
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
