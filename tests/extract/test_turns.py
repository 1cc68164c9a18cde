"""Interviews and transcripts: whose words a paragraph holds that begins with a label."""

import pytest

from tests.extract.docs import load_test_seeds, make_article, make_doc, make_segments
from tests.extract.parsed import extract_text
from transforms.extract import extract_article

LEAD = "Ana Rooy opened the pier at dawn. Ole Brandt asked Ana Rooy about it."
NAMES = {"Ana Rooy": "PERSON", "Ole Brandt": "PERSON", "Rooy": "PERSON", "Brandt": "PERSON"}
TAGS = {"Why": "WRB", "Who": "WP", "knew": "VBD", "did": "VBD", "Q": "NNP", "A": "NNP"}


def claims(turns: str, names=NAMES, **options):
    text = f"{LEAD}\n\n{turns}"
    doc = make_doc(text, names=names, tags=TAGS, subjects={"Rooy": "opened"}, **options)
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    return [(c["source_name"], c["text"]) for c in found.claims if c["text"] not in LEAD and c["voice"] != "hedged"]


@pytest.mark.parametrize(
    ("asks", "answers"),
    [("Q", "A"), ("Brandt", "Rooy"), ("BRANDT", "ROOY"), ("OB", "AR"), ("Ole Brandt", "Ana Rooy"), ("Gazette", "Rooy")],
)
def test_an_answer_is_its_speakers_and_a_question_is_nobodys(asks, answers):
    turns = (
        f"{asks}: Why did the pier fall?\n\n{answers}: The pier was old. The town had no money.\n\n"
        f"{asks}: Who knew?\n\n{answers}: Rooy said it fell."
    )
    model = [("Rooy", "said", "it fell"), (asks, ":", "Why did the pier fall")]
    for names in (NAMES, NAMES | {answers: "ORG"}):
        assert claims(turns, names, attributions=model) == [
            ("Ana Rooy", "The pier was old."),
            ("Ana Rooy", "The town had no money"),
            ("Ana Rooy", "Rooy said it fell"),
        ]


def test_an_answer_goes_on_in_the_next_paragraph_but_not_behind_the_last():
    turns = (
        "Q: Why did it fall?\n\nA: The pier was old.\n\nThe town had no money.\n\nQ: Who knew?\n\nA: They knew.\n\n"
        "The town had no ships."
    )
    assert claims(turns) == [
        ("Ana Rooy", "The pier was old"),
        ("Ana Rooy", "The town had no money"),
        ("Ana Rooy", "They knew"),
        (None, "The town had no ships"),
    ]


def test_a_label_that_stands_alone_below_is_no_part_of_the_interview():
    turns = "Q: Who?\n\nA: They knew.\n\nQ: Who?\n\nA: They left.\n\nThe town had no ships.\n\nUpdated: It is late."
    assert ("Ana Rooy", "The town had no ships") not in claims(turns)


def test_words_in_marks_inside_an_answer_keep_their_own_speaker():
    turns = "Q: Who knew?\n\nA: Ole Brandt said “it is late now”.\n\nQ: Who left?\n\nA: The town had no ships."
    model = [("Ole Brandt", "said", "“it is late now”")]
    assert ("Ole Brandt", "“it is late now”") in claims(turns, attributions=model)


def test_a_term_in_marks_inside_an_answer_is_nobodys_quotation_and_a_clause_is_the_speakers():
    turns = "Q: Who?\n\nA: The so “old pier” fell.\n\nQ: Who?\n\nA: We hung up a sign “boats had left the town” there."
    text = f"{LEAD}\n\n{turns}"
    found = extract_article(
        make_doc(text, names=NAMES, tags=TAGS), make_article(text), make_segments(text), load_test_seeds()
    )
    assert [(q["text"], q["speaker_name"]) for q in found.quotes] == [
        ("old pier", None),
        ("boats had left the town", "Ana Rooy"),
    ]


@pytest.mark.parametrize(
    "turns",
    [
        "Lunch: It had no ships.\n\nDinner: Fish came.\n\nLunch: Eggs came.\n\nDinner: Rice came.",  # labels of things
        "Rooy: The town had no ships.\n\nBrandt: The town had no boats.",  # each of them once
        "Rooy: The town had no ships.\n\nRooy: The town had no boats.",  # one label
    ],
)
def test_a_list_is_no_interview(turns):
    assert not any(source == "Ana Rooy" and "no ships" in text for source, text in claims(turns))


def test_an_answer_is_nobodys_where_two_people_might_give_it():
    turns = "Q: Who knew?\n\nA: The town had no ships.\n\nQ: Who left?\n\nA: The town had no boats."
    text = f"Ana Rooy met Ole Brandt.\n\n{turns}"
    doc = make_doc(text, names=NAMES, tags=TAGS)
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    assert {c["source_name"] for c in found.claims} == {None}


def test_whom_an_interview_without_labels_is_with_stays_in_the_claims_of_the_lead():
    text = (
        "Five questions for a night baker\n\nBaker Ana Rooy has worked at night for thirty years.\n\n"
        "Why do you work at night?\n\nNobody else is up at that hour, and the ovens are mine.\n\n"
        "Who will take over?\n\nMy niece wants the shop."
    )
    claims = {c["text"]: c["source_name"] for c in extract_text(text, headline=True).claims}
    assert claims["Baker Ana Rooy has worked at night for thirty years"] is None
    assert claims["My niece wants the shop"] == "Ana Rooy"


def test_the_letters_q_and_a_may_be_followed_by_a_stop():
    text = (
        "Ana Rooy opens her fourth opera on Friday.\n\nQ. Critics say your operas are too long?\n\n"
        "A. The critics left before the third act.\n\nQ. Is there a tune?\n\nA. The tune is in the third act."
    )
    found = {c["text"]: c["source_name"] for c in extract_text(text).claims if c["voice"] == "attributed"}
    assert set(found.values()) == {"Ana Rooy"}
    assert len(found) == 2


def test_full_names_are_labels_when_one_comes_back():
    text = (
        "We left climbers Ana Rooy and Ole Brandt alone with a tape recorder.\n\nAna Rooy: The storm came from the east."
        "\n\nOle Brandt: You sang hymns for three hours.\n\nAna Rooy: I only know two hymns."
    )
    found = [c["source_name"] for c in extract_text(text).claims if c["voice"] == "attributed"]
    assert found == ["Ana Rooy", "Ole Brandt", "Ana Rooy"]
