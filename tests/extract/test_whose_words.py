"""Which words are whose, on real parses: relays, headlines, premises, terms in marks, interviews, what a source rests on.

The people are invented: Ana Rooy, a minister; Ole Brandt, an engineer; Ida Korn, a union leader.
"""

import pytest

from tests.extract.parsed import extract_text


def claims(text, headline=False):
    """Return source, way and words of each attributed or hedged claim."""
    rows = extract_text(text, headline).claims
    return [(c["source_name"], c["via_name"], c["text"]) for c in rows if c["voice"] != "outlet"]


def quotes(text, headline=False):
    return [(q["text"], q["speaker_name"]) for q in extract_text(text, headline).quotes]


def kinds(text):
    return [q["quote_type"] for q in extract_text(text).quotes]


@pytest.mark.parametrize(
    ("sentence", "source", "via"),
    [
        ("Minister Ana Rooy said the talks had failed, Interfax reported on Monday.", "Ana Rooy", "Interfax"),
        ("The talks had failed, engineer Ole Brandt said, the news agency TASS reported.", "Ole Brandt", "TASS"),
        ("Reuters reported that Ana Rooy said the talks had failed.", "Ana Rooy", "Reuters"),
        ("Reuters, citing two officials, reported that the talks had failed.", "two officials", "Reuters"),
        ("The talks had failed, Reuters reported, citing two officials.", "two officials", "Reuters"),
        (
            "Bloomberg said on Friday, citing a person briefed on it, that the talks had failed.",
            "a person",
            "Bloomberg",
        ),
        ("The talks had failed, according to a memo seen by Reuters.", "a memo", "Reuters"),
        ("The talks had failed, according to an email obtained by the Daily Post.", "an email", "Daily Post"),
        ("Interfax quoted Ana Rooy as saying that the talks had failed.", "Ana Rooy", "Interfax"),
        ("Ana Rooy was quoted by Interfax as saying that the talks had failed.", "Ana Rooy", "Interfax"),
        ("“The talks had failed,” the Daily Post quoted Ana Rooy as saying.", "Ana Rooy", "Daily Post"),
        ("Ana Rooy was quoted in the Daily Post as saying that the talks had failed.", "Ana Rooy", "Daily Post"),
        ("Officials are quoted as saying that the talks had failed.", "officials", None),
        ("Ana Rooy told the Daily Post that the talks had failed.", "Ana Rooy", "Daily Post"),
        ("Ana Rooy said in an interview with CNN that the talks had failed.", "Ana Rooy", "CNN"),
        ("In an interview with the Daily Post, Ana Rooy said the talks had failed.", "Ana Rooy", "Daily Post"),
        ("Ana Rooy said in a statement to Reuters that the talks had failed.", "Ana Rooy", "Reuters"),
        ("Writing her column in the Daily Post, Ana Rooy said the talks had failed.", "Ana Rooy", "Daily Post"),
        ("In an appearance on Kelda Tonight, Ana Rooy said the talks had failed.", "Ana Rooy", "Kelda Tonight"),
        (
            "The talks had failed, state television reported, quoting the minister, Ana Rooy.",
            "Ana Rooy",
            "state television",
        ),
        ("According to the Dagblad, which cited two officials, the talks had failed.", "two officials", "Dagblad"),
        ("The talks had failed, according to a senior aide cited by the Daily Post.", "a senior aide", "Daily Post"),
    ],
)
def test_words_passed_on_are_whose_they_were_first(sentence, source, via):
    found = claims(f"The port of Vellby was closed for a week.\n\n{sentence}")
    assert [
        (s.removesuffix(" briefed on it"), v and v.removeprefix("the "), "talks had failed" in t.lower())
        for s, v, t in found
    ] == [(source, via, True)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Reuters said in a statement that the talks had failed.",
        "Interfax reported that the talks had failed.",
    ],
)
def test_an_agency_that_speaks_for_itself_is_the_source(sentence):
    ((source, via, _),) = claims(f"The port of Vellby was closed for a week.\n\n{sentence}")
    assert (source, via) == (sentence.split()[0], None)


def test_what_a_person_cites_is_still_the_persons_statement():
    found = claims("The port is closed.\n\nAna Rooy said it would open in May, citing a report on the mole.")
    assert {source for source, _, _ in found} == {"Ana Rooy"}


