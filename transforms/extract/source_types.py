"""The standing of a source: who is named, who only described, and what is a body or a document."""

from __future__ import annotations

import re

from transforms.extract.lexicons import Lexicons
from transforms.extract.names import body_key, fold

_GOVERNMENT = re.compile(
    r"\b(?:government|ministry|ministries|minister|department|congress|senate|parliament|cabinet|treasury|pentagon"
    r"|kremlin|white house|downing street|state department|foreign office|home office|embassy|consulate|junta|regime"
    r"|duma|knesset|bundestag|supreme court|justice department|homeland security|federal bureau|intelligence agency"
    r"|cia|fbi|nsa|nsc|epa|irs|fda|dhs|dod|doj|national security council|security council of|administration|city hall"
    r"|house of representatives|house of commons|house of lords|national assembly|prime minister s office|office of"
    r"|military|armed forces|ministerial|secret service|border patrol|customs|police|central bank|federal reserve"
    r"|attorney general|election commission|presidency|municipality|prefecture|province|county|city council)\b"
)
_NOT_GOVERNMENT = re.compile(r"\b(?:university|college|school|institute|former|news|times|post|campaign|foundation)\b")
_MEDIA = re.compile(
    r"\b(?:news|times|post|herald|tribune|gazette|guardian|telegraph|journal|daily|weekly|magazine|tv|radio|television"
    r"|broadcasting|press|media|agency reuters|observer|chronicle|mirror|independent|bbc|cnn|nbc|abc|cbs|fox|npr|msnbc"
    r"|al jazeera|prensa|presse|zeitung|gaceta|diario|reuters|bloomberg|politico|buzzfeed|breitbart|vox|axios|newsweek"
    r"|der spiegel|le monde|el pais)\b"
)
_NOT_MEDIA = re.compile(r"\b(?:conference|secretary|party|association|office|university|council)\b")
_DOCUMENT = re.compile(r"\b(?:report|act|bill|constitution|review|survey|study|poll|index|treaty|convention|letter)$")

# last words of companies' names that do not describe a company by themselves
COMPANY = re.compile(
    r" (?:line|lines|shipping|holdings|works|services|industries|foods|stores|motors|mining|energy|partners|brothers"
    r"|steel)$"
)


def type_of_name(name: str, label: str, lexicons: Lexicons) -> str:
    """Return the source type of a named entity."""
    key = body_key(name)
    if key in lexicons.media:
        return "media"
    if label == "PERSON":
        return "named_person"
    if label == "NORP":
        return "government" if key in lexicons.demonyms else "anonymous_group"
    if key in lexicons.metonyms or label == "GPE":
        return "government"
    if _MEDIA.search(key) and not _NOT_MEDIA.search(key):
        return "media"
    if _GOVERNMENT.search(key) and not _NOT_GOVERNMENT.search(key):
        return "government"
    if _DOCUMENT.search(key):
        return "document"
    if label in {"ORG", "FAC"} or COMPANY.search(key):
        return "organization"
    if label == "LOC" and " " in key and lexicons.headwords.get(key.rsplit(" ", 1)[-1]) == "organization":
        return "organization"  # a hospital taken for the place where it stands
    return {"LOC": "government", "PRODUCT": "document", "MISC": "organization"}.get(label, "unknown")


def type_of_noun(phrase: str, lemma: str, is_plural: bool, lexicons: Lexicons) -> str:
    """Return the source type of a described source, "unknown" when nothing tells.

    Args:
        phrase: the folded phrase up to and with its head ("senior us officials").
        lemma: the head's lemma ("official").
        is_plural: whether the head is plural.
        lexicons: the seeds.
    """
    words = phrase.replace("’", "'").split()
    for width in (3, 2, 1):
        found = lexicons.headwords.get(" ".join(words[-width:])) if len(words) >= width else None
        if found is not None:
            return _settle(found, lemma, is_plural)
    found = lexicons.headwords.get(lemma)
    if found is not None:
        return _settle(found, lemma, is_plural)
    if lexicons.is_person_noun(lemma):
        return "anonymous_group" if is_plural else "unnamed_person"
    if is_plural and fold(lemma + "s") in lexicons.headwords:
        return lexicons.headwords[fold(lemma + "s")]
    if lemma.endswith(_AGENT_ENDINGS) and lemma not in _THINGS:
        return "anonymous_group" if is_plural else "unnamed_person"
    return "unknown"


# A noun that is a source and ends like this names who does something.
_AGENT_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "eer", "ee")
_THINGS = frozenset(
    """paper letter order number computer matter offer power factor error center centre border river weather summer
    winter water tower master chapter dinner corner answer wonder danger disorder poster banner calendar newspaper
    twitter sector color colour behavior behaviour honor labor labour rumor rumour tumor terror horror mirror committee
    coffee fee degree tree guarantee disaster register filter character quarter shoulder ladder folder shelter container
    trailer teaser sticker flier flyer indicator monitor sensor motor""".split()
)


_SPOKESPEOPLE = frozenset({"spokesman", "spokeswoman", "spokesperson", "spokesmen", "spokespeople"})
_PUBLIC_BODIES = frozenset({"police", "court", "embassy", "consulate", "military", "prosecution"})


def _settle(found: str, lemma: str, is_plural: bool) -> str:
    """Let number and the head's nature overrule the seed's general answer."""
    if lemma in _SPOKESPEOPLE:
        return "unnamed_person"
    if found == "unnamed_person" and is_plural:
        return "anonymous_group"
    if lemma in _PUBLIC_BODIES:
        return "government"
    return found
