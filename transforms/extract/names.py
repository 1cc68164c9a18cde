"""Names of people and bodies: how they are cut into parts, and when two of them can be one entity's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES = frozenset("van von der den de del della di da dos du la le bin ibn al el ul abu ter ten mac st".split())
_MASCULINE_TITLES = frozenset(
    "mr sir lord prince king father brother rev pope imam sheikh baron duke monsignor".split()
)
_FEMININE_TITLES = frozenset("mrs ms miss lady dame princess queen madam madame sister baroness duchess".split())

_NICKNAMES = (
    "elizabeth liz lizzie beth betty", "william bill billy will", "robert bob bobby rob", "richard dick rick",
    "michael mike mick", "joseph joe", "james jim jimmy jamie", "thomas tom tommy", "john jack johnny jon",
    "edward ed ted eddie", "charles chuck charlie", "christopher chris", "daniel dan danny", "david dave",
    "donald don", "anthony tony", "andrew andy drew", "benjamin ben", "kenneth ken", "lawrence larry",
    "matthew matt", "nicholas nick", "patrick pat", "peter pete", "ronald ron", "samuel sam", "stephen steve steven",
    "timothy tim", "gregory greg", "jeffrey jeff geoffrey", "katherine kate kathy catherine kathleen cathy",
    "margaret maggie meg peggy", "patricia pat patty", "susan sue", "deborah debbie", "barbara barb", "jennifer jen",
    "alexander alex", "frederick fred", "gerald jerry", "henry harry hank", "philip phil", "raymond ray",
    "theodore ted", "vincent vince", "walter walt", "zachary zach", "bernard bernie", "eugene gene", "leonard len",
    "abigail abby", "rebecca becky", "victoria vicky", "nathaniel nate nathan", "douglas doug", "martin marty",
    "jacob jake", "joshua josh", "terence terry", "stanley stan", "arthur art", "albert al", "francis frank",
)  # fmt: skip
_SHORT_FORMS: dict[str, frozenset[str]] = {}
for _group in _NICKNAMES:
    for _name in _group.split():
        _SHORT_FORMS[_name] = _SHORT_FORMS.get(_name, frozenset()) | frozenset(_group.split())

_MEN = frozenset(
    """aaron abdul abdullah abraham adam ahmad ahmed alan albert alberto alec alejandro alex alexander alexei alfred
    allen amir anders andre andreas andrei andrew andrius andy anthony antonio antony ari arnold arthur ashraf austin
    barack barry bashar ben benjamin bernard bernie bill bob boris brad bradley brandon brendan brett brian bruce bryan
    carl carlos charles charlie chris christopher chuck clarence claude clint colin craig cyril dan daniel darren dave
    david dean denis dennis derek diego dick dimitri dmitri dmitry dominic don donald doug douglas duncan dwight earl
    ed eddie edgar eduardo edward elon emmanuel enrique eric erik ernest ethan eugene evan felix fernando fidel francis
    francisco francois frank franklin fred frederick gabriel gary gavin gene geoff geoffrey george gerald gerard
    giovanni glenn gordon graham grant greg gregory guillermo gustavo hamid hans harold harry hassan hector henri henry
    herbert howard hugh hugo hussein ian ibrahim igor imran isaac ivan jack jacob jacques jake james jamie jared jason
    javier jay jean jeff jeffrey jeremy jerome jerry jesse jesus jim jimmy joe joel johan john johnny jon jonathan
    jorge jose joseph josh joshua juan julian julio justin karl keith ken kenneth kevin khalid kyle larry lars lawrence
    leo leon leonard lewis liam lindsey lloyd louis lucas luis luke mahmoud malcolm manuel marc marco marcos marcus
    mario mark marshall martin matt matthew maurice max maxim michael michel miguel mike mitch mitchell mohamed
    mohammad mohammed morgan moses muhammad narendra nathan neil nelson nicholas nick nicolas nigel nikolai norman
    oleg oliver omar oscar osama oswald pablo patrick paul pavel pedro pete peter phil philip philippe pierre rafael
    rahul raj ralph ramon randy raul ray raymond rene reza ricardo richard rick rob robert roberto robin rodrigo roger
    roland roman ron ronald ross roy rudy rupert russell ryan salman salvador sam samuel scott sean sebastian sergei
    sergey sergio seth shane shaun shinzo silvio simon spencer stanley stefan stephen steve steven stuart tariq ted
    terrence theodore thomas tim timothy todd tom tommy tony travis trevor tyler victor viktor vince vincent vladimir
    volodymyr wade wallace walter warren wayne wesley will william yusuf zachary""".split()
)
_WOMEN = frozenset(
    """abigail adriana adrienne agnes aisha alexandra alexandria alice alicia alison amanda amber amelia amina amy ana
    angela anita ann anna anne annette annie april ashley audrey barbara beatrice becky bernadette beth
    betsy betty beverly brenda bridget brooke camila carla carly carmen carol carole caroline carolyn catherine cathy
    cecilia charlotte chelsea cheryl christina christine cindy claire clara claudia colleen condoleezza
    cynthia daisy danielle dawn deborah debbie delia denise diana diane dianne dolores donna doris dorothy
    eileen elaine eleanor elena elisabeth elise eliza elizabeth ellen emily emma erica erin esther eva eve evelyn
    fatima fiona florence frances gabriela gail gina giorgia gladys gloria grace greta gwen hannah harriet heather
    heidi helen hillary holly hope ida imelda indira ingrid irene iris isabel isabella ivanka jacinda jacqueline jane
    janet janice jasmine jeanne jen jennifer jessica jill joan joanna jody josephine joy joyce judith judy julia
    julie june kaitlin kamala karen kate katherine kathleen kathryn kathy katie kayla kellyanne kirsten
    kirstjen krista kristen laura lauren laurie leah leila lena lily linda lisa liz loretta lori lorraine louise
    lucy luisa lydia madeleine maggie malala margaret maria marian marie marilyn marina marine marissa marjorie
    martha mary maya megan meghan melania melissa mercedes meredith michaela michelle mildred miriam molly
    monica muriel nadia nancy naomi natalia natalie natasha nicole nikki nina nora olga olivia pamela patricia
    patty paula pauline peggy penelope phyllis priya rachel rebecca regina renee rhonda rita roberta rosa rose
    rosemary roxanne ruth sabrina sally samantha sandra sara sarah sharon sheila shelley sherry shirley sofia
    sonia sophia sophie stacey stephanie sue susan susanna suzanne svetlana sylvia tamara tammy tanya tara tatiana
    teresa thelma theresa tina tulsi ursula valerie vanessa vera veronica vicki victoria viola virginia vivian
    wanda wendy winnie yasmin yolanda yvonne zainab zoe""".split()
)
_POSSESSIVE = re.compile(r"(?:['’][sS]|['’])$")
_FOLDED = str.maketrans({".": None, "-": " ", "‐": " ", "‑": " ", "–": " "})
_INITIAL = re.compile(r"^\w\.?$")


def fold(text: str) -> str:
    """Return a text in lower case, without accents, possessive ending, full stops and hyphens, single-spaced."""
    text = _POSSESSIVE.sub("", text.strip()) if text.endswith(("s", "S", "'", "’", " ")) else text
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.lower().translate(_FOLDED).split())


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts, folded: ``words`` without titles, initials kept; ``suffix`` is jr, sr, ii …

    ``is_single`` says that it is written as one word, though a hyphen gives it two parts: Smith-Rooy.
    """

    words: tuple[str, ...]
    suffix: str | None = None
    gender: str | None = None
    is_single: bool = False

    @property
    def bare(self) -> tuple[str, ...]:
        """The words without middle initials, which newsrooms add and drop."""
        middle = (w for w in self.words[1:-1] if len(w) > 1)
        return (self.words[0], *middle, self.words[-1]) if len(self.words) > 1 else self.words

    @property
    def is_full(self) -> bool:
        """Whether it holds more than a surname: Van Rooy is one, Ana Rooy is not."""
        return len(self.words) > 1 and self.words[0] not in _PARTICLES and not self.is_single


