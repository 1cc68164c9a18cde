"""Who said what, as a small Streamlit app: filters on the mart `statements`, who speaks, and the rows behind it.

pip install streamlit duckdb pandas        # in any environment
streamlit run docs/bi/streamlit_app.py -- out/sample
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pandas as pd
import streamlit as st

OUT = Path(sys.argv[1] if len(sys.argv) > 1 else "out/sample")
FILTERS = ("outlet", "source_type", "voice", "stance", "story_headline")


def ask(query: str, values: list[object] | None = None) -> pd.DataFrame:
    """Answer a query with a connection of its own: one that is kept sees the old run for ever."""
    with duckdb.connect(str(OUT / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(query, values or []).df()


st.title("Who said what")
conditions, values = ["voice <> 'outlet'"], []
for column in FILTERS:
    options = ask(f"SELECT DISTINCT {column} FROM marts.statements WHERE {column} IS NOT NULL ORDER BY 1")[column]
    if chosen := st.sidebar.multiselect(column.replace("_", " "), options.tolist()):
        conditions.append(f"{column} IN (SELECT unnest(?))")
        values.append(chosen)
if words := st.sidebar.text_input("words"):
    conditions.append("contains(lower(statement), lower(?))")
    values.append(words)
where = " AND ".join(conditions)
speakers = ask(
    f"SELECT source_name, count(*) AS claims FROM marts.statements WHERE {where} AND is_known_source"
    " GROUP BY source_name ORDER BY claims DESC, source_name LIMIT 15",
    values,
)
st.bar_chart(speakers, x="source_name", y="claims", horizontal=True, sort=False)
rows = ask(
    "SELECT source_name, statement, outlet, published_date, story_headline, claim_id"
    f" FROM marts.statements WHERE {where} ORDER BY published_at NULLS LAST, claim_id",
    values,
)
st.caption(f"{len(rows)} statements")
st.dataframe(rows)
