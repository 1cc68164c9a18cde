from dataclasses import replace

import pytest

from tests.extract.docs import load_test_seeds, make_article, make_doc, make_segments
from transforms.extract import extract_article
from transforms.language import Attribution
from transforms.records import Extraction, Role
from transforms.tables import TABLES


def extract(text, headline=False, **annotations) -> Extraction:
    doc = make_doc(text, **annotations)
    return extract_article(doc, make_article(text), make_segments(text, headline), load_test_seeds())


def speakers(extraction: Extraction) -> list[tuple]:
    return [(q["text"], q["quote_type"], q["speaker_name"], q["speaker_how"]) for q in extraction.quotes]


TEXT = (
    "Harbour closes\n\n“We close the harbour today,” mayor Ana Rooy told the Gazette. “It is safe.”\n\n"
    "“We never asked for it,” she said, “and we will not pay.”\n\nThe town reportedly owes money. The fleet left."
)
NAMES = {"Ana Rooy": "PERSON", "Rooy": "PERSON", "Gazette": "ORG"}


def test_rows_have_the_registry_columns_and_give_back_their_text():
    found = extract(TEXT, headline=True, names=NAMES)
    for table in ("mentions", "entities", "quotes", "claims", "claim_sources", "sentences"):
        rows = getattr(found, table)
        assert rows, table
        assert all(set(row) == set(TABLES[table].column_names) for row in rows), table
    for quote in found.quotes:
        assert quote["text"] == " … ".join(TEXT[s["start"] : s["end"]] for s in quote["spans"])
        assert quote["spans"][0]["start"] == quote["start"]
        assert quote["spans"][-1]["end"] == quote["end"]
    for claim in found.claims:
        assert claim["text"] == " … ".join(TEXT[s["start"] : s["end"]] for s in claim["content_spans"])
    for row in (*found.quotes, *found.claims):
        for role in ("speaker", "source", "cue"):
            if row.get(f"{role}_start") is not None:
                assert TEXT[row[f"{role}_start"] : row[f"{role}_end"]] == row[f"{role}_text"]
        assert 0 <= row["confidence"] <= 1
    ids = {claim["claim_id"] for claim in found.claims}
    assert all(q["claim_id"] in ids for q in found.quotes if q["quote_type"] != "scare")
    entities = {entity["entity_id"] for entity in found.entities}
    assert {m["entity_id"] for m in found.mentions} <= entities
    assert {q["speaker_entity_id"] for q in found.quotes} - {None} <= entities


def test_every_sentence_has_a_row():
    text = "Ana Rooy said the harbour would close. The fleet left the town. Who pays? No answer."
    found = extract(text, names={"Ana Rooy": "PERSON"}, attributions=[("Ana Rooy", "said", "the harbour would close")])
    claims = {claim["claim_id"]: claim["voice"] for claim in found.claims}
    assert [(s["status"], [claims[c] for c in s["claim_ids"]]) for s in found.sentences] == [
        ("claims", ["attributed"]),
        ("claims", ["outlet"]),
        ("question", []),
        ("fragment", []),
    ]
    assert " ".join(text[s["start"] : s["end"]] for s in found.sentences) == text


def test_quotations_without_any_attribution_of_the_model_get_their_speaker():
    assert speakers(extract(TEXT, headline=True, names=NAMES)) == [
        ("We close the harbour today,", "direct", "Ana Rooy", "name"),
        ("It is safe.", "direct", "Ana Rooy", "name"),
        ("We never asked for it, … and we will not pay.", "direct", "Ana Rooy", "pronoun"),
    ]


def test_what_follows_in_the_paragraph_belongs_to_the_same_attribution():
    found = extract(TEXT, headline=True, names=NAMES)
    claims = {claim["claim_id"]: claim for claim in found.claims}
    first, second = (claims[quote["claim_id"]] for quote in found.quotes[:2])
    assert first["claim_id"] != second["claim_id"]
    assert first["attribution_id"] == second["attribution_id"]


