"""Tags, lemmas, trees and sentences of a Doc, from what the encoder says of its words."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.parts_of_speech import IDS  # type: ignore[import-not-found]
from spacy.tokens import Doc
from spacy.vocab import Vocab

from transforms.language.lemmas import apply_rule
from transforms.language.trees import ROOT, Doubles, Ints, grow_trees
from transforms.language.windows import Window

Floats = NDArray[np.float32]
# what is said of a word, in this order wherever they stand side by side
KINDS = ("tags", "morphs", "lemmas", "starts", "deps")
STARTS = ("inside", "start")  # of a sentence
UNSEEN = -1e4  # the score of a head that is in no window with its word
MAX_REMEMBERED = 200_000  # pairs of a word and a rule


@dataclass(frozen=True)
class SyntaxLabels:
    """What the numbers of the encoder stand for.

    `tags`: Penn Treebank tags; `morphs`: a part of speech and its features, "NOUN|Number=Sing"; `lemmas`: rules (see
    `lemma_rule`); `deps`: Universal Dependencies relations, `ROOT` for the head of a sentence. `lexicon` has
    the lemma of words that need no rule, under their `lexicon_key`.
    """

    tags: tuple[str, ...] = ()
    morphs: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    deps: tuple[str, ...] = ()
    starts: tuple[str, ...] = field(default=STARTS, init=False)
    lexicon: dict[str, str] = field(default_factory=dict)

    def sizes(self) -> tuple[int, ...]:
        """How many there are of each of KINDS; nothing where there is no syntax."""
        return tuple(len(getattr(self, kind)) for kind in KINDS) if self.deps else ()

    def to_json(self) -> str:
        """Serialise, a line for each kind."""
        kinds = {kind: names for kind, names in asdict(self).items() if kind != "starts"}
        lines = [f"{json.dumps(kind)}: {json.dumps(names, ensure_ascii=False)}" for kind, names in kinds.items()]
        return "{\n" + ",\n".join(lines) + "\n}\n"

    @classmethod
    def from_json(cls, text: str) -> SyntaxLabels:
        """Read what `to_json` wrote."""
        kinds = json.loads(text)
        return cls(lexicon=kinds.pop("lexicon"), **{kind: tuple(names) for kind, names in kinds.items()})


def lexicon_key(word: str, pos: str) -> str:
    """A word in small letters and its part of speech, "found|VERB"."""
    return f"{word.lower()}|{pos}"


class SyntaxReading:
    """What the encoder says of the syntax of an article's words, window by window."""

    def __init__(self, words: int) -> None:
        """`words` is how many there are."""
        self.classes = np.zeros((words, len(KINDS)), dtype=np.int64)
        self.heads = np.zeros(words, dtype=np.int64)
        self._windows: list[Window] = []
        self._arcs: list[Floats] = []

    def add(self, window: Window, classes: Sequence[Ints], heads: Ints, arcs: Floats) -> None:
        """Add the next window: classes of the words it owns, by KINDS; their heads, as positions among what it sees (0
        for none); and the scores of those, (words it owns, 1 + words it sees).
        """
        own = slice(window.owned, window.end)
        self.classes[own] = np.stack(classes, axis=1)
        self.heads[own] = np.where(heads == 0, ROOT, heads - 1 + window.start)
        self._windows.append(window)
        self._arcs.append(arcs)

    def scores(self, start: int, end: int) -> Doubles:
        """Return the scores of the words from `start` to `end`: of no head, and of each of them as head."""
        found = np.full((end - start, 1 + end - start), UNSEEN)
        w = bisect_right(self._windows, start, key=lambda window: window.owned) - 1
        while w < len(self._windows) and self._windows[w].owned < end:
            window, arcs = self._windows[w], self._arcs[w]
            first, last = max(start, window.owned), min(end, window.end)
            left = max(start, window.start)
            rows = arcs[first - window.owned : last - window.owned]
            found[first - start : last - start, 0] = rows[:, 0]
            seen = rows[:, 1 + left - window.start : 1 + last - window.start]
            found[first - start : last - start, 1 + left - start : 1 + last - start] = seen
            w += 1
        return found


