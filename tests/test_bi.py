"""What BI tools meet: a file that opens read only, in schemas they list, whose columns they can filter."""

import ast
import json
import re
import zipfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
import yaml

from tests.conftest import ROOT, SampleRun
from transforms.schema import MODELED
from transforms.tables import TABLES, list_tables

BI = ROOT / "docs" / "bi"


@pytest.mark.parametrize("table", list_tables(*MODELED), ids=lambda table: table.name)
def test_every_list_of_a_mart_has_a_scalar_beside_it(table: object) -> None:
    columns = table.columns  # type: ignore[attr-defined]
    names = {column.name for column in columns}
    lists = [column.name for column in columns if pa.types.is_nested(column.type)]
    assert all({f"{name}_text", name.removesuffix("s")} & names for name in lists), lists


def test_what_the_streamlit_app_asks_for_is_there(sample_run: SampleRun) -> None:
    tree = ast.parse((BI / "streamlit_app.py").read_text(encoding="utf-8"))
    (filters,) = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "FILTERS"
    ]
    with duckdb.connect(str(sample_run.out / "warehouse.duckdb"), read_only=True) as connection:
        columns = {name for name, *_ in connection.execute("DESCRIBE marts.statements").fetchall()}
    assert {*filters, "is_known_source", "published_at", "claim_id"} <= columns


def test_the_page_on_bi_tools_names_scripts_that_are_there() -> None:
    named = set(re.findall(r"\[(\w+\.py)\]\(\w+\.py\)", (BI / "README.md").read_text(encoding="utf-8")))
    assert named <= {path.name for path in Path(BI).iterdir()}
    assert "check_superset.py" in named


def test_the_superset_dashboard_asks_for_columns_that_are_there() -> None:
    with zipfile.ZipFile(BI / "superset_dashboard.zip") as archive:
        files = {name: yaml.safe_load(archive.read(name)) for name in archive.namelist()}
    datasets = {body["uuid"]: body["table_name"] for name, body in files.items() if "/datasets/" in name}
    charts = [body for name, body in files.items() if "/charts/" in name]
    assert charts
    for chart in charts:
        (query,) = json.loads(chart["query_context"])["queries"]
        known = set(TABLES[datasets[chart["dataset_uuid"]]].column_names)
        assert {*query["columns"], *(condition["col"] for condition in query["filters"])} <= known, chart["slice_name"]
        for metric in query["metrics"] or []:
            assert set(re.findall(r"\((\w+)\)", metric["sqlExpression"])) <= known, chart["slice_name"]
    (dashboard,) = [body for name, body in files.items() if "/dashboards/" in name]
    assert {item["meta"]["uuid"] for key, item in dashboard["position"].items() if key.startswith("CHART-")} == {
        chart["uuid"] for chart in charts
    }
    for each in dashboard["metadata"]["native_filter_configuration"]:
        for target in each["targets"]:
            assert target["column"]["name"] in TABLES[datasets[target["datasetUuid"]]].column_names


def test_whoever_reads_the_models_is_an_exposure() -> None:
    exposures = yaml.safe_load((ROOT / "sql" / "models" / "exposures.yml").read_text("utf-8"))["exposures"]
    found = {exposure["name"]: set(exposure["depends_on"]) for exposure in exposures}
    assert {"page", "superset", "streamlit_app", "notebook", "people_commands"} <= set(found)
    assert found["superset"] == {f"ref('{table.name}')" for table in list_tables(*MODELED)}
    asked = {
        "streamlit_app": re.findall(r"FROM marts\.(\w+)", (BI / "streamlit_app.py").read_text("utf-8")),
        "people_commands": [
            name
            for path in (ROOT / "sql" / "ask").glob("*.sql")
            for name in re.findall(r"\b(?:FROM|JOIN) (\w+)", path.read_text("utf-8"))
        ],
    }
    for name, models in asked.items():
        assert found[name] >= {
            f"ref('{model}')" for model in models if model in TABLES and TABLES[model].layer in MODELED
        }


def test_the_page_is_an_exposure_of_all_models_that_it_reads() -> None:
    models = {path.stem for path in (ROOT / "sql" / "models").rglob("*.sql")}
    queries = [path for part in ("site", "findings") for path in (ROOT / "sql" / part).glob("*.sql")]
    read = {
        name for path in queries for name in re.findall(r"\b(?:FROM|JOIN) (?:\w+\.)?(\w+)", path.read_text("utf-8"))
    }
    exposures = yaml.safe_load((ROOT / "sql" / "models" / "exposures.yml").read_text("utf-8"))["exposures"]
    (page,) = [exposure for exposure in exposures if exposure["name"] == "page"]
    assert set(page["depends_on"]) == {f"ref('{name}')" for name in read & models}
