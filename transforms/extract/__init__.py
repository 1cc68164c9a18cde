"""From an annotated document to rows: quotations, claims, their speakers and the entities of one article."""

from transforms.extract.article import extract_article, settle_article
from transforms.extract.rows import build_rows

__all__ = ["build_rows", "extract_article", "settle_article"]
