"""Print the share of branches that a coverage report in JSON covers, and fail below a floor.

    python -m tests.branches build/coverage.json 90

coverage's own total mixes lines and branches.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

_LEAST = 8
"""Branches of a module from which its share says something."""


def main(report: Path, floor: float) -> int:
    """Print the modules with the smallest shares, and the share of all; return 1 below the floor."""
    found = json.loads(report.read_text("utf-8"))
    modules = {name: file["summary"] for name, file in found["files"].items()}
    shares = {name: 100 * s["covered_branches"] / s["num_branches"] for name, s in modules.items() if s["num_branches"]}
    lowest = sorted((share, name) for name, share in shares.items() if modules[name]["num_branches"] >= _LEAST)[:5]
    for share, name in lowest:
        sys.stdout.write(f"{share:5.1f} %  {name}\n")
    total = 100 * found["totals"]["covered_branches"] / found["totals"]["num_branches"]
    sys.stdout.write(f"{total:5.1f} % of {found['totals']['num_branches']} branches, floor {floor:g} %\n")
    return int(total < floor)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2])))
