"""Who is who in an article: variants, pronouns, descriptions."""

import pytest

from tests.extract.docs import load_test_seeds, make_article, make_doc, make_segments
from transforms.extract import extract_article
from transforms.extract.lexicons import build_lexicons
from transforms.extract.source_types import type_of_name


def extract(text, headline=False, **annotations):
    segments = make_segments(text, headline)
    return extract_article(make_doc(text, **annotations), make_article(text), segments, load_test_seeds())


def speaker_names(text, **annotations):
    return [q["speaker_name"] for q in extract(text, **annotations).quotes]


def people(text, **annotations):
    return {e["name"]: e["aliases"] for e in extract(text, **annotations).entities if e["label"] == "PERSON"}


def test_variants_of_a_person_are_one_entity():
    text = "John F. Kirby came. John Kirby left. Kirby fell. Mr Kirby rose."
    names = {"John F. Kirby": "PERSON", "John Kirby": "PERSON", "Kirby": "PERSON"}
    assert people(text, names=names) == {"John F. Kirby": ["John F. Kirby", "John Kirby", "Kirby"]} or people(
        text, names=names
    ) == {"John Kirby": ["John F. Kirby", "John Kirby", "Kirby"]}


def test_a_headline_of_capitals_adds_nothing_to_a_name():
    text = "Anna Rooy Slams Crew\n\nThe senator Anna Rooy left. Rooy fell."
    names = {"Anna Rooy Slams Crew": "PERSON", "Anna Rooy": "PERSON", "Rooy": "PERSON"}
    assert people(text, headline=True, names=names) == {"Anna Rooy": ["Anna Rooy", "Rooy"]}
    assert "Anna Rooy Slams Crew" in people(text, names=names)["Anna Rooy"], "elsewhere they are part of the name"


def test_a_party_and_a_bracket_are_no_part_of_a_name():
    text = "Anna Rooy, D-Ill., left. Ole Brandt (D-Md.) rose."
    names = {"Anna Rooy, D-Ill.": "PERSON", "Ole Brandt (D-Md.)": "PERSON"}
    assert set(people(text, names=names)) == {"Anna Rooy", "Ole Brandt"}


def test_a_surname_stays_with_whom_it_first_meant_and_the_late_one_is_another():
    text = "Kim Jong-un left. Kim went home.\n\nThe train of his father, Kim Jong Il, came. The late Kim left.\n\nKim rose."
    names = {"Kim Jong-un": "PERSON", "Kim Jong Il": "PERSON", "Kim": "PERSON"}
    counts = {e["name"]: e["mention_count"] for e in extract(text, names=names).entities if e["label"] == "PERSON"}
    assert counts["Kim Jong Il"] == 2
    assert counts["Kim Jong-un"] >= 3


def test_titles_part_two_people_of_one_surname():
    text = "Ana Rooy met Ole Rooy.\n\n“Yes,” Mr Rooy said.\n\n“No,” Ms Rooy said."
    names = {"Ana Rooy": "PERSON", "Ole Rooy": "PERSON", "Rooy": "PERSON"}
    assert speaker_names(text.replace("Ole", "Robert"), names={**names, "Robert Rooy": "PERSON"}) == [
        "Robert Rooy",
        "Ana Rooy",
    ]


def test_pronouns_keep_to_gender():
    text = "Robert Brandt met Anna Rooy.\n\n“Yes,” he said.\n\n“No,” she said."
    assert speaker_names(text, names={"Robert Brandt": "PERSON", "Anna Rooy": "PERSON"}) == [
        "Robert Brandt",
        "Anna Rooy",
    ]


def test_a_title_before_a_name_is_its_description():
    text = "President Ana Rooy met governor Ole Brandt.\n\n“Yes,” the governor said.\n\n“No,” the president said."
    assert speaker_names(text, names={"Ana Rooy": "PERSON", "Ole Brandt": "PERSON"}) == ["Ole Brandt", "Ana Rooy"]


def test_a_body_is_known_by_its_bracketed_short_form():
    text = "The Dock Workers Union (DWU) met.\n\n“Yes,” the DWU said."
    assert speaker_names(text, names={"Dock Workers Union": "ORG", "DWU": "ORG"}) == ["Dock Workers Union"]


