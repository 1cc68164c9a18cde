"""What an article's own text says of it: who wrote it, and where it was filed."""

from __future__ import annotations

from dataclasses import replace

from transforms.bylines import clean_byline, find_byline
from transforms.datelines import find_dateline, read_dateline
from transforms.paragraphs import PARAGRAPH_BREAK
from transforms.records import Article
from transforms.seeds import Seeds

_FIRST_PARAGRAPHS = 4


def complete_article(article: Article, seeds: Seeds) -> Article:
    """Return an article with its byline cleaned, or filled from the text, and with its dateline's cells."""
    byline = clean_byline(article.byline, seeds.byline_words) or find_byline(article.text, seeds.byline_words)
    first = 0 if article.headline is None else 1
    opening = article.text.split(PARAGRAPH_BREAK, _FIRST_PARAGRAPHS)[first:_FIRST_PARAGRAPHS]
    marked = {mark.paragraph - first: mark.dateline_end for mark in article.marks}
    datelines = (
        read_dateline(paragraph[: marked[number]], seeds)
        if marked.get(number)
        else find_dateline(paragraph, article.text, seeds, is_first=number == 0)
        for number, paragraph in enumerate(opening)
    )
    dateline = next((found for found in datelines if found), None)
    return replace(
        article,
        byline=byline,
        dateline_place=dateline.place if dateline else None,
        agency=dateline.agency if dateline else None,
    )