def test_every_sentence_is_accounted_for():
    voices = [(c["voice"], c["text"]) for c in extract(TEXT, headline=True, names=NAMES).claims]
    assert ("hedged", "The town … owes money") in voices
    assert ("outlet", "The fleet left") in voices or ("outlet", "The fleet left.") in voices


def test_a_question_gives_no_claim():
    assert extract("Who left the harbour that night?", tags={"Who": "WP"}).claims == []


@pytest.mark.parametrize(
    ("text", "names", "speaker", "via"),
    [
        ("“It is over,” said Rooy.", {"Rooy": "PERSON"}, "Rooy", None),
        ("“It is over,” Rooy, the mayor, said.", {"Rooy": "PERSON"}, "Rooy", None),
        ("Rooy said: “It is over now.”", {"Rooy": "PERSON"}, "Rooy", None),
        ("“It is over now.” – Rooy", {"Rooy": "PERSON"}, "Rooy", None),
        ("“It is over now,” Dr Rooy.", {"Rooy": "PERSON"}, "Rooy", None),
        ("“It is over,” a spokesman for Rooy said.", {"Rooy": "PERSON"}, "a spokesman for Rooy", None),
        ("“It is over,” Rooy’s office said.", {"Rooy": "PERSON"}, "Rooy’s office", None),
    ],
)
def test_a_cue_stands_on_either_side_of_a_quotation(text, names, speaker, via):
    subjects = {"Rooy": "said"} if "Rooy said:" in text else {}
    (quote,) = extract(text, names=names, subjects=subjects).quotes
    assert (quote["speaker_name"], quote["via_name"]) == (speaker, via)


def test_a_participle_read_as_a_noun_is_told_by_a_verb_of_its_stance():
    text = "Rooy left the town, warning that the pier is old."
    found = [("Rooy", "warning", "that the pier is old")]
    claims = extract(text, names={"Rooy": "PERSON"}, tags={"warning": "VBG"}, attributions=found).claims
    assert "Rooy warned that the pier is old." in [claim["statement"] for claim in claims]


def test_anonymous_officials_stay_without_entity():
    (quote,) = extract("“We agree,” two senior officials said.").quotes
    assert quote["speaker_entity_id"] is None
    assert (quote["speaker_name"], quote["speaker_type"]) == ("two senior officials", "anonymous_official")


def test_an_unresolved_pronoun_is_unknown_and_names_nobody():
    (quote,) = extract("“We agree,” he said.").quotes
    assert (quote["speaker_name"], quote["speaker_type"], quote["speaker_text"]) == (None, "unknown", "he")


def test_scare_quotes_have_no_speaker_and_no_claim():
    (quote,) = extract("The so-called “nuclear option” came up in the town.").quotes
    assert (quote["quote_type"], quote["speaker_name"], quote["claim_id"]) == ("scare", None, None)


def test_a_quotation_over_paragraphs_is_one_row_of_the_speaker_behind_it():
    text = "“We came at night.\n\n“We left by day,” Rooy said."
    (quote,) = extract(text, names={"Rooy": "PERSON"}).quotes
    assert quote["text"] == "We came at night. … We left by day,"
    assert quote["speaker_name"] == "Rooy"


def test_a_quotation_alone_in_its_paragraph_goes_on_with_the_speaker():
    text = "Ana Rooy said the harbour would close.\n\n“We know what we do here.”"
    found = extract(
        text,
        names={"Ana Rooy": "PERSON"},
        subjects={"Ana": "said"},
        attributions=[("Ana Rooy", "said", "the harbour would close")],
    )
    assert speakers(found) == [("We know what we do here.", "direct", "Ana Rooy", "implicit")]


def test_a_headline_that_repeats_a_quotation_has_its_speaker():
    text = "Mayor under fire for ‘close the harbour’ call\n\n“I close the harbour today,” Ana Rooy said."
    found = extract(text, headline=True, names={"Ana Rooy": "PERSON"})
    assert [q["speaker_name"] for q in found.quotes] == ["Ana Rooy", "Ana Rooy"]


