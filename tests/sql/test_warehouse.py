"""The warehouse: what is in the file, what the marts say of a small corpus, and what is said of broken tables."""

import random
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from flows import project
from flows.project import Node, WarehouseError, invoke_dbt
from flows.render import RENDERED
from flows.resources import SEEDS_DIR, SQL_DIR, load_seeds
from flows.warehouse import WarehouseResult, build_warehouse, find_table_files, load_tables, open_warehouse, run_models
from tests.sql.corpus import Rows, make_corpus, write_tables
from transforms.gate import COUNTED
from transforms.match.claims import CHOSEN
from transforms.render.duckdb import duckdb_type
from transforms.schema import MODELED, Layer
from transforms.tables import TABLES, list_tables

MARTS = list(list_tables(*MODELED))
UNMEASURED = {"mart_quality"}
"""Marts that count nothing extracted: no measured quality stands behind them."""


def build(folder: Path, tables: dict[str, Rows], cache: Path | None = None) -> WarehouseResult:
    write_tables(folder / "tables", tables)
    return build_again(folder, cache)


def build_again(folder: Path, cache: Path | None = None) -> WarehouseResult:
    return build_warehouse(
        folder / "tables", folder / "warehouse.duckdb", folder / "marts", SEEDS_DIR, folder / "work", cache
    )