def test_it_means_the_body_cited_last():
    text = "“Yes,” the Dock Union said.\n\n“No,” it said."
    assert speaker_names(text, names={"Dock Union": "ORG"}) == ["Dock Union", "Dock Union"]


def test_two_named_sources_make_one_claim():
    text = "Ana Rooy and Ole Brandt said the harbour would close."
    found = extract(
        text,
        names={"Ana Rooy": "PERSON", "Ole Brandt": "PERSON"},
        attributions=[("Ana Rooy and Ole Brandt", "said", "the harbour would close")],
    )
    (claim,) = found.claims
    assert claim["source_names"] == ["Ana Rooy", "Ole Brandt"]
    assert claim["source_is_plural"]
    assert [(s["source_no"], s["source_name"], s["source_type"]) for s in found.claim_sources] == [
        (0, "Ana Rooy", "named_person"),
        (1, "Ole Brandt", "named_person"),
    ]
    assert {s["source_entity_id"] for s in found.claim_sources} <= {e["entity_id"] for e in found.entities}


def test_to_whom_and_why_unnamed():
    text = "An official told Reuters on condition of anonymity because talks go on that the harbour would close."
    found = extract(
        text, names={"Reuters": "ORG"}, attributions=[("An official", "told", "that the harbour would close")]
    )
    (claim,) = [c for c in found.claims if c["voice"] == "attributed"]
    assert claim["addressee_name"] == "Reuters"
    assert claim["source_type"] == "anonymous_official"
    assert claim["anonymity_reason"].startswith("because talks go on")


def test_a_description_is_named_without_the_words_before_it():
    text = "Boats stayed in after the fisherman said the wind would rise."
    said = [("after the fisherman", "said", "the wind would rise")]
    claims = extract(text, tags={"after": "IN", "rise": "VB"}, attributions=said).claims
    assert [c["source_name"] for c in claims if c["voice"] == "attributed"] == ["the fisherman"]


def test_one_word_behind_in_is_a_place():
    text = "The fleet in Benholm left. “No,” she said. They met in Rooy's house with faith in Brandt. Benholm fell."
    found = extract(text, names={"Benholm": "PERSON", "Rooy": "PERSON", "Brandt": "PERSON"})
    labels = {e["name"]: e["label"] for e in found.entities}
    assert labels == {"Benholm": "LOC", "Rooy": "PERSON", "Brandt": "PERSON"}
    assert [q["speaker_name"] for q in found.quotes] == [None]


def test_at_least_one_of_a_kind_is_nobody_named_before():
    text = "The senator Anna Rooy left.\n\nAt least one senator said the harbour was closed."
    attributions = [("At least one senator", "said", "the harbour was closed")]
    (claim,) = extract(text, names={"Anna Rooy": "PERSON"}, attributions=attributions).claims[-1:]
    assert claim["source_type"] == "unnamed_person"


def test_words_that_the_body_writes_small_are_in_no_headline_name():
    text = "Rooy Speech Ends\n\nThe speech of Rooy came. The Gazette poll fell."
    found = extract(text, headline=True, names={"Rooy Speech": "PERSON", "Rooy": "PERSON", "Gazette poll": "ORG"})
    assert {e["name"] for e in found.entities} == {"Rooy", "Gazette"}


def test_a_place_that_the_recogniser_saw_once_as_a_person_is_a_place_where_it_stands_behind_in():
    text = "Velmora files grew. Anna Rooy asked about a fire in Velmora.\n\n“Nobody knows,” she said."
    doc = make_doc(text, names={"Velmora": "PERSON", "Anna Rooy": "PERSON"})
    doc.ents = doc.ents[:2]  # the second Velmora was missed
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    assert {e["name"]: e["label"] for e in found.entities} == {"Velmora": "LOC", "Anna Rooy": "PERSON"}
    assert [q["speaker_name"] for q in found.quotes] == ["Anna Rooy"]


def test_what_stands_behind_a_full_name_is_no_part_of_it():
    text = "Anna Rooy Campaign Papers\n\nThey asked Ole Brandt Sunday. Ib Holm left."
    names = {"Anna Rooy Campaign Papers": "PERSON", "Ole Brandt Sunday": "PERSON", "Ib Holm": "PERSON"}
    assert set(people(text, names=names)) == {"Anna Rooy", "Ole Brandt", "Ib Holm"}
    assert set(people(text, names={"Anna": "PERSON"})) == {"Anna Rooy"}, "also where the recogniser stops too early"


