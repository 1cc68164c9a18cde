"""Who is who in an article: variants, pronouns, descriptions."""

import pytest

from tests.extract.docs import load_test_seeds
from tests.extract.parsed import extract_text
from transforms.extract.lexicons import build_lexicons
from transforms.extract.source_types import type_of_name


def extract(text, headline=False):
    return extract_text(text, headline)


def speaker_names(text):
    return [q["speaker_name"] for q in extract(text).quotes]


def people(text):
    return {e["name"]: e["aliases"] for e in extract(text).entities if e["label"] == "PERSON"}


def test_variants_of_a_person_are_one_entity():
    text = "John F. Kirby came. John Kirby left. Kirby fell. Mr Kirby rose."
    assert people(text) == {"John F. Kirby": ["John F. Kirby", "John Kirby", "Kirby"]} or people(text) == {
        "John Kirby": ["John F. Kirby", "John Kirby", "Kirby"]
    }


def test_a_party_and_a_bracket_are_no_part_of_a_name():
    text = "Anna Rooy, D-Ill., left. Ole Brandt (D-Md.) rose."
    assert set(people(text)) == {"Anna Rooy", "Ole Brandt"}


def test_a_surname_stays_with_whom_it_first_meant_and_the_late_one_is_another():
    text = "Kim Jong-un left. Kim went home.\n\nThe train of his father, Kim Jong Il, came. The late Kim left.\n\nKim rose."
    counts = {e["name"]: e["mention_count"] for e in extract(text).entities if e["label"] == "PERSON"}
    assert counts["Kim Jong Il"] == 2
    assert counts["Kim Jong-un"] >= 3


def test_pronouns_keep_to_gender():
    text = "Robert Brandt met Anna Rooy.\n\n“Yes,” he said.\n\n“No,” she said."
    assert speaker_names(text) == ["Robert Brandt", "Anna Rooy"]


def test_a_title_before_a_name_is_its_description():
    text = "President Ana Rooy met governor Ole Brandt.\n\n“Yes,” the governor said.\n\n“No,” the president said."
    assert speaker_names(text) == ["Ole Brandt", "Ana Rooy"]


def test_a_body_is_known_by_its_bracketed_short_form():
    text = "The Dock Workers Union (DWU) met.\n\n“Yes,” the DWU said."
    assert speaker_names(text) == ["Dock Workers Union"]


def test_it_means_the_body_cited_last():
    text = "“Yes,” the Dock Union said.\n\n“No,” it said."
    assert speaker_names(text) == ["Dock Union", "Dock Union"]


def test_two_named_sources_make_one_claim():
    text = "Ana Rooy and Ole Brandt said the harbour would close."
    found = extract(text)
    (claim,) = found.claims
    assert claim["source_names"] == ["Ana Rooy", "Ole Brandt"]
    assert claim["source_is_plural"]
    assert [(s["source_no"], s["source_name"], s["source_type"]) for s in found.claim_sources] == [
        (0, "Ana Rooy", "named_person"),
        (1, "Ole Brandt", "named_person"),
    ]
    assert {s["source_entity_id"] for s in found.claim_sources} <= {e["entity_id"] for e in found.entities}


def test_a_claim_tells_to_whom_it_was_made_and_why_its_source_is_unnamed():
    text = "An official told Reuters on condition of anonymity because talks go on that the harbour would close."
    found = extract(text)
    (claim,) = [c for c in found.claims if c["voice"] == "attributed"]
    assert claim["addressee_name"] == "Reuters"
    assert claim["source_type"] == "anonymous_official"
    assert claim["anonymity_reason"].startswith("because talks go on")


def test_a_description_is_named_without_the_words_before_it():
    text = "Boats stayed in after the fisherman said the wind would rise."
    claims = extract(text).claims
    assert [c["source_name"] for c in claims if c["voice"] == "attributed"] == ["the fisherman"]