def fetch(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    result = build(folder, make_corpus())
    assert set(result.tests.values()) <= {"pass", "warn"}
    assert result.rows["articles"] == 8
    assert result.rows["source_overlap_articles"] == 16
    return folder


def test_every_table_has_the_declared_columns_types_and_comments(built: Path) -> None:
    for view in (False, True):
        found = fetch(
            built,
            "SELECT schema_name, table_name, column_name, data_type, comment FROM duckdb_columns()"
            f" WHERE (schema_name = 'main') = {view} AND NOT internal"
            " AND schema_name NOT IN ('staging', 'intermediate', 'seeds') ORDER BY table_name, column_index",
        )
        declared = [
            ("main" if view else t.schema_name, t.name, c.name, duckdb_type(c), c.description)
            for t in sorted(list_tables(), key=lambda t: t.name)
            for c in t.columns
        ]
        assert found == declared
    names = sorted((t.name, t.description) for t in list_tables())
    assert (
        fetch(
            built,
            "SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal ORDER BY ALL",
        )
        == names
    )
    tables = "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name IN ('extracted', 'matched', 'dimensions', 'marts') ORDER BY ALL"
    assert fetch(built, tables) == names


def test_older_clients_can_read_the_file(built: Path) -> None:
    # the version stands behind checksum and magic bytes; DuckDB 1.0 reads up to 64
    header = (built / "warehouse.duckdb").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == 64


def test_every_view_works_under_any_file_name(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes((built / "warehouse.duckdb").read_bytes())
    with duckdb.connect(str(copy), read_only=True) as connection:
        views = connection.execute("SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        assert {schema for schema, _ in views} == {"staging", "intermediate", "main"}
        for schema, view in views:
            connection.execute(f"SELECT count(*) FROM {schema}.{view}").fetchall()


def test_claims_of_a_wire_text_have_one_independent_outlet(built: Path) -> None:
    query = """
        SELECT claim_group_id, articles, outlets, independent_outlets, distinct_sources, story_outlets, first_outlet,
            is_single_outlet, is_single_source, is_anonymous_only, conflicting_claims, voices
        FROM claim_coverage ORDER BY claim_group_id
    """
    assert fetch(built, query) == [
        # three outlets of the wire text and the Herald's own report, one person behind all of it
        ("g1", 4, 4, 2, 1, 5, "Ash Post", False, True, False, 0, ["attributed"]),
        # the officials of the wire text are one source; the Herald's other number is counted, and carries another claim
        ("g2", 2, 2, 1, 1, 5, "Ash Post", False, True, True, 1, ["attributed"]),
        ("gf1", 1, 1, 1, 0, 5, "Dale Courier", True, False, False, 0, ["outlet"]),
        ("gf2", 1, 1, 1, 0, 2, "Ash Post", True, False, False, 0, ["attributed"]),
        ("gf3", 1, 1, 1, 1, 2, "Elm Herald", True, True, False, 0, ["attributed"]),
    ]


def test_every_collapse_can_be_seen(built: Path) -> None:
    query = (
        "SELECT outlet, position, counted_as, agency FROM claim_spread WHERE claim_group_id = 'g1' ORDER BY position"
    )
    assert fetch(built, query) == [
        ("Ash Post", 1, "Ash Post", "Lanter Wire"),
        ("Birch Times", 2, "Ash Post", "Lanter Wire"),
        ("Cedar News", 3, "Ash Post", "Lanter Wire"),
        ("Elm Herald", 4, "Elm Herald", None),
    ]
    query = """
        SELECT claim_group_id, independent_outlets, count(DISTINCT counted_as), coverage.articles, count(*)
        FROM claim_coverage AS coverage JOIN claim_spread AS spread USING (claim_group_id) GROUP BY ALL
    """
    assert all(row[1] == row[2] and row[3] == row[4] for row in fetch(built, query))


def test_stories_chain_wire_texts_and_publisher_families(built: Path) -> None:
    query = "SELECT story_id, headline, first_outlet, articles, outlets, independent_outlets, claims, quotes, sources FROM story_overview ORDER BY ALL"
    assert fetch(built, query) == [
        # Cedar News ran the wire text and has the Dale Courier's publisher: only the Herald is independent of them
        ("s1", "Headline of a4", "Dale Courier", 6, 5, 2, 3, 3, 3),
        ("s2", "Headline of b1", "Ash Post", 2, 2, 2, 2, 0, 1),
    ]


def test_outlet_pairs_are_counted_by_week(built: Path) -> None:
    query = (
        "SELECT period, stories_in_common, sources_a, sources_b, shared_sources, jaccard FROM source_overlap_outlets"
    )
    # s1: Roe is shared, the officials are not; s2: the Post's only source is unknown
    assert fetch(built, f"{query} WHERE (outlet_a, outlet_b) = ('Ash Post', 'Elm Herald')") == [
        (date(2026, 9, 14), 2, 2, 3, 1, 0.25)
    ]


def test_unknown_sources_are_not_counted(built: Path) -> None:
    query = "SELECT source_name, sum(claims), sum(quotes), sum(direct_quotes) FROM attribution_counts GROUP BY ALL ORDER BY ALL"
    assert fetch(built, query) == [("Ada Roe", 5, 2, 1), ("The officials", 1, 0, 0), ("officials", 2, 0, 0)]


def test_quotations_that_changed_run_from_the_earlier_to_the_later(built: Path) -> None:
    query = "SELECT earlier_quote_id, later_quote_id, wording_change, later_text, hours_between FROM quote_changes"
    assert fetch(built, query) == [("q1", "q2", "shortened", "hold the dam", 22.0)]
    coverage = "SELECT quote_group_id, quotes, wordings, speakers, outlets, independent_outlets FROM quote_coverage"
    assert fetch(built, coverage) == [("q1", 3, 2, ["Ada Roe"], 3, 3)]


def test_conflicts_and_single_sources_are_listed(built: Path) -> None:
    query = "SELECT claim_id, reasons, claim_text, representative_text FROM claim_conflicts"
    assert fetch(built, query) == [("d3", ["numbers"], "Twenty left", "Twelve left")]
    query = "SELECT claim_group_id, source_name, is_anonymous FROM single_source_claims ORDER BY ALL"
    assert fetch(built, query) == [
        ("g1", "Ada Roe", False),
        ("g2", "officials", True),
        ("gf3", "Ada Roe", False),
    ]


@pytest.mark.parametrize("mart", MARTS, ids=lambda t: t.name)
def test_marts_are_written_as_declared_and_sorted_by_key(built: Path, mart) -> None:
    table = pq.read_table(built / "marts" / f"{mart.name}.parquet", page_checksum_verification=True)
    assert table.schema.equals(mart.schema)
    assert table.num_rows == fetch(built, f"SELECT count(*) FROM {mart.name}")[0][0]
    keys = [tuple((row[k] is not None, row[k]) for k in mart.key) for row in table.select(mart.key).to_pylist()]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_shuffled_tables_give_the_same_marts(built: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    tmp_path /= "it's run #1"  # a name that must not trip anybody either
    build(tmp_path, {name: chance.sample(rows, len(rows)) for name, rows in make_corpus().items()})
    for mart in MARTS:
        name = f"{mart.name}.parquet"
        assert (tmp_path / "marts" / name).read_bytes() == (built / "marts" / name).read_bytes(), name


def test_a_reader_keeps_its_snapshot_while_a_new_file_is_swapped_in(built: Path, tmp_path: Path) -> None:
    published = tmp_path / "warehouse.duckdb"
    published.write_bytes((built / "warehouse.duckdb").read_bytes())
    following = tmp_path / "following.duckdb"
    with duckdb.connect(str(following)) as connection:
        connection.execute("CREATE TABLE articles AS SELECT 'new' AS article_id")
    with duckdb.connect(str(published), read_only=True) as reader:
        following.replace(published)
        assert reader.execute("SELECT count(*) FROM articles").fetchall() == [(8,)]
    with duckdb.connect(str(published), read_only=True) as reader:
        assert reader.execute("FROM articles").fetchall() == [("new",)]


@pytest.mark.long
def test_unit_tests_of_the_models_pass_in_dbt_too(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "warehouse.duckdb"
    copy.write_bytes((built / "warehouse.duckdb").read_bytes())
    outcome = invoke_dbt(["test", "--select", "test_type:unit"], copy, tmp_path)
    assert outcome.exception is None
    failed = [f"{r.node.name}: {r.message}" for r in outcome.result.results if r.status != "pass"]
    assert not failed, "\n".join(failed)
    tested = {r.node.tested_node_unique_id.rsplit(".", 1)[1] for r in outcome.result.results}
    assert tested == {path.stem for path in SQL_DIR.glob("models/*/*.sql")}


def test_a_run_without_articles_has_marts_without_rows(tmp_path: Path) -> None:
    result = build(tmp_path, {"runs": [{"run_id": "r1", "status": "empty"}]})
    of_runs = {"mart_quality", "run_health"}
    assert {result.rows[mart.name] for mart in MARTS if mart.name not in of_runs} == {0}
    assert result.warnings == ()
    assert pq.read_schema(tmp_path / "marts" / "claim_coverage.parquet").names[0] == "claim_group_id"


def test_a_damaged_cache_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = SimpleNamespace(resource_type="test", name="a", original_file_path="tests/a.sql", schema="tests")
    node.compiled_code, node.depends_on = "SELECT 1", SimpleNamespace(nodes=["source.whosaid.claims"])
    node.config = SimpleNamespace(materialized="test", severity="warn")
    asked: list[list[str]] = []

    def compile_one(arguments: list[str], *_: Path) -> object:
        asked.append(arguments)
        return SimpleNamespace(
            exception=None, success=True, result=SimpleNamespace(results=[SimpleNamespace(node=node)])
        )

    monkeypatch.setattr(project, "invoke_dbt", compile_one)
    first = project.compile_project(tmp_path / "work", tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    assert project.compile_project(tmp_path / "work", tmp_path / "cache") == first
    assert len(asked) == 1
    content = kept.read_bytes()
    for damaged in (content[: len(content) // 2], b'[{"kind": "model"}]', b"\xff"):
        kept.write_bytes(damaged)
        assert project.compile_project(tmp_path / "work", tmp_path / "cache") == first
        assert kept.read_bytes() == content
    assert len(asked) == 4


def test_wrong_columns_are_named_before_anything_is_loaded(tmp_path: Path) -> None:
    tables = write_tables(tmp_path / "tables", make_corpus())
    claims = tables / "claims" / "part-00000.parquet"
    table = pq.read_table(claims)
    broken = table.drop_columns(["stance"]).append_column("mood", table["text"])
    column = broken.schema.get_field_index("confidence")
    pq.write_table(broken.set_column(column, "confidence", broken["confidence"].cast(pa.string())), claims)
    (tables / "quotes" / "part-00000.parquet").write_text("no Parquet")
    (tables / "stories" / "part-00000.parquet").unlink()
    with pytest.raises(WarehouseError) as caught:
        build_again(tmp_path)
    message = str(caught.value)
    for part in (
        f"claims: {claims} lacks column stance",
        "has the undeclared column mood",
        "holds confidence as string, declared as double",
        "quotes: ",
        "is no readable Parquet file",
        "stories: no Parquet file under",
    ):
        assert part in message
    assert not (tmp_path / "warehouse.duckdb").exists()


def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    tables = write_tables(tmp_path / "tables", make_corpus())
    file = tables / "claims" / "part-00000.parquet"
    content = bytearray(file.read_bytes())
    content[60] ^= 1
    file.write_bytes(content)
    with pytest.raises(WarehouseError, match=r"claims: .*part-00000\.parquet .*CRC checksum"):
        build_again(tmp_path)


def test_broken_rules_of_tables_are_reported_with_their_rows_before_any_model_is_built(tmp_path: Path) -> None:
    corpus = make_corpus()
    corpus["claims"] = [*corpus["claims"], {"claim_id": "c1", "article_id": "nowhere"}]
    with pytest.raises(WarehouseError) as caught:
        build(tmp_path, corpus)
    message = str(caught.value)
    assert "test claims_rules (sql/models/sources.yml) failed with 2 rows" in message
    assert "broken_rule: more than one row per claim_id, offending_value: c1" in message
    assert "broken_rule: article_id is not in articles.article_id, offending_value: nowhere" in message
    assert f"The file is kept for a look: {tmp_path / 'warehouse.duckdb'}" in message
    assert not list(tmp_path.glob("marts/*"))
    assert fetch(tmp_path, "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'marts'") == [(0,)]


def test_what_no_match_knows_is_reported(tmp_path: Path) -> None:
    corpus = make_corpus()
    corpus["stories"] = corpus["stories"][1:]
    corpus["claim_groups"] = [row | {"is_representative": False} for row in corpus["claim_groups"][1:]]
    with pytest.raises(WarehouseError) as caught:
        build(tmp_path, corpus)
    message = str(caught.value)
    assert "broken_rule: article without a story, offending_value: a1" in message
    assert "broken_rule: claim without a group, offending_value: c1" in message
    assert "broken_rule: claim group with 0 representatives" in message
    assert not list(tmp_path.glob("marts/*"))


def make_node(name: str, code: str, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> Node:
    file = f"models/marts/{name}.sql"
    return Node("model", name, file, "marts", code, {}, list(before), list(after), False, False, False)


def test_statements_around_a_model_are_run_before_and_after_it() -> None:
    node = make_node(
        "seen", "SELECT getvariable('told') AS told", ("SET VARIABLE told = 1",), ("SET VARIABLE told = 2",)
    )
    with duckdb.connect() as connection:
        run_models(connection, [node])
        assert connection.execute("SELECT told, getvariable('told') FROM marts.seen").fetchall() == [(1, 2)]


def test_a_model_in_python_that_fails_is_named() -> None:
    node = replace(make_node("broken", ""), file="models/marts/none.py")
    with duckdb.connect() as connection, pytest.raises(WarehouseError, match=r"model broken \(sql/.*none.py\) did not"):
        run_models(connection, [node])


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("SELECT 1 AS outlet", "lacks column country.*holds outlet as INTEGER, declared as VARCHAR"),
        ("SELECT 1 AS extra", "has the undeclared column extra"),
        ("SELECT nothing", r"model dim_outlet \(sql/models/marts/dim_outlet.sql\) did not run: .*nothing"),
    ],
)
def test_a_model_that_gives_other_columns_than_declared_is_named(code: str, problem: str) -> None:
    with duckdb.connect() as connection, pytest.raises(WarehouseError, match=problem):
        run_models(connection, [make_node("dim_outlet", code)])


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "warehouse.duckdb").write_text("precious")
    with pytest.raises(WarehouseError, match="exists already"):
        build(tmp_path, {})
    assert (tmp_path / "warehouse.duckdb").read_text() == "precious"


def test_an_entity_of_two_names_is_reported(tmp_path: Path) -> None:
    corpus = make_corpus()
    corpus["entities"] = [
        {"article_id": article, "entity_id": "e1", "name": name} for article, name in (("a1", "Ada Roe"), ("a2", "Roe"))
    ]
    with pytest.raises(WarehouseError, match="entity with 2 names, offending_value: e1"):
        build(tmp_path, corpus)


def test_bars_of_the_models_are_those_of_the_code() -> None:
    macros = {name: (SQL_DIR / "macros" / f"{name}.sql").read_text() for name in ("is_doubtful", "joining_similarity")}
    assert f"{{{{ confidence }}}} < {COUNTED}" in macros["is_doubtful"]
    assert f"\n    {CHOSEN.strict}\n" in macros["joining_similarity"]


@pytest.mark.parametrize("path", RENDERED, ids=str)
def test_rendered_files_are_up_to_date(path: Path) -> None:
    assert (SQL_DIR / path).read_text(encoding="utf-8") == RENDERED[path](), "run: python -m flows.render"


@pytest.mark.parametrize("model", sorted(SQL_DIR.glob("models/*/*.sql")), ids=lambda p: p.stem)
def test_models_keep_to_their_layer(model: Path) -> None:
    text = model.read_text(encoding="utf-8")
    header = text[: text.index("\n", text.rindex("\n--") + 1 if "\n--" in text else 0)]
    assert text.startswith("-- Grain: one row per ")
    assert "Key: " in header
    assert "NULL" in header or "No column is null" in header
    assert "select distinct" not in text.lower()
    if model.parent.name == "staging":
        assert "join" not in text
        assert "ref(" not in text
    else:
        assert "source(" not in text


MODELS = sorted(path for kind in ("sql", "py") for path in SQL_DIR.glob(f"models/*/*.{kind}"))


@pytest.mark.parametrize("model", MODELS, ids=lambda p: p.stem)
def test_every_model_is_described_beside_it_with_grain_key_and_columns(built: Path, model: Path) -> None:
    (described,) = yaml.safe_load(model.with_suffix(".yml").read_text("utf-8"))["models"]
    meta = described["config"]["meta"]
    assert described["name"] == model.stem
    assert described["description"].strip()
    header = re.search(r"Key: ([\w, ]+)\.", model.read_text("utf-8"))
    assert header
    assert ", ".join(meta["key"]) == header[1]
    assert meta["grain"].startswith("one row per ")
    assert all(column["description"].strip() for column in described["columns"])
    found = fetch(
        built,
        f"SELECT column_name FROM duckdb_columns() WHERE table_name = '{model.stem}' AND schema_name = '{model.parent.name}'"
        " ORDER BY column_index",
    )
    assert [column["name"] for column in described["columns"]] == [name for (name,) in found]


@pytest.mark.parametrize("model", MODELS, ids=lambda p: p.stem)
def test_every_key_is_tested_in_each_run(model: Path) -> None:
    """A staging model's on the table that it reads, whose key it has; another's on itself."""
    (described,) = yaml.safe_load(model.with_suffix(".yml").read_text("utf-8"))["models"]
    key = described["config"]["meta"]["key"]
    if model.parent.name == "staging":
        read = re.search(r"source\('(\w+)', '(\w+)'\)", model.read_text("utf-8"))
        assert read
        if read[1] == "seeds":
            text = (SQL_DIR / "models" / "staging" / "seeds.yml").read_text("utf-8")
            assert f"arguments: {{key: [{', '.join(key)}]}}" in text
        else:
            assert list(TABLES[read[2]].key) == key
        return
    (rules,) = described["data_tests"]
    assert rules["declared_rules"]["arguments"]["key"] == key


@pytest.mark.parametrize("model", sorted(SQL_DIR.glob("models/*/*.sql")), ids=lambda p: p.stem)
def test_every_model_has_its_unit_tests_beside_it(model: Path) -> None:
    tests = yaml.safe_load(model.with_name(f"{model.stem}_unit_tests.yml").read_text("utf-8"))["unit_tests"]
    assert {test["model"] for test in tests} == {model.stem}


def test_every_mart_says_what_it_rests_on_was_measured(built: Path) -> None:
    """All but statements of fact about runs; a name that is no mart would never be seen."""
    measured = {mart for (mart,) in fetch(built, "SELECT DISTINCT mart FROM mart_quality")}
    assert measured == {mart.name for mart in list_tables(Layer.MART)} - UNMEASURED


def test_each_exposed_model_is_there_and_each_mart_is_exposed() -> None:
    exposed = set(re.findall(r"ref\('(\w+)'\)", (SQL_DIR / "models" / "exposures.yml").read_text(encoding="utf-8")))
    assert exposed >= {table.name for table in MARTS}
    assert exposed <= {path.stem for path in SQL_DIR.glob("models/*/*.sql")}


@pytest.mark.long
def test_dbt_itself_builds_the_same_rows(built: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "warehouse.duckdb"
    with open_warehouse(theirs) as connection:
        load_tables(connection, find_table_files(built / "tables"), load_seeds(SEEDS_DIR))
    kinds = ["--exclude-resource-type", "unit_test", "--exclude-resource-type", "exposure"]
    outcome = invoke_dbt(["build", *kinds], theirs, tmp_path)
    assert outcome.success, outcome.exception
    places = " SELECT schema_name, table_name FROM duckdb_columns() WHERE database_name = '{}' AND NOT internal"
    places += " AND schema_name NOT IN ('main', 'extracted', 'matched') GROUP BY ALL ORDER BY ALL"
    with duckdb.connect() as connection:
        for name, folder in (("ours", built), ("dbts", tmp_path)):
            connection.execute(f"ATTACH '{folder / 'warehouse.duckdb'}' AS {name} (READ_ONLY)")
        models = connection.execute(places.format("ours")).fetchall()
        assert models == connection.execute(places.format("dbts")).fetchall()
        for schema, table in models:
            ours, dbts = (f"FROM {database}.{schema}.{table}" for database in ("ours", "dbts"))
            for one, other in ((ours, dbts), (dbts, ours)):
                assert connection.execute(f"{one} EXCEPT ALL {other}").fetchall() == [], f"{schema}.{table}"
