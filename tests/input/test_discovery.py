"""What is passed over: outputs of runs, parts of saved pages; and folders that hold traps."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from flows.readers import Note, NoteKind, discover_inputs, read_inputs
from flows.storage import write_parquet
from tests.conftest import SampleRun
from transforms.records import RawArticle, Reject
from transforms.tables import TABLES, build_table

TEXT = "Mayor opens bridge\n\nThe mayor of Veldra opened the bridge on Monday and said that it would stand.\n"


def write(path: Path, text: str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def find(*inputs: str | Path) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the names of the files found, and the notes and rejects as name and kind."""
    files, found = discover_inputs(inputs)
    kinds = [(Path(i.source_uri).name, i.kind.value if isinstance(i, Note) else i.reason) for i in found]
    return [file.path.name for file in files], kinds


def make_output(folder: Path, is_copy: bool) -> None:
    """Make what a run leaves; a copy has no hidden files and no links."""
    run = folder / ("" if is_copy else ".runs/20260301T000000-abcdef")
    for name in ("articles", "claims", "rejects", "runs"):
        write_parquet(build_table(TABLES[name], []), run / "tables" / name / "part-00000.parquet")
    write(run / "marts/claim_spread.parquet")
    write(run / "warehouse.duckdb")
    for name in () if is_copy else ("tables", "marts", "warehouse.duckdb"):
        (folder / name).symlink_to(run / name)


@pytest.mark.parametrize("is_copy", [False, True])
@pytest.mark.parametrize("place", ["out", "deep/er/out", "."])
def test_what_a_run_wrote_is_passed_over_wherever_it_lies(tmp_path: Path, place: str, is_copy: bool) -> None:
    make_output(tmp_path / place, is_copy)
    write(tmp_path / "a.txt")
    write(tmp_path / place / "beside.txt")
    note = ((tmp_path / place).name, "passed_over")
    assert find(tmp_path) == (sorted(["a.txt", "beside.txt"]), [note])
    assert find(f"{tmp_path}/**/*.parquet") == ([], [note])
    assert find(f"{tmp_path}/**/*.txt")[0] == ["a.txt", "beside.txt"]


@pytest.mark.parametrize(
    "given", ["tables", "tables/articles", "tables/articles/part-00000.parquet", "warehouse.duckdb"]
)
def test_what_a_run_wrote_is_refused_when_it_is_named(tmp_path: Path, given: str) -> None:
    make_output(tmp_path / "out", is_copy=False)
    assert find(tmp_path / "out" / given) == ([], [(Path(given).name, "no_articles")])


def test_tables_copied_out_of_a_run_are_passed_over(tmp_path: Path) -> None:
    make_output(tmp_path / "out", is_copy=True)
    shutil.move(tmp_path / "out/tables", tmp_path / "backup")
    shutil.rmtree(tmp_path / "out")
    write(tmp_path / "a.txt")
    assert find(tmp_path) == (["a.txt"], [("backup", "passed_over")])


def test_a_folder_of_that_name_which_no_run_made_is_read(tmp_path: Path) -> None:
    write(tmp_path / "out/tables/a.txt")
    write(tmp_path / "marts/b.txt")
    assert find(tmp_path) == (["b.txt", "a.txt"], [])


def test_a_real_run_is_passed_over(sample_run: SampleRun) -> None:
    files, kinds = find(sample_run.out)
    assert files == []
    assert sorted(kind for _, kind in kinds) == ["no_articles", "passed_over"]
    marts = sorted((sample_run.out / "marts").rglob("*.parquet"))
    assert marts
    copied = [item for path in marts for item in read_inputs([path])]
    assert not [item for item in copied if isinstance(item, RawArticle)]


@pytest.mark.parametrize("name", ["manifest.json", ".runs", ".runs/ledger.txt", ".current", ".current/manifest.json"])
def test_what_a_run_notes_of_itself_is_never_read(sample_run: SampleRun, name: str) -> None:
    assert (sample_run.out / name).exists()
    assert find(sample_run.out / name) == ([], [(Path(name).name, "no_articles")])


@pytest.mark.parametrize("parts", ["Saved page_files", "Saved page.files", "Saved page-Dateien", "Saved page_fichiers"])
@pytest.mark.parametrize("suffix", [".html", ".HTM"])
def test_the_parts_of_a_saved_page_are_passed_over(tmp_path: Path, parts: str, suffix: str) -> None:
    page = write(tmp_path / f"Saved page{suffix}")
    frame = write(tmp_path / parts / "frame.html")
    write(tmp_path / "other_files/a.txt")
    assert find(tmp_path) == ([page.name, "a.txt"], [(parts, "passed_over")])
    assert find(tmp_path / parts) == (["frame.html"], [])
    if suffix == ".html":
        assert find(f"{tmp_path}/**/*.html") == ([page.name], [(parts, "passed_over")])
    assert find(frame) == (["frame.html"], [])


def test_links_in_circles_cost_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    write(tmp_path / "good.txt")
    files, kinds = find(tmp_path)
    assert files == ["good.txt"]
    assert {name for name, _ in kinds} == {"a", "b", "self.txt"}


def test_folders_that_may_not_be_entered_cost_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "shut/a.txt")
    write(tmp_path / "half/b.txt")
    write(tmp_path / "good.txt")
    scandir, stat = os.scandir, os.stat

    def refuse(path: object, *_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", lambda path: refuse(path) if "shut" in str(path) else scandir(path))
    monkeypatch.setattr(
        os, "stat", lambda path, **more: refuse(path) if str(path).endswith("half/b.txt") else stat(path, **more)
    )
    files, found = discover_inputs([tmp_path])
    assert [file.path.name for file in files] == ["good.txt"]
    assert {(Path(r.source_uri).name, r.reason) for r in found if isinstance(r, Reject)} == {
        ("shut", "unreadable"),
        ("b.txt", "unreadable"),
    }


def test_notes_are_no_rejects(tmp_path: Path) -> None:
    make_output(tmp_path / "out", is_copy=False)
    write(tmp_path / "a.txt")
    (article,) = read_inputs([tmp_path])
    assert isinstance(article, RawArticle)
    assert NoteKind.PASSED_OVER == "passed_over"
