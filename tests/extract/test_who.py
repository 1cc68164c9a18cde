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


def test_a_source_may_stand_before_its_quotation():
    assert speakers("According to Rooy, “it is over.”") == ["Rooy"]
    assert speakers("According to Ana Rooy, “it is over.”") == ["Ana Rooy"]


def test_words_on_a_thing_are_not_given_to_who_spoke_before():
    text = (
        "Ole Brandt said the boats were old. “We sail at noon,” he said.\n\n"
        "On the wall behind him was a banner: “We will sail again in the spring.”"
    )
    assert speakers(text) == ["Ole Brandt", None]


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


def test_a_pronoun_it_means_the_organization_cited_before():
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


def test_a_slip_of_the_pen_in_a_surname_makes_nobody_new():
    text = (
        "Ana Lindqvist, the harbour master, met Ole Brandt, who owns three boats, on Monday.\n\n"
        "“The pier is safe,” said Lindqivst.\n\n“The boats are old,” Mr Brandt said."
    )
    assert speakers(text) == ["Ana Lindqvist", "Ole Brandt"]


def test_of_two_papers_of_one_name_the_one_named_last_is_meant():
    text = (
        "The Vellby Times and the Oster Times wrote about the pier on Monday.\n\n"
        "The Vellby Times said that the pier was safe.\n\n“Nobody has measured it in ten years,” the Times wrote."
    )
    assert speakers(text) == ["Vellby Times"]


def test_a_letter_says_what_who_wrote_it_says():
    text = (
        "Ana Rooy said in a letter on Monday that the pier would close.\n\n"
        "“We have waited for two years and we will not wait any longer,” the letter said."
    )
    assert speakers(text) == ["Ana Rooy"]


def test_a_report_stays_a_source_of_its_own():
    text = (
        "Ana Rooy, the fisheries minister, met the union on Monday.\n\n"
        "“The stock of cod has halved in ten years,” a report by the council found. “It will not come back before 2040,” "
        "the report said."
    )
    assert all("report" in name or "council" in name for name in speakers(text))


def test_the_authors_are_the_three_who_were_named_side_by_side():
    text = (
        "Authors Ana Rooy, Ole Brandt and Ib Holm counted the boats of Vellby for a year.\n\n"
        "The authors said that half of the boats were gone."
    )
    claims = [c for c in extract_text(text).claims if c["voice"] == "attributed"]
    assert claims[-1]["source_names"] == ["Ana Rooy", "Ole Brandt", "Ib Holm"]


def test_a_title_with_a_full_stop_does_not_end_the_sentence_that_a_speaker_interrupts():
    text = "“If the pier closes,” Rep. Ana Rooy told the Oster Gazette, “many crews will have to leave the town.”"
    (quote,) = extract_text(text).quotes
    assert (quote["speaker_name"], len(quote["spans"])) == ("Ana Rooy", 2)


def test_a_word_that_somebody_is_accused_of_is_said_by_the_accuser():
    text = "Ana Rooy has accused the dockers of making “false” claims about the pier in Vellby."
    (quote,) = extract_text(text).quotes
    assert quote["speaker_name"] == "Ana Rooy"


def test_a_prefix_before_a_hyphen_is_no_part_of_a_bodys_name():
    text = "Harbour Party Co-Chair Ana Rooy said on Monday that the pier would close in May."
    assert "Harbour Party Co" not in {e["name"] for e in extract_text(text).entities}


def test_she_and_others_is_what_she_says():
    text = (
        "Ana Rooy, the fisheries minister, walked along the pier on Monday.\n\n"
        "She and other members of the council said that the pier was safe."
    )
    assert sources(text) == ["Ana Rooy"]


def test_an_engineers_title_is_nobody():
    text = "Eng. Ole Brandt, the managing director of the harbour, said that the pier was safe."
    assert sources(text) == ["Ole Brandt"]


def test_a_spokesman_is_not_the_person_he_speaks_for():
    text = (
        "Ole Brandt, the mayor of Vellby, stayed at home on Monday.\n\n"
        "Mr Brandt's spokesman said: “The mayor has a cold.”"
    )
    assert speakers(text) == ["Mr Brandt's spokesman"]


def test_the_agent_of_a_passive_is_not_its_subject():
    text = "Vellby Ferries was described by the tribunal as “careless beyond belief” after it lost a cello on Monday."
    assert speakers(text) == ["the tribunal"]


def test_sisters_named_together_share_a_surname_and_stay_two():
    text = (
        "Sisters Ngoka and Adana Rooy have sewn gowns since Easter.\n\n"
        "Ngoka, 34, said the first had fallen apart.\n\nAdana said cloth was dear."
    )
    assert sources(text) == ["Ngoka Rooy", "Adana Rooy"]


def test_cousins_named_together_are_two_though_one_name_is_short_for_the_other():
    text = (
        "Cousins Margaret and Peggy Rooy own the mill at Vellby.\n\n"
        "Margaret Rooy said the sails should turn again.\n\nPeggy Rooy said the timber was full of beetle."
    )
    assert sources(text) == ["Margaret Rooy", "Peggy Rooy"]


def test_a_common_word_before_a_name_is_no_part_of_it():
    assert speakers("“We sang to an empty stand!” said alto Berta Rooy, 77, of the harbour choir.") == ["Berta Rooy"]


def test_the_chiefs_of_three_counties_are_no_person():
    text = "“We are no crossing wardens,” the chief constables of Marlshire, Fenborough and Upper Dane wrote."
    assert "Upper Dane" not in speakers(text)


def test_the_letter_is_the_word_of_who_wrote_it():
    text = (
        "Ana Rooy's letter to the council said the pier was safe.\n\n“It has stood for ninety years,” the letter said."
    )
    assert speakers(text) == ["Ana Rooy"]


def test_who_stands_behind_the_verb_says_it_though_words_go_on_behind_the_marks():
    text = "“This answer is no promise to keep” the ferry, said Ana Rooy, who leads the crews."
    assert speakers(text) == ["Ana Rooy"]


def test_words_under_a_verb_that_nobody_says_are_whoever_reports_it():
    text = "Ole Brandt claimed the voters would never accept the quota, “as we are now a great town.”"
    assert speakers(text) == ["Ole Brandt"]


def test_a_surname_that_two_share_is_not_hers_alone_who_is_known_by_another_given_name():
    text = (
        "Ana Rooy, known to all as Annie Rooy, is the wife of Bo Rooy, a fisherman.\n\nMr Rooy said the pier was old."
    )
    assert sources(text) == ["Bo Rooy"]