def test_words_that_the_body_writes_small_are_in_no_headline_name():
    text = "Rooy Speech Ends\n\nThe speech of Rooy came. The Gazette poll fell."
    found = extract(text, headline=True)
    assert {e["name"] for e in found.entities} == {"Rooy", "Gazette"}


def test_a_given_name_and_the_surname_behind_it_are_one_person():
    text = "Paul Brandt left. Paul, Brandt and Rooy rose."
    assert people(text) == {"Paul Brandt": ["Brandt", "Paul", "Paul Brandt"], "Rooy": ["Rooy"]}


def test_a_plural_that_opens_a_sentence_is_nobodys_name():
    assert people("Aides left. Brandt rose.") == {"Brandt": ["Brandt"]}


def test_a_short_title_and_a_title_with_of_describe_a_person():
    text = "Rep. Ole Brandt met Secretary of State Robert Rooy.\n\n“Yes,” the new congressman said.\n\n“No,” the secretary said."
    assert speaker_names(text) == ["Ole Brandt", "Robert Rooy"]


def test_an_acronym_of_the_seeds_is_no_person():
    assert list(people("GOP Rises Again\n\nOle Brandt left.")) == ["Ole Brandt"]


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("Brenholt", "LOC", "government"),
        ("Brandt Line", "LOC", "organization"),
        ("Brenholt Hospital", "LOC", "organization"),
        ("Brenholt Ministry", "LOC", "government"),
        ("Brandt Line", "ORG", "organization"),
    ],
)
def test_a_body_taken_for_its_place_is_no_government(name, label, expected):
    assert type_of_name(name, label, build_lexicons(load_test_seeds())) == expected


def test_two_surnames_are_the_person_who_bears_both():
    text = "Anna Rooy Jansen left. Rooy Jansen fell. Mr Brandt met Rooy. Ole Brandt rose."
    assert people(text)["Anna Rooy Jansen"] == ["Anna Rooy Jansen", "Rooy", "Rooy Jansen"]


def test_a_word_for_a_day_between_name_and_cue_is_no_part_of_the_name():
    text = "Ana Rooy yesterday said “no” to the ferry."
    assert speaker_names(text) == ["Ana Rooy"]


def test_a_share_of_people_as_a_speaker_is_named_as_written():
    text = "“Yes,” said 40 percent of the respondents.\n\n“No,” said one of the respondents."
    found = extract(text).quotes
    assert [(q["speaker_name"], q["speaker_type"]) for q in found] == [
        ("40 percent of the respondents", "anonymous_group"),
        ("one of the respondents", "unnamed_person"),
    ]


def test_a_title_before_an_honorific_is_the_title():
    text = "Bank chairman Sheikh Faisal Rooy met Ole Brandt.\n\n“Yes,” the chairman said."
    assert speaker_names(text) == ["Faisal Rooy"]


def test_an_actress_told_of_is_no_other_actress():
    text = "Anna Rooy began as an actress.\n\n“Yes,” the actress said."
    assert speaker_names(text) == ["Anna Rooy"]


def test_many_who_saw_it_are_people():
    text = "Many who saw the film said it was “bad”."
    (claim,) = extract(text).claims
    assert (claim["source_name"], claim["source_type"]) == ("many who saw the film", "generic")


def test_what_stands_behind_a_preposition_says_nothing():
    text = "Ole Brandt went on television vowing “hard steps”."
    assert speaker_names(text) == ["Ole Brandt"]


def test_the_source_that_the_pipeline_read_for_a_cue_stays():
    text = "Ole Brandt sent a note stating: “The ferry stops in autumn.”"
    found = extract(text)
    assert [c["source_text"] for c in found.claims if c["voice"] == "attributed"] == ["Ole Brandt"]


def test_a_part_of_a_show_is_nobodys_words():
    text = "Anna Rooy told it in her “Who fooled whom all week” section."
    assert speaker_names(text) == [None]


