"""What kind of article one is, by the label of its headline and the parts of its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from transforms.schema import ARTICLE_KINDS

REPORT = ARTICLE_KINDS[0]

_LABEL = re.compile(r"[\W_]*([^:|]{2,30}?)\s*(?::|\||\s[–—-]\s)")


def find_kind(headline: str | None, url: str | None, phrases: Mapping[tuple[str, str], str]) -> str:
    """Return the kind of an article: one of ARTICLE_KINDS, a report where nothing tells.

    Args:
        headline: its headline; a label before its colon goes before what the address says.
        url: its address.
        phrases: kinds by place (``headline``, ``address``) and phrase, as in ``seeds/article_kinds.csv``.
    """
    if headline and (match := _LABEL.match(headline)):
        kind = phrases.get(("headline", " ".join(match[1].casefold().split())))
        if kind:
            return kind
    parts = _list_parts(url) if url else []
    return next((kind for part in parts if (kind := phrases.get(("address", part)))), REPORT)


def _list_parts(url: str) -> list[str]:
    """Return the folders of an address: what stands behind the last stroke is the article's own name."""
    try:
        return urlsplit(url if "//" in url else f"//{url}").path.casefold().split("/")[:-1]
    except ValueError:
        return []