def parse_person(text: str, honorifics: Collection[str], offices: Collection[str] = ()) -> PersonName:
    """Cut a person's name as written into its parts.

    Args:
        text: e.g. "Mr. John F. Kirby Jr.".
        honorifics: folded titles of address; they also tell gender.
        offices: folded titles of office, dropped as well ("Gov. Ana Rooy").
    """
    text = text.replace(",", " ").strip()
    words = fold(text).split()
    gender = None
    untitled = len(text.split())
    while len(words) > 1 and (words[0] in honorifics or words[0] in offices or words[0] in _TITLE_WORDS):
        gender = gender or gender_of_title(words[0])
        words = words[1:]
        untitled -= 1
    suffix = None
    if len(words) > 1 and words[-1] in SUFFIXES:
        suffix = words.pop()
    is_single = untitled == 1 and len(words) > 1
    if gender is None and len(words) > 1 and not is_single:
        gender = gender_of_given(words[0])
    return PersonName(tuple(words), suffix, gender, is_single)


_TITLE_WORDS = _MASCULINE_TITLES | _FEMININE_TITLES | {"dr", "prof", "gov", "sen", "rep", "gen", "col", "lt", "capt"}


def gender_of_title(title: str) -> str | None:
    """Return "m" or "f" for a folded title that tells it."""
    return "m" if title in _MASCULINE_TITLES else "f" if title in _FEMININE_TITLES else None


