"""Change one thing of the matching's code at a time, and list the changes that no test of it notices.

    python -m tests.mutants COSMIC_RAY [--mutants 60] [--seed 1] [--modules compare.py wording.py]

COSMIC_RAY is the program of that name, in an environment of its own (`make mutants`). It works on a copy of the checkout,
and runs the tests of these modules for each change; a sample of the changes, the same for the same seed. Errors planted
into the marts' SQL are `tests.sql.planted`.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from flows.resources import ROOT

MODULES = ("compare.py", "quantities.py", "speakers.py", "wording.py")
"""Of ``transforms/match``: what decides about two texts, and has tests that take seconds."""
TESTS = ("test_wording", "test_quantities", "test_speakers", "test_compare", "test_denials")
LEFT_OUT = (".git", ".venv", ".mypy_cache", ".pytest_cache", ".hypothesis", "build", "out", "__pycache__")
_CONFIG = """
[cosmic-ray]
module-path = [{modules}]
timeout = 120.0
excluded-modules = []
test-command = "{command}"
[cosmic-ray.distributor]
name = "local"
"""


def sample_mutants(session: Path, wanted: int, seed: int) -> tuple[int, int]:
    """Leave so many of a session's mutants, drawn by the seed; return how many there are and how many stay."""
    with sqlite3.connect(session) as database:
        jobs = _list_in_order(database)
        kept = set(random.Random(seed).sample(range(len(jobs)), min(wanted, len(jobs))))
        chosen = {jobs[number] for number in kept}
        every = [job for (job,) in database.execute("SELECT job_id FROM work_items")]
        for table in ("mutation_specs", "work_items"):
            database.executemany(
                f"DELETE FROM {table} WHERE job_id = ?", [(job,) for job in every if job not in chosen]
            )
    return len(jobs), len(kept)


def _list_in_order(database: sqlite3.Connection) -> list[str]:
    """Return the jobs by module, place and operator, since their ids are random, but for those that change nothing.

    A `|` stands mostly in annotations, which nobody evaluates.
    """
    query = "SELECT job_id, module_path, start_pos_row, start_pos_col, operator_name, occurrence FROM mutation_specs"
    places = {job: place for job, *place in database.execute(query) if "BinaryOperator_BitOr" not in place[3]}
    return sorted(places, key=lambda job: places[job])


def main() -> None:
    """Print the changes that nothing noticed, and how many were tried."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("--mutants", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--modules", nargs="+", default=MODULES)
    given = parser.parse_args()
    program = given.program.absolute()
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
        tests = " ".join(f"tests/match/{test}.py" for test in TESTS)
        command = f"{sys.executable} -m pytest -q -x -n 0 -p no:cacheprovider {tests}"
        modules = ", ".join(f"'transforms/match/{module}'" for module in given.modules)
        (copy / "mutants.toml").write_text(_CONFIG.format(modules=modules, command=command), "utf-8")
        environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        run = partial(subprocess.run, cwd=copy, check=True, env=environment)
        run([program, "init", "mutants.toml", "mutants.sqlite"])
        total, kept = sample_mutants(copy / "mutants.sqlite", given.mutants, given.seed)
        run([program, "baseline", "mutants.toml"])
        run([program, "exec", "mutants.toml", "mutants.sqlite"])
        sys.stdout.write(_report(copy / "mutants.sqlite", total, kept))


def _report(session: Path, total: int, kept: int) -> str:
    query = (
        "SELECT module_path, start_pos_row, operator_name, diff, test_outcome FROM work_results"
        " JOIN mutation_specs USING (job_id) ORDER BY module_path, start_pos_row"
    )
    with sqlite3.connect(session) as database:
        rows = database.execute(query).fetchall()
    survived = [row for row in rows if str(row[4]).upper().endswith("SURVIVED")]
    lines = [f"{path}:{line} {operator}\n{_changed(diff)}" for path, line, operator, diff, _ in survived]
    return "\n".join(
        [*lines, f"{kept} of {total} mutants tried, {len(rows) - len(survived)} noticed, {len(survived)} not\n"]
    )


def _changed(diff: str) -> str:
    return "\n".join(f"    {line}" for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---"))


if __name__ == "__main__":
    main()
