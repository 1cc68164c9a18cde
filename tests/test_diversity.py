"""The bootstrap behind the bounds of source diversity."""

from datetime import date

import pyarrow as pa
import pytest

from transforms.diversity import ERRORS, LEAST_ARTICLES, measure_errors


def make_tables(cited: list[dict[str, int]], outlet: str = "A") -> tuple[pa.Table, pa.Table, pa.Table]:
    """One window of articles, each with the claims that it attributes to sources."""
    ids = pa.array([f"{outlet}{n}" for n in range(len(cited))], pa.string())
    windows = pa.table(
        {
            "outlet": pa.array([outlet] * len(ids), pa.string()),
            "time_grain": pa.array(["week"] * len(ids), pa.string()),
            "first_day": pa.array([date(2026, 9, 14)] * len(ids), pa.date32()),
            "text_scope": pa.array(["all"] * len(ids), pa.string()),
            "article_id": ids,
        }
    )
    sources = pa.Table.from_pylist(
        [
            {"article_id": article, "source_key": source, "claims": claims}
            for article, counts in zip(ids.to_pylist(), cited, strict=True)
            for source, claims in counts.items()
        ],
        pa.schema([("article_id", pa.string()), ("source_key", pa.string()), ("claims", pa.int64())]),
    )
    totals = [sum(counts.values()) for counts in cited]
    none = pa.array([0] * len(ids), pa.int64())
    counts = pa.table(
        {
            "article_id": ids,
            "attributions": pa.array(totals, pa.int64()),
            "anonymous_attributions": none,
            "quotes": none,
        }
        | {"government_attributions": none, "anonymous_official_attributions": none, "direct_quotes": none}
    )
    return windows, sources, counts


def test_fewer_than_five_articles_that_cite_anybody_say_nothing() -> None:
    cited = [{"e1": 2, "e2": 1}] * (LEAST_ARTICLES - 1) + [{}] * 9
    assert measure_errors(*make_tables(cited)).num_rows == 0
    assert measure_errors(*make_tables([*cited, {"e3": 1}])).num_rows == 1
    assert measure_errors(*make_tables([])).num_rows == 0


def test_articles_that_are_alike_leave_no_doubt() -> None:
    (row,) = measure_errors(*make_tables([{"e1": 2, "e2": 1}] * 6)).to_pylist()
    assert {name: row[name] for name in ERRORS} == dict.fromkeys(ERRORS, 0.0) | {"direct_share_error": None}


def test_the_more_articles_the_surer() -> None:
    few, many = ([{"e1": 1 + n % 2, f"e{n % 4}": 1} for n in range(count)] for count in (8, 80))
    (unsure,), (sure,) = (measure_errors(*make_tables(cited)).to_pylist() for cited in (few, many))
    # a tenth of the articles, some three times the error
    assert unsure["hhi_error"] / sure["hhi_error"] == pytest.approx(10**0.5, rel=0.5)


def test_order_and_other_windows_do_not_matter() -> None:
    cited = [{"e1": 1, f"e{n % 5}": 2} for n in range(9)]
    own, other = make_tables(cited), make_tables([{"x1": 1, "x2": 3}] * 7, outlet="B")
    alone = measure_errors(*own).to_pylist()
    both = [pa.concat_tables([b, a.take(list(range(len(a)))[::-1])]) for a, b in zip(own, other, strict=True)]
    assert measure_errors(*both).to_pylist()[:1] == alone
