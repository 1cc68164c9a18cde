"""What a crash costs: ``python -m benchmarks.crashes [kills] [flips]``.

Runs on the sample are killed by SIGKILL at random moments (the main process only, as the kernel does it for want of
memory), every third one before anything was published. The next run must give the tables of a run that nobody killed,
and five seconds after the kill no process may be left. Then single bits are flipped in the files of a run: ``check``
must find each, ``repair`` must mend it, and the next run must not mind.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from flows.build import run_build
from flows.manifest import check_output
from flows.repair import repair_output
from flows.runners import LocalRunner
from flows.settings import Settings
from flows.storage import STATE, OutputError, find_current
from flows.store import MARKER, STORE
from transforms.schema import Layer
from transforms.tables import list_tables

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample"
CLOCK = ("ingested_at", "first_seen_at", "last_seen_at", "run_id")
RUN = """
import sys

if __name__ == "__main__":
    from pathlib import Path
    from flows.build import run_build
    from flows.runners import LocalRunner
    from flows.settings import Settings
    settings = Settings((sys.argv[1],), Path(sys.argv[2]), batch_words=1500, rebuild=len(sys.argv) > 3)
    run_build(settings, LocalRunner(2))
"""
"""A run in batches small enough to be cut short; its workers import no more than those of the command line."""


def read_rows(out: Path) -> dict[str, list[str]]:
    """Return the rows of all tables that two runs on the same input share, in their order."""
    found = {}
    for table in list_tables(Layer.EXTRACTED, Layer.MATCHED):
        if table.name != "runs":
            rows = pq.read_table(out / "tables" / table.name).to_pylist()
            found[table.name] = [repr({k: v for k, v in row.items() if k not in CLOCK}) for row in rows]
    return found


def start_run(script: Path, out: Path, *, rebuild: bool = False) -> subprocess.Popen[bytes]:
    """Start a run in a session of its own, by which its processes are found; without news it must be a rebuild."""
    command = [sys.executable, script, SAMPLE, out, *["rebuild"][: int(rebuild)]]
    return subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE)


def list_session(session: int) -> list[str]:
    """Return the processes of a session that are alive."""
    lines = subprocess.run(["ps", "-eo", "sid=,stat=,pid=,args="], capture_output=True, text=True, check=True).stdout
    fields = (line.split(maxsplit=3) for line in lines.splitlines())
    return [f"{pid} {command}" for sid, state, pid, command in fields if sid == str(session) and state[0] != "Z"]


def count_finished(out: Path) -> int:
    """Return how many finished batches runs have left."""
    return len(list((out / STORE).glob(f"*/{MARKER}")))


def kill_runs(folder: Path, kills: int, choose: random.Random) -> None:
    """Kill runs, run again, compare, and print what came of it."""
    script = folder / "run.py"
    script.write_text(RUN, encoding="utf-8")
    reference = folder / "reference"
    started = time.perf_counter()
    assert start_run(script, reference).wait() == 0
    length, expected = time.perf_counter() - started, read_rows(reference)
    same = alive = torn = number = 0
    while number < kills:
        out = folder / f"out{number // 3 if number % 3 else 1000 + number}"
        process = start_run(script, out, rebuild=find_current(out) is not None)
        moment = choose.uniform(0, length)
        time.sleep(moment)
        if process.poll() is not None:  # a busy machine was less so: it is not killed, and does not count
            length = min(length, moment)
            continue
        number += 1
        process.kill()
        process.wait()
        at = time.perf_counter()
        while (left := list_session(process.pid)) and time.perf_counter() - at < 5:
            time.sleep(0.1)
        gone = time.perf_counter() - at
        alive += bool(left)
        if left:
            print("left:", *left, sep="\n  ", flush=True)
        torn += (out / "tables").exists() != (out / "marts").exists()
        finished, again = count_finished(out), start_run(script, out)
        code = again.wait()
        equal = code == 0 and read_rows(out) == expected
        same += equal
        if not equal and again.stderr:
            print(again.stderr.read().decode()[-2000:])
        statuses = pq.read_table(out / "tables" / "runs", columns=["status"])["status"].to_pylist()
        print(
            f"{number}: killed at {moment:.1f} of {length:.1f} s, gone after {gone:.1f} s, "
            f"{finished} batches finished before, equal {equal}, runs {' '.join(statuses)}",
            flush=True,
        )
    print(f"{same} of {kills} the same tables, {alive} with processes left after 5 s, {torn} with tables but no marts")


def flip_bits(folder: Path, flips: int, choose: random.Random) -> None:
    """Flip single bits in the files of a run, each time check, and print what came of it."""
    out = folder / "flips"
    settings = Settings((str(SAMPLE),), out, site=False)
    run_build(settings, LocalRunner(1))
    current = find_current(out)
    assert current is not None
    # what only the next run reads has hashes of its own, and is passed over where they do not fit
    files = sorted(path for path in current.rglob("*") if path.is_file() and path.parent.name != STATE)
    found = repaired = 0
    for _ in range(flips):
        path = choose.choice(files)
        whole = path.read_bytes()
        bit = choose.randrange(8 * len(whole))
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        path.chmod(0o644)  # what is published may not be written
        path.write_bytes(damaged)
        found += [damage.file for damage in check_output(out)] == [path.relative_to(current).as_posix()]
        try:
            repair_output(out)
            repaired += not check_output(out)
        except OutputError as error:
            print(path.name, error)
        path.write_bytes(whole)
        if check_output(out):  # a repair may have changed the manifest
            repair_output(out)
    print(f"{found} of {flips} flipped bits found, {repaired} repaired")
    again = 0
    tables = sorted((current / "tables").rglob("*.parquet"))
    for path in tables:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[len(whole) // 2 + 1 :])
    again = run_build(settings, LocalRunner(1)).status == "completed"
    print(
        f"the next run, with a bit flipped in each of {len(tables)} table files: {'completed' if again else 'failed'}"
    )


def main() -> None:
    """Kill and flip."""
    kills, flips = (int(argument) for argument in (*sys.argv[1:], "30", "40")[:2])
    choose = random.Random(25)
    with tempfile.TemporaryDirectory() as folder:
        if kills:
            kill_runs(Path(folder), kills, choose)
        if flips:
            flip_bits(Path(folder), flips, choose)


if __name__ == "__main__":
    main()
