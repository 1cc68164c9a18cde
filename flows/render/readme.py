"""The results in the README and the cookbook: rendered from a run on the sample, so that none is written by hand.

``python -m flows.render.readme`` runs the sample and writes them anew.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from typer.testing import CliRunner

from flows.build import RunResult, run_build
from flows.cli import app
from flows.resources import ROOT
from flows.runners import LocalRunner
from flows.settings import Settings
from flows.summary import render_summary

README = ROOT / "README.md"
COOKBOOK = ROOT / "docs" / "cookbook.md"
SAMPLE_OUT = "out/sample"
QUERY = re.compile(r"```sql\n(?P<query>.*?)\n```\n\n```text\n(?P<result>.*?)```", re.DOTALL)
SUMMARY = re.compile(r"<!-- summary -->\n```text\n.*?```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


def render_readme(readme: str, result: RunResult) -> str:
    """Return the README with the summary and every query's result as this run gives them."""
    summary = strip_lines(render_summary(result).replace(str(result.out), SAMPLE_OUT))
    shown = f"<!-- summary -->\n```text\n{summary}```"
    return render_answers(SUMMARY.sub(lambda _: shown, readme), result.out)


def render_answers(page: str, out: Path) -> str:
    """Return a page with every query's result as the run in an output folder gives it."""

    def answer(match: re.Match[str]) -> str:
        arguments = ["sql", match["query"], "--out", str(out)]
        output = CliRunner().invoke(app, arguments, env={"COLUMNS": "118"}).output
        return f"```sql\n{match['query']}\n```\n\n```text\n{strip_lines(output)}```"

    return QUERY.sub(answer, page)


def strip_lines(text: str) -> str:
    """Return a text without blanks at the ends of its lines."""
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        run = run_build(Settings((str(ROOT / "data" / "sample"),), Path(folder) / "out"), LocalRunner(1))
        README.write_text(render_readme(README.read_text(encoding="utf-8"), run), encoding="utf-8")
        COOKBOOK.write_text(render_answers(COOKBOOK.read_text(encoding="utf-8"), run.out), encoding="utf-8")