def gender_of_given(name: str) -> str | None:
    """Return "m" or "f" for a folded given name that is common for just one of them."""
    man, woman = name in _MEN, name in _WOMEN
    return None if man == woman else "m" if man else "f"


def is_given(name: str) -> bool:
    """Whether a folded word is a common given name."""
    return name in _MEN or name in _WOMEN or name in _SHORT_FORMS


def _same_given(a: str, b: str) -> bool:
    if a == b or b in _SHORT_FORMS.get(a, ()):
        return True
    return (_INITIAL.match(a) is not None or _INITIAL.match(b) is not None) and a[0] == b[0]


def same_person(a: PersonName, b: PersonName) -> bool:
    """Whether two full names can be one person's: the same surname, given names that do not contradict each other."""
    if a.suffix != b.suffix:  # father and son
        return False
    if a.gender and b.gender and a.gender != b.gender:
        return False
    x, y = a.bare, b.bare
    if x == y:
        return True
    short, long = sorted((a.words, b.words), key=len)
    if len(short) > 1 and long[: len(short)] == short:  # Kim Jong for Kim Jong Un
        return True
    if len(short) > 1 and long[-len(short) :] == short:  # Rooy Jansen for Ana Rooy Jansen
        return True
    if len(x) < 2 or len(y) < 2 or x[-1] != y[-1] or not _same_given(x[0], y[0]):
        return False
    fewer, more = sorted((x[1:-1], y[1:-1]), key=len)
    return all(any(_same_given(w, v) for v in more) for w in fewer)


def shortens(short: PersonName, full: PersonName) -> int:
    """Say how well a short form fits a full name: 2 its surname, 1 its first words ('Kim' for 'Kim Jong-un') or the first
    of two surnames ('Rooy' for 'Ana Rooy Jansen'), 0 not.
    """
    if short.suffix and short.suffix != full.suffix:
        return 0
    if short.gender and full.gender and short.gender != full.gender:
        return 0
    n = len(short.words)
    if n >= len(full.words):
        return 0
    if full.words[-n:] == short.words:
        return 2
    if full.words[:n] == short.words:
        return 1
    is_first_surname = n == 1 and short.words[0] in full.words[1:-1] and not is_given(short.words[0])
    return 1 if is_first_surname else 0


_NOISE = frozenset({"the", "of", "for", "and", "&", "inc", "corp", "ltd", "co", "plc", "llc"})


def body_key(text: str) -> str:
    """Return the key under which the variants of a body's name meet: folded, without article and company form."""
    words = fold(text.replace(",", " ")).split()
    if words and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in {"inc", "corp", "ltd", "co", "plc", "llc"}:
        words.pop()
    return " ".join(words)


def is_acronym_of(short: str, full: str) -> bool:
    """Whether the letters of an acronym are the initials of a name, small words counted or not."""
    letters = short.replace(".", "")
    if not (2 <= len(letters) <= 8 and letters.isupper()):
        return False
    words = re.findall(r"\w+", full)
    every = "".join(w[0] for w in words).upper()
    weighty = "".join(w[0] for w in words if w.lower() not in _NOISE).upper()
    return len(words) > 1 and letters in {every, weighty}
