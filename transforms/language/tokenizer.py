"""A tokenizer whose time grows with the text: spaCy's own takes quadratic time on a long run without white space."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

LONGEST_RUN = 400  # characters; no word of a language is longer, and few addresses are
_LONG = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")


class RunTokenizer:
    """Hands text to another tokenizer, runs longer than LONGEST_RUN in pieces of that length; no character is lost."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __call__(self, text: str) -> Doc:
        """Tokenise one text."""
        cuts = [0]
        for run in _LONG.finditer(text):
            cuts += range(run.start() + LONGEST_RUN, run.end(), LONGEST_RUN)
        if len(cuts) == 1:
            doc: Doc = self.inner(text)
            return doc
        pieces = [self.inner(text[a:b]) for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]
        return Doc.from_docs(pieces, ensure_whitespace=False)

    def pipe(self, texts: Iterable[str], **_: object) -> Iterator[Doc]:
        """Tokenise texts one by one."""
        for text in texts:
            yield self(text)

    def to_bytes(self, **options: Any) -> bytes:
        """Serialise the inner tokenizer."""
        data: bytes = self.inner.to_bytes(**options)
        return data

    def from_bytes(self, data: bytes, **options: Any) -> RunTokenizer:
        """Load the inner tokenizer."""
        self.inner.from_bytes(data, **options)
        return self

    def to_disk(self, path: str | Path, **options: Any) -> None:
        """Write the inner tokenizer."""
        self.inner.to_disk(path, **options)

    def from_disk(self, path: str | Path, **options: Any) -> RunTokenizer:
        """Load the inner tokenizer."""
        self.inner.from_disk(path, **options)
        return self


@registry.tokenizers("whosaid.RunTokenizer.v1")  # type: ignore[untyped-decorator]
def create_run_tokenizer() -> Callable[[Language], RunTokenizer]:
    """Make spaCy's default tokenizer safe for the language of the pipeline."""
    create = registry.tokenizers.get("spacy.Tokenizer.v1")()
    return lambda nlp: RunTokenizer(create(nlp))
