"""The wheel: one package that stands beside any other, with all that a run needs and nothing that trains."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = "Bridge closed\n\nThe bridge is unsafe, engineer Ida Kern said. “It could fall tomorrow,” she warned.\n"
FOREIGN = "raise ImportError('this is the module of another project')\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def installed(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content in a folder, beside modules of another project that have our folders' names."""
    folder = tmp_path_factory.mktemp("site")
    wheel.extractall(folder)
    for name in ("data", "flows", "seeds", "sql", "transforms"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(FOREIGN)
    return folder


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, cwd=installed, capture_output=True, text=True, check=False)


def test_the_wheel_holds_one_package_and_no_training_or_labels(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert {name.split("/")[0] for name in names} == {"whosaid", "whosaid-0.1.0.dist-info"}
    inside = {"/".join(name.split("/")[:3]) for name in names}
    assert {
        "whosaid/cli.py",
        "whosaid/flows/cli.py",
        "whosaid/seeds/cues.csv",
        "whosaid/sql/models",
        "whosaid/sql/site",
    } <= inside
    assert {"whosaid/data/models", "whosaid/flows/site", "whosaid/flows/assemble"} <= inside
    unwanted = (
        "flows/train",
        "flows/evaluate",
        "flows/gate",
        "flows/render",
        "sql/gate",
        "sql/train",
        "labels/",
        "test_",
        "benchmarks",
        "__pycache__",
        "sample",
    )
    assert not [name for name in names if any(part in name for part in unwanted)]


def test_no_code_in_it_imports_a_module_of_the_checkout(wheel: zipfile.ZipFile) -> None:
    for name in wheel.namelist():
        if name.endswith(".py"):
            for line in wheel.read(name).decode().splitlines():
                assert not line.strip().startswith(
                    ("from flows", "import flows", "from transforms", "import transforms")
                )


@pytest.mark.long
def test_every_module_in_it_can_be_imported_beside_another_project(installed: Path) -> None:
    modules = sorted(
        ".".join(path.relative_to(installed).with_suffix("").parts).removesuffix(".__init__")
        for path in (installed / "whosaid").rglob("*.py")
    )
    code = f"import importlib, sys\nfor name in {modules}: importlib.import_module(name)\n"
    done = run(installed, "-c", code + "sys.exit('flows' in sys.modules or 'transforms' in sys.modules)")
    assert done.returncode == 0, done.stderr


def test_its_entry_points_lead_somewhere(wheel: zipfile.ZipFile, installed: Path) -> None:
    points = ConfigParser(delimiters="=")
    points.read_string(wheel.read("whosaid-0.1.0.dist-info/entry_points.txt").decode())
    values = [value for section in points.sections() for value in points[section].values()]
    assert "whosaid.cli:main" in values
    code = "from importlib.metadata import EntryPoint\n"
    code += f"for value in {values}: EntryPoint('x', value, 'y').load()\n"
    done = run(installed, "-c", code)
    assert done.returncode == 0, done.stderr


@pytest.mark.long
def test_a_run_works_beside_another_project(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(ARTICLE, encoding="utf-8")
    out = ["--out", str(tmp_path / "out")]
    main = ["-c", "from whosaid.cli import main; main()"]
    done = run(installed, *main, "run", str(tmp_path / "bridge.txt"), "--outlet", "Post", *out)
    assert done.returncode == 0, done.stderr
    asked = run(installed, *main, "sql", "SELECT speaker_name FROM quotes", "--format", "csv", *out)
    assert asked.stdout.splitlines() == ["speaker_name", "Ida Kern"], asked.stderr
