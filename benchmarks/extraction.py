"""What extraction costs beside annotation, article by article, in one process.

python -m benchmarks.extraction OUT

OUT is the output of a run; its articles are annotated and extracted again. Prints CPU milliseconds per 1,000 words of
segmentation and extraction and of annotation, and their ratio.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import pyarrow.dataset as ds

from flows.extraction import load_worker
from flows.resources import MODEL_DIR, SEEDS_DIR
from transforms.annotate import annotate_text
from transforms.extract import extract_article
from transforms.records import Article
from transforms.segments import segment_article


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("out", type=Path)
    rows = ds.dataset(parser.parse_args().out / "tables" / "articles", format="parquet").to_table().to_pylist()
    articles = [Article(**{k: v for k, v in row.items() if k in Article.__dataclass_fields__}) for row in rows]
    nlp, seeds = load_worker(MODEL_DIR, None, SEEDS_DIR)
    nlp(articles[0].text)
    annotation = extraction = 0.0
    for article in articles:
        marks = [time.process_time()]
        segments = segment_article(article.text, article.headline is not None, seeds)
        marks.append(time.process_time())
        doc = annotate_text(nlp, article.text, segments)
        marks.append(time.process_time())
        extract_article(doc, article, segments, seeds)
        marks.append(time.process_time())
        annotation += marks[2] - marks[1]
        extraction += marks[1] - marks[0] + marks[3] - marks[2]
    words = sum(article.word_count for article in articles)
    print(
        f"annotation {1e6 * annotation / words:.1f}, extraction {1e6 * extraction / words:.1f} CPU ms per 1,000 words"
    )
    print(f"extraction / annotation: {extraction / annotation:.3f} ({words:,} words)")


if __name__ == "__main__":
    main()