def test_a_given_name_and_the_surname_behind_it_are_one_person():
    text = "Paul Brandt left. Paul, Brandt and Rooy rose."
    names = {"Paul": "PERSON", "Brandt": "PERSON", "Rooy": "PERSON"}
    assert people(text, names=names) == {"Paul Brandt": ["Brandt", "Paul", "Paul Brandt"], "Rooy": ["Rooy"]}


def test_a_plural_that_opens_a_sentence_is_nobodys_name():
    names = {"Aides": "PERSON", "Brandt": "PERSON"}
    assert people("Aides left. Brandt rose.", names=names, tags={"Aides": "NNS"}) == {"Brandt": ["Brandt"]}


def test_a_short_title_and_a_title_with_of_describe_a_person():
    text = (
        "Rep. Ole Brandt met Secretary of State Robert Rooy.\n\n“Yes,” the new congressman said.\n\n"
        "“No,” the secretary said."
    )
    assert speaker_names(text, names={"Ole Brandt": "PERSON", "Robert Rooy": "PERSON"}) == ["Ole Brandt", "Robert Rooy"]


def test_a_letter_speaks_for_whom_it_was_sent_by_and_not_to():
    text = "Brandt sent her a note listing “dry nets” of the port."
    model = [("her a note", "listing", "“dry nets” of the port")]
    names, tags = {"Brandt": "PERSON"}, {"her": "PRP", "listing": "VBG", "sent": "VBD"}
    syntax = {"subjects": {"Brandt": "sent"}, "objects": {"note": "sent"}}
    assert speaker_names(text, names=names, attributions=model, tags=tags, **syntax) == ["Brandt"]
    assert speaker_names(text, names=names, attributions=model, tags=tags) == ["a note"], "nobody is seen to send it"


def test_a_possessive_takes_up_whom_its_sentence_names():
    text = "“Why,” Ole Brandt said.\n\nSailors wrote to Robert Rooy of his claim that the pier was a “folly.”"
    found = extract(
        text,
        names={"Ole Brandt": "PERSON", "Robert Rooy": "PERSON"},
        attributions=[("Sailors", "wrote", "his claim that the pier was a “folly.”")],
        tags={"Sailors": "NNS", "to": "TO"},
        subjects={"Brandt": "said", "Sailors": "wrote"},
        objects={"Rooy": "wrote"},
    )
    assert [(q["speaker_name"], q["via_name"]) for q in found.quotes][1:] == [("Robert Rooy", "sailors")]


def test_an_acronym_of_the_seeds_is_no_person():
    names = {"GOP": "PERSON", "Ole Brandt": "PERSON"}
    assert list(people("GOP Rises Again\n\nOle Brandt left.", names=names)) == ["Ole Brandt"]


def test_a_source_cut_inside_a_name_is_the_whole_name():
    text = "Boats came for the Ossian Union of Weavers, which opposed “dry nets” here."
    names = {"Ossian Union of Weavers": "ORG"}
    found = extract(text, names=names, attributions=[("Weavers", "opposed", "“dry nets” here")])
    assert [c["source_name"] for c in found.claims] == ["Ossian Union of Weavers"]


def test_a_group_is_written_small_unless_it_bears_a_name():
    said = {
        "Senior officials": "senior officials",
        "Danish sailors": "Danish sailors",
        "Sailors of the Vell line": "sailors of the Vell line",
        "Republican sailors": "Republican sailors",
        "Harbour officials": "Harbour officials",  # the Harbour, by the last sentence
    }
    tags = {"Senior": "JJ", "Danish": "JJ", "Republican": "JJ", "Harbour": "NN", "sailors": "NNS", "Sailors": "NNS"}
    for group, name in said.items():
        alone = f"{group} said “no” here. They left the Harbour."
        assert speaker_names(alone, tags=tags, attributions=[(group, "said", "“no” here")]) == [name]


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
    names = {"Anna Rooy Jansen": "PERSON", "Rooy Jansen": "PERSON", "Rooy": "PERSON", "Ole Brandt": "PERSON"}
    assert people(text, names=names)["Anna Rooy Jansen"] == ["Anna Rooy Jansen", "Rooy", "Rooy Jansen"]


