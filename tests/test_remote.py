"""Inputs and outputs in an object store, against a local S3 server: the same tables, and work goes on elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pyarrow.dataset as ds
import pyarrow.fs as pf
import pytest

from flows import matching, remote
from flows.build import RunResult, run_build
from flows.manifest import check_output
from flows.query import fetch_rows, open_warehouse
from flows.remote import RemoteError, bring_inputs, bring_output, is_remote, run_anywhere
from flows.runners import LocalRunner
from flows.settings import Settings
from tests.histories import read_rows

BODY = (
    "Bridge {0} opens\n\nThe bridge over the river Sorn is open again on day {0}, mayor Inga Roth said.\n\n"
    "“Bridge {0} was never in danger,” she added.\n"
)
ADDRESS = "s3://articles/out"


@pytest.fixture(scope="module")
def store() -> Iterator[pf.FileSystem]:
    server = pytest.importorskip("moto.server")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    patch = pytest.MonkeyPatch()
    patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    patch.setenv("AWS_ACCESS_KEY_ID", "test")
    patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    system = pf.S3FileSystem(endpoint_override=f"http://{host}:{port}", region="us-east-1", allow_bucket_creation=True)
    system.create_dir("articles")
    for number in range(3):
        put(system, number)
    yield system
    patch.undo()
    running.stop()


@pytest.fixture
def move_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Go on on another machine: one with a cache folder of its own."""
    return lambda machine: monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / machine))


def put(system: pf.FileSystem, number: int) -> None:
    with system.open_output_stream(f"articles/in/day {number}/ü[{number}].txt") as target:
        target.write(BODY.format(number).encode())


def run(out: Path | None = None) -> RunResult:
    settings = Settings(("s3://articles/in",), out or bring_output(Path(ADDRESS)), outlet="Post", site=False)
    return run_anywhere(settings, lambda here: run_build(here, LocalRunner(1)))


def read_published(system: pf.FileSystem, table: str, out: str = "out") -> list[dict[str, object]]:
    """Read a table as any other program would: the pointer, then the run's folder."""
    with system.open_input_stream(f"articles/{out}/current.json") as source:
        folder = json.loads(source.read())["run"]
    rows = ds.dataset(f"articles/{out}/runs/{folder}/tables/{table}", filesystem=system).to_table()
    return rows.to_pylist()  # type: ignore[no-any-return]


def test_work_goes_on_on_another_machine_and_nothing_is_lost(
    store: pf.FileSystem, tmp_path: Path, move_to: Callable[[str], None]
) -> None:
    move_to("one")
    first = run()
    assert (first.status, first.counts["articles"]) == ("completed", 3)
    uris = [str(row["source_uri"]) for row in read_published(store, "articles")]
    assert sorted(uris) == [f"s3://articles/in/day {n}/ü[{n}].txt" for n in range(3)]

    local = tmp_path / "local"
    settings = Settings(
        (str(tmp_path / "one" / "whosaid" / "remote" / "s3" / "articles" / "in"),), local, outlet="Post"
    )
    run_build(settings, LocalRunner(1))
    assert read_rows(bring_output(Path(ADDRESS))) == read_rows(local)
    assert run().status == "unchanged"

    move_to("two")
    here = bring_output(Path(ADDRESS))
    assert check_output(here) == []
    with open_warehouse(here) as connection:
        assert fetch_rows(connection, "SELECT count(*) FROM articles")[1] == [(3,)]
    put(store, 3)
    store.delete_file("articles/in/day 0/ü[0].txt")
    second = run()
    assert (second.news.annotated, second.news.removed) == (1, 1)
    counted = [row["source_uri"] for row in read_published(store, "articles") if row["status"] == "current"]
    assert len(counted) == 3
    assert [row["status"] for row in read_published(store, "runs")] == ["completed", "unchanged", "completed"]

    move_to("one")
    late = tmp_path / "one" / "whosaid" / "outputs" / "s3" / "articles" / "out"
    put(store, 4)
    with pytest.raises(RemoteError, match="another machine has published there"):
        run(late)
    assert len(read_published(store, "articles")) == 4
    assert run().status == "completed"
    assert len([row for row in read_published(store, "articles") if row["status"] == "current"]) == 4
    folders = {info.path.split("/")[3] for info in list_files(store, "articles/out/runs")}
    assert len(folders) == 2