def test_a_headline_that_gives_a_quotation_to_a_crowd_is_overruled_by_the_body():
    text = (
        "Nurses fume at “shameful offer”\n\nTalks failed.\n\n“It is a shameful offer,” Rooy said.\n\n"
        "“They made a shameful offer and we left,” Brandt said."
    )
    names = {"Rooy": "PERSON", "Brandt": "PERSON"}
    model = [("Nurses", "fume at", "“shameful offer”")]
    found = extract(text, names=names, tags={"Nurses": "NNS"}, attributions=model, headline=True)
    assert found.quotes[0]["speaker_name"] == "Rooy"
    named = extract(text.replace("Nurses fume", "Brandt fumes"), names=names, headline=True,
                    attributions=[("Brandt", "fumes at", "“shameful offer”")])  # fmt: skip
    assert named.quotes[0]["speaker_name"] == "Brandt"


def test_content_does_not_end_in_the_conjunction_of_what_follows():
    text = "Ana Rooy said the fleet left and fell."
    found = extract(text, names={"Ana Rooy": "PERSON"}, attributions=[("Ana Rooy", "said", "the fleet left and")])
    assert [c["text"] for c in found.claims if c["voice"] == "attributed"] == ["the fleet left"]


@pytest.mark.parametrize(
    ("text", "content", "arcs", "whole"),
    [
        ("{} it went to the Board of Oster.", "it went to the", {"the": ("Board", "det")}, "it went to the Board of Oster"),
        ("{} it went to the Board of Oster.", "it went to", {"to": ("Board", "case")}, "it went to the Board of Oster"),
        ("{} of the pier that fell.", "of the pier", {"pier": ("fell", "nsubj")}, "of the pier"),
        ("{} it was a pier that the town built.", "it was a pier that", {"that": ("built", "obj")}, "it was a pier that the town built"),
        ("{} it was a pier which the town built.", "it was a pier which", {"which": ("built", "obj")}, "it was a pier which the town built"),
        ("It went to the, {} Board.", "It went to the", {"the": ("Board", "det")}, "It went to the"),
    ],
)  # fmt: skip
def test_a_content_that_ends_before_a_noun_goes_on_to_its_end(text, content, arcs, whole):
    text = text.format("Ana Rooy said")
    tags = {"built": "VBN", "which": "WDT"}
    doc = make_doc(text, names={"Ana Rooy": "PERSON"}, tags=tags, attributions=[("Ana Rooy", "said", content)])
    words = [token.text for token in doc]
    for word, (other, dep) in (
        {"of": ("Oster", "case"), "Oster": ("Board", "nmod"), "town": ("built", "nsubj")} | arcs
    ).items():
        if word in words and other in words:
            doc[words.index(word)].dep_, doc[words.index(word)].head = dep, doc[words.index(other)]
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    assert next(c["text"] for c in found.claims if c["voice"] == "attributed") == whole


def test_a_source_that_ends_in_a_preposition_goes_on_and_one_before_a_verb_does_not():
    text = (
        "It fell, according to a report by the Board. A court judge denied bail, saying he left. Clerks in May said no."
    )
    model = [
        ("a report by", "according to", "It fell"),
        ("A court judge", "saying", "he left"),
        ("Clerks in", "said", "no"),
    ]
    doc = make_doc(text, tags={"denied": "VBN", "report": "NN", "Clerks": "NNPS"}, attributions=model)
    words = [token.text for token in doc]
    doc[words.index("by")].head = doc[words.index("the")].head = doc[words.index("Board")]
    doc[words.index("in")].head = doc[words.index("May")]
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    sources = [c["source_text"] for c in found.claims if c["voice"] == "attributed"]
    assert sources == ["a report by the Board", "A court judge", "Clerks"]


def test_a_noun_that_the_tagger_takes_for_a_prefix_is_a_noun():
    (quote,) = extract("“We left the harbour,” one post said.", tags={"post": "AFX", "one": "CD"}).quotes
    assert (quote["speaker_name"], quote["speaker_type"]) == ("one post", "document")


def test_a_name_of_a_strange_form_is_no_pronoun():
    (quote,) = extract("“It is open,” RIsc said.", names={"RIsc": "ORG"}, tags={"RIsc": "PRP"}).quotes
    assert (quote["speaker_name"], quote["speaker_type"]) == ("RIsc", "organization")


