"""Read every column of a run with any client of DuckDB, and ask each of the macros in its file.

python -m venv build/duckdb
build/duckdb/bin/pip install duckdb==1.1.3 pytz
build/duckdb/bin/python docs/bi/check_duckdb.py out/sample

Python clients before 2.0.1 want pytz for times. Exits with 1 if anything cannot be read.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

MACROS = (
    "FROM who_said('dam')",
    "FROM quotes_of('Orme')",
    "FROM coverage('dam')",
    "FROM stories_about('dam')",
    "FROM trace((SELECT min(claim_id) FROM claims))",
    "FROM excerpt((SELECT min(claim_id) FROM claims))",
    "FROM at_confidence(0.5)",
    "SELECT effective_number([1, 2, 3]), hhi([1, 2, 3]), share_ci(2, 4)",
)


def main(out: Path) -> int:
    """Read the run in an output folder; return the exit code."""
    failed = 0
    with duckdb.connect(str(out / "warehouse.duckdb"), read_only=True) as connection:
        columns = connection.execute(
            "SELECT table_schema, table_name, column_name FROM information_schema.columns ORDER BY ALL"
        ).fetchall()
        questions = [f'SELECT "{column}" FROM "{schema}"."{table}"' for schema, table, column in columns]
        for question in (*questions, *MACROS):
            try:
                connection.execute(question).fetchall()
            except Exception as error:  # whatever a client may say
                failed += 1
                print(f"{question}: {str(error).splitlines()[0]}")
    tables = len({(schema, table) for schema, table, _ in columns})
    asked = f"{len(columns)} columns of {tables} tables and views, {len(MACROS)} questions"
    print(f"DuckDB {duckdb.__version__}: {asked}, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