def test_yesterday_is_nobody():
    text = "Ana Rooy yesterday said “no” to the ferry."
    assert speaker_names(text, names={"Ana Rooy": "PERSON"}, subjects={"yesterday": "said"}) == ["Ana Rooy"]


def test_a_share_of_people_is_those_people():
    text = "“Yes,” said 40 percent of the respondents.\n\n“No,” said one of the respondents."
    found = extract(text, tags={"one": "CD"}).quotes
    assert [(q["speaker_name"], q["speaker_type"]) for q in found] == [
        ("40 percent of the respondents", "anonymous_group"),
        ("one of the respondents", "unnamed_person"),
    ]


def test_a_pronoun_and_a_name_speak_together():
    text = "Anna Rooy came.\n\nShe and Ole Brandt said the ferry stops."
    names = {"Anna Rooy": "PERSON", "Ole Brandt": "PERSON"}
    claims = extract(text, names=names, attributions=[("She and Ole Brandt", "said", "the ferry stops")]).claims
    assert [c["source_names"] for c in claims if c["voice"] == "attributed"] == [["Anna Rooy", "Ole Brandt"]]


def test_a_described_subject_is_whom_the_next_pronoun_means():
    text = "Ole Brandt met governor Robert Rooy.\n\nBrandt left. The governor came. “Yes,” he said."
    names = {"Ole Brandt": "PERSON", "Robert Rooy": "PERSON", "Brandt": "PERSON"}
    doc = make_doc(text, names=names, subjects={"Brandt": "left"})
    words = [token.text for token in doc]
    at = words.index("came") - 1
    doc[at].dep_, doc[at].head = "nsubj", doc[at + 1]
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    assert [q["speaker_name"] for q in found.quotes] == ["Robert Rooy"]


def test_a_title_at_a_distance_describes_the_name_that_it_ends_in():
    text = "Ole Brandt came. Editor of the rolls to the king, Anna Rooy, said “no”.\n\n“Yes,” the editor said."
    names = {"Anna Rooy": "PERSON", "Ole Brandt": "PERSON"}
    said = [("Editor of the rolls to the king, Anna Rooy,", "said", "no")]
    assert speaker_names(text, names=names, tags={"Editor": "NN"}, attributions=said)[-1] == "Anna Rooy"


def test_a_title_before_an_honorific_is_the_title():
    text = "Bank chairman Sheikh Faisal Rooy met Ole Brandt.\n\n“Yes,” the chairman said."
    names = {"Faisal Rooy": "PERSON", "Ole Brandt": "PERSON"}
    assert speaker_names(text, names=names) == ["Faisal Rooy"]


def test_who_is_asked_answers():
    text = "Ole Brandt came.\n\nBrandt listened while we asked Anna Rooy when the ferry stops.\n\n“It stops when the ice comes in.”"
    names = {"Ole Brandt": "PERSON", "Anna Rooy": "PERSON"}
    assert speaker_names(text, names=names, tags={"when": "WRB"}, subjects={"Brandt": "came"}) == ["Anna Rooy"]


def test_speakers_of_many_short_paragraphs_are_remembered():
    text = (
        "“One,” Anna Rooy said.\n\n"
        + "\n\n".join(["“It is not safe at all.”"] * 6)
        + "\n\nShe said they would go.\n\n“Yes,” she said."
    )
    assert set(speaker_names(text, names={"Anna Rooy": "PERSON"})) == {"Anna Rooy"}


def test_an_actress_told_of_is_no_other_actress():
    text = "Anna Rooy began as an actress.\n\n“Yes,” the actress said."
    assert speaker_names(text, names={"Anna Rooy": "PERSON"}, tags={"actress": "NN"}) == ["Anna Rooy"]


def test_many_who_saw_it_are_people():
    text = "Many who saw the film said it was “bad”."
    (claim,) = extract(
        text, tags={"Many": "JJ"}, attributions=[("Many who saw the film", "said", "it was “bad”")]
    ).claims
    assert (claim["source_name"], claim["source_type"]) == ("many who saw the film", "anonymous_group")


def test_who_says_what_a_video_shows_is_its_speaker():
    text = "Ole Brandt said he was “sure of it”, a video shows."
    assert speaker_names(text, names={"Ole Brandt": "PERSON"}, tags={"shows": "VBZ"}) == ["Ole Brandt"]


