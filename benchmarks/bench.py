"""End to end, written into ``docs/benchmarks.md`` by itself: ``make bench``, or

    python -m benchmarks.bench                        # 300, 1,000 and 10,000 articles
    python -m benchmarks.bench 1000 10000 50000
    python -m benchmarks.bench 300 1000 --no-site --print

Articles are those of ``benchmarks.newsroom``. Of each number: a first run, one with nothing new, one with 1 % more
articles and one with 10 % more, each a process of its own; and before and after the first one the language pipeline
alone (``nlp.pipe``) on a part of the same texts, so that a noisy machine weighs on both. CPU seconds are those of all
processes of a run; memory is the peak of the main process in each stage, and of the largest worker.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from benchmarks.newsroom import make_articles, write_articles

STAGES = ("read", "extract", "assemble", "match", "model", "site", "publish")
SIZES = (300, 1_000, 10_000)
PIPED_ARTICLES = 150
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
START, END = "<!-- make bench -->", "<!-- end of make bench -->"
FOLDERS = ("tables", "marts", "warehouse.duckdb", "site", ".store")

Result = dict[str, Any]


# --- what is measured, in a process of its own -----------------------------------------------------------------------


def pipe(source: Path) -> Result:
    """Annotate a part of the articles and do nothing else; CPU seconds without what is loaded."""
    from flows.extraction import load_worker
    from flows.resources import MODEL_DIR, SEEDS_DIR

    nlp, _ = load_worker(MODEL_DIR, None, SEEDS_DIR)
    texts = [json.loads(line)["text"] for path in sorted(source.iterdir()) for line in path.open(encoding="utf-8")]
    texts = texts[:: max(1, len(texts) // PIPED_ARTICLES)]
    nlp(texts[0])
    started = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return {"cpu": time.process_time() - started, "words": sum(len(text.split()) for text in texts)}


def build(source: Path, out: Path, workers: int, site: bool) -> Result:
    """Run once; CPU and wall seconds and the main process's peak of each stage, and of all."""
    from flows.build import run_build
    from flows.ledger import Ledger
    from flows.runners import LocalRunner
    from flows.settings import Settings

    peaks: dict[str, float] = {}

    def watch(stage: str, done: int, total: int) -> None:
        if done == 0:
            forget_peak()
        elif done == total:
            peaks[stage] = read_peak()

    wall = time.perf_counter()
    result = run_build(Settings((str(source),), out, site=site), LocalRunner(workers), watch)
    row = Ledger(out / ".runs").rows()[-1]
    times = os.times()
    return {
        "status": result.status,
        "articles": row["articles"],
        "wall": time.perf_counter() - wall,
        "cpu": times.user + times.system + times.children_user + times.children_system,
        "stages": {stage: row.get(f"{stage}_cpu_seconds") or 0.0 for stage in STAGES},
        "walls": {stage: row.get(f"{stage}_seconds") or 0.0 for stage in STAGES},
        "peaks": peaks,
        "worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6,
    }


def forget_peak() -> None:
    """Begin a new peak of this process's memory, where the system lets (Linux)."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def read_peak() -> float:
    """Return the peak of this process's memory since it was forgotten, in GB."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


# --- one size --------------------------------------------------------------------------------------------------------


