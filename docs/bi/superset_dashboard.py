"""Write the Superset dashboard "Who said what" as an export that Superset imports: `docs/bi/superset_dashboard.zip`.

    .venv/bin/python docs/bi/superset_dashboard.py docs/bi/superset_dashboard.zip

Its datasets have the columns that the registry gives the marts, with their descriptions. Ids and times are fixed,
so that the same registry gives the same file. `check_superset.py OUT --dashboard` imports it and asks for each chart
and filter.
"""

from __future__ import annotations

import json
import sys
import uuid
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from transforms.render.duckdb import duckdb_type
from transforms.tables import TABLES

# to be changed in Superset after the import: where the run lies on its machine
ADDRESS = "duckdb:////data/out/warehouse.duckdb"
_SPACE = uuid.UUID("6d0c7a52-54c8-5d0c-9b5c-6a3f0c2f2f11")
_TITLE = "Who said what"
_WIDTH = 12
_EVERYTHING = [("time_grain", "all"), ("text_scope", "all")]

Body = dict[str, Any]


@dataclass(frozen=True)
class Chart:
    """A chart: its mart, its kind in Superset, what it shows, and its place on the dashboard."""

    title: str
    mart: str
    kind: str
    width: int
    height: int
    columns: list[str] = field(default_factory=list)
    metric: tuple[str, str] | None = None
    order: tuple[str, bool] | None = None
    where: list[tuple[str, str]] = field(default_factory=list)
    limit: int = 1000


ROWS = [
    [
        Chart("Stories", "story_overview", "big_number_total", 3, 24, metric=("stories", "count(*)")),
        Chart("Claims", "story_overview", "big_number_total", 3, 24, metric=("claims", "sum(claims)")),
        Chart("Quotations", "story_overview", "big_number_total", 3, 24, metric=("quotations", "sum(quotes)")),
        Chart("Outlets", "outlet_overview", "big_number_total", 3, 24, metric=("outlets", "count(*)")),
    ],
    [
        Chart(
            "Five outlets, or one text five times?",
            "story_overview",
            "table",
            12,
            60,
            ["headline", "first_outlet", "articles", "outlets", "independent_outlets", "claims", "sources"],
            order=("outlets", False),
        ),
    ],
    [
        Chart(
            "Who is heard most",
            "attribution_counts",
            "echarts_timeseries_bar",
            7,
            60,
            ["source_name"],
            metric=("claims", "sum(claims)"),
            limit=15,
        ),
        Chart(
            "In what standing", "attribution_counts", "pie", 5, 60, ["source_type"], metric=("claims", "sum(claims)")
        ),
    ],
    [
        Chart(
            "Diversity of sources, with 95 % intervals",
            "source_diversity",
            "table",
            6,
            60,
            ["outlet", "articles", "sources", "effective_sources", "effective_sources_low", "effective_sources_high"],
            order=("effective_sources", False),
            where=_EVERYTHING,
        ),
        Chart(
            "Claims that rest on one source",
            "single_source_claims",
            "table",
            6,
            60,
            ["representative_text", "source_name", "outlets", "independent_outlets", "story_headline"],
            order=("outlets", False),
        ),
    ],
    [
        Chart(
            "Who said what",
            "statements",
            "table",
            12,
            90,
            ["source_name", "statement", "outlet", "published_date", "story_headline", "stance", "claim_id"],
            order=("published_date", False),
        ),
    ],
]
# a filter of the dashboard: its column, by the dataset that offers the values
FILTERS = {
    "Outlet": ("outlet", "statements"),
    "Source type": ("source_type", "statements"),
    "Story": ("story_headline", "statements"),
}


def make_export() -> dict[str, Body]:
    """Return the files of the export, by their paths in it."""
    charts = [chart for row in ROWS for chart in row]
    files: dict[str, Body] = {
        "metadata.yaml": {"version": "1.0.0", "type": "Dashboard", "timestamp": "2026-01-01T00:00:00+00:00"},
        "databases/whosaid.yaml": {
            "database_name": "whosaid",
            "sqlalchemy_uri": ADDRESS,
            "cache_timeout": None,
            "expose_in_sqllab": True,
            "allow_run_async": False,
            "allow_ctas": False,
            "allow_cvas": False,
            "allow_dml": False,
            "extra": {"engine_params": {"connect_args": {"read_only": True}}},
            "uuid": _name("database"),
            "version": "1.0.0",
        },
        "dashboards/who_said_what.yaml": _make_dashboard(),
    }
    files |= {f"datasets/whosaid/{mart}.yaml": _make_dataset(mart) for mart in sorted({c.mart for c in charts})}
    files |= {f"charts/{_slug(chart.title)}.yaml": _make_chart(chart) for chart in charts}
    return files


