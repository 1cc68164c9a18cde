"""The registry against the table contract, and what is rendered from it."""

import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from transforms.render.dictionary import render_dictionary
from transforms.render.duckdb import render_comments, render_ddl, render_name, render_view
from transforms.schema import MODELED, ColumnsError, Layer
from transforms.tables import TABLES, build_table, list_tables

ROOT = Path(__file__).resolve().parent.parent

# the names that outside readers rely on: add freely, rename or drop none
CONTRACT = {
    "articles": "article_id source_uri outlet url headline byline published_at published_date language text content_sha256"
    " word_count ingested_at",
    "segments": "article_id segment_no role start end",
    "mentions": "article_id mention_id entity_id kind label start end text",
    "entities": "article_id entity_id name label mention_count aliases",
    "claims": "claim_id article_id published_date voice text content_spans source_start source_end source_text"
    " source_entity_id source_name source_type via_name cue_start cue_end cue_text cue_lemma stance confidence",
    "quotes": "quote_id article_id published_date claim_id text start end spans quote_type speaker_start speaker_end"
    " speaker_text speaker_entity_id speaker_name speaker_type via_name cue_start cue_end cue_text cue_lemma confidence",
    "rejects": "source_uri reason detail run_id",
    "runs": "run_id started_at ended_at status code_version model_version",
    "stories": "article_id story_id",
    "article_copies": "article_id_a article_id_b containment_a_in_b containment_b_in_a",
    "quote_matches": "quote_id_a quote_id_b relation similarity same_speaker",
    "claim_groups": "claim_id claim_group_id similarity is_representative",
    "source_overlap_articles": "story_id article_id_a article_id_b sources_a sources_b shared_sources jaccard"
    " containment_a containment_b shared_quotes shared_claims",
    "source_overlap_outlets": "outlet_a outlet_b period stories_in_common shared_sources jaccard",
    "attribution_counts": "published_date outlet source_entity_id source_name source_type claims quotes direct_quotes"
    " articles",
    "claim_coverage": "claim_group_id story_id representative_text articles outlets distinct_sources independent_outlets"
    " first_outlet first_published_at story_outlets coverage_share is_single_outlet is_single_source voices",
    "claim_coverage_by_outlet": "story_id outlet claims_in_story claims_carried coverage_share exclusive_claims"
    " missed_by_others",
    "statements": "claim_id statement text source_name source_entity_id source_type via_name voice stance polarity"
    " confidence article_id outlet headline url published_at published_date story_id story_headline",
}
CONTRACT["article_revisions"] = (
    "article_id_before article_id_after url change id_before id_after text_before text_after"
)
CONTRACT["articles"] += " first_seen_at last_seen_at dateline_place agency"
CONTRACT["claims"] += " statement attribution_id polarity form found_by"
CONTRACT["quotes"] += " found_by"
CONTRACT["entities"] += " role affiliation gender parent_entity_id"
CONTRACT["quote_matches"] += " speaker_relation"
CONTRACT["claim_groups"] += " relation"
CONTRACT["claim_coverage"] += (
    " representative_claim_id asserting_outlets denying_outlets asking_outlets asserting_sources denying_sources"
    " is_disputed partial_outlets min_confidence sources_min sources_max independent_origins_min"
    " independent_origins_max may_be_single_source first_outlets is_first_tied"
)
MARTS_OF_CONTRACT = (
    "dim_outlet dim_entity dim_date dim_story source_diversity outlet_days story_blindspots claim_omissions"
    " anonymous_sourcing agency_dependence source_reach source_network quote_reuse attribution_drift claim_timeline"
    " outlet_profile run_health mart_quality statements"
)

# what stands beside an id of each kind, by the pattern of its name
LABELS = {
    r"claim_group_id": "representative_text",
    r"quote_group_id": "quote_text",
    r"(?P<of>\w+_)?story_id": "{of}story_headline headline",
    r"(?P<of>\w+_)?article_id(?P<side>_[ab])?": "{of}headline{side}",
    r"(?P<of>\w+_)?(?:claim|quote)_id": "{of}claim_text {of}quote_text {of}text statement quote_text",
    r"(?P<of>\w+_)?source_entity_id(?P<side>_[ab])?": "{of}source_name{side}",
    r"(?P<of>parent_)?entity_id": "{of}name",
    r"source_id": "source_name",
    r"(?P<of>\w+_)?origin_id": "{of}origin_headline",
    r"carried_id": "carried_text",
    r"run_id": "started_at",
}