def test_what_stands_behind_a_preposition_says_nothing():
    text = "Ole Brandt went on television vowing “hard steps”."
    tags = {"vowing": "VBG", "television": "NN"}
    assert speaker_names(text, names={"Ole Brandt": "PERSON"}, tags=tags, subjects={"Brandt": "went"}) == ["Ole Brandt"]


def test_the_source_that_the_pipeline_read_for_a_cue_stays():
    text = "Ole Brandt sent a note stating: “The ferry stops in autumn.”"
    said = [("Ole Brandt", "sent a note stating", "The ferry stops in autumn.")]
    tags = {"sent": "VBD", "stating": "VBG"}
    found = extract(text, names={"Ole Brandt": "PERSON"}, tags=tags, attributions=said)
    assert [c["source_text"] for c in found.claims if c["voice"] == "attributed"] == ["Ole Brandt"]


def test_a_phrase_that_is_spoken_of_is_nobodys_words():
    text = "“Yes,” Anna Rooy said. Read the phrase “what every free island is entitled to” again."
    assert speaker_names(text, names={"Anna Rooy": "PERSON"}) == ["Anna Rooy", None]
    text = "“Yes,” Anna Rooy said. The name, meaning “those who left the harbour behind them”, is old."
    found = extract(text, names={"Anna Rooy": "PERSON"})
    assert [q["speaker_name"] for q in found.quotes] == ["Anna Rooy", None]
    assert [c["text"] for c in found.claims if c["voice"] == "attributed"] == ["“Yes,”"]


def test_a_part_of_a_show_is_nobodys_words():
    text = "Anna Rooy told it in her “Who fooled whom all week” section."
    assert speaker_names(text, names={"Anna Rooy": "PERSON"}, subjects={"Rooy": "told"}) == [None]


def test_according_to_is_no_part_of_who_said():
    text = "The horse is fast, according to its keeper, who said it was “glad”."
    doc = make_doc(text, subjects={"who": "said"}, attributions=[("who", "said", "it was “glad”")])
    words = [token.text for token in doc]
    keeper = doc[words.index("keeper")]
    for word, head, relation in (("according", keeper, "case"), ("said", keeper, "acl:relcl")):
        token = doc[words.index(word)]
        token.dep_, token.head = relation, head
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    assert [q["speaker_name"] for q in found.quotes] == ["its keeper"]


def test_a_slip_of_the_pen_is_no_other_person():
    text = (
        "Anna Somervil left. Somervill fell. Mr Brandtson met Ole Brandson. Ib Jansson met Jensson. Ruth Holm met Halm."
    )
    named = "Anna Somervil|Somervill|Ole Brandson|Brandtson|Ib Jansson|Jensson|Ruth Holm|Halm".split("|")
    found = people(text, names=dict.fromkeys(named, "PERSON"))
    assert found["Anna Somervil"] == ["Anna Somervil", "Somervill"]
    assert "Halm" in found, "short names that differ in a letter are two"


def test_a_slip_that_fits_two_people_is_neither():
    text = "Anna Petersen met Ole Peterson. Petersan fell."
    found = people(text, names=dict.fromkeys(["Anna Petersen", "Ole Peterson", "Petersan"], "PERSON"))
    assert set(found) == {"Anna Petersen", "Ole Peterson", "Petersan"}


def test_a_surname_that_the_recogniser_found_alone_is_joined_to_initials_and_suffix():
    text = "Justice Robert K. Rooy Jr. left. “Yes,” Chief Justice Rooy said."
    for recognised in ("Rooy", "Robert K. Rooy Jr."):
        found = people(text, names={recognised: "PERSON"}, tags={"Chief": "NNP"})
        assert found == {"Robert K. Rooy Jr": ["Robert K. Rooy Jr.", "Rooy"]}


def test_a_place_based_institute_is_not_the_place():
    text = "The Oster-based institute said it was open."
    said = [("The Oster-based institute", "said", "it was open")]
    (claim,) = extract(text, names={"Oster": "LOC"}, tags={"based": "VBN", "-": "HYPH"}, attributions=said).claims
    assert (claim["source_name"], claim["source_type"]) == ("Oster-based institute", "organization")


