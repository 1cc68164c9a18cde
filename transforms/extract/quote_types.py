"""Direct, mixed or scare: whether marks hold somebody's sentences, a piece of them, or a name, a term, irony."""

from __future__ import annotations

import re

from transforms.extract.view import SUBJECTS, View
from transforms.records import Role

_TERM_BEFORE = frozenset(
    "called dubbed nicknamed titled entitled named labelled labeled christened codenamed termed so-called known"
    " hashtag captioned subtitled".split()
)
_WORK_BEFORE = frozenset(
    "movie film book novel song album show series program programme podcast memoir hit play musical documentary"
    " sitcom comedy thriller sequel biopic drama column exhibition single poem essay magazine anthem slogan motto"
    " theme hashtag nickname term word words phrase catchphrase banner caption heading bestseller biography"
    " autobiography paper chapter episode game painting".split()
)
_ENTITLING = frozenset("titled entitled headlined captioned subtitled".split())
_CALLED = frozenset("nickname hashtag slogan motto catchphrase term word".split())
_TERM_BEHIND = frozenset(
    "policy rule approach strategy campaign tour fellowship vote votes voters laws law bill act show".split()
)
_PARTS_OF_SHOWS = frozenset("section segment column series feature podcast".split())
_LONGEST_TERM, _LONGEST_POLICY, _SHORT_TITLE = 12, 6, 4  # words
_SMALL = frozenset("a an and as at but by for from in into nor of off on or over the to up via with".split())
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LISTED = re.compile(r"[(;]|,(?! \d)")  # not the comma of a date


def is_integrated(view: View, number: int) -> bool:
    """Whether a quotation is part of the sentence around it, not set off by a comma, a colon or its start."""
    first = view.token_at(view.quotations[number].outer[0])
    sentence = view.sentence[first]
    if first == 0 or sentence < 0 or view.sentences[sentence].start == first:
        return False
    before = view.words[first - 1]
    return before not in {",", ":", ";", "—", "–", "-", "--", "(", "[", "…", "...", "."}


def is_title(view: View, number: int) -> bool:
    """Whether every word of weight is capitalised, as in the name of a work."""
    quotation = view.quotations[number]
    tokens = view.tokens_of((quotation.start, quotation.end))
    # the second half of "don't" is no word of its own
    words = [
        i for i in tokens if view.words[i][:1].isalpha() and (i == tokens.start or view.starts[i] > view.ends[i - 1])
    ]
    weighty = [i for i in words if view.lower[i] not in _SMALL]
    name, _, subtitle = view.slice((quotation.start, quotation.end - 1)).partition(": ")
    if _LISTED.search(name) or ";" in subtitle:
        return False  # a list of names, rather than the name of a work
    if len(weighty) < 2 and not (weighty and view.tags[weighty[0]] in {"NNP", "NNPS"} and len(words) == 1):
        return False
    return all(view.is_capitalised(i) for i in weighty) and not view.text[quotation.start : quotation.end].isupper()


def is_scare(view: View, number: int, is_attributed: bool) -> bool:
    """Whether a quotation quotes nobody: unattributed, a name of a work, or a term introduced as one."""
    quotation = view.quotations[number]
    tokens = view.tokens_of(quotation.outer)
    first = tokens.start
    words = [i for i in tokens if view.is_word[i]]
    if not is_attributed:
        return True
    if view.role_of(first) is Role.HEADLINE:
        return False
    if len(words) > _LONGEST_TERM and not (view.lower[first - 1] in _ENTITLING and is_title(view, number)):
        return False
    before = [view.lower[i] for i in range(max(0, first - 4), first) if view.sentence[i] == view.sentence[first]]
    near = [w for w in before if w not in {"the", "a", "an", "as", "so", ",", "it", "“", "his", "her", "their"}]
    if _is_gloss(view, first) or _is_bracketed_gloss(view, tokens) or _is_nickname(view, tokens):
        return True
    if (before[-1:] == [":"] and set(before[-2:]) & _ENTITLING) or (
        is_title(view, number) and _is_called_work(view, tokens.stop)
    ):
        return True
    if near and near[-1] in _TERM_BEFORE and not _has_speaker(view, first):
        return True
    is_short_title = len(words) <= _SHORT_TITLE and view.is_capitalised(words[0])
    if near and near[-1] in _WORK_BEFORE and (is_title(view, number) or is_short_title or near[-1] in _CALLED):
        return True
    behind = view.lower[tokens.stop] if tokens.stop < len(view) else ""
    is_judged = len(words) == 1 and view.lower[first - 1] in {"a", "an"}  # a “cruel” law
    if is_integrated(view, number) and behind in _TERM_BEHIND and len(words) <= _LONGEST_POLICY and not is_judged:
        return True  # the “no ask, no tell” policy
    if behind in _PARTS_OF_SHOWS and near != before:
        return True  # in her “Who fooled whom” section
    return (
        is_title(view, number)
        and (is_integrated(view, number) or view.words[first - 1] == ",")
        and not any(view.tags[i] in _FINITE for i in words)
    )


