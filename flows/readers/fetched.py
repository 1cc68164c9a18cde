"""What ``whosaid fetch`` wrote: one row per page or entry of a feed, as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.readers.base import Context, Fields, Found, InputError, make_uri
from flows.readers.feeds import read_entry
from flows.readers.pages import read_page
from flows.readers.streams import iterate_lines, open_input
from transforms.reasons import Reason
from transforms.records import RawArticle, Reject

SUFFIX = ".fetched"
_LONGEST_ROW = 100_000_000


class FetchedReader:
    """Reads one article per row: from the page, or from the feed where the page gives none."""

    suffixes = (SUFFIX,)

    def read(self, path: Path, context: Context) -> Iterator[Found]:
        """Yield the articles of the rows; a page that was not got is rejected with what was wrong."""
        uri = make_uri(path)
        with open_input(path) as stream:
            for line in iterate_lines(stream, _LONGEST_ROW):
                try:
                    row = json.loads(line.data or b"")
                    place = f"line {line.number} ({row['url'] or row['key']})"
                    found = list(_read_row(row, uri, place, context))
                except (ValueError, KeyError, TypeError) as error:
                    problem = f"line {line.number} was not written by whosaid fetch ({type(error).__name__}: {error})"
                    raise InputError(Reason.BROKEN_ROW, f"{problem}; move the file away, and fetch again") from error
                yield from found


def _read_row(row: Mapping[str, Any], uri: str, place: str, context: Context) -> Iterator[Found]:
    fields = Fields(
        id=None if row["url"] else row["key"],
        outlet=row["outlet"],
        published_at=row["published_at"],
        url=row["url"],
    )
    beside = Fields(headline=row["headline"], byline=tuple(row["byline"]), published_at=row["stamp"] or None)
    given = replace(context, given=context.given.or_else(fields), defaults=beside.or_else(context.defaults))
    found = list(read_page(row["page"], uri, given, place)) if row.get("page") else []
    if any(isinstance(item, RawArticle) for item in found) or (found and not row["is_whole"]):
        yield from found
    elif row["content"]:
        advice = f"the page could not be fetched ({row['problem']})" if row["problem"] else "it has no page"
        yield from read_entry(
            row["content"],
            row["is_whole"],
            given.fill(),
            uri,
            place,
            replace(context, given=Fields(), defaults=Fields()),
            advice,
        )
    else:
        yield Reject(uri, Reason.NOT_FETCHED, f"{place}: {row['problem'] or 'the feed holds no text'}")