def call(*arguments: object) -> Result:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.bench", "--step", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found: Result = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(count: int, folder: Path, workers: int, site: bool) -> Result:
    """Return what a corpus of a size costs, at first and when a little comes to it."""
    source, out = folder / "in", folder / "out"
    write_articles(source, count)
    words = sum(len(row["text"].split()) for row in make_articles(count))
    run = ("build", source, out, workers, int(site))
    piped = [call("pipe", source)]
    first = call(*run)
    piped.append(call("pipe", source))
    sizes = {name: count_bytes(out / name) for name in FOLDERS}
    sizes["input"] = count_bytes(source)
    later = {"0": call(*run)}
    have = count
    for share in (1, 10):
        more = max(1, count * share // 100)
        rows = islice(make_articles(have + more), have, None)
        (source / f"more{share}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        have += more
        later[str(share)] = call(*run)
    rate = sum(p["words"] for p in piped) / sum(p["cpu"] for p in piped)
    return {"count": count, "words": words, "rate": rate, "first": first, "later": later, "bytes": sizes}


def count_bytes(path: Path) -> int:
    """Return the bytes of a file or of all files in a folder."""
    path = path.resolve()
    return path.stat().st_size if path.is_file() else sum(f.stat().st_size for f in path.rglob("*") if f.is_file())


# --- what is written -------------------------------------------------------------------------------------------------


def write_report(found: Sequence[Result], workers: int, command: str) -> str:
    """Return the section of the page."""
    day, machine = f"{datetime.now(UTC):%-d %B %Y}", f"{os.cpu_count()} cores, {find_processor()}"
    load = "/".join(f"{value:.0f}" for value in os.getloadavg())
    parts = [
        START,
        f"    {command}",
        f"{day}; {machine};\n{workers} workers; load averages at the end {load}.\n"
        "Other work makes CPU seconds grow too, so that ratios within this section say more than seconds.",
        _table(
            ["articles", "words", "CPU s", "wall s", "words per CPU s", "of `nlp.pipe`", "without page", "worker GB"],
            (_describe_first(size) for size in found),
        ),
        "CPU seconds of each stage, and how they grow from one size to the next (1 is in a straight line):",
        _table(["stage", *(f"{size['count']:,}" for size in found), "exponents"], _describe_stages(found)),
        "Peak memory of the main process in each stage, GB:",
        _table(
            ["stage", *(f"{size['count']:,}" for size in found)],
            ([stage, *(_round(size["first"]["peaks"].get(stage)) for size in found)] for stage in STAGES),
        ),
        "A later run, CPU seconds and share of the first run's:",
        _table(["new articles", *(f"{size['count']:,}" for size in found)], _describe_later(found)),
        "Bytes for each article:",
        _table(
            ["of", *(f"{size['count']:,}" for size in found)],
            (
                [name, *(f"{size['bytes'][name] / size['count']:,.0f}" for size in found)]
                for name in ("input", *FOLDERS)
            ),
        ),
        END,
    ]
    return "\n\n".join(parts)


def _describe_first(size: Result) -> list[str]:
    first = size["first"]
    rate = size["words"] / first["cpu"]
    without = size["words"] / (first["cpu"] - first["stages"]["site"])
    return [
        f"{size['count']:,}",
        f"{size['words']:,}",
        f"{first['cpu']:,.0f}",
        f"{first['wall']:,.0f}",
        f"{rate:,.0f}",
        f"{rate / size['rate']:.2f}",
        f"{without / size['rate']:.2f}",
        _round(first["worker"]),
    ]


def _describe_stages(found: Sequence[Result]) -> Iterable[list[str]]:
    for stage in STAGES:
        seconds = [size["first"]["stages"][stage] for size in found]
        steps = zip(pairwise(seconds), pairwise(size["count"] for size in found), strict=True)
        exponents = [math.log(max(b, 0.05) / max(a, 0.05)) / math.log(m / n) for (a, b), (n, m) in steps]
        yield [stage, *(f"{value:,.1f}" for value in seconds), " · ".join(f"{value:.2f}" for value in exponents)]


def _describe_later(found: Sequence[Result]) -> Iterable[list[str]]:
    for share in ("0", "1", "10"):
        cells = (f"{size['later'][share]['cpu']:,.1f} ({_share(size, share):.1%})" for size in found)
        yield [f"{share} %", *cells]


def _share(size: Result, share: str) -> float:
    return float(size["later"][share]["cpu"] / size["first"]["cpu"])


def _round(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in (names, ["---"] * len(names), *rows))


def find_processor() -> str:
    """Return the processor's name, and whether it multiplies bytes in one step (VNNI)."""
    try:
        info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    name = next((line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")), "unknown")
    return f"{name} {'with' if 'vnni' in info else 'without'} VNNI"


def put_into(page: Path, report: str) -> None:
    """Replace the section of a page that this command wrote before."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    page.write_text(before + report + rest.partition(END)[2], encoding="utf-8")


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", type=int, default=SIZES)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--no-site", action="store_true", help="without the pages")
    parser.add_argument("--print", action="store_true", help="leave the page as it is")
    parser.add_argument("--step", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        name, *rest = given.step
        steps = {"pipe": lambda s: pipe(Path(s)), "build": lambda s, o, w, p: build(Path(s), Path(o), int(w), p == "1")}
        print(json.dumps(steps[name](*rest)))
        return
    found = []
    for count in given.articles:
        with tempfile.TemporaryDirectory() as folder:
            found.append(measure(count, Path(folder), given.workers, not given.no_site))
        print(json.dumps(found[-1]), file=sys.stderr, flush=True)
    command = " ".join(["python -m benchmarks.bench", *map(str, given.articles), *["--no-site"][: given.no_site]])
    report = write_report(found, given.workers, command)
    print(report)
    if not given.print:
        put_into(PAGE, report)


if __name__ == "__main__":
    main()
