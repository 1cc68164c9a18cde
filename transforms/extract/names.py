"""Names of people and bodies: how they are cut into parts, and when two of them can be one entity's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES = frozenset("van von der den de del della di da dos du la le bin ibn al el ul abu ter ten mac st".split())
_MASCULINE_TITLES = frozenset("mr sir lord prince king father brother rev pope imam baron duke monsignor".split())
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
    """aaron abbas abdel abdul abdulaziz abdulla abdullah abdulrahman abraham adam adel adolfo agustin ahmad ahmed alain
    alan albert alberto alec alejandro alessandro alex alexander alexei alfonso alfred alfredo ali allen alvaro amadou
    amar amir anders andre andreas andrei andres andrew andrius andy angelo anthony antoine antonio antony anwar ari
    ariel armando arnold arthur arturo arun arvind asad ashok ashraf asif augusto austin aziz baptiste barack barry
    bashar ben benito benjamin bernard bernardo bernie bilal bill bob bogdan boris brad bradley brandon brendan brett
    brian bruce bruno bryan camilo carl carlos cesar charles charlie chidi chris christophe christopher chuck clarence
    claude claudio clint colin craig cristian cristobal cyril dan daniel dario darren dave david dean denis dennis
    derek dick didier diego dimitri dinesh dmitri dmitry domingo dominic don donald doug douglas duncan dwight earl ed
    eddie edgar edmundo eduardo edward efrain elon emeka emilio emmanuel enrique enzo eric erik ernest ernesto esteban
    ethan eugene evan ezequiel fabio fabrice facundo faisal farooq federico felipe felix fernando fidel filippo
    florent francesco francis francisco francois frank franklin fred frederic frederick gabriel ganesh gary gaston
    gaurav gavin gene geoff geoffrey george gerald gerard gerardo german gianni gilberto giorgi giovanni giuseppe
    glenn gonzalo gordon graham grant greg gregory guido guillermo gunter gustavo hamad hamid hans haris harold haroon
    harry hasan hassan hassane hector heinrich helmut henri henry herbert herve horacio hossein howard hugh hugo
    hussain hussein ian ibrahim ignacio igor imad imran iqbal isaac ismael ismail ivan jack jacob jacques jake jamal
    james jamie jared jaroslav jason javier jawad jay jeff jeffrey jens jeremy jerome jerry jesse jesus jim jimmy joao
    joaquin joe joel johan johannes john johnny jon jonathan jorge jose josef joseph josh joshua juan julian julio
    jurgen justin kamal karim karl keith ken kenneth kevin khaled khalid klaus kofi kojo kumar kwame kwasi kyle larry
    lars laurent lawrence leandro leo leon leonard leonardo lewis liam lindsey lionel lloyd lorenzo louis luca lucas
    luciano luigi luis luke maciej mahesh mahmoud majid malcolm manoj mansour manuel marc marcel marcelo marco marcos
    marcus mariano mario mark marshall martin massimo matt matteo matthew matthias maurice mauricio mauro max maxim
    mehmet michael michel miguel mike milan miroslav mitch mitchell mohamed mohammad mohammed mohan mohd morgan moses
    moussa muhammad mukesh munir mustafa mykola nabil naeem narendra nasser nathan naveen nawaz neil nelson nicholas
    nick nicolae nicolas nigel nikolai nitin norman oleg oliver olivier omar omer osama oscar osvaldo oswald otto
    pablo paolo pascal patricio patrick paul pavel pedro pete peter petro phil philip philippe pierre pietro piotr
    pradeep prakash quentin rafael rahul raj rajesh rakesh ralph ramesh ramiro ramon randy rashid raul ray raymond
    recep reinaldo renato rene reza ricardo richard rick rob robert roberto rodolfo rodrigo rogelio roger roland roman
    ron ronald ross roy ruben rudy rupert russell ryan sachin sadiq saeed salim salman salvador salvatore sam sameer
    samuel sanjay sanjeev santiago saud scott sean sebastian segun serge sergei sergey sergio sergiy seth shahid shane
    shankar sharif shaun shinzo silvio simao simon sipho spencer stanley stefan stefano stephen steve steven stuart
    sunil suresh sven tahir talal tarek tariq ted tendai terrence thabo themba theodore thierry thomas tim timothy
    todd tom tomas tomasz tommy tony travis trevor tunde tyler ulrich usman vasyl vicente victor vijay vikram viktor
    vince vincent vinod vittorio vladimir volodymyr wade walid wallace walter warren wayne wesley wilhelm will william
    wolfgang xavier yann yasir yaw yousef youssef yuri yusuf yves zachary zahid zaid""".split()
)
_WOMEN = frozenset(
    """abena abigail adela adelaide adriana adrienne adwoa agnes agnieszka aicha aisha akosua alejandra aleksandra
    alessandra alexandra alexandria alice alicia aline alison ama amal amanda amber amelia amelie amina amira amy ana
    anastasia andreea angela angelica anita anja anjali ann anna anne annette annie antonella antonia aparna april
    asha ashley astrid audrey aurelie aurora ayesha barbara barbora beatrice beatriz becky bernadette beth betsy betty
    beverly bianca birgit brenda bridget brigitte brooke bushra camila camille carla carlotta carly carme carmen carol
    carole carolina caroline carolyn catalina caterina catherine cathy cecilia celine charlotte chelsea cheryl chiara
    chioma christina christine cindy claire clara claudia colleen condoleezza consuelo cristina cynthia daisy daniela
    danielle dawn debbie deborah deepa delia delphine denise diana diane dianne divya dolores donna doris dorota
    dorothy eileen ekaterina elaine eleanor elena eleonora elisa elisabeth elise eliza elizabeth ellen elodie eloisa
    elvira emilia emily emma erica erin esperanza estefania estela esther eugenia eva eve evelyn fabiola farah fatemeh
    fatima fatimah federica fernanda fiona florence folake frances francesca francoise frida funke gabriela gail geeta
    genevieve gina giorgia giovanna giulia gladys gloria gloriana grace greta guadalupe gudrun gwen hanan hannah
    harriet heather heidi helen helene hildegard hillary hina holly hope huda ida ilse imelda indira ines ingeborg
    ingrid irene irina iris isabel isabella isabelle ivana ivanka jacinda jacqueline jane janet janice jasmine jeanne
    jen jennifer jessica jill jimena joan joanna jody jolanda josefina josephine joy joyce juana judith judy julia
    juliana julie julieta june jyoti kaitlin kamala karen karin karolina katarina katarzyna kate katherine kathleen
    kathryn kathy katie katja kavita kayla kellyanne khadija kirsten kirstjen krista kristen ksenia laila lakshmi
    lamia larissa laura lauren laurie layla leah leila lena leticia leyla liliana lily linda lisa liz lorena loretta
    lori lorraine louise lucia luciana lucy ludmila luisa lydia madeleine magda magdalena maggie maha mahnaz malala
    malgorzata manal manuela marcela margaret margarita margot maria mariam marian mariana marie mariela marilyn
    marina marine marisol marissa marjorie marta martha martina mary maryam mathilde maud maya mayawati meena megan
    meghan melania melissa mercedes meredith michaela michelle mildred milena mireille miriam mirjana molly monica
    muriel nabila nadia nadine nadira naima najwa nancy naomi natalia natalie natasa natasha nathalie neha ngozi
    nicole nicoletta nikki nina nisha noemi nomsa nora nour oksana olena olga olivia pamela paola patricia patrizia
    patty paula paulina pauline peggy penelope petra phyllis pilar pooja priya rabia rachel rania raquel razia rebecca
    reem regina rekha renee rhonda rita roberta rocio rosa rosario rose rosemary roxana roxanne rukhsana ruth sabine
    sabrina sally salma samantha samira sandra sania sara sarah seema severine shabana sharon sheila shelley sherry
    shirley shreya silvia simona sita smriti sofia solange sonia sophia sophie stacey stephanie sue sumaya sunita
    susan susana susanna sushma suzanne svetlana swati sylvia tamara tammy tanya tara tatiana tatjana teodora teresa
    thandi thelma theresa tina tulsi uma ursula valentina valeria valerie vanessa vera veronica veronique vicki
    victoria vidya viola violeta virginia virginie vivian viviana wanda wanjiru wendy winnie ximena xiomara yaa yasmin
    yasmine yelena yolanda yulia yvonne zahra zainab zeinab zoe zubaida zuzana""".split()
)
_POSSESSIVE = re.compile(r"(?:['’][sS]|['’])$")
_FOLDED = str.maketrans({".": None, "-": " ", "‐": " ", "‑": " ", "–": " "})
_INITIAL = re.compile(r"^\w\.?$")
_REMEMBERED = 1 << 14  # texts: an article asks for the same names again and again


@lru_cache(maxsize=_REMEMBERED)
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
    if 1 < len(short) < 4 and long[-len(short) :] == short:  # Rooy Jansen for Ana Rooy Jansen
        return True  # of four names the shorter is whole: a father and a son
    if x[:-1] == y[:-1] and x[:-1] and is_misspelt(x[-1], y[-1]):
        return True
    if len(x) < 2 or len(y) < 2 or x[-1] != y[-1] or not _same_given(x[0], y[0]):
        return False
    fewer, more = sorted((x[1:-1], y[1:-1]), key=len)
    return all(any(_same_given(w, v) for v in more) for w in fewer)


_LEAST_MISSPELT = 6  # letters; shorter surnames that differ in one are rather two


def is_misspelt(a: str, b: str) -> bool:
    """Whether two folded surnames are one but for a letter, or two that changed places: Hasina and Hasian."""
    return a[:1] == b[:1] and min(len(a), len(b)) >= _LEAST_MISSPELT and OSA.distance(a, b, score_cutoff=1) == 1


def shortens(short: PersonName, full: PersonName) -> int:
    """Say how well a short form fits a full name: 2 its surname, 1 its first words (Kim for Kim Jong-un) or the first
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


@lru_cache(maxsize=_REMEMBERED)
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