@pytest.mark.usefixtures("empty_models")
def test_a_run_that_fails_leaves_its_row_where_the_others_are(
    store: pf.FileSystem, move_to: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    move_to("one")
    out = bring_output(Path("s3://articles/failing"))
    assert run(out).status == "completed"
    put(store, 7)

    def fail(*_: object) -> None:
        raise ZeroDivisionError("no stories today")

    with monkeypatch.context() as patch:
        patch.setattr(matching, "describe_stories", fail)
        with pytest.raises(ZeroDivisionError):
            run(out)
        runs = read_published(store, "runs", "failing")
        assert [row["status"] for row in runs] == ["completed", "failed"]
        assert str(runs[-1]["problem"]).startswith("ZeroDivisionError: no stories today")
    assert run(out).status == "completed"
    statuses = [row["status"] for row in read_published(store, "runs", "failing")]
    assert statuses == ["completed", "failed", "completed"]
    store.delete_file("articles/in/day 7/ü[7].txt")


@pytest.mark.parametrize("is_away", [False, True])
def test_what_a_failed_run_left_is_sent_and_the_first_failure_is_the_one_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_away: bool
) -> None:
    sent = []

    class Output:
        def __init__(self, address: str) -> None:
            self.address = address

        def push(self) -> None:
            if is_away:
                raise RemoteError("the store is away")
            sent.append(self.address)

    def build(_: Settings) -> None:
        raise ZeroDivisionError("no stories today")

    monkeypatch.setattr(remote, "_Output", Output)
    (tmp_path / ".remote.json").write_text(json.dumps({"address": ADDRESS}))
    with pytest.raises(ZeroDivisionError, match="no stories today") as caught:
        run_anywhere(Settings((str(tmp_path),), tmp_path), build)
    assert sent == ([] if is_away else [ADDRESS])
    notes = getattr(caught.value, "__notes__", [])
    assert [note.endswith("from this machine: the store is away") for note in notes] == ([True] if is_away else [])


def list_files(system: pf.FileSystem, path: str) -> list[pf.FileInfo]:
    found = system.get_file_info(pf.FileSelector(path, recursive=True))
    return [info for info in found if info.type == pf.FileType.File]


def test_what_is_not_there_is_named(store: pf.FileSystem, tmp_path: Path, move_to: Callable[[str], None]) -> None:
    move_to("three")
    with pytest.raises(RemoteError, match=r"s3://articles/nothing: nothing is there"):
        run_anywhere(Settings(("s3://articles/nothing",), tmp_path / "out"), lambda here: here)
    with pytest.raises(RemoteError, match="s3://no-such-bucket/in: "):
        run_anywhere(Settings(("s3://no-such-bucket/in",), tmp_path / "out"), lambda here: here)


@pytest.mark.parametrize(
    ("place", "remote"),
    [("s3://b/x", True), ("s3:/b/x", True), ("gs://b", True), ("a/s3:/b", False), ("s3", False), ("/s3://", False)],
)
def test_an_address_is_told_from_a_path(place: str, remote: bool) -> None:
    assert is_remote(place) is remote


def test_local_places_stay_as_they_are(tmp_path: Path) -> None:
    assert bring_output(tmp_path) == tmp_path
    seen = run_anywhere(Settings(("a", "b*"), tmp_path), lambda here: here.inputs)
    assert seen == ("a", "b*")


def test_a_file_that_leads_out_of_its_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def list_files(wanted: object) -> list[pf.FileInfo]:
        if isinstance(wanted, list):
            return [pf.FileInfo("articles/in", pf.FileType.Directory)]
        return [pf.FileInfo("articles/in/../../../up.txt", pf.FileType.File, size=1)]

    system = SimpleNamespace(get_file_info=list_files)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(pf, "FileSystem", SimpleNamespace(from_uri=lambda _: (system, "articles/in")))
    with pytest.raises(RemoteError, match=r"up\.txt.* leads out"):
        bring_inputs(("s3://articles/in",))
