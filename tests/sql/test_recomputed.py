"""Every mart against the same in pandas, cell for cell: on the sample, and on what is left of it when much is missing."""

from __future__ import annotations

import gzip
import os
from itertools import islice
from pathlib import Path

import pytest

from flows.build import run_build
from flows.resources import SEEDS_DIR, load_seeds
from flows.runners import LocalRunner
from flows.settings import Settings
from flows.warehouse import WAREHOUSE
from tests.conftest import SampleRun
from tests.sql.recompute.compare import OF_TABLES, RECOMPUTED, find_differences
from tests.sql.recompute.corpora import CORPORA, share_corpus
from tests.sql.recompute.corpus import Corpus
from transforms.schema import MODELED
from transforms.tables import list_tables

ARTICLES = int(os.environ.get("REAL_ARTICLES", "0"))  # 30 take half a minute, 216 some
REAL = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "allsides" / "2017.jsonl.gz"


def test_every_mart_and_dimension_is_recomputed() -> None:
    assert RECOMPUTED.keys() == {table.name for table in list_tables(*MODELED)}


@pytest.mark.parametrize("name", CORPORA)
def test_every_mart_is_what_pandas_makes_of_the_tables(
    name: str, sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, warehouse = share_corpus(tmp_path_factory, name, sample_run)
    corpus = Corpus(folder / "tables", load_seeds(SEEDS_DIR))
    assert [line for mart in RECOMPUTED for line in islice(find_differences(corpus, warehouse, mart), 5)] == []


@pytest.mark.skipif(not ARTICLES or not REAL.is_file(), reason="asked for by REAL_ARTICLES=30, where they are")
def test_the_marts_of_real_articles_are_what_pandas_makes_of_the_tables(tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    with gzip.open(REAL, "rb") as file:
        articles.write_bytes(b"".join(islice(file, ARTICLES)))
    out = tmp_path / "out"
    run_build(Settings((str(articles),), out, site=False), LocalRunner(2))
    corpus = Corpus(out / "tables", load_seeds(SEEDS_DIR))
    assert [line for mart in OF_TABLES for line in islice(find_differences(corpus, out / WAREHOUSE, mart), 2)] == []
