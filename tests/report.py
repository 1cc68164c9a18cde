"""What CI prints at its end, on one page: tests, floors, sealed figures, and what the benchmarks page has.

    python -m tests.report JUNIT OUT

JUNIT is the file that ``pytest --junit-xml`` wrote, OUT the output folder of a run on the sample.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from flows.resources import ROOT, SQL_DIR
from tests.invariants import read_tables
from tests.quality.sample_figures import Figures
from tests.quality.test_sample_floors import FLOORS

_BENCHMARKS = ROOT / "docs" / "benchmarks.md"


def report_tests(junit: Path) -> Iterator[str]:
    """Yield how many tests passed, failed or were left out and why, and the slowest."""
    cases = list(ElementTree.parse(junit).iter("testcase"))
    fates = Counter(next((e.tag for e in case if e.tag in {"failure", "error", "skipped"}), "passed") for case in cases)
    yield ", ".join(f"{count} {fate}" for fate, count in fates.most_common())
    reasons = Counter(re.sub(r"^.*?: ", "", e.get("message", "")) for case in cases for e in case.iter("skipped"))
    yield from (f"  {count} left out: {reason}" for reason, count in reasons.most_common())
    for case in sorted(cases, key=lambda case: -float(case.get("time", 0)))[:3]:
        yield f"  {float(case.get('time', 0)):.0f} s: {case.get('name')}"


def report_floors(out: Path) -> Iterator[str]:
    """Yield the figures of the sample that lie nearest above their floors, or below."""
    found = Figures(read_tables(out / "tables")).measure()
    for name in sorted(FLOORS, key=lambda name: found[name] - FLOORS[name])[:5]:
        yield f"  {name:28}{found[name]:.3f}, floor {FLOORS[name]:.3f}{'  BELOW' if found[name] < FLOORS[name] else ''}"


def report_measures() -> Iterator[str]:
    """Yield what was measured last, on sealed labels and others."""
    with (SQL_DIR / "seeds" / "quality.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            figures = [f"{name} {row[name]}{_interval(row, name)}" for name in ("precision", "recall") if row[name]]
            yield f"  {row['measure']:22}{', '.join(figures)} ({row['part']}, {row['measured_on']})"


def _interval(row: dict[str, str], name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f" [{low}–{high}]" if low else ""


def report_ratios() -> Iterator[str]:
    """Yield the ratios of the end-to-end benchmark: words a CPU second, beside those of the pipeline alone."""
    rows = [line.strip("| ").split(" | ") for line in _BENCHMARKS.read_text("utf-8").splitlines() if line[:1] == "|"]
    head = next(n for n, row in enumerate(rows) if "of `nlp.pipe`" in row)
    column = rows[head].index("of `nlp.pipe`")
    for row in rows[head + 2 :]:
        if len(row) != len(rows[head]):
            break
        yield f"  {row[0]} articles: {row[column]} of the pipeline's own pace"


def main(junit: Path, out: Path) -> None:
    """Print the page."""
    parts = {
        "Tests": report_tests(junit),
        "Floors on the sample, the nearest": report_floors(out),
        "Measured quality (docs/quality.md)": report_measures(),
        "Benchmarks (docs/benchmarks.md)": report_ratios(),
    }
    for title, lines in parts.items():
        sys.stdout.write("\n".join([title, *lines, "", ""]))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