def test_a_slip_of_the_pen_is_no_other_person():
    text = (
        "Anna Somervil left. Somervill fell. Mr Brandtson met Ole Brandson. Ib Jansson met Jensson. Ruth Holm met Halm."
    )
    "Anna Somervil|Somervill|Ole Brandson|Brandtson|Ib Jansson|Jensson|Ruth Holm|Halm".split("|")
    found = people(text)
    assert found["Anna Somervil"] == ["Anna Somervil", "Somervill"]
    assert "Halm" in found, "short names that differ in a letter are two"


def test_a_slip_that_fits_two_people_is_neither():
    text = "Anna Petersen met Ole Peterson. Petersan fell."
    found = people(text)
    assert set(found) == {"Anna Petersen", "Ole Peterson", "Petersan"}


def test_a_surname_that_the_recogniser_found_alone_is_joined_to_initials_and_suffix():
    text = "Justice Robert K. Rooy Jr. left. “Yes,” Chief Justice Rooy said."
    for _recognised in ("Rooy", "Robert K. Rooy Jr."):
        found = people(text)
        assert found == {"Robert K. Rooy Jr": ["Robert K. Rooy Jr.", "Rooy"]}


def test_a_place_based_institute_is_not_the_place():
    text = "The Oster-based institute said it was open."
    (claim,) = extract(text).claims
    assert (claim["source_name"], claim["source_type"]) == ("Oster-based institute", "organization")


def test_a_source_it_takes_the_subject_of_the_sentence_before():
    text = "The water comes from Oster, a thing the ministry underscores. It said that the dam was safe."
    found = extract(text)
    assert [c["source_name"] for c in found.claims if c["voice"] == "attributed"] == ["the ministry"]


def test_of_two_subjects_the_relative_is_not_who_tells():
    text = "She saw the warning which agents told Tama was a “cry for a new pier”."
    found = speaker_names(text)
    assert found == ["agents"]


def test_a_speaker_whose_name_stands_inside_for_want_of_a_mark_speaks():
    text = "Anna Rooy left. Ole Brandt rose.\n\n“The nets are new, says Brandt. They came.\n\nRooy fell."
    assert speaker_names(text) == ["Ole Brandt"]


def test_a_name_that_leads_into_an_adjective_is_no_part_of_what_is_said():
    text = "Ole Brandt left. The Anna Rooy-led party came.\n\n“Yes,” he said. Kim Jong-un rose. Tama-agreed."
    found = people(text)
    assert set(found) == {"Ole Brandt", "Anna Rooy", "Kim Jong-un", "Tama"}
    text = "The Ole Rooy-led party came.\n\n“Yes,” he said."
    assert speaker_names(text) == [None]


def test_a_single_name_keeps_the_title_that_tells_whose_it_is():
    text = "Pope Ole left. Ole rose. King Ole Brandt fell. Queen Anna came."
    assert set(people(text.replace("King Ole Brandt fell. ", ""))) == {"Pope Ole", "Queen Anna"}
    assert "Ole Brandt" in people(text), "a full name needs none"


_SAID = {"Tama": ("said", "nsubj")}
_OF, _OWN = ({"statement": ("said", "nsubj")}, {"'s": ("Tama", "case")})
_BY = _OF | {"by": ("Tama", "case"), "Tama": ("sent", "obl")}
_SENT = {"Tama": ("sent", "nsubj"), "statement": ("sent", "obj")}


def test_a_phrase_of_time_or_place_is_no_source():
    text = "After the talks Anna Rooy said the pier was late."
    found = extract(text)
    assert [c["source_name"] for c in found.claims if c["voice"] == "attributed"] == ["Anna Rooy"]


def test_a_name_that_holds_announcements_made_none():
    text = "The news was in Tama Pier Announcements.\n\n“It is old and it is late,” the announcement said."
    assert speaker_names(text) == ["the announcement"]


def test_a_thriller_has_a_title():
    text = "Anna Rooy, who played in the political thriller “Late ferry”, left, state media said."
    found = extract(text)
    assert [q["quote_type"] for q in found.quotes] == ["scare"]