def test_a_headline_adds_nothing_to_a_name_of_which_the_body_has_the_surname():
    text = "Anna Rooy Slams Brandt Bank\n\nThe senator Rooy left. Brandt fell."
    names = {"Anna Rooy Slams Brandt": "PERSON", "Rooy": "PERSON", "Brandt": "PERSON"}
    found = people(text, headline=True, names=names)
    assert found == {"Anna Rooy": ["Anna Rooy", "Rooy"], "Brandt": ["Brandt"]}
    text = "Anna Rooy Slams Brandt Bank\n\nThe senator Anna Rooy left. Brandt fell."
    assert "Anna Rooy" in people(text, headline=True, names=names | {"Anna Rooy": "PERSON"})


def test_it_is_the_subject_before_from_its_article_on():
    text = "The water comes from Oster, a thing the ministry underscores. It said that the dam was safe."
    tags = {"underscores": "VBZ", "thing": "NN", "ministry": "NN", "dam": "NN"}
    said = [("It", "said", "that the dam was safe")]
    found = extract(text, tags=tags, subjects={"ministry": "underscores"}, attributions=said)
    assert [c["source_name"] for c in found.claims if c["voice"] == "attributed"] == ["the ministry"]


def test_of_two_subjects_the_relative_is_not_who_tells():
    text = "She saw the warning which agents told Tama was a “cry for a new pier”."
    tags = {"saw": "VBD", "which": "WDT"}
    found = speaker_names(text, names={"Tama": "ORG"}, tags=tags, subjects={"which": "told", "agents": "told"})
    assert found == ["agents"]


def test_few_speak_of_themselves_by_name():
    text = "Anna Rooy left. Ole Brandt rose.\n\n“I am glad that Brandt drew the boats.”"
    names = {"Anna Rooy": "PERSON", "Ole Brandt": "PERSON", "Brandt": "PERSON"}
    assert speaker_names(text, names=names) == ["Anna Rooy"]
    assert speaker_names(text.replace("glad that ", ""), names=names) == ["Ole Brandt"], "who says 'I am Brandt'"
    assert speaker_names("Ole Brandt rose.\n\n“Vote for Brandt,” he said.", names=names) == ["Ole Brandt"], (
        "nobody else"
    )
    text = "Anna Rooy left.\n\nOle Brandt rose. “I am glad that Brandt drew the boats.”"
    assert speaker_names(text, names=names) == ["Anna Rooy"]


def test_a_speaker_whose_name_stands_inside_for_want_of_a_mark_speaks():
    text = "Anna Rooy left. Ole Brandt rose.\n\n“The nets are new, says Brandt. They came.\n\nRooy fell."
    names = {"Anna Rooy": "PERSON", "Ole Brandt": "PERSON", "Brandt": "PERSON", "Rooy": "PERSON"}
    assert speaker_names(text, names=names) == ["Ole Brandt"]


def test_a_name_that_leads_into_an_adjective_is_no_part_of_what_is_said():
    text = "Ole Brandt left. The Anna Rooy-led party came.\n\n“Yes,” he said. Kim Jong-un rose. Tama-agreed."
    names = {"Ole Brandt": "PERSON", "Anna Rooy": "PERSON", "Kim Jong": "PERSON", "Tama": "PERSON"}
    found = people(text, names=names, tags={"led": "VBN", "un": "NN"})
    assert set(found) == {"Ole Brandt", "Anna Rooy", "Kim Jong-un", "Tama"}
    text = "The Ole Rooy-led party came.\n\n“Yes,” he said."
    assert speaker_names(text, names={"Ole Rooy": "PERSON"}, tags={"led": "VBN"}) == [None]


def test_a_name_may_begin_with_a_hyphened_letter():
    assert speaker_names("“Yes,” A-lin said.", names={"A-lin": "PERSON"}, tags={"lin": "NN"}) == ["A-lin"]


def test_where_somebody_is_called_so_nobody_else_is():
    text = "Pope Ole left." + 12 * "\n\nTwo came." + "\n\nIb Holm rose. “Fine,” Holm said.\n\n“Yes,” the pope said."
    names = {"Ole": "PERSON", "Ib Holm": "PERSON", "Holm": "PERSON"}
    assert speaker_names(text, names=names) == ["Ib Holm", "Pope Ole"]


def test_a_single_name_keeps_the_title_that_tells_whose_it_is():
    text = "Pope Ole left. Ole rose. King Ole Brandt fell. Queen Anna came."
    names = {"Ole Brandt": "PERSON", "Ole": "PERSON", "Queen Anna": "PERSON"}
    assert set(people(text.replace("King Ole Brandt fell. ", ""), names=names)) == {"Pope Ole", "Queen Anna"}
    assert "Ole Brandt" in people(text, names=names), "a full name needs none"


