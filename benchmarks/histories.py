"""Random histories of a folder of articles: ``python -m benchmarks.histories 200``.

After each history, of files that come, change and go between runs, the rows of the output must be those of a rebuild,
and its current rows those of an output without a past.
"""

from __future__ import annotations

import sys
import time

from hypothesis import HealthCheck, Phase, given, settings

from tests.histories import HISTORIES
from tests.test_incremental import check_history


def main() -> None:
    """Try so many histories; the first that ends otherwise is raised, made as short as can be."""
    count, tried, started = int(sys.argv[1]), 0, time.time()

    @settings(
        max_examples=count, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(HISTORIES)
    def check(history: object) -> None:
        nonlocal tried
        check_history(history)
        tried += 1
        print(f"{tried} of {count} the same, {time.time() - started:.0f} s", flush=True)

    check()


if __name__ == "__main__":
    main()
