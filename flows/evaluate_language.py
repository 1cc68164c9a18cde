"""Measure the language pipeline on the development sets, against the pinned floors.

python -m flows.evaluate_language --corpora DIR [--model DIR] [--config FILE]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from flows.resources import MODEL_DIR
from flows.training import recipe
from flows.training.evaluate import below, render


def main() -> int:
    """Print every figure; return 1 when one is below its floor."""
    parser = argparse.ArgumentParser(description="Measure the language pipeline on the development sets.")
    parser.add_argument(
        "--corpora", type=Path, required=True, help="folder of the corpora that the configuration names"
    )
    parser.add_argument("--model", type=Path, default=MODEL_DIR)
    parser.add_argument("--config", type=Path, default=recipe.CONFIG)
    args = parser.parse_args()
    config = recipe.read_config(args.config)
    with tempfile.TemporaryDirectory() as work:
        recipe.prepare_syntax(args.corpora, config, Path(work))
        report = recipe.evaluate_pipeline(args.corpora, config, Path(work), args.model)
    failures = below(report)
    sys.stdout.write("\n".join([render(report), *(f"BELOW THE FLOOR: {line}" for line in failures)]) + "\n")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