def test_an_infinitive_behind_the_marks_is_content_and_no_source():
    text = "“No one can refuse” to come to the harbour, said Abou Rooy, mayor of Velmo."
    model = [("Abou Rooy, mayor of Velmo", "said", "“No one can refuse” to come to the harbour")]
    (quote,) = extract(text, names={"Abou Rooy": "PERSON"}, attributions=model).quotes
    assert quote["speaker_name"] == "Abou Rooy"


def test_according_to_behind_somebodys_words_is_only_the_way_they_came():
    text = "Rooy said the plan was “a mistake that we will all pay for,” according to the Harbour Gazette."
    names = {"Rooy": "PERSON", "Harbour Gazette": "ORG"}
    model = [("the Harbour Gazette", "according to", "Rooy said the plan was “a mistake that we will all pay for,”")]
    (quote,) = extract(text, names=names, subjects={"Rooy": "said"}, attributions=model).quotes
    assert (quote["speaker_name"], quote["via_name"]) == ("Rooy", "Harbour Gazette")
    (quote,) = extract(text, names=names, subjects={"Rooy": "said"}).quotes
    assert quote["speaker_name"] == "Rooy", "also where the model sees nothing"


def test_according_to_inside_somebodys_words_speaks_for_its_quotation_alone():
    text = (
        "Officials suggested the pier was for boats, which have grown “far too wide”, according to the Relief Agency."
    )
    model = [("Officials", "suggested", text[len("Officials suggested ") : text.index(", according")])]
    found = extract(text, names={"Relief Agency": "ORG"}, tags={"Officials": "NNS", "which": "WDT"}, attributions=model)
    assert [q["speaker_name"] for q in found.quotes] == ["Relief Agency"]
    assert [c["source_name"] for c in found.claims] == ["officials"]


def test_a_title_between_cue_and_content_is_no_part_of_the_claim():
    text = "Ana Rooy told “Morning Harbour” that the fleet left."
    found = extract(
        text, names={"Ana Rooy": "PERSON"}, subjects={"Rooy": "told"},
        attributions=[("Ana Rooy", "told", "that the fleet left")],
    )  # fmt: skip
    assert [c["text"] for c in found.claims] == ["that the fleet left"]
    assert speakers(found) == [("Morning Harbour", "scare", None, None)]


def test_a_quotation_stays_with_its_source_where_the_cue_behind_it_has_content_of_its_own():
    text = "Ole Brandt went on about “wounded families of the harbour,” Ana Rooy said, yes and yes again."
    found = extract(
        text, names={"Ana Rooy": "PERSON", "Ole Brandt": "PERSON"}, subjects={"Rooy": "said", "Brandt": "went"},
        attributions=[
            ("Ole Brandt", "went on about", "“wounded families of the harbour,”"),
            ("Ana Rooy", "said", "yes and yes again"),
        ],
    )  # fmt: skip
    assert [q["speaker_name"] for q in found.quotes] == ["Ole Brandt"]
    assert {c["source_name"]: c["text"] for c in found.claims}["Ana Rooy"] == "yes and yes again"


def test_model_attributions_inside_a_quotation_give_no_claim():
    text = "“I think it is over,” Rooy said."
    found = extract(text, names={"Rooy": "PERSON"}, attributions=[("I", "think", "it is over")])
    assert [c["source_name"] for c in found.claims] == ["Rooy"]


def test_a_doubtful_attribution_is_no_claim_unless_its_words_stand_in_marks():
    text = "Rooy enjoys writing the old town letters. Brandt enjoys writing “the old letters we know”."

    def claims(score: float) -> list[tuple]:
        doc = make_doc(text, names={"Rooy": "PERSON", "Brandt": "PERSON"}, tags={"enjoys": "VBZ", "writing": "VBG"})
        content = text.index("the old"), text.index(". Brandt")
        quoted = text.index("“"), len(text) - 1
        doc._.attributions = [
            Attribution(((0, 4),), ((5, 11),), (content,), score, score, score),
            Attribution(((42, 48),), ((49, 55),), (quoted,), score, score, score),
        ]
        found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
        return [(c["voice"], c["source_name"]) for c in found.claims]

    assert claims(0.9) == [("attributed", "Rooy"), ("attributed", "Brandt")]
    assert claims(0.4) == [("outlet", None), ("attributed", "Brandt")]


