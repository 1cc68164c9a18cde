"""The seeds that ship are sound, and a broken row is named by file, line and column."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from flows.fingerprint import take_fingerprint
from flows.resources import SEEDS_DIR, load_seeds
from flows.settings import Settings
from transforms.seeds import SEED_COLUMNS, SeedError, parse_seeds


def texts(**changed: str) -> dict[str, str]:
    return {name: ",".join(columns) + "\n" for name, columns in SEED_COLUMNS.items()} | changed


def test_shipped_seeds_are_sound() -> None:
    seeds = load_seeds(SEEDS_DIR)
    assert seeds.cues["say"].stance == "asserts"
    assert len(seeds.cues) >= 200
    assert seeds.metonyms["the kremlin"].kind == "building"
    assert all(outlet.medium and outlet.country for outlet in seeds.outlets.values())
    assert seeds.outlets["Le Monde"].language == "fr"
    # who prints in many languages has none; whom one trusts is the reader's to say
    assert [outlet.outlet for outlet in seeds.outlets.values() if not outlet.language] == [
        "Euractiv", "NHK World", "CGTN", "Al Jazeera", "RT", "Sputnik", "Deutsche Welle", "France 24", "Euronews", "Swissinfo",
    ]  # fmt: skip
    assert not any(outlet.leaning or outlet.reliability for outlet in seeds.outlets.values())


def test_a_seed_file_gives_aliases_families_and_countries() -> None:
    seeds = parse_seeds(
        texts(outlets='outlet,aliases,publisher_family,country\n"Post, The",Post|The Post,,Ruritania\n')
    )
    outlet = seeds.outlets["Post, The"]
    assert (outlet.aliases, outlet.find_family(None), outlet.country) == (("Post", "The Post"), None, "Ruritania")


def test_what_is_known_of_an_outlet_may_be_left_out() -> None:
    header = "outlet,aliases,publisher_family,country,language,medium,leaning,reliability"
    seeds = parse_seeds(texts(outlets=f"{header}\nPost,,,\nBugle,,,,en,newspaper,left,high\n"))
    assert (seeds.outlets["Post"].medium, seeds.outlets["Post"].leaning) == (None, None)
    bugle = seeds.outlets["Bugle"]
    assert (bugle.language, bugle.medium, bugle.leaning, bugle.reliability) == ("en", "newspaper", "left", "high")


_OUTLETS = "outlet,aliases,publisher_family,country,language,medium,leaning,reliability,valid_from,valid_to"


def test_an_outlet_that_was_sold_has_a_row_for_each_owner() -> None:
    rows = (
        "Post,The Post,Newer,Ruritania,en,newspaper,,,2013-10-01,2019-05-31",
        "Post,,Older,,,,,,,2013-06-30",
        "Post,,Newest,,,,,,2020-01-01,",
    )
    post = parse_seeds(texts(outlets="\n".join((_OUTLETS, *rows)))).outlets["Post"]
    assert (post.aliases, post.country, post.medium) == (("The Post",), "Ruritania", "newspaper")
    days = (
        "1950-01-01",
        "2013-06-30",
        "2013-07-01",
        "2013-09-30",
        "2013-10-01",
        "2019-05-31",
        "2019-06-01",
        "2020-01-01",
    )
    families = [post.find_family(date.fromisoformat(day)) for day in days]
    assert families == ["Older", "Older", None, None, "Newer", "Newer", None, "Newest"]
    assert post.find_family(None) == "Newest"  # an article without a date is taken to be of today
    periods = list(post.list_periods())
    assert (periods[0][1], periods[-1][2]) == (date.min, date.max)
    assert all(later[1] - earlier[2] == timedelta(1) for earlier, later in pairwise(periods))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("Post,,A,,,,,,,\nPost,,B,,,,,,,", r"line 3, column valid_from: 'Post' is already on line 2 with an owner of"),
        (
            "Post,,A,,,,,,,2013-10-01\nPost,,B,,,,,,2013-10-01,",
            r"line 3, column valid_from: 'Post' is already on line 2",
        ),
        ("Post,,B,,,,,,2013-10-01,\nPost,,A,,,,,,,", r"line 2, column valid_from: 'Post' is already on line 3"),
        ("Post,,A,,,,,,2014-01-01,2013-10-01", r"line 2, column valid_to: 2013-10-01 is before valid_from, 2014-01-01"),
        ("Post,,A,,,,,,1/10/2013,", r"line 2, column valid_from: '1/10/2013' is no day; write it as 2013-10-01"),
        ("Post,,A,Marl,,,,,,2012-12-31\nPost,,B,Oster,,,,,2013-01-01,", r"line 3, column country: differs from line 2"),
        (
            "Post,,A,,,,,,,2012-12-31\npost,,B,,,,,,2013-01-01,",
            r"line 3, column outlet: 'post' is already a name on line 2",
        ),
    ],
)
def test_owners_that_cannot_be_are_named(rows: str, message: str) -> None:
    with pytest.raises(SeedError, match=message):
        parse_seeds(texts(outlets=f"{_OUTLETS}\n{rows}\n"))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "cues",
            "cue,lemma,class,stance,direction,scope,terminators,exceptions\nsay,say,speech,shouts,,,,\n",
            r"cues\.csv, line 2, column stance: 'shouts' is not",
        ),
        (
            "cues",
            "cue,lemma,class,stance,direction,scope,terminators,exceptions\n\n,say,speech,asserts,,,,\n",
            r"cues\.csv, line 3, column cue: is empty",
        ),
        (
            "cues",
            "cue,lemma,class\n",
            r"cues\.csv, line 1: the header must be cue,lemma,class,stance,direction",
        ),
        (
            "cues",
            "cue,lemma,class,stance,direction,scope,terminators,exceptions\nsay,say\n",
            r"cues\.csv, line 2: 2 cells where 8",
        ),
        (
            "cues",
            'cue,lemma,class,stance,direction,scope,terminators,exceptions\n"say,say,speech,asserts\n',
            r"cues\.csv, line \d: .*double quotes",
        ),
        ("demonyms", "demonym,country\nX,A\nx,B\n", r"demonyms\.csv, line 3, column demonym: 'x' is already on line 2"),
        (
            "agencies",
            "agency,aliases\nAP,Associated Press\nAP Wire,The AP|ap\n",
            r"agencies\.csv, line 3, column aliases: 'ap' is already a name on line 2",
        ),
        ("headwords", "headword,source_type\nking,royal\n", r"column source_type: 'royal' is not one of named_person"),
    ],
)
def test_a_broken_row_is_named(name: str, text: str, message: str) -> None:
    with pytest.raises(SeedError, match=message):
        parse_seeds(texts(**{name: text}))


def test_missing_and_undecodable_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"lacks outlets\.csv, .*headwords\.csv"):
        load_seeds(tmp_path)
    (tmp_path / "cues.csv").write_bytes(b"cue,\xff")
    with pytest.raises(SeedError, match=r"cues\.csv: byte 4 is not UTF-8"):
        load_seeds(tmp_path)


def test_one_file_goes_on_top_of_those_that_ship(tmp_path: Path) -> None:
    own = tmp_path / "outlets.csv"
    shipped = load_seeds(SEEDS_DIR)
    known = next(iter(shipped.outlets))
    own.write_text(f"outlet,aliases,publisher_family,country\nMarl Post,The Marl Post,Marl,Marland\n{known},,Marl,\n")
    seeds = load_seeds(own)
    assert seeds.outlets["Marl Post"].aliases == ("The Marl Post",)
    assert seeds.outlets[known].find_family(None) == "Marl"
    assert len(seeds.outlets) == len(shipped.outlets) + 1
    assert seeds.cues == shipped.cues


def test_rows_of_a_list_are_added(tmp_path: Path) -> None:
    own = tmp_path / "phrases.csv"
    own.write_text("phrase,role,match\nSubscribe to our ferry letter,promotion,starts\n")
    phrases = load_seeds(own).phrases
    assert phrases[:-1] == load_seeds(SEEDS_DIR).phrases
    assert phrases[-1].phrase == "subscribe to our ferry letter"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("mine.csv", b"a,b\n", "no seed file has that name.*outlets.csv"),
        ("outlets.csv", b"outlet,aliases\n", r"outlets\.csv, line 1: the header must be"),
        ("outlets.csv", b"\xff\xfe", "is not UTF-8"),
        ("outlets.csv", None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_go_on_top_is_named(tmp_path: Path, name: str, text: bytes | None, message: str) -> None:
    if text is not None:
        (tmp_path / name).write_bytes(text)
    with pytest.raises(SeedError, match=message) as caught:
        load_seeds(tmp_path / name)
    assert str(tmp_path) in str(caught.value)


def test_a_file_on_top_is_part_of_what_stands_behind_a_run(tmp_path: Path) -> None:
    own = tmp_path / "outlets.csv"
    own.write_text("outlet,aliases,publisher_family,country\nMarl Post,,,\n")
    default, changed = (take_fingerprint(Settings((), tmp_path, seeds_dir=place)).parts for place in (SEEDS_DIR, own))
    assert changed.keys() - default.keys() == {"seeds/own/outlets.csv"}
    assert {name: changed[name] for name in default} == default
