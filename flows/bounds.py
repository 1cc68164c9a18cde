"""Which articles and stories are so large that less of them is read or compared: each is told in ``rejects``."""

from __future__ import annotations

from pathlib import Path

from flows.matching import open_tables
from flows.resources import read_query
from transforms.entities.resolve import MOST_BESIDE
from transforms.extract.people import MOST_NAMESAKES
from transforms.extract.quotations import MOST_MARKS
from transforms.extract.sentences import MOST_TOKENS
from transforms.match import claims, quotes
from transforms.reasons import Reason
from transforms.records import Reject

_MOST = {
    "sentence": MOST_TOKENS,
    "marks": MOST_MARKS,
    "namesakes": MOST_NAMESAKES,
    "names": MOST_BESIDE,
    "claims": claims.REACH,
    "story_claims": claims.WINDOW,
    "story_quotations": quotes.WINDOW,
}
_DETAILS = {
    "sentence": "a sentence of about {size:,} words is cut behind every {most:,}",
    "marks": "a paragraph has {size:,} quotation marks; where one in single marks ends is looked for in {most:,}",
    "namesakes": "the names of {size:,} people share a word; a name meets {most:,} of them",
    "names": "it names {size:,}, more than {most:,}; who stands beside whom is not used to tell namesakes apart",
    "claims": "of its {size:,} claims each is compared with {most:,} of them before and behind it",
    "story claims": "of the {size:,} claims of its story each is compared with the next {most:,}",
    "story quotations": "of the {size:,} quotations of its story each is compared with the next {most:,}",
}


def find_limits_met(tables: Path) -> list[Reject]:
    """Return a reject for each limit of extraction or matching that a run's articles or stories are larger than.

    Args:
        tables: the run's, extracted and matched. A story is told at its first article.
    """
    names = ("articles", "segments", "sentences", "claims", "quotes", "entities", "stories")
    with open_tables(tables, names) as connection:
        rows = connection.execute(read_query("match/limits_met"), _MOST).fetchall()
    return [
        Reject(source_uri, Reason.LIMIT, f"article {article_id}: {_DETAILS[name].format(size=size, most=most)}")
        for source_uri, article_id, name, size, most in rows
    ]
