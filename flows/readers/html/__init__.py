"""Web pages: what of a page is its article.

`reader` opens the file; `page` compares the readings of it; `body` finds the paragraphs in the tree, `blocks` cuts it,
`embeds`, `quotations` and `live` know posts, quotations and live pages, `data` reads JSON-LD, `phrases` the words of
notices.
"""

from flows.readers.html.page import Page, extract_page
from flows.readers.html.reader import MAX_PAGE_BYTES, HtmlReader, decode_page

__all__ = ["MAX_PAGE_BYTES", "HtmlReader", "Page", "decode_page", "extract_page"]