def test_words_that_go_on_came_through_the_same_medium():
    text = "“The mole is old,” Ana Rooy told the Daily Post on Friday. “It will not last.”\n\n“We mend it in May,” she added."
    assert [q["via_name"] for q in extract_text(text).quotes] == 3 * ["Daily Post"]


@pytest.mark.parametrize(
    "headline",
    [
        "Ana Rooy told she must pay £3,000",
        "Rooy urged to resign over mole",
        "Rooy accused of ‘propaganda’",
        "Rooy warned over ‘toxic’ lake",
        "Rooy asked to explain deal",
        "Rooy ordered to pay for gate",
        "Rooy branded ‘a liar’",
        "Rooy denied bail",
        "Rooy dubbed ‘queen of the mole’",
        "Rooy said to be in talks with Brandt",
        "Rooy reminded that time is short",
        "Rooy promised new boat",
    ],
)
def test_who_is_told_urged_or_accused_in_a_headline_says_nothing(headline):
    text = f"{headline}\n\nMinister Ana Rooy has been in office for three years.\n\nEngineer Ole Brandt said the wall was thin."
    found = extract_text(text, headline=True)
    assert "Ana Rooy" not in [c["source_name"] for c in found.claims]
    assert "Ana Rooy" not in [q["speaker_name"] for q in found.quotes]
    assert "Ole Brandt" in [c["source_name"] for c in found.claims]


@pytest.mark.parametrize(
    ("headline", "words"),
    [
        ("Rooy calls mole ‘unsafe’", "unsafe"),
        ("Mole is ‘unsafe’, says Rooy", "unsafe"),
        ("Rooy: mole is ‘unsafe’", "unsafe"),
        ("Mole ‘unsafe’ – Rooy", "unsafe"),
    ],
)
def test_who_speaks_in_a_headline_is_its_speaker(headline, words):
    text = f"{headline}\n\nMinister Ana Rooy looked at the mole of Vellby on Monday. She said it was “unsafe”."
    assert quotes(text, headline=True)[0] == (words, "Ana Rooy")


def test_a_claim_in_a_headline_is_whose_the_text_says_it_is():
    text = (
        "Mole ‘will not last the winter’\n\nThe mole of Vellby is a hundred years old. Minister Ana Rooy has seen it.\n\n"
        "“It will not last the winter,” engineer Ole Brandt said."
    )
    assert quotes(text, headline=True)[0][1] == "Ole Brandt"


@pytest.mark.parametrize(
    "opening",
    [
        "Asked whether she would resign, ",
        "Asked if the toll would rise, ",
        "When asked about the toll, ",
        "Pressed on whether the mole would hold, ",
        "Told that the vote was lost, ",
        "When told that the mole had failed, ",
        "Reminded that she had promised a pool, ",
        "Questioned about the cost, ",
    ],
)
def test_the_premise_of_an_answer_is_nobodys_statement(opening):
    found = extract_text(f"The vote in Vellby was close.\n\n{opening}minister Ana Rooy said she would try again.")
    assert [(c["source_name"], c["text"]) for c in found.claims[1:]] == [("Ana Rooy", "she would try again")]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Ana Rooy was warned that the mole would break.", "the mole would break"),
        ("She was told on Monday that the mole would break.", "the mole would break"),
        ("The court heard that the mole had been sold.", "the mole had been sold"),
        ("The inquest heard the mole had been sold.", "the mole had been sold"),
        ("The court was told the mole had been sold.", "the mole had been sold"),
        ("Jurors heard that nobody called a doctor.", "nobody called a doctor"),
    ],
)
def test_what_somebody_only_hears_is_reported_without_a_source(sentence, words):
    found = extract_text(f"Minister Ana Rooy came to Vellby on Sunday.\n\n{sentence}")
    assert [(c["source_name"], c["voice"]) for c in found.claims if words in c["text"]] == [(None, "hedged")]


def test_whom_a_body_hears_is_the_source():
    (claim,) = extract_text("A tribunal heard from porter Ib Holm that the lift had dropped twice.").claims
    assert claim["source_name"] == "Ib Holm"


