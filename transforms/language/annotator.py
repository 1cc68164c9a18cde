"""The spaCy component around the encoder: tags, syntax, entities and attributions of a Doc in one pass.

Reads `doc.text` and, if there, `doc.spans["segments"]`; writes, each unless told not to, tags, lemmas and trees of the
tokens, `doc.ents`, and `doc.spans["source" | "cue" | "content"]` with `doc._.attributions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline.dep_parser import parser_score  # type: ignore[import-not-found]
from spacy.scorer import Scorer, get_ner_prf
from spacy.tokens import Doc, Span
from spacy.training import Example
from tokenizers import Tokenizer

from transforms.language.agreement import Agreement
from transforms.language.attribution import Attribution, Spans, set_attributions
from transforms.language.decode import BioDecoder, Floats, WordSpan
from transforms.language.labels import ENTITY_TAGS, ROLE_TAGS, ROLES
from transforms.language.linker import Link, Pointers, Thresholds, link
from transforms.language.syntax import KINDS, SyntaxLabels, SyntaxReading, SyntaxWriter
from transforms.language.windows import Window, make_windows

SPOKEN = frozenset({"headline", "standfirst", "body"})  # segments in which an article can attribute
MAX_REMEMBERED = 200_000  # words
_OUTPUTS = ("roles", "entities", "to_cue", "to_source")
_SYNTAX = ("arcs", "heads", *KINDS)
_FILES = ("encoder.onnx", "tokenizer.json", "labels.json")


@Language.factory(
    "whosaid_annotator",
    assigns=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "token.dep",
        "token.head",
        "token.is_sent_start",
        "doc.sents",
        "doc.ents",
        "doc.spans",
        "doc._.attributions",
    ],
    default_config={
        "syntax": True,
        "attribution": True,
        "entities": ["PERSON", "ORG", "LOC", "NORP", "DATE", "MONEY"],
        "max_pieces": 384,
        "context": 64,
        # from here on neutral: what is tuned stands in a pipeline's recipe
        "outside_bias": 0.0,
        "cue_share": 0.5,
        "alone_score": 0.5,
        "no_source": 1.0,
        "other_paragraph": 1.0,
    },
)
def make_annotator(
    nlp: Language,  # noqa: ARG001  spaCy passes both
    name: str,  # noqa: ARG001
    syntax: bool,
    attribution: bool,
    entities: list[str],
    max_pieces: int,
    context: int,
    outside_bias: float,
    cue_share: float,
    alone_score: float,
    no_source: float,
    other_paragraph: float,
) -> Annotator:
    """Build the component; its weights come with `from_disk` or `from_bytes`.

    `syntax` and `attribution` are false for an encoder trained without them; `entities` are the classes written to
    `doc.ents` (an empty list leaves `doc.ents` alone); `max_pieces` and `context` are sizes in wordpieces;
    `outside_bias` is added to the log chance of "no role"; the rest are shares, 0 to 1, or a factor (see `Thresholds`).
    """
    thresholds = Thresholds(cue_share, alone_score, no_source, other_paragraph) if attribution else None
    return Annotator(syntax, entities, max_pieces, context, outside_bias, thresholds)


class Annotator:
    """Runs the encoder window by window, always alone, so that a row never depends on its batch."""

    def __init__(
        self,
        syntax: bool,
        entities: Sequence[str],
        max_pieces: int,
        context: int,
        outside_bias: float,
        thresholds: Thresholds | None,
    ) -> None:
        self.syntax = syntax
        self.entities = frozenset(entities)
        self.max_pieces, self.context, self.thresholds = max_pieces, context, thresholds
        self._bias = np.zeros(len(ROLE_TAGS), dtype=np.float32)
        self._bias[0] = outside_bias
        self._roles, self._entities = BioDecoder(ROLE_TAGS), BioDecoder(ENTITY_TAGS)
        self._agreement = Agreement(ENTITY_TAGS)
        self._data: dict[str, bytes] = {}
        self._pieces: dict[str, list[int]] = {}
        self._session: ort.InferenceSession | None = None
        self._tokenizer: Tokenizer | None = None
        self._writer: SyntaxWriter | None = None

    # -- weights ----------------------------------------------------------------------------------

    def load(self, data: dict[str, bytes]) -> Annotator:
        """Set the weights: the bytes of `encoder.onnx`, `tokenizer.json` and `labels.json`, the names of syntax."""
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # processes share the cores, not threads
        options.log_severity_level = 3
        self._session = ort.InferenceSession(
            data["encoder.onnx"],
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # the fused operator is a quarter slower
        )
        self._tokenizer = Tokenizer.from_str(data["tokenizer.json"].decode("utf8"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._data = dict(data)
        return self

    def to_bytes(self, **_: object) -> bytes:
        """Serialise the weights: the length of each file, then the files."""
        lengths = np.array([len(self._data.get(name, b"")) for name in _FILES], dtype="<i8")
        return lengths.tobytes() + b"".join(self._data.get(name, b"") for name in _FILES)

    def from_bytes(self, data: bytes, **_: object) -> Annotator:
        """Load what `to_bytes` gave."""
        start = 8 * len(_FILES)
        files = {}
        for name, length in zip(_FILES, np.frombuffer(data[:start], dtype="<i8").tolist(), strict=True):
            files[name] = data[start : start + length]
            start += length
        return self.load(files) if all(files.values()) else self

    def to_disk(self, path: str | Path, **_: object) -> None:
        """Write the weights into the folder `path`."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name, content in self._data.items():
            (Path(path) / name).write_bytes(content)

    def from_disk(self, path: str | Path, **_: object) -> Annotator:
        """Load the weights from the folder `path`; without them there, stay without weights."""
        if not (Path(path) / _FILES[0]).exists():
            return self
        return self.load({name: (Path(path) / name).read_bytes() for name in _FILES})

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the weights, not the session."""
        return {**self.__dict__, "_session": None, "_tokenizer": None, "_pieces": {}, "_writer": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Start a session of one's own."""
        self.__dict__.update(state)
        if self._data:
            self.load(self._data)

    def score(self, examples: Iterable[Example], **_: object) -> dict[str, Any]:
        """Score what is written here as spaCy's own components do; `nlp.evaluate` calls it."""
        examples, scores = list(examples), dict[str, Any]()
        if self.syntax:
            for attribute in ("tag", "pos", "morph", "lemma"):
                scores |= Scorer.score_token_attr(examples, attribute)
            scores |= parser_score(examples)
        return scores | get_ner_prf(examples) if self.entities else scores

    # -- prediction -------------------------------------------------------------------------------

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc. Raises RuntimeError when no weights were loaded."""
        tokens, paragraph = word_layout(doc)
        strings = doc.vocab.strings
        words = [strings[orth] for orth in doc.to_array("ORTH")[tokens].tolist()]
        windows = make_windows(words, paragraph, self._encode, max_pieces=self.max_pieces, context=self.context)
        roles, entities, pointers, syntax = self.run(windows, paragraph)
        if self.syntax:
            if self._writer is None or self._writer.vocab is not doc.vocab:
                labels = SyntaxLabels.from_json(self._data["labels.json"].decode("utf8"))
                self._writer = SyntaxWriter(labels, doc.vocab)
            self._writer.write(doc, tokens, syntax)
        if self.thresholds:
            roles[_silent(doc, tokens)] = np.eye(1, len(ROLE_TAGS), dtype=np.float32)
            spans = self._roles(roles, paragraph, self._bias)
            for role in ROLES:
                doc.spans[role] = [_token_span(doc, tokens, s, role) for s in spans if s.label == role]
            set_attributions(doc, (_attribution(doc, tokens, x) for x in link(spans, pointers, self.thresholds)))
        if self.entities:
            entities = self._agreement.share(entities, words, paragraph)
            spans = self._entities(entities, paragraph)
            found = self._agreement.label(spans, entities, words, find_articles(doc, tokens))
            doc.set_ents([_token_span(doc, tokens, s, s.label) for s in found if s.label in self.entities])
        return doc

    def run(
        self, windows: Sequence[Window], paragraph: NDArray[np.int64]
    ) -> tuple[Floats, Floats, Pointers, SyntaxReading]:
        """Return role chances (words, tags), entity chances (words, tags), where the words point, and their syntax.

        `paragraph` numbers the paragraph of each word of the windows' article.
        """
        if self._session is None:
            raise RuntimeError("whosaid_annotator has no weights: load it with spacy.load or from_disk")
        roles = np.zeros((len(paragraph), len(ROLE_TAGS)), dtype=np.float32)
        entities = np.zeros((len(paragraph), len(ENTITY_TAGS)), dtype=np.float32)
        pointers, syntax = Pointers(paragraph), SyntaxReading(len(paragraph))
        outputs = _OUTPUTS + _SYNTAX * self.syntax
        for window in windows:
            first = np.concatenate([[0], window.first])
            inputs = {"ids": window.ids[None], "shapes": window.shapes[None], "first": first}
            role, entity, to_cue, to_source, *rest = self._session.run(outputs, inputs)
            own = slice(1 + window.owned - window.start, None)
            roles[window.owned : window.end] = role[0, own]
            entities[window.owned : window.end] = entity[0, own]
            pointers.add(window, to_cue[0, own], to_source[0, own])
            if rest:
                arcs, heads, *classes = (output[0, own] for output in rest)
                syntax.add(window, classes, heads, arcs)
        return roles, entities, pointers, syntax

    def _encode(self, words: list[str]) -> list[list[int]]:
        """Wordpieces of each word, remembered: an article repeats its words, and so does the next."""
        if self._tokenizer is None:
            return [[] for _ in words]
        if len(self._pieces) > MAX_REMEMBERED:
            self._pieces.clear()
        known, tokenizer = self._pieces, self._tokenizer
        for word in words:
            if word not in known:
                known[word] = tokenizer.encode(word, add_special_tokens=False).ids
        return [known[word] for word in words]


def word_layout(doc: Doc) -> tuple[list[int], NDArray[np.int64]]:
    """Return the indices of the words (tokens that are not white space) and the number of the paragraph of each."""
    is_space = doc.to_array("IS_SPACE") != 0
    breaks = np.zeros(len(doc), dtype=np.int64)
    for i in np.flatnonzero(is_space).tolist():
        breaks[i] = "\n" in doc[i].text
    return np.flatnonzero(~is_space).tolist(), breaks.cumsum()[~is_space]


def find_articles(doc: Doc, tokens: list[int]) -> dict[int, int]:
    """Return the words of a Doc that a 'the' belongs to, each with its 'the', by number among `tokens`; none without
    syntax.
    """
    number = {token: i for i, token in enumerate(tokens)}
    the = [doc[token] for token in np.flatnonzero(doc.to_array("LOWER") == doc.vocab.strings["the"]).tolist()]
    return {number[t.head.i]: number[t.i] for t in the if t.dep_ == "det" and t.head.i in number}


def _silent(doc: Doc, tokens: list[int]) -> NDArray[np.bool_]:
    """True for the words outside of the segments in which attribution is sought; without segments, none."""
    if "segments" not in doc.spans:
        return np.zeros(len(tokens), dtype=bool)
    spoken = np.zeros(len(doc), dtype=bool)
    for span in doc.spans["segments"]:
        if span.label_ in SPOKEN:
            spoken[span.start : span.end] = True
    return ~spoken[tokens]


def _token_span(doc: Doc, tokens: list[int], span: WordSpan, label: str) -> Span:
    return Span(doc, tokens[span.start], tokens[span.end - 1] + 1, label=label)


def _attribution(doc: Doc, tokens: list[int], x: Link) -> Attribution:
    def characters(spans: Sequence[WordSpan]) -> Spans:
        first = [(doc[tokens[s.start]], doc[tokens[s.end - 1]]) for s in sorted(spans, key=lambda s: s.start)]
        return tuple((a.idx, b.idx + len(b)) for a, b in first)

    words = sum(s.end - s.start for s in x.content)
    content_score = sum(s.score * (s.end - s.start) for s in x.content) / words
    scores = (round(min(1.0, s), 4) for s in (x.source_score, content_score, x.link_score))
    return Attribution(characters(x.source), characters(x.cue), characters(x.content), *scores)
