import pytest

from transforms.extract.names import body_key, fold, is_acronym_of, parse_person, same_person, shortens


def person(text):
    return parse_person(text, {"mr", "mrs", "dr"}, {"president"})


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("John F. Kirby", "John Kirby"),
        ("J. Kirby", "John Kirby"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("Kim Jong", "Kim Jong Un"),
        ("Liz Rooy", "Elizabeth Rooy"),
        ("Mr. John Kirby", "John Kirby"),
        ("José Rooy", "Jose Rooy"),
        ("Ana Rooy Jansen", "Rooy Jansen"),
    ],
)
def test_variants_of_one_name(a, b):
    assert same_person(person(a), person(b))
    assert same_person(person(b), person(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Kim Jong-un", "Kim Jong Il"),
        ("Mary Rooy", "Elizabeth Rooy"),
        ("Ole Brandt Jr.", "Ole Brandt"),
        ("Ole Brandt Jr.", "Ole Brandt Sr."),
        ("Ana Rooy", "Ana Roy"),
        ("John Quincy Rooy", "John Henry Rooy"),
        ("Hamid Karim Al-Rashid Al-Ruwi", "Karim Al-Rashid Al-Ruwi"),
    ],
)
def test_people_who_only_look_alike(a, b):
    assert not same_person(person(a), person(b))


def test_short_forms():
    assert shortens(person("Rooy"), person("Ana Rooy")) == 2
    assert shortens(person("Kim"), person("Kim Jong-un")) == 1
    assert shortens(person("van Rooy"), person("Ana van Rooy")) == 2
    assert shortens(person("Brandt"), person("Ana Rooy")) == 0
    assert shortens(parse_person("Mrs Rooy", {"mrs"}), person("John Rooy")) == 0


def test_gender_from_title_and_given_name():
    assert person("Mrs Rooy").gender == "f"
    assert person("Robert Rooy").gender == "m"
    assert person("Kim Jong-un").gender is None
    assert parse_person("Sheikh Rooy", {"sheikh"}).gender is None, "a family name of women in Bengal"


def test_keys_of_bodies():
    assert body_key("The Rooy Company, Inc.") == "rooy company"
    assert fold("U.S.’s") == "us"
    assert is_acronym_of("NSC", "National Security Council")
    assert is_acronym_of("BoE", "Bank of England") is False
    assert is_acronym_of("MOD", "Ministry of Defence")
    assert not is_acronym_of("NSC", "National Council")