def test_what_somebody_is_quizzed_about_is_nobodys_statement():
    text = "Quizzed by senators over claims that the storeroom had no lock, Ana Rooy insisted she would not quit."
    assert [c["source_name"] for c in extract_text(text).claims] == ["Ana Rooy"]


def test_whom_something_is_told_is_no_part_of_it():
    claims = extract_text("Ana Rooy told the dockers’ pension fund that profits had fallen by a tenth.").claims
    assert [c["text"] for c in claims] == ["that profits had fallen by a tenth"]


def test_who_tells_is_the_source_of_what_somebody_is_told():
    found = claims("The mole is old.\n\nAna Rooy was told by engineers that the mole would break.")
    assert [source for source, _, _ in found] == ["engineers"]


def test_an_act_is_no_statement_and_a_declaration_is():
    text = (
        "The vote took all night.\n\nThe Vellby Assembly passed a bill to grant mothers a year of leave.\n\n"
        "The Vellby Assembly declared that the lake was public."
    )
    assert [t for _, _, t in claims(text)] == ["that the lake was public"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Her first novel, “The Salt Road”, sold well.",
        "The boat is known as the “Grey Lady”.",
        "Engineer Ole “Sparks” Brandt built the mole.",
        "The island word for “going home” is short.",
        "The so-called “golden mile” is closed.",
        "Ole Brandt lent us “Knots: Of Ropes, Nets and Other Ties.”",
        "Vellby (literally, “sleepless ones”) is the name of the town.",
        "His new drama, “May 11, 1903: The Day Boats Came,” opens in June.",
        "“Proud of Vellby” stood on a banner at the station.",
        "A sign that read “No boats” hung on the wall.",
    ],
)
def test_names_terms_and_slogans_are_nobodys_words(sentence):
    found = extract_text(f"Ana Rooy said the mole of Vellby would be mended.\n\n{sentence}")
    assert [(q["quote_type"], q["speaker_name"]) for q in found.quotes] == [("scare", None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ana Rooy called the plan “a shame”.",
        "Ana Rooy said the law was “cruel”.",
        "“We will mend it,” Ana Rooy said.",
        "The mole has “served us well for years”, as Ana Rooy put it.",
        "According to Ana Rooy, the mole is “beyond repair”.",
    ],
)
def test_words_with_a_speaker_are_the_speakers(sentence):
    assert [speaker for _, speaker in quotes(f"The mole of Vellby is old.\n\n{sentence}")] == ["Ana Rooy"]


def test_a_place_speaks_as_its_government_and_a_named_spokesman_for_himself():
    text = "“We agree,” Moscow said.\n\nForeign Ministry spokesman Ole Brandt left Moscow. “We agree,” Mr Brandt said."
    assert [speaker for _, speaker in quotes(text)] == ["Russian government", "Ole Brandt"]


def test_what_somebody_calls_so_is_their_word():
    text = "The clerks of Vellby were late.\n\nThe clerks wanted what Ana Rooy called a “tall order”."
    assert quotes(text) == [("tall order", "Ana Rooy")]


def test_a_fragment_in_a_paragraph_that_quotes_somebody_is_theirs():
    text = "“We close the harbour today,” mayor Ana Rooy said. The crews had “gone home in the dark, and nobody came”."
    assert [speaker for _, speaker in quotes(text)] == ["Ana Rooy", "Ana Rooy"]


def test_a_pull_quote_is_whose_the_text_says_it_is():
    text = (
        "The boat sank at night. Captain Ana Rooy said the pumps had failed.\n\n“Someone threw us a rope”\n\n"
        "Rooy said eleven men were saved.\n\n“It was dark. Someone threw us a rope,” cook Ole Brandt said."
    )
    assert quotes(text)[0] == ("Someone threw us a rope", "Ole Brandt")


def test_answers_printed_below_questions_are_of_whom_the_lead_is_about():
    text = (
        "Ana Rooy has dived off Vellby for thirty years.\n\nWhy do you dive at night?\n\n"
        "Nobody else is up at that hour, and the sea is mine.\n\nWho will take your boat?\n\nMy niece wants it."
    )
    found = extract_text(text)
    assert [c["source_name"] for c in found.claims] == [None, "Ana Rooy", "Ana Rooy"]


