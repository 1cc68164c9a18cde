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
def test_variants_of_one_name_are_one_person(a, b):
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
def test_names_that_only_look_alike_are_two_people(a, b):
    assert not same_person(person(a), person(b))


def test_a_short_form_shortens_the_full_name_of_its_bearer_alone():
    assert shortens(person("Rooy"), person("Ana Rooy")) == 2
    assert shortens(person("Kim"), person("Kim Jong-un")) == 1
    assert shortens(person("van Rooy"), person("Ana van Rooy")) == 2
    assert shortens(person("Brandt"), person("Ana Rooy")) == 0
    assert shortens(parse_person("Mrs Rooy", {"mrs"}), person("John Rooy")) == 0


def test_title_and_given_name_tell_the_gender():
    assert person("Mrs Rooy").gender == "f"
    assert person("Robert Rooy").gender == "m"
    assert person("Kim Jong-un").gender is None
    assert parse_person("Sheikh Rooy", {"sheikh"}).gender is None, "a family name of women in Bengal"


def test_a_body_is_known_without_article_form_and_stops_and_by_its_acronym():
    assert body_key("The Rooy Company, Inc.") == "rooy company"
    assert fold("U.S.’s") == "us"
    assert is_acronym_of("NSC", "National Security Council")
    assert is_acronym_of("BoE", "Bank of England") is False
    assert is_acronym_of("MOD", "Ministry of Defence")
    assert not is_acronym_of("NSC", "National Council")
