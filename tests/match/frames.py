"""Small tables for the tests of transforms.match; every text is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa

ARTICLE = pa.schema(
    [
        ("article_id", pa.string()),
        ("outlet", pa.string()),
        ("byline", pa.list_(pa.string())),
        ("published_at", pa.timestamp("us", tz="UTC")),
        ("published_date", pa.date32()),
        ("headline", pa.string()),
        ("text", pa.string()),
    ]
)


def make_articles(*rows: dict[str, object]) -> pa.Table:
    """Return articles; ``day`` is a date or None, ``hour`` of publication 8 unless given."""
    full = []
    for row in rows:
        day = row.get("day", date(2026, 9, 7))
        assert day is None or isinstance(day, date)
        at = None if day is None else datetime(day.year, day.month, day.day, int(str(row.get("hour", 8))), tzinfo=UTC)
        headline = row.get("headline")
        text = f"{headline}\n\n{row['text']}" if headline else row["text"]
        full.append(
            {
                "article_id": row["id"],
                "outlet": row.get("outlet", f"Outlet of {row['id']}"),
                "byline": row.get("byline", []),
                "published_at": at,
                "published_date": day,
                "headline": headline,
                "text": text,
            }
        )
    return pa.Table.from_pylist(full, schema=ARTICLE)


def make_quotes(
    *rows: tuple[str, str, str, str], speakers: dict[str, str] | None = None, kind: str = "direct"
) -> pa.Table:
    """Return quotations from (quote_id, article_id, story_id, text)."""
    speakers = speakers or {}
    names = ("quote_id", "article_id", "story_id", "text")
    table = {name: pa.array([row[k] for row in rows], pa.string()) for k, name in enumerate(names)}
    named = pa.array([speakers.get(row[0]) for row in rows], pa.string())
    return pa.table(
        table
        | {"quote_type": pa.array([kind] * len(rows), pa.string()), "speaker_entity_id": named, "speaker_name": named}
    )


def make_claims(
    *rows: tuple[str, str, str, str],
    days: dict[str, date] | None = None,
    contexts: dict[str, str] | None = None,
    fragments: tuple[str, ...] = (),
    negated: tuple[str, ...] = (),
    sources: dict[str, str] | None = None,
    main: tuple[str, ...] = (),
) -> pa.Table:
    """Return claims from (claim_id, article_id, story_id, text); days, contexts and sources by claim_id.

    A claim without a source is the outlet's; nine claims stand before each that is not main.
    """
    names = ("claim_id", "article_id", "story_id", "text")
    table = {name: pa.array([row[k] for row in rows], pa.string()) for k, name in enumerate(names)}
    dates = pa.array([(days or {}).get(row[0]) for row in rows], pa.date32())
    around = pa.array([(contexts or {}).get(row[0]) for row in rows], pa.string())
    forms = ["fragment" if row[0] in fragments else "clause" for row in rows]
    polarities = ["negated" if row[0] in negated else "affirmed" for row in rows]
    table |= {"form": pa.array(forms, pa.string()), "polarity": pa.array(polarities, pa.string())}
    named = [(sources or {}).get(row[0]) for row in rows]
    table |= {
        "source_name": pa.array(named, pa.string()),
        "voice": pa.array(["outlet" if name is None else "attributed" for name in named], pa.string()),
        "is_main": pa.array([row[0] in main for row in rows], pa.bool_()),
        "claims_before": pa.array([0 if row[0] in main else 9 for row in rows], pa.int64()),
    }
    return pa.table(table | {"published_date": dates, "context": around})


def shuffle(table: pa.Table, order: list[int]) -> pa.Table:
    """Return the rows in another order."""
    return table.take(pa.array(order, pa.int64()))
