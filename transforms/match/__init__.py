"""Matching across articles: stories, copies, quotations that repeat each other, claims that state the same."""

from transforms.match.claims import group_claims, match_claims
from transforms.match.copies import NEWS_ROLES, blank_clutter, find_passages, match_copies, measure_copies, pick_copies
from transforms.match.credits import CreditReader
from transforms.match.origins import find_origins
from transforms.match.quotes import match_quotes
from transforms.match.stories import describe_stories, match_stories

__all__ = [
    "NEWS_ROLES",
    "CreditReader",
    "blank_clutter",
    "describe_stories",
    "find_origins",
    "find_passages",
    "group_claims",
    "match_claims",
    "match_copies",
    "match_quotes",
    "match_stories",
    "measure_copies",
    "pick_copies",
]
