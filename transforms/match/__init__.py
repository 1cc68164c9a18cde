"""Matching across articles: stories, copies, quotations that repeat each other, claims that state the same."""

from transforms.match.claims import group_claims
from transforms.match.copies import find_origins, match_copies, measure_copies, pick_copies
from transforms.match.quotes import match_quotes
from transforms.match.stories import match_stories

__all__ = [
    "find_origins",
    "group_claims",
    "match_copies",
    "match_quotes",
    "match_stories",
    "measure_copies",
    "pick_copies",
]
