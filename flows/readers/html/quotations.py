"""Quotations that mark-up sets apart: short ones get their marks, the source of a long one stands below it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from transforms.paragraphs import squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_OPENING = ("“", '"', "‘", "'", "«", "„")
_DASHES = "—–―~- "
_MAX_SOURCE_WORDS = 20
_MAX_QUOTATIONS = 200  # of a page: each is looked for in all of its text


def set_quotations(root: HtmlElement) -> None:
    """Write the marks of ``<q>``, take block quotations out of figures, and put their sources below them.

    A quotation that stands elsewhere on the page as well is a pull quote: it stays in its figure, without a source.
    """
    for element in root.iter("q"):
        _write_marks(element)
    text = _squeeze(root)
    for quotation in list(islice(root.iter("blockquote"), _MAX_QUOTATIONS)):
        if quotation.getparent() is None:
            continue
        source = _take_source(quotation)
        words = _squeeze(quotation)
        if not words or text.count(words) > 1:
            continue
        figure = next(quotation.iterancestors("figure"), None)
        if figure is not None and next(figure.iter("img", "picture", "video", "iframe"), None) is None:
            caption = next(figure.iter("figcaption"), None)
            figure.tag = "div"
            if caption is not None:
                source = source or " ".join(caption.text_content().split())
                caption.drop_tree()
        if source and len(source.split()) <= _MAX_SOURCE_WORDS:
            below = quotation.makeelement("p")
            below.text = f"— {source.strip(_DASHES)}"
            quotation.addnext(below)


def _write_marks(element: HtmlElement) -> None:
    """Put the marks that browsers show around a quotation into its text, if it has none."""
    if (element.text_content() or "").lstrip().startswith(_OPENING):
        return
    opening, closing = ("“", "”") if next(element.iterancestors("q"), None) is None else ("‘", "’")
    element.text = opening + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + closing
    else:
        element.text += closing


def _take_source(quotation: HtmlElement) -> str | None:
    """Remove the element that ends a block quotation and names its source, and return its text."""
    source = next((e for e in reversed(list(quotation.iter("cite", "footer")))), None)
    if source is None or not _squeeze(quotation).endswith(_squeeze(source)):
        return None
    text = " ".join(source.text_content().split())
    source.drop_tree()
    return text or None


def _squeeze(element: HtmlElement) -> str:
    return squeeze(element.text_content() or "")
