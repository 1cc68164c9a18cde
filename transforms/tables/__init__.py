"""The registry: every table is declared once, in a file of its own, and collected here.

`transforms.render` makes Arrow schemas, DuckDB DDL and comments, the data dictionary and the dbt YAML of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import pyarrow as pa

from transforms.schema import ColumnsError, Layer, Table
from transforms.tables.agency_dependence import AGENCY_DEPENDENCE
from transforms.tables.anonymous_sourcing import ANONYMOUS_SOURCING
from transforms.tables.article_copies import ARTICLE_COPIES
from transforms.tables.article_kinds import ARTICLE_KIND_ROWS
from transforms.tables.article_origins import ARTICLE_ORIGINS
from transforms.tables.article_revisions import ARTICLE_REVISIONS
from transforms.tables.articles import ARTICLES, READ_ARTICLES
from transforms.tables.attribution_counts import ATTRIBUTION_COUNTS
from transforms.tables.attribution_drift import ATTRIBUTION_DRIFT
from transforms.tables.claim_conflicts import CLAIM_CONFLICTS
from transforms.tables.claim_coverage import CLAIM_COVERAGE
from transforms.tables.claim_coverage_by_outlet import CLAIM_COVERAGE_BY_OUTLET
from transforms.tables.claim_groups import CLAIM_GROUPS
from transforms.tables.claim_near_misses import CLAIM_NEAR_MISSES
from transforms.tables.claim_omissions import CLAIM_OMISSIONS
from transforms.tables.claim_sources import CLAIM_SOURCES
from transforms.tables.claim_spread import CLAIM_SPREAD
from transforms.tables.claim_timeline import CLAIM_TIMELINE
from transforms.tables.claims import CLAIMS
from transforms.tables.dim_date import DIM_DATE
from transforms.tables.dim_entity import DIM_ENTITY
from transforms.tables.dim_outlet import DIM_OUTLET
from transforms.tables.dim_story import DIM_STORY
from transforms.tables.entities import ENTITIES
from transforms.tables.mart_quality import MART_QUALITY
from transforms.tables.mentions import MENTIONS
from transforms.tables.origin_chain import ORIGIN_CHAIN
from transforms.tables.outlet_days import OUTLET_DAYS
from transforms.tables.outlet_overview import OUTLET_OVERVIEW
from transforms.tables.outlet_profile import OUTLET_PROFILE
from transforms.tables.quote_changes import QUOTE_CHANGES
from transforms.tables.quote_coverage import QUOTE_COVERAGE
from transforms.tables.quote_matches import QUOTE_MATCHES
from transforms.tables.quote_reuse import QUOTE_REUSE
from transforms.tables.quotes import QUOTES
from transforms.tables.rejects import REJECTS
from transforms.tables.run_health import RUN_HEALTH
from transforms.tables.runs import RUNS, STAGES
from transforms.tables.segments import SEGMENTS
from transforms.tables.sentences import SENTENCES
from transforms.tables.shared_passages import SHARED_PASSAGES
from transforms.tables.single_source_claims import SINGLE_SOURCE_CLAIMS
from transforms.tables.source_diversity import SOURCE_DIVERSITY
from transforms.tables.source_network import SOURCE_NETWORK
from transforms.tables.source_overlap_articles import SOURCE_OVERLAP_ARTICLES
from transforms.tables.source_overlap_outlets import SOURCE_OVERLAP_OUTLETS
from transforms.tables.source_reach import SOURCE_REACH
from transforms.tables.statements import STATEMENTS
from transforms.tables.stories import STORIES
from transforms.tables.story_blindspots import STORY_BLINDSPOTS
from transforms.tables.story_overview import STORY_OVERVIEW

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ARTICLES,
        SEGMENTS,
        MENTIONS,
        ENTITIES,
        CLAIMS,
        CLAIM_SOURCES,
        SENTENCES,
        QUOTES,
        REJECTS,
        RUNS,
        STORIES,
        ARTICLE_KIND_ROWS,
        ARTICLE_COPIES,
        SHARED_PASSAGES,
        ARTICLE_ORIGINS,
        QUOTE_MATCHES,
        CLAIM_GROUPS,
        CLAIM_NEAR_MISSES,
        ARTICLE_REVISIONS,
        DIM_OUTLET,
        DIM_ENTITY,
        DIM_DATE,
        DIM_STORY,
        STATEMENTS,
        OUTLET_DAYS,
        SOURCE_DIVERSITY,
        ANONYMOUS_SOURCING,
        OUTLET_PROFILE,
        AGENCY_DEPENDENCE,
        STORY_BLINDSPOTS,
        CLAIM_OMISSIONS,
        QUOTE_REUSE,
        SOURCE_REACH,
        SOURCE_NETWORK,
        ATTRIBUTION_DRIFT,
        CLAIM_TIMELINE,
        RUN_HEALTH,
        MART_QUALITY,
        SOURCE_OVERLAP_ARTICLES,
        SOURCE_OVERLAP_OUTLETS,
        ATTRIBUTION_COUNTS,
        CLAIM_COVERAGE,
        CLAIM_COVERAGE_BY_OUTLET,
        STORY_OVERVIEW,
        QUOTE_COVERAGE,
        QUOTE_CHANGES,
        SINGLE_SOURCE_CLAIMS,
        CLAIM_SPREAD,
        ORIGIN_CHAIN,
        CLAIM_CONFLICTS,
        OUTLET_OVERVIEW,
    )
}
"""Every table by name, in the order of the data dictionary."""


def list_tables(*layers: Layer) -> Iterator[Table]:
    """Yield the tables of the given layers (all when none is given), in the dictionary's order."""
    return (t for t in TABLES.values() if not layers or t.layer in layers)