class SyntaxWriter:
    """Writes what the encoder says of a Doc's words; lemmas and sentence bounds that are set stay."""

    def __init__(self, labels: SyntaxLabels, vocab: Vocab) -> None:
        self.vocab = vocab
        self._rules, self._lexicon = labels.lemmas, labels.lexicon
        self._lemmas: dict[tuple[int, str, int], int] = {}
        morphs = [morph.partition("|") for morph in labels.morphs]
        self._pos_names = np.array([*(pos for pos, _, _ in morphs), "SPACE"])
        # the last of each is that of white space; the last but one of relations is that of what heads a sentence
        self._tags = self._keys([*labels.tags, "_SP"])
        self._pos = np.array([*(IDS[pos] for pos, _, _ in morphs), IDS["SPACE"]], dtype=np.uint64)
        self._features = np.array([vocab.morphology.add(x) for _, _, x in (*morphs, ("", "", ""))], dtype=np.uint64)
        self._deps = self._keys([*(name.replace("ROOT", "dep") for name in labels.deps), "ROOT", "dep"])

    def write(self, doc: Doc, tokens: Sequence[int], reading: SyntaxReading) -> None:
        """Write tags, parts of speech, features, lemmas, heads, relations and sentence starts.

        `tokens` are the indices of the words, of which `reading` speaks. White space hangs on the word before it.
        """
        if not len(doc):
            return
        places, words = np.arange(len(doc)), np.array(tokens, dtype=np.int64)
        before: Ints = doc.to_array("SENT_START").astype(np.int64)
        classes = np.full((len(doc), len(KINDS)), -1)
        heads, starts = np.zeros(len(doc), dtype=np.int64), places == 0
        if len(words):
            starts[words] = opens = _opens(reading, before[words])
            tree = grow_trees(reading.heads, opens, reading.scores)
            last = np.searchsorted(words, places, side="right") - 1
            heads = np.where(last < 0, 0, words[last])
            heads[words] = np.where(tree == ROOT, words, words[tree])
            classes[words] = reading.classes
            if words[0] and before[words[0]] != 1:  # white space before the first sentence is part of it
                heads[: words[0]], starts[words[0]] = words[0], False
        tags, morphs, rules, _, deps = classes.T
        columns = {
            "TAG": self._tags[tags],
            "POS": self._pos[morphs],
            "MORPH": self._features[morphs],
            "LEMMA": self._find_lemmas(doc, self._pos_names[morphs].tolist(), rules.tolist()),
            "HEAD": (heads - places).astype(np.uint64),
            "DEP": self._deps[np.where(heads == places, -2, deps)],
            "SENT_START": np.where(starts, 1, -1).astype(np.uint64),
        }
        doc.from_array(list(columns), cast("Any", np.stack(list(columns.values()), axis=1)))

    def _find_lemmas(self, doc: Doc, pos: Sequence[str], rules: Sequence[int]) -> NDArray[np.uint64]:
        """Lemmas by lexicon or rule; those that are set stay."""
        known, found = self._lemmas, []
        if len(known) > MAX_REMEMBERED:
            known.clear()
        for case in zip(doc.to_array("ORTH").tolist(), pos, rules, strict=True):
            if case not in known:
                known[case] = self._key(self._find_lemma(self.vocab.strings[case[0]], *case[1:]))
            found.append(known[case])
        already = doc.to_array("LEMMA")
        return np.where(already != 0, already, np.array(found, dtype=np.uint64))

    def _find_lemma(self, word: str, pos: str, rule: int) -> str:
        """The lexicon's lemma, else what the rule makes, else (so for white space, which has no rule) the word."""
        known = self._lexicon.get(lexicon_key(word, pos))
        made = apply_rule(self._rules[rule], word) if rule >= 0 else None
        return known or made or word

    def _key(self, name: str) -> int:
        """The number of a string, which stays known when a memory zone ends, as what is remembered here does."""
        return self.vocab.strings.add(name, allow_transient=False)  # type: ignore[call-arg]

    def _keys(self, names: Sequence[str]) -> NDArray[np.uint64]:
        return np.array([self._key(name) for name in names], dtype=np.uint64)


def _opens(reading: SyntaxReading, before: Ints) -> NDArray[np.bool_]:
    """Where sentences begin: at the first word, where it is set (1; -1 says that none begins), and as was read."""
    read = reading.classes[:, KINDS.index("starts")] == STARTS.index("start")
    opens: NDArray[np.bool_] = (read & (before != -1)) | (before == 1)
    opens[0] = True
    return opens
