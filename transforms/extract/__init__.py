"""From an annotated document to rows: quotations, claims, their speakers and the entities of one article."""

from transforms.extract.article import extract_article

__all__ = ["extract_article"]