def test_somebodys_secretariat_is_no_other_named_before():
    text = "The Debate Secretariat left. Ole Brandt came.\n\n“Yes,” Brandt's secretariat said."
    names = {"Debate Secretariat": "ORG", "Ole Brandt": "PERSON", "Brandt": "PERSON"}
    assert speaker_names(text, names=names) == ["Brandt's secretariat"]
    assert speaker_names(text.replace("Brandt's", "the"), names=names) == ["Debate Secretariat"]


def test_a_company_is_one_by_its_last_word_whatever_the_recogniser_takes_it_for():
    text = "“Yes,” Tama Lines said.\n\nThe Arven Steel works fell.\n\n“No,” Arven said.\n\n“Oh,” Anna Lines said."
    names = {"Tama Lines": "PERSON", "Arven Steel": "ORG", "Arven": "LOC", "Anna Lines": "PERSON"}
    found = [(q["speaker_name"], q["speaker_type"]) for q in extract(text, names=names).quotes]
    assert found == [("Tama Lines", "organization"), ("Arven Steel", "organization"), ("Anna Lines", "named_person")]
    text = "Boats lay in Arven.\n\n" + text
    assert ("Arven Steel", "organization") not in [
        (q["speaker_name"], q["speaker_type"]) for q in extract(text, names=names).quotes
    ], "what stands behind 'in' is a place"


_SAID = {"Tama": ("said", "nsubj")}
_OF, _OWN = {"statement": ("said", "nsubj")}, {"'s": ("Tama", "case")}
_BY = _OF | {"by": ("Tama", "case"), "Tama": ("sent", "obl")}
_SENT = {"Tama": ("sent", "nsubj"), "statement": ("sent", "obj")}


def test_a_phrase_of_time_or_place_is_no_source():
    text = "After the talks Anna Rooy said the pier was late."
    model = [("After the talks", "said", "the pier was late")]
    found = extract(
        text, names={"Anna Rooy": "PERSON"}, tags={"After": "IN"}, subjects={"Rooy": "said"}, attributions=model
    )
    assert [c["source_name"] for c in found.claims if c["voice"] == "attributed"] == ["Anna Rooy"]


def test_a_source_does_not_end_in_an_article():
    text = "The keeper of the “Rooy” said the pier was late."
    found = extract(text, attributions=[("The keeper of the", "said", "the pier was late")])
    assert [c["source_text"] for c in found.claims if c["voice"] == "attributed"] == ["The keeper"]


def test_by_some_is_some():
    text = "The pier fell, built by some who call it “weird”."
    tags = {"some": "DT", "call": "VBP", "built": "VBN"}
    doc = make_doc(text, tags=tags, subjects={"who": "call"}, attributions=[("who", "call", "it “weird”")])
    by, some, call = (doc[[token.text for token in doc].index(word)] for word in ("by", "some", "call"))
    by.head, by.dep_, call.head, call.dep_ = some, "case", some, "acl:relcl"
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    assert [q["speaker_name"] for q in found.quotes] == ["some"]


def test_in_his_own_words_is_his():
    text = "Ole Brandt left. In his own words, leaving was “a good thing to do”."
    model = [("his own words", "", "leaving was “a good thing to do”")]
    found = extract(text, names={"Ole Brandt": "PERSON"}, tags={"own": "JJ"}, attributions=model)
    assert [q["speaker_name"] for q in found.quotes] == ["Ole Brandt"]


def test_a_share_of_those_who_said_so_is_a_group():
    text = "The largest chunk of those who said the pier was late left."
    found = extract(text, attributions=[("The largest chunk of those who", "said", "the pier was late")])
    (claim,) = (c for c in found.claims if c["voice"] == "attributed")
    assert (claim["source_name"], claim["source_type"]) == ("the largest chunk of those", "anonymous_group")