def test_a_cut_source_is_completed():
    text = "The harbour is safe, according to Norwegian officials."
    found = extract(text, attributions=[("officials", "according to", "The harbour is safe")])
    assert found.claims[0]["source_text"] in {"officials", "Norwegian officials"}
    assert found.claims[0]["source_type"] == "anonymous_official"


def test_the_wrong_document_is_refused():
    doc = make_doc("One text.")
    with pytest.raises(ValueError, match="annotate article"):
        extract_article(doc, make_article("Another text."), [], load_test_seeds())


def test_empty_and_unread_text_give_no_rows():
    found = extract_article(make_doc("One text."), make_article("One text."), [], load_test_seeds())
    assert (found.quotes, found.claims) == ([], [])


def test_words_that_a_thing_demands_inside_somebodys_are_that_persons():
    text = "Ana Rooy said the toll demands that all engage in “more listening and less shouting” at home."
    found = extract(
        text, names={"Ana Rooy": "PERSON"}, subjects={"Rooy": "said", "toll": "demands"}, tags={"demands": "VBZ"},
        attributions=[
            ("Ana Rooy", "said", "the toll demands that all engage in “more listening and less shouting” at home")
        ],
    )  # fmt: skip
    assert [q["speaker_name"] for q in found.quotes] == ["Ana Rooy"]


def test_a_cue_in_the_first_gap_of_a_quotation_over_paragraphs_is_its_cue():
    text = "Ib Holm left.\n\n“A family lives here,” Ole Brandt says, “that made boats.\n\n“It is a great place.”"
    found = extract(text, names={"Ib Holm": "PERSON", "Ole Brandt": "PERSON"}, tags={"lives": "VBZ", "made": "VBD"})
    assert [q["speaker_name"] for q in found.quotes] == ["Ole Brandt"]


def test_a_participle_behind_a_relative_clause_is_the_sentences_subjects():
    text = "Rooy wrote that it did not know the reasons which led to it, saying that “the boats are here”."
    tags = {"which": "WDT", "led": "VBD"}
    model = [("Rooy", "wrote", "that it did not know the reasons which led to it | that “the boats are here”")]
    doc = make_doc(
        text, names={"Rooy": "ORG"}, tags=tags, attributions=model, subjects={"Rooy": "wrote", "which": "led"}
    )
    words = [token.text for token in doc]
    doc[words.index("saying")].head, doc[words.index("saying")].dep_ = doc[words.index("led")], "advcl"
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    assert [q["speaker_name"] for q in found.quotes] == ["Rooy"]


def test_a_body_and_its_description_are_one_source():
    text = "Oster Foods, the largest maker of ropes, announced a new net."
    model = [("the largest maker of ropes", "announced", "a new net")]
    names = {"Oster Foods": "ORG"}
    found = extract(text, names=names, subjects={"Foods": "announced"}, attributions=model)
    assert [c["source_name"] for c in found.claims if c["voice"] == "attributed"] == ["Oster Foods"]
    found = extract(text, names=names, objects={"Foods": "announced"}, attributions=model)
    assert [c["source_name"] for c in found.claims if c["voice"] == "attributed"] == ["the largest maker of ropes"]


@pytest.mark.parametrize("opening", ["[But] it", "(Perhaps) it", "1. It", "… it"])
def test_a_quotation_alone_may_open_with_a_bracket_or_a_number(opening):
    text = f"“It is late,” Ana Rooy said.\n\n“{opening} is not too late to come back.”"
    found = extract(text, names={"Ana Rooy": "PERSON"})
    assert [q["speaker_name"] for q in found.quotes] == ["Ana Rooy"] * 2