@pytest.mark.parametrize("name", CONTRACT)
def test_contract_columns_are_declared(name: str) -> None:
    assert set(CONTRACT[name].split()) <= set(TABLES[name].column_names)


def test_marts_of_the_contract_are_declared() -> None:
    assert set(MARTS_OF_CONTRACT.split()) <= {table.name for table in list_tables(*MODELED)}


@pytest.mark.parametrize("table", list_tables(), ids=lambda t: t.name)
def test_declarations_are_sound(table) -> None:
    names = table.column_names
    assert len(set(names)) == len(names)
    assert set(table.key) <= set(names)
    for column in table.columns:
        assert column.description.endswith("."), column.name
        if column.references:
            target, key = column.references.split(".")
            assert key in TABLES[target].key


@pytest.mark.parametrize("mart", list_tables(*MODELED), ids=lambda t: t.name)
def test_a_mart_is_ready_for_a_chart(mart) -> None:
    """Its columns are no words of SQL, ids have a label beside them, and what is counted is said."""
    names = set(mart.column_names)
    kept = {"statements": {"text"}, "source_overlap_outlets": {"period"}}  # of the contract
    assert names & {"start", "end", "text", "unit", "period", "change"} == kept.get(mart.name, set())
    assert mart.notes
    for name in names:
        if re.fullmatch(r"(\w+_)?id(_[ab])?", name):
            assert names & set(list_labels(name)), name
    if "claim_group_id" in names:
        assert {"representative_claim_id", "representative_text"} <= names


def test_an_id_without_its_label_would_be_noticed() -> None:
    assert list_labels("claim_group_id") == ["representative_text"]
    assert list_labels("first_article_id") == ["first_headline"]
    assert list_labels("new_id") == []


def list_labels(name: str) -> list[str]:
    """Return the columns of which one says to a reader what an id means; none for an id of a kind not listed here."""
    kind = next((kind for kind in LABELS if re.fullmatch(kind, name)), None)
    if kind is None:
        return []
    groups = re.fullmatch(kind, name).groupdict("")
    return [label.format(**groups) for label in LABELS[kind].split()]


def test_ddl_and_comments_run_in_duckdb() -> None:
    with duckdb.connect() as connection:
        for table in list_tables():
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {table.schema_name}")
            for statement in (render_ddl(table), render_view(table), *render_comments(table)):
                connection.execute(statement)
            for schema in (table.schema_name, "main"):
                described = connection.execute(
                    "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? AND schema_name = ?",
                    [table.name, schema],
                ).fetchall()
                assert described == [(c.name, c.description) for c in table.columns]


def test_arrow_schemas_round_trip_through_duckdb_types() -> None:
    for table in list_tables(Layer.EXTRACTED, Layer.MATCHED):
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute(f"CREATE SCHEMA {table.schema_name}")
            connection.execute(render_ddl(table))
            back = connection.sql(f"FROM {render_name(table)}").to_arrow_table().schema
            assert [(f.name, f.type) for f in back] == [(f.name, f.type) for f in table.schema]


def test_build_table_refuses_missing_and_unknown_columns() -> None:
    row = {"article_id": "a1", "story_id": "s1"}
    assert build_table(TABLES["stories"], [row]).to_pylist() == [row]
    with pytest.raises(ColumnsError, match="story_id is declared and not filled"):
        build_table(TABLES["stories"], [{"article_id": "a1"}])
    with pytest.raises(ColumnsError, match="extra is filled and not declared"):
        build_table(TABLES["stories"], [row | {"extra": 1}])
    with pytest.raises(pa.ArrowInvalid):
        build_table(TABLES["segments"], [dict.fromkeys(TABLES["segments"].column_names, "x")])


def test_the_data_dictionary_is_up_to_date() -> None:
    written = (ROOT / "docs" / "data_dictionary.md").read_text(encoding="utf-8")
    assert written == render_dictionary(), "run: make docs"


def test_a_column_added_as_contributing_shows_is_rendered_everywhere() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)
    exec(example, {})


def test_each_table_has_a_file_of_its_own() -> None:
    files = {path.stem for path in (ROOT / "transforms" / "tables").glob("*.py")}
    assert files - {"__init__", "shared"} == set(TABLES)