def write_export(path: Path) -> None:
    """Write the export."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in make_export().items():
            entry = zipfile.ZipInfo(f"whosaid/{name}", (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, yaml.safe_dump(body, sort_keys=False, allow_unicode=True))


def _name(what: str) -> str:
    return str(uuid.uuid5(_SPACE, what))


def _slug(title: str) -> str:
    return "_".join("".join(sign if sign.isalnum() else " " for sign in title.lower()).split())


def _make_dataset(mart: str) -> Body:
    columns = []
    for column in TABLES[mart].columns:
        kind = duckdb_type(column)
        is_list = kind.endswith("[]")  # each has a column of text beside it
        columns.append(
            {
                "column_name": column.name,
                "verbose_name": column.name.replace("_", " "),
                "is_dttm": kind.startswith("TIMESTAMP") or kind == "DATE",
                "is_active": True,
                "type": kind,
                "groupby": not is_list,
                "filterable": not is_list,
                "description": column.description,
            }
        )
    return {
        "table_name": mart,
        "main_dttm_col": None,
        "description": TABLES[mart].description,
        "schema": "marts",
        "sql": None,
        "filter_select_enabled": True,
        "uuid": _name(f"dataset {mart}"),
        "metrics": [{"metric_name": "rows", "expression": "count(*)", "verbose_name": "rows"}],
        "columns": columns,
        "version": "1.0.0",
        "database_uuid": _name("database"),
    }


def _make_chart(chart: Chart) -> Body:
    metric = None
    if chart.metric:
        label, expression = chart.metric
        metric = {"expressionType": "SQL", "sqlExpression": expression, "label": label, "hasCustomLabel": True}
    where = [
        {"expressionType": "SIMPLE", "clause": "WHERE", "subject": column, "operator": "==", "comparator": value}
        for column, value in chart.where
    ]
    params: Body = {
        "viz_type": chart.kind,
        "adhoc_filters": where,
        "row_limit": chart.limit,
        "color_scheme": "supersetColors",
    }
    query: Body = {
        "filters": [{"col": column, "op": "==", "val": value} for column, value in chart.where],
        "row_limit": chart.limit,
        "columns": chart.columns,
        "metrics": [metric] if metric else None,
        "orderby": [[metric, False]] if metric and chart.columns else [],
    }
    if chart.kind == "table":
        orders = [[chart.order[0], chart.order[1]]] if chart.order else []
        params |= {"query_mode": "raw", "all_columns": chart.columns, "server_page_length": 20, "page_length": 20}
        params["order_by_cols"] = [json.dumps(order) for order in orders]
        query["orderby"] = orders
    elif chart.kind == "echarts_timeseries_bar":
        params |= {"x_axis": chart.columns[0], "metrics": [metric], "groupby": [], "orientation": "horizontal"}
        params |= {"x_axis_sort": chart.metric[0] if chart.metric else None, "x_axis_sort_asc": True}
    elif chart.kind == "pie":
        params |= {"groupby": chart.columns, "metric": metric, "show_labels": True, "label_type": "key_percent"}
    else:
        params |= {"metric": metric}
    context = {
        "datasource": {"id": 0, "type": "table"},
        "force": False,
        "queries": [query],
        "form_data": params,
        "result_format": "json",
        "result_type": "full",
    }
    return {
        "slice_name": chart.title,
        "viz_type": chart.kind,
        "params": params,
        "query_context": json.dumps(context),
        "cache_timeout": None,
        "uuid": _name(f"chart {chart.title}"),
        "version": "1.0.0",
        "dataset_uuid": _name(f"dataset {chart.mart}"),
    }


def _make_dashboard() -> Body:
    position: Body = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": [], "parents": ["ROOT_ID"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": _TITLE}},
    }
    for number, row in enumerate(ROWS):
        assert sum(chart.width for chart in row) <= _WIDTH
        row_id = f"ROW-{number}"
        position["GRID_ID"]["children"].append(row_id)
        parents = ["ROOT_ID", "GRID_ID"]
        position[row_id] = {
            "type": "ROW",
            "id": row_id,
            "children": [f"CHART-{_slug(chart.title)}" for chart in row],
            "parents": parents,
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
        for chart in row:
            key = f"CHART-{_slug(chart.title)}"
            position[key] = {
                "type": "CHART",
                "id": key,
                "children": [],
                "parents": [*parents, row_id],
                "meta": {
                    "width": chart.width,
                    "height": chart.height,
                    "sliceName": chart.title,
                    "uuid": _name(f"chart {chart.title}"),
                    "chartId": 0,
                },
            }
    filters = [
        {
            "id": f"NATIVE_FILTER-{_slug(title)}",
            "name": title,
            "type": "NATIVE_FILTER",
            "filterType": "filter_select",
            "targets": [{"column": {"name": column}, "datasetUuid": _name(f"dataset {mart}")}],
            "scope": {"rootPath": ["ROOT_ID"], "excluded": []},
            "controlValues": {"multiSelect": True, "enableEmptyFilter": False, "searchAllOptions": True},
            "defaultDataMask": {"filterState": {}, "extraFormData": {}},
            "cascadeParentIds": [],
        }
        for title, (column, mart) in FILTERS.items()
    ]
    return {
        "dashboard_title": _TITLE,
        "description": "Who is quoted, which outlets carry what, and how many of them are independent.",
        "css": "",
        "slug": "who-said-what",
        "published": True,
        "uuid": _name("dashboard"),
        "position": position,
        "metadata": {"native_filter_configuration": filters, "color_scheme": "supersetColors", "refresh_frequency": 0},
        "version": "1.0.0",
    }


if __name__ == "__main__":
    write_export(Path(sys.argv[1]))
