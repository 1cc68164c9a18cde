"""Stable identifiers: the same content gives the same id on any machine, in any batch order."""

from __future__ import annotations

import hashlib

_SEPARATOR = "\x1f"


def make_id(prefix: str, *parts: object) -> str:
    """Return ``prefix`` followed by 16 hex digits of the SHA-256 of the parts.

    Parts are written with ``str`` and joined by a unit separator, so that ("ab", "c") and ("a", "bc") differ.
    64 bits keep the chance of one collision among ten million ids of a kind below 1 in 300,000.
    """
    digest = hashlib.sha256(_SEPARATOR.join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()
    return prefix + digest[:16]


def hash_text(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, as 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
