"""Whether words in marks are somebody's: a quotation, or a name, a term, a slogan, irony ('scare').

One decision for each quotation, from figures and fitted weights (``data/models/quoted.json``, fitted by
``python -m flows.gate.fit_quoted``).
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import log1p

from transforms.extract.attributions import Frame, outer_pieces, stands_alone_here
from transforms.extract.lexicons import Lexicons
from transforms.extract.quote_types import is_integrated, is_title
from transforms.extract.view import FINITE, NOMINAL_TAGS, SUBJECTS, View
from transforms.lexicon import load_words
from transforms.records import Role

Words = Mapping[str, frozenset[str]]
Chosen = tuple[list[Frame], list[dict[str, float]]]
_SHORT_TITLE = 4  # words
_SPEAKERS = load_words("first_person") | {"i'm"}


def choose_quoted(view: View, frames: Sequence[Frame], lexicons: Lexicons) -> Chosen:
    """Return the frames, each with those of its quotations that are somebody's words, and the figures of all.

    A quotation that is and lies in no frame gets one without a source. A frame that a rule made for quotations that are
    nobody's goes.
    """
    holders = {number: frame for frame in frames for number in frame.quotations}
    heard = {view.paragraph[view.token_at(f.start)] for f in frames if f.quotations and not f.is_premise}
    weights = lexicons.quoted
    figures = [list_figures(view, n, holders.get(n), heard, lexicons) for n in range(len(view.quotations))]
    chosen = {n for n, own in enumerate(figures) if sum(weights.get(k, 0.0) * x for k, x in own.items()) >= 0}
    kept = []
    for frame in frames:
        was_quoting = bool(frame.quotations)
        frame.quotations = [number for number in frame.quotations if number in chosen]
        if frame.quotations or not (was_quoting and (frame.by_rule or frame.is_nested)):
            kept.append(frame)
    kept += [_speak_on(view, number) for number in sorted(chosen - holders.keys())]
    return kept, figures


def _speak_on(view: View, number: int) -> Frame:
    """Return a frame for words without a source: somebody goes on; in a headline, nobody in particular."""
    frame = Frame(outer_pieces(view, number), None, None, 0.5, by_rule=True, quotations=[number])
    frame.is_hearsay = (
        view.role_of(view.token_at(frame.start)) is Role.HEADLINE
    )  # the text may say whose words they are
    frame.implicit = not frame.is_hearsay
    return frame


def list_figures(
    view: View, number: int, frame: Frame | None, heard: AbstractSet[int], lexicons: Lexicons
) -> dict[str, float]:
    """Return what speaks for and against a quotation being somebody's words, rather than a name, a term, irony.

    Args:
        view: the document.
        number: the quotation.
        frame: the attribution that holds it.
        heard: the paragraphs in which somebody is quoted.
        lexicons: the seeds.
    """
    tokens = view.tokens_of(view.quotations[number].outer)
    inside = [i for i in tokens if view.is_word[i]]
    figures = {
        **_figures_of_frame(view, number, frame, heard),
        **_figures_of_words(view, number, inside),
        **_figures_around(view, number, tokens, lexicons.words),
        **_figures_above(view, tokens, lexicons.cues.speech),
    }
    return {name: float(value) for name, value in figures.items() if value}


def _figures_of_frame(view: View, number: int, frame: Frame | None, heard: AbstractSet[int]) -> dict[str, float]:
    """Who is given as saying it, and how."""
    tokens = view.tokens_of(view.quotations[number].outer)
    paragraph = view.paragraph[tokens.start]
    if frame is None:
        is_alone = stands_alone_here(view, number)
        return {
            "bare": 1.0,
            "bare in a sentence": not is_alone,
            "somebody heard here": paragraph in heard,
            "somebody heard before": paragraph - 1 in heard,
        }
    if frame.implicit or (frame.source is None and not frame.is_hearsay):
        return {"implicit": 1.0}
    content = sum(end - start for start, end in frame.content)
    own = view.quotations[number].end - view.quotations[number].start
    cue = view.token_at(frame.cue[0]) if frame.cue else None
    first = view.sentence[tokens.start]
    return {
        "by rule": frame.by_rule,
        "by model": (not frame.by_rule) * frame.score,
        "heard": frame.is_hearsay,
        "nested": frame.is_nested,
        "cue far": cue is None or view.sentence[cue] not in (first, view.sentence[tokens.stop - 1]),
        "led out": cue is not None and cue >= tokens.stop and view.text[view.quotations[number].end - 1] in ",?!",
        "cue beside": cue is not None and (cue + 1 == tokens.start or tokens.stop == cue),
        "part of what is said": 1 - min(own / content, 1.0) if content else 0.0,
        "more quoted": len(frame.quotations) > 1,
    }


def _figures_of_words(view: View, number: int, inside: Sequence[int]) -> dict[str, float]:
    """What stands in the marks."""
    quotation = view.quotations[number]
    verbs = [i for i in inside if view.tags[i] in FINITE]
    return {
        "all": 1.0,
        "words": log1p(len(inside)),
        "one word": len(inside) == 1,
        "two or three words": len(inside) in (2, 3),
        "clause": bool(verbs),
        "verb": not verbs and any(view.tags[i].startswith("VB") for i in inside),
        "I": any(view.lower[i] in _SPEAKERS for i in inside),
        "title": is_title(view, number),
        "short title": is_title(view, number) and len(inside) <= _SHORT_TITLE,
        "capital": bool(inside) and view.is_capitalised(inside[0]),
        "end mark": view.text[quotation.end - 1] in ".!?,…",
        "single marks": view.text[quotation.outer[0]] in "'‘",
    }


def _figures_around(view: View, number: int, tokens: range, words: Words) -> dict[str, float]:
    """What stands around the marks."""
    first, behind = tokens.start, tokens.stop
    at_start = first == 0 or view.sentence[first - 1] != view.sentence[first]
    before = "" if at_start else view.lower[first - 1]
    tag = "" if at_start else view.tags[first - 1]
    window = range(max(0, first - 4), first)
    near = [view.lower[i] for i in window if view.sentence[i] == view.sentence[first]]
    near = [w for w in near if w not in words["quote_fillers"]]
    last = near[-1] if near else ""
    following = view.tags[behind] if behind < len(view) and view.sentence[behind] == view.sentence[first] else ""
    is_body = view.role_of(first) is not Role.HEADLINE
    return {
        "headline": not is_body,
        "integrated": is_integrated(view, number),
        "alone": stands_alone_here(view, number),
        "heading": stands_alone_here(view, number) and view.text[view.quotations[number].end - 1] not in ".!?,…",
        "article before": before in {"a", "an"},
        "the before": before == "the",
        "owner before": tag in {"POS", "PRP$"},
        "preposition before": tag in {"IN", "TO"},
        "noun before": tag in NOMINAL_TAGS,
        "adjective before": tag == "JJ",
        "speech before": before in words["quoting"],
        "colon before": before == ":",
        "comma before": before == ",",
        "called": last in words["term_before"],
        "work before": last in words["work_before"],
        "noun behind": following in NOMINAL_TAGS,
        "policy behind": behind < len(view) and view.lower[behind] in words["term_behind"],
        "written on": not words["written_on"].isdisjoint(_lemmas_around(view, first)),
        "so-called": "so-called" in near or ("so" in near and "called" in near),
    }


def _figures_above(view: View, tokens: range, speech: Container[str]) -> dict[str, float]:
    """Which word of saying governs the words by the parse: she called it “…”, he spoke of “…” attacks."""
    at = next((i for i in tokens if view.heads[i] not in tokens and view.is_word[i]), tokens.start)
    for step in range(_HIGHEST):
        above = view.heads[at]
        if above == at or view.sentence[above] != view.sentence[tokens.start]:
            break
        if view.lemmas[above] in speech and view.quote[above] < 0:
            is_verb = view.tags[above].startswith("VB")
            is_told = any(view.deps[c] in SUBJECTS for c in view.children[above])
            return {
                "verb of saying above": is_verb,
                "noun of saying above": not is_verb,
                "saying right above": step == 0,
                "said by somebody": is_verb and is_told,
            }
        at = above
    return {}


_HIGHEST = 6


def _lemmas_around(view: View, token: int) -> list[str]:
    """Return the lemmas of a token's sentence."""
    number = view.sentence[token]
    return view.lemmas[view.sentences[number].start : view.sentences[number].end] if number >= 0 else []