@pytest.mark.parametrize(
    ("source", "tags", "found"),
    [
        ("a poll last week by Tama", {"last": "JJ"}, ("a poll last week by Tama", "document")),
        ("a study co-authored by Ole Brandt", {"authored": "VBN"}, ("a study co-authored by Ole Brandt", "document")),
        ("the commodities minister", {"minister": "VBP"}, ("the commodities minister", "anonymous_official")),
        ("Tama", {"Tama": "IN"}, ("Tama", "organization")),
    ],
)
def test_a_source_is_headed_by_its_noun_whatever_stands_behind_it(source, tags, found):
    text = f"The pier was late, {source} said."
    names = {"Tama": "ORG", "Ole Brandt": "PERSON"}
    (claim,) = (
        c
        for c in extract(text, names=names, tags=tags, attributions=[(source, "said", "The pier was late")]).claims
        if c["voice"] == "attributed"
    )
    assert (claim["source_name"], claim["source_type"]) == found


def test_a_name_that_holds_announcements_made_none():
    text = "Ole Brandt wrote in Tama Pier Announcements.\n\n“It is old and it is late,” the announcement said."
    names = {"Ole Brandt": "PERSON", "Tama Pier Announcements": "ORG"}
    tags = {"Announcements": "NNS"}
    assert speaker_names(text, names=names, tags=tags, attributions=[]) == ["the announcement"]


def test_a_thriller_has_a_title():
    text = "Anna Rooy, who played in the political thriller “Late ferry”, left, state media said."
    model = [("state media", "said", "Anna Rooy, who played in the political thriller “Late ferry”, left")]
    found = extract(text, names={"Anna Rooy": "PERSON"}, attributions=model)
    assert [q["quote_type"] for q in found.quotes] == ["scare"]


@pytest.mark.parametrize(
    ("by", "cue", "cited", "source", "via"),
    [
        ("the Gazette", "reported", "citing two officials who know of it", "two officials", "Gazette"),
        ("the Gazette", "reported", "also citing an official", "an official", "Gazette"),
        ("the Gazette", "reported", "citing the weather", "Gazette", None),
        ("Ole Brandt", "said", "citing two officials", "Ole Brandt", None),
    ],
)
def test_whom_a_report_cites_is_its_source(by, cue, cited, source, via):
    people = cited.split("citing ")[1]
    model = [(by, cue, f"The pier fell | {people}"), (by, "citing", people)]
    tags = {"citing": "VBG", "who": "WP", "also": "RB"}
    text = f"The pier fell, {by} {cue}, {cited}."
    found = extract(text, names={"Ole Brandt": "PERSON"}, tags=tags, attributions=model)
    claim = next(c for c in found.claims if c["cue_text"] == cue)
    assert (claim["source_name"], claim["via_name"]) == (source, via)
    assert (claim["text"] == "The pier fell") == (via is not None)
    assert any(c["cue_text"] == "citing" for c in found.claims) == (people == "the weather")


def test_who_is_quoted_in_a_newspaper_as_saying_says_it():
    text = "Owners were quoted on Friday in newspapers, including Tama, as saying the boats “left in time”."
    model = [("Tama", "were quoted", "Owners"), ("Tama", "saying", "the boats “left in time”")]
    tags, subjects = {"quoted": "VBN", "including": "VBG", "Owners": "NNS"}, {"Owners": "quoted"}
    found = extract(text, names={"Tama": "ORG"}, tags=tags, subjects=subjects, attributions=model)
    assert [(c["source_name"], c["via_name"]) for c in found.claims] == [("owners", "Tama")]


def test_whom_an_agency_quotes_as_saying_says_it_in_two_readings_of_the_pipeline():
    text = "Tama quoted the minister, Anna Rooy, as saying that the boats “left in time”."
    model = [("Tama", "quoted", "the minister, Anna Rooy"), ("Tama", "saying", "that the boats “left in time”")]
    found = extract(text, names={"Tama": "ORG", "Anna Rooy": "PERSON"}, attributions=model)
    assert [(c["source_name"], c["via_name"]) for c in found.claims] == [("Anna Rooy", "Tama")]


def test_two_surnames_and_an_ampersand_are_a_firm():
    found = extract("Brandt & Loe sold the boats.", names={"Brandt & Loe": "PERSON"})
    assert {e["name"]: e["label"] for e in found.entities} == {"Brandt & Loe": "ORG"}


def test_two_given_names_and_an_ampersand_are_two_people():
    found = extract("Anna & Ole sold the boats.", names={"Anna": "PERSON", "Ole": "PERSON"})
    assert {e["name"] for e in found.entities} == {"Anna", "Ole"}