def test_a_cue_that_the_pipeline_cut_before_its_verb_is_whole():
    text = "“We lost the boats and the pier,” she is expected to say."
    model = [("she", "is expected", "“We lost the boats and the pier,” | to say")]
    found = extract("Ana Rooy left. " + text, names={"Ana Rooy": "PERSON"}, tags={"say": "VB"}, attributions=model)
    (claim,) = (c for c in found.claims if c["voice"] == "attributed")
    assert (claim["source_name"], claim["cue_text"]) == ("Ana Rooy", "is expected to say")
    assert claim["text"] == "“We lost the boats and the pier,”"


def test_content_before_a_cue_is_that_cues_also_behind_another_verb():
    text = "The rules require that the boats be late and “they come back no more”, Ana Rooy submitted."
    model = [("Ana Rooy", "submitted", "The rules | that the boats be late and “they come back no more”")]
    tags = {"require": "VBP", "submitted": "VBD"}
    found = extract(text, names={"Ana Rooy": "PERSON"}, tags=tags, subjects={"rules": "require"}, attributions=model)
    assert [c["source_name"] for c in found.claims if c["voice"] == "attributed"] == ["Ana Rooy"]


def test_a_relative_pronoun_with_more_words_stands_for_its_noun():
    text = "Ana Rooy, who in front of the cameras said the pier was late, left."
    model = [("who in front of the cameras", "said", "the pier was late")]
    found = extract(text, names={"Ana Rooy": "PERSON"}, attributions=model)
    assert [c["source_name"] for c in found.claims if c["voice"] == "attributed"] == ["Ana Rooy"]


def test_whom_a_report_tells_of_says_what_follows():
    text = "Tama reported Anna Rooy left on Friday, saying it “was far too late for us”."
    doc = make_doc(
        text, names={"Tama": "ORG", "Anna Rooy": "PERSON"},
        attributions=[("Tama", "reported", "Anna Rooy left on Friday | it “was far too late for us”")],
        subjects={"Tama": "reported", "Rooy": "left"},
    )  # fmt: skip
    words = [token.text for token in doc]
    doc[words.index("saying")].head, doc[words.index("saying")].dep_ = doc[words.index("left")], "advcl"
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    assert [q["speaker_name"] for q in found.quotes] == ["Anna Rooy"]


def test_a_relative_pronoun_states_nothing():
    text = "Anna Rooy signed a ban, which was overturned by a clerk. She said the pier was late."
    model = [("a clerk", "was overturned", "which"), ("She", "said", "the pier was late")]
    tags = {"which": "WDT", "overturned": "VBN", "signed": "VBD"}
    found = extract(text, names={"Anna Rooy": "PERSON"}, tags=tags, subjects={"Rooy": "signed"}, attributions=model)
    assert [c["source_name"] for c in found.claims if c["voice"] == "attributed"] == ["Anna Rooy"]


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("“No such plan exists”: Rooy hits back at Oster", "Rooy"),
        ("“No such plan exists”: town waits for the ferry", None),
        ("“No such plan exists”: Rooy", "Rooy"),
        ("“No such plan exists”: waits for Oster", None),
    ],
)
def test_who_acts_behind_a_headlines_colon_says_it(headline, speaker):
    text = f"{headline}\n\nThe boats left the old town."
    found = extract(text, headline=True, names={"Rooy": "PERSON"}, tags={"hits": "VBZ", "waits": "VBZ"})
    assert [q["speaker_name"] for q in found.quotes] == [speaker]


def test_a_surname_outside_of_what_is_read_may_be_anybodys():
    text = "Photo: Rooy\n\nAna Rooy left.\n\nHanna Rooy stayed."
    credit, *body = make_segments(text)
    doc = make_doc(text, names=dict.fromkeys(("Ana Rooy", "Hanna Rooy", "Rooy"), "PERSON"))
    segments = [replace(credit, role=Role.CREDIT), *body]
    found = extract_article(doc, make_article(text), segments, load_test_seeds())
    assert [m["text"] for m in found.mentions] == ["Rooy", "Ana Rooy", "Hanna Rooy"]
    assert len({m["entity_id"] for m in found.mentions[1:]}) == 2
