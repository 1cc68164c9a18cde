"""What a run's tables lack, for its row in ``runs``: a share that rises says that an input or a stage has broken."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows.storage import read_parquet
from transforms.versions import CURRENT

GAPS = (
    "undated_articles",
    "articles_without_outlet",
    "articles_without_claims",
    "attributed_claims",
    "unknown_source_claims",
)
_UNKNOWN = ("unknown", "generic")


def count_gaps(tables: Path) -> dict[str, int]:
    """Count the articles and claims of a run's tables that lack what the marts count by, under the names of GAPS."""
    articles = read_parquet(
        sorted((tables / "articles").glob("*.parquet")), ["article_id", "outlet", "published_at", "status"]
    )
    articles = articles.filter(pc.equal(articles["status"], CURRENT))
    claims = read_parquet(
        sorted((tables / "claims").glob("*.parquet")), ["article_id", "voice", "source_name", "source_type"]
    )
    claiming = pc.is_in(articles["article_id"], claims["article_id"].combine_chunks())
    attributed = claims.filter(pc.equal(claims["voice"], "attributed"))
    is_known = pc.and_(
        pc.is_valid(attributed["source_name"]), pc.invert(pc.is_in(attributed["source_type"], pa.array(_UNKNOWN)))
    )
    return {
        "undated_articles": articles["published_at"].null_count,
        "articles_without_outlet": articles["outlet"].null_count,
        "articles_without_claims": articles.num_rows - pc.sum(claiming, min_count=0).as_py(),
        "attributed_claims": attributed.num_rows,
        "unknown_source_claims": attributed.num_rows - pc.sum(is_known, min_count=0).as_py(),
    }