def _is_gloss(view: View, first: int) -> bool:
    """Whether a quotation says what a word means: the island word for “going home”; Velmo, meaning “gone home”."""
    last = first - 1 if first > 1 and view.words[first - 1] != "," else first - 2
    if last < 1:
        return False
    word, before = view.lower[last], last - 1
    if word in {"literally", "meaning"}:
        return True
    if word in {"as", "to", "into"} and "translate" in view.lemmas[max(0, last - 5) : last]:
        return True
    if view.lemmas[last] == "mean" and view.lower[before] in {"which", "that"}:
        return True
    return word == "for" and view.lemmas[before] in {"word", "term", "expression"}


def _is_bracketed_gloss(view: View, tokens: range) -> bool:
    """Whether brackets behind a name hold nothing but a quotation, which says what it means: Velmo (“gone home”)."""
    before, behind = tokens.start - 1, tokens.stop
    if before < 1 or view.words[before] != "(" or view.words[behind : behind + 1] != [")"]:
        return False
    return view.tags[before - 1] in {"NNP", "NNPS", "FW"}


def _is_nickname(view: View, tokens: range) -> bool:
    """Whether a quotation stands inside a name: Ilmara “Sparks” Rooy."""
    around = (tokens.start - 1, tokens.stop)
    return tokens.start > 0 and len(tokens) <= 5 and all(view.tags[i : i + 1] == ["NNP"] for i in around)


def _is_called_work(view: View, behind: int) -> bool:
    """Whether the words behind a quotation say which kind of work it names: “Who Sailed,” a play about nets."""
    return view.lower[behind : behind + 1] in (["a"], ["an"], ["the"], ["his"], ["her"]) and bool(
        _WORK_BEFORE & set(view.lower[behind + 1 : behind + 4])
    )


def _has_speaker(view: View, first: int) -> bool:
    """Whether the verb that introduces a term is somebody's: she called it “a shame”, not: it is called “the Cut”."""
    for i in range(first - 1, max(-1, first - 5), -1):
        if view.lower[i] in _TERM_BEFORE:
            if view.tags[i] == "VBN" and view.lower[i] not in {"so-called"}:
                return any(view.lemmas[c] == "have" for c in view.children[i])
            return view.tags[i] == "VBD" and any(view.deps[c] in SUBJECTS for c in view.children[i])
    return False


def is_direct(view: View, number: int) -> bool:
    """Whether an attributed quotation gives whole clauses: set off from the sentence around it, or sentences itself."""
    quotation = view.quotations[number]
    tokens = view.tokens_of(quotation.outer)
    words = [i for i in tokens if view.is_word[i]]
    has_verb = any(view.tags[i] in _FINITE for i in words) or any(view.tags[i] == "VB" for i in words[:1])
    starts_high = view.text[quotation.start].isupper() or view.text[quotation.start] in "…[($"
    if not is_integrated(view, number):
        return starts_high or (has_verb and len(words) > 3)
    return starts_high and has_verb and len(words) > 5