def test_headings_that_ask_make_no_interview_of_an_explanation():
    text = (
        "The mole of Vellby broke on Monday.\n\nWhat happened?\n\nA storm hit the coast at noon.\n\n"
        "What comes next?\n\nThe port will stay closed."
    )
    assert {c["voice"] for c in extract_text(text).claims} == {"outlet"}


def test_each_label_of_a_transcript_speaks_for_itself():
    text = (
        "MR BRANDT: Did you see the boat on Monday?\n\nTHE WITNESS: I did not see any boat there.\n\n"
        "MR BRANDT: You told the police that you did."
    )
    found = extract_text(text)
    assert [c["source_name"].lower() for c in found.claims] == ["the witness", "brandt"]


@pytest.mark.parametrize(
    ("sentence", "basis"),
    [
        ("A person familiar with the talks said the deal was close.", "familiar with the talks"),
        ("Two officials who attended the meeting said it was loud.", "who attended the meeting"),
        ("The port will close, according to a memo seen by Reuters.", "seen by Reuters"),
        (
            "The cost has doubled, said an official who spoke on condition of anonymity because the talks go on.",
            "on condition of anonymity because the talks go on",
        ),
        ("A clerk, who asked not to be named, said the till was empty.", "asked not to be named"),
        ("Ana Rooy, who leads the party, said it was late.", None),
    ],
)
def test_what_a_source_rests_on_is_told(sentence, basis):
    text = f"The mole of Vellby is old.\n\n{sentence}"
    (claim,) = [c for c in extract_text(text).claims if c["voice"] == "attributed"]
    assert claim["source_basis"] == basis
    assert basis is None or text[claim["basis_start"] : claim["basis_end"]] == basis


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It emerged that the pier was sold.", "that the pier was sold"),
        ("Rumour has it that the lake is deep.", "that the lake is deep"),
        ("The clinic has allegedly lost the files.", "The clinic has … lost the files"),
        ("As it emerged, the pier was sold.", None),
        ("The so-called reform failed in May.", None),
    ],
)
def test_a_hedge_reports_a_clause_without_a_source(sentence, words):
    found = extract_text(f"The mole of Vellby is old.\n\n{sentence}").claims
    assert [c["text"] for c in found if c["voice"] == "hedged"] == ([words] if words else [])


def test_quotations_that_go_on_from_words_without_marks_came_the_same_way():
    text = (
        "Ana Rooy told the Daily Post it was impossible to open the port in a year.\n\n"
        "“The crane has to go,” she said. “We need a new one.”"
    )
    assert [q["via_name"] for q in extract_text(text).quotes] == 2 * ["Daily Post"]


def test_the_outlet_at_which_somebody_puts_it_so_is_via():
    text = "The talks were “a long walk in the rain,” as Ana Rooy put it at the Daily Post."
    assert [q["via_name"] for q in extract_text(text).quotes] == ["Daily Post"]


def test_a_letter_is_called_by_its_own_words_where_its_author_speaks():
    text = "Ana Rooy wrote a letter to the port of Vellby. “The crane has to go,” Ana Rooy said in the letter."
    (quote,) = extract_text(text).quotes
    assert (quote["speaker_name"], quote["via_name"]) == ("Ana Rooy", "the letter")


def test_a_common_noun_before_a_name_is_its_title():
    text = "Fly-half Ole Brandt said the ball was wet. After lunch Ida Korn said it was dry."
    roles = {e["name"]: e["role"] for e in extract_text(text).entities if e["label"] == "PERSON"}
    assert roles == {"Ole Brandt": "Fly-half", "Ida Korn": None}


def test_what_ends_a_clause_or_says_when_is_no_title():
    text = (
        "When Ole Brandt took the witness chair, Rooy asked about it. On Friday law professor Ida Korn said it was dry."
    )
    roles = {e["name"]: e["role"] for e in extract_text(text).entities if e["label"] == "PERSON"}
    assert roles == {"Ole Brandt": None, "Rooy": None, "Ida Korn": "law professor"}


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Asked about the pier, 53% said that it was safe.", "53%"),
        ("Four in five said that the pier was safe.", "four in five"),
    ],
)
def test_a_share_without_its_people_can_be_a_source(sentence, source):
    assert [c[0] for c in claims(f"The pier of Vellby is old.\n\n{sentence}")][-1:] == [source]
