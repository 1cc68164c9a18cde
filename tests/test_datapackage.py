"""The data package says of every Parquet file what is in it."""

import hashlib
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq

from flows.manifest import check_output
from flows.repair import repair_output
from tests.conftest import SampleRun
from transforms.tables import TABLES


def test_every_file_of_every_table_is_described(sample_run: SampleRun) -> None:
    package = json.loads((sample_run.out / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert set(resources) == set(TABLES)
    described = set()
    for name, resource in resources.items():
        assert [field["name"] for field in resource["schema"]["fields"]] == list(TABLES[name].column_names)
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert resource["schema"]["primaryKey"] == list(TABLES[name].key)
        for file in resource["files"]:
            path = sample_run.out / file["path"]
            assert hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"]
            assert path.stat().st_size == file["bytes"]
            assert pq.read_metadata(path).num_rows == file["rows"]
            described.add(path.resolve())
        assert resource["rows"] == sum(file["rows"] for file in resource["files"])
        for key in resource["schema"]["foreignKeys"]:
            target = resources[key["reference"]["resource"]]
            assert key["reference"]["fields"] in {field["name"] for field in target["schema"]["fields"]}
    run = (sample_run.out / ".current").resolve()
    assert described == {path for folder in ("tables", "marts") for path in (run / folder).rglob("*.parquet")}


def test_a_damaged_data_package_is_found_and_written_anew(sample_run: SampleRun, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(sample_run.out, out, symlinks=True)
    before = (out / "datapackage.json").read_bytes()
    (out / "datapackage.json").write_text("{}", encoding="utf-8")
    assert [damage.file for damage in check_output(out)] == ["datapackage.json"]
    assert repair_output(out) == ["datapackage.json"]
    assert (out / "datapackage.json").read_bytes() == before
    assert check_output(out) == []
