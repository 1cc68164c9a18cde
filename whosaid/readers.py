"""What a reader of another package needs."""

from flows.readers import Context, Fields, Found, InputError, Note, NoteKind, Reader, make_uri
from flows.readers.pages import read_page
from flows.readers.rows import RowReader
from flows.readers.streams import decode_file, decode_text, find_encoding, iterate_lines, open_recoded, read_bytes
from transforms.reasons import Reason
from transforms.records import RawArticle, Reject

__all__ = [
    "Context",
    "Fields",
    "Found",
    "InputError",
    "Note",
    "NoteKind",
    "RawArticle",
    "Reader",
    "Reason",
    "Reject",
    "RowReader",
    "decode_file",
    "decode_text",
    "find_encoding",
    "iterate_lines",
    "make_uri",
    "open_recoded",
    "read_bytes",
    "read_page",
]
