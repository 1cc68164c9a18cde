"""Files and folders as readers see them: whole, or not at all."""

import errno
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows import storage
from flows.storage import OutputError, open_output, publish_run, read_parquet, write_parquet, write_table
from transforms.tables import TABLES

STORIES = TABLES["stories"]


def batch(*articles: str) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"article_id": list(articles), "story_id": ["s"] * len(articles)})


def finish_run(out: Path, run_id: str, word: str) -> Path:
    folder = out / ".runs" / run_id
    (folder / "tables").mkdir(parents=True)
    (folder / "marts").mkdir()
    for file in ("tables/t", "marts/m", "warehouse.duckdb"):
        (folder / file).write_text(word)
    return folder


def test_an_empty_table_still_has_a_file_and_its_schema(tmp_path: Path) -> None:
    assert write_table(STORIES, [], tmp_path) == 0
    files = list((tmp_path / "stories").glob("*.parquet"))
    assert len(files) == 1
    assert pq.read_schema(files[0]).equals(STORIES.schema)


def test_big_tables_are_cut_and_keep_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "TARGET_FILE_BYTES", 20)
    assert write_table(STORIES, [batch("a", "b"), batch("c", "d"), batch("e", "f")], tmp_path) == 6
    files = sorted((tmp_path / "stories").glob("*.parquet"))
    assert len(files) > 1
    assert read_parquet(files).column("article_id").to_pylist() == list("abcdef")


def test_a_batch_that_does_not_fit_the_schema_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="name"):
        write_table(STORIES, [pa.RecordBatch.from_pydict({"article_id": ["a"]})], tmp_path)


def test_a_failed_write_leaves_no_parquet_file(tmp_path: Path) -> None:
    def torn():
        yield batch("a").cast(STORIES.schema)
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        storage.write_batches(STORIES.schema, torn(), tmp_path / "x.parquet")
    assert not list(tmp_path.glob("*.parquet"))


def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    write_parquet(pa.table({"n": list(range(5000))}), path)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 4
    path.write_bytes(data)
    with pytest.raises(OSError, match=r"(?i)checksum|crc"):
        read_parquet([path])


def test_publishing_swaps_everything_and_keeps_one_run_back(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        publish_run(tmp_path, finish_run(tmp_path, f"run{number}", f"content {number}"))
        assert {(tmp_path / f).read_text() for f in ("tables/t", "marts/m", "warehouse.duckdb")} == {
            f"content {number}"
        }
    assert sorted(p.name for p in (tmp_path / ".runs").iterdir()) == ["run2", "run3"]


def test_a_reader_keeps_the_file_that_it_opened(tmp_path: Path) -> None:
    publish_run(tmp_path, finish_run(tmp_path, "run1", "old"))
    with (tmp_path / "tables" / "t").open() as reader:
        publish_run(tmp_path, finish_run(tmp_path, "run2", "new"))
        assert reader.read() == "old"


def test_the_output_can_be_moved(tmp_path: Path) -> None:
    publish_run(tmp_path / "a", finish_run(tmp_path / "a", "run1", "x"))
    (tmp_path / "a").rename(tmp_path / "b")
    assert (tmp_path / "b" / "marts" / "m").read_text() == "x"


def test_strangers_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    with pytest.raises(OutputError, match="was not written by whosaid"):
        publish_run(tmp_path, finish_run(tmp_path, "run1", "x"))
    with pytest.raises(OutputError, match="was not written by whosaid"):
        open_output(tmp_path)


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    def fill():
        yield batch("a").cast(STORIES.schema)
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputError, match=r"the disk is full: .*x\.parquet could not be written"):
        storage.write_batches(STORIES.schema, fill(), tmp_path / "x.parquet")


def test_a_mount_that_fails_is_named_but_not_for_an_inputs_sake(tmp_path: Path) -> None:
    named = pytest.raises(OutputError, match=r"out could not be written \(Read-only file system\)")
    with named, storage.explain_device(tmp_path / "out"):
        raise OSError(errno.EROFS, "Read-only file system", str(tmp_path / "out" / "x"))
    with pytest.raises(OutputError, match="the disk is full"), storage.explain_device(tmp_path / "out"):
        raise RuntimeError("IO Error: Could not write file: No space left on device")
    with pytest.raises(PermissionError), storage.explain_device(tmp_path / "out"):
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "in"))


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="choose another one with --out"):
        open_output(tmp_path / "out")


def test_a_name_that_duckdb_cannot_use_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"folder with '\?' in its name"):
        open_output(tmp_path / "why?")