def build_table(table: Table, rows: Iterable[object]) -> pa.Table:
    """Build an Arrow table of the registry's schema from row mappings.

    Raises:
        pyarrow.ArrowInvalid, pyarrow.ArrowTypeError: a value does not fit its column's type.
        ColumnsError: a row lacks a column, or has one that the registry does not know.
    """
    names = table.column_names
    columns: dict[str, list[object]] = {name: [] for name in names}
    for row in rows:
        assert isinstance(row, dict)
        if row.keys() != columns.keys():
            raise ColumnsError(
                f"{table.name}: {_name_columns(columns.keys() - row.keys(), 'declared and not filled')}"
                f"{_name_columns(row.keys() - columns.keys(), 'filled and not declared')}transforms/tables/"
                f"{table.name}.py and what makes its rows must agree; no input is to blame"
            )
        for name in names:
            columns[name].append(row[name])
    return pa.Table.from_pydict(columns, schema=table.schema)


def _name_columns(names: Set[str], how: str) -> str:
    return f"column {', '.join(sorted(names))} is {how}; " if names else ""


__all__ = [
    "AGENCY_DEPENDENCE",
    "ANONYMOUS_SOURCING",
    "ARTICLES",
    "ARTICLE_COPIES",
    "ARTICLE_KIND_ROWS",
    "ARTICLE_ORIGINS",
    "ARTICLE_REVISIONS",
    "ATTRIBUTION_COUNTS",
    "ATTRIBUTION_DRIFT",
    "CLAIMS",
    "CLAIM_CONFLICTS",
    "CLAIM_COVERAGE",
    "CLAIM_COVERAGE_BY_OUTLET",
    "CLAIM_GROUPS",
    "CLAIM_NEAR_MISSES",
    "CLAIM_OMISSIONS",
    "CLAIM_SOURCES",
    "CLAIM_SPREAD",
    "CLAIM_TIMELINE",
    "DIM_DATE",
    "DIM_ENTITY",
    "DIM_OUTLET",
    "DIM_STORY",
    "ENTITIES",
    "MART_QUALITY",
    "MENTIONS",
    "ORIGIN_CHAIN",
    "OUTLET_DAYS",
    "OUTLET_OVERVIEW",
    "OUTLET_PROFILE",
    "QUOTES",
    "QUOTE_CHANGES",
    "QUOTE_COVERAGE",
    "QUOTE_MATCHES",
    "QUOTE_REUSE",
    "READ_ARTICLES",
    "REJECTS",
    "RUNS",
    "RUN_HEALTH",
    "SEGMENTS",
    "SENTENCES",
    "SHARED_PASSAGES",
    "SINGLE_SOURCE_CLAIMS",
    "SOURCE_DIVERSITY",
    "SOURCE_NETWORK",
    "SOURCE_OVERLAP_ARTICLES",
    "SOURCE_OVERLAP_OUTLETS",
    "SOURCE_REACH",
    "STAGES",
    "STATEMENTS",
    "STORIES",
    "STORY_BLINDSPOTS",
    "STORY_OVERVIEW",
    "TABLES",
    "build_table",
    "list_tables",
]
