"""Whom pronouns, descriptions and quotations without a source mean, on real parses.

The people are invented: Ana Rooy, a minister; Ole Brandt, a fisherman; Ib Holm, a union leader.
"""

import pytest

from tests.extract.parsed import extract_text


def speakers(text, headline=False):
    return [q["speaker_name"] for q in extract_text(text, headline).quotes]


def sources(text):
    return [c["source_name"] for c in extract_text(text).claims if c["voice"] == "attributed"]


def test_he_is_the_man_and_she_the_woman_whom_the_text_names():
    text = (
        "Ole Brandt met Ana Rooy at the harbour on Monday. Mr Brandt brought the crew, Ms Rooy a lawyer.\n\n"
        "“The boats are old,” he said.\n\n“The boats are safe,” she said."
    )
    assert speakers(text) == ["Ole Brandt", "Ana Rooy"]


def test_a_pronoun_goes_on_with_the_speaker_before_it():
    text = (
        "Ole Brandt, a fisherman from Vellby, said the quota was too low.\n\nHe said nobody had asked the crews.\n\n"
        "“Nobody rang,” he said."
    )
    assert set(sources(text)) == {"Ole Brandt"}


def test_the_minister_is_who_was_called_so():
    text = (
        "Ana Rooy, the fisheries minister, met Ole Brandt, who owns three boats, in Vellby on Monday.\n\n"
        "“The quota stays,” the minister said.\n\n“Then we shall sail without one,” Mr Brandt said."
    )
    assert speakers(text) == ["Ana Rooy", "Ole Brandt"]


def test_who_is_called_otherwise_is_not_the_officer():
    text = (
        "Ole Brandt, a fisherman, was stopped in Vellby on Monday.\n\n"
        "“Where are you going?” a police officer asked.\n\n“You cannot land here,” the officer said."
    )
    found = speakers(text)
    assert found[0] == "a police officer"
    assert found[1] in {"a police officer", "the officer"}


def test_the_union_is_the_body_named_before():
    text = (
        "The Vellby Dockers Union called a strike on Monday.\n\n"
        "“We have waited for two years,” the union said in a statement."
    )
    assert speakers(text) == ["Vellby Dockers Union"]


def test_it_is_the_body_cited_before():
    text = "The Vellby Dockers Union said the port would close. It said the strike would last a week."
    assert sources(text) == ["Vellby Dockers Union"] * 2


def test_who_speaks_goes_on_in_the_next_paragraph():
    text = (
        "Ib Holm leads the dockers of Vellby.\n\n“We have waited for two years,” Mr Holm said.\n\n"
        "“Nobody has called us. The port will close on Friday and it will stay closed.”"
    )
    assert speakers(text) == ["Ib Holm", "Ib Holm"]


def test_two_people_said_it_together():
    text = "Ana Rooy and Ole Brandt said on Monday that the harbour would close in May."
    (claim,) = [c for c in extract_text(text).claims if c["voice"] == "attributed"]
    assert claim["source_names"] == ["Ana Rooy", "Ole Brandt"]


@pytest.mark.parametrize("place", ["The White House", "Downing Street", "The Kremlin"])
def test_a_building_speaks_under_its_own_name(place):
    (name,) = sources(f"{place} said on Monday that no visit was planned.")
    assert name == place.removeprefix("The ")


def test_a_description_that_nobody_bears_is_a_source_of_its_own():
    text = "A fisherman from Vellby said the quota was too low."
    (claim,) = [c for c in extract_text(text).claims if c["voice"] == "attributed"]
    assert (claim["source_name"], claim["source_type"], claim["source_entity_id"]) == (
        "a fisherman from Vellby",
        "unnamed_person",
        None,
    )


def test_every_settled_source_says_what_found_it():
    text = "Ana Rooy said the pier was safe. She said it would open in May, and a clerk said it was late."
    claims = [c for c in extract_text(text).claims if c["voice"] == "attributed"]
    assert [c["found_by"] for c in claims] == ["name", "choice.he", "description"]
