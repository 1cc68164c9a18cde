import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.gold import GoldError, evaluate_gold
from transforms.scoring import (
    Attributed,
    AttributionScore,
    QuotationScore,
    Quoted,
    parse_standoff,
    reliability,
    same_speaker,
)
from transforms.tables import TABLES

TEXT = "Rooy said “it is late” in the harbour."
CONTENT, SOURCE, CUE = (10, 22), (0, 4), (5, 9)


def score(found):
    counted = AttributionScore()
    counted.add([Attributed((CONTENT,), (SOURCE,), (CUE,))], TEXT, found, TEXT)
    return counted.figures()


def test_the_gold_itself_is_perfect():
    figures = score([Attributed((CONTENT,), (SOURCE,), (CUE,))])
    assert {name: f["f1"] for name, f in figures.items()} == dict.fromkeys(figures, 1.0)


def test_marks_and_blanks_at_the_edges_do_not_count():
    assert score([Attributed(((11, 21),), (SOURCE,))])["content_exact"]["f1"] == 1.0


def test_the_wrong_source_keeps_the_content_right():
    figures = score([Attributed((CONTENT,), ((30, 37),))])
    assert figures["content_overlap"]["f1"] == 1.0
    assert figures["attribution"]["f1"] == 0.0


def test_half_the_content_is_not_enough():
    assert score([Attributed(((11, 13),), (SOURCE,))])["content_overlap"]["f1"] == 0.0


def test_a_gold_attribution_is_matched_by_one_prediction_only():
    figures = score([Attributed((CONTENT,), (SOURCE,)), Attributed((CONTENT,), (SOURCE,))])
    assert figures["attribution"]["precision"] == 0.5


@pytest.mark.parametrize(
    ("found", "errors"),
    [
        ([Attributed((CONTENT,), (SOURCE,))], {}),
        ([Attributed((CONTENT,), ((30, 37),))], {"another source": 1}),
        ([Attributed((CONTENT,))], {"a source missing": 1}),
        ([], {"no content": 1}),
        ([Attributed(((24, 37),), (SOURCE,))], {"no content": 1, "found without gold": 1}),
        ([Attributed(((11, 13),), (SOURCE,))], {"content too short": 1, "found beside a gold content": 1}),
        ([Attributed(((0, 37),), (SOURCE,))], {"content too long": 1, "found beside a gold content": 1}),
        ([Attributed(((11, 13),)), Attributed(((13, 37),))], {"content too long": 1, "found beside a gold content": 2}),
    ],
)
def test_each_error_is_counted_under_its_kind(found, errors):
    counted = AttributionScore()
    counted.add([Attributed((CONTENT,), (SOURCE,), (CUE,))], TEXT, found, TEXT)
    assert counted.errors == errors


def test_a_source_where_the_gold_has_none_is_wrong():
    counted = AttributionScore()
    counted.add([Attributed((CONTENT,))], TEXT, [Attributed((CONTENT,), (SOURCE,))], TEXT)
    assert counted.errors == {"a source too many": 1}


def test_reliability_sets_confidence_beside_what_is_right():
    counted = AttributionScore()
    found = [Attributed((CONTENT,), (SOURCE,), confidence=0.81), Attributed(((24, 37),), (SOURCE,), confidence=0.85)]
    counted.add([Attributed((CONTENT,), (SOURCE,), (CUE,))], TEXT, found, TEXT)
    assert reliability(counted.judged) == [{"rows": 2, "confidence": 0.83, "right": 0.5}]


def test_nothing_found_is_zero():
    assert score([])["attribution"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "predicted": 0, "gold": 1}


def test_standoff_is_read_with_pieces_and_without_broken_lines():
    ann = "T1\tContent 0 3;5 8\tabc\nT2\tSource 9 12\tdef\nE1\tAttribution:T1 Source:T2 Content:T1\n"
    assert parse_standoff(ann) == [Attributed(((0, 3), (5, 8)), ((9, 12),))]
    with pytest.raises(ValueError, match="line 1"):
        parse_standoff("T1\tContent a b\tabc")


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("Ana Rooy", "Rooy", True),
        ("Ana Rooy", "Ole Rooy", False),
        ("the letter", "the letter", True),
        ("a spokesman", "spokesman", True),
        (None, None, True),
        (None, "Rooy", False),
        ("Ana Rooy", None, False),
    ],
)
def test_a_speaker_is_right_under_another_form_of_the_name(gold, found, right):
    assert same_speaker(gold, Quoted(((0, 1),), "direct", found, "unknown")) is right


def test_quotations_are_scored_for_being_found_typed_and_kept_out():
    counted = QuotationScore()
    gold = [
        Quoted(((0, 4),), "direct", "Ana Rooy", "named_person", "name"),
        Quoted(((11, 16),), "scare", None, "unknown"),
        Quoted(((30, 37),), "mixed", "Ole Brandt", "named_person", "pronoun"),
    ]
    found = [
        Quoted(((0, 4),), "direct", "Rooy", "named_person", confidence=0.9),
        Quoted(((11, 16),), "scare", None, "unknown"),
        Quoted(((17, 21),), "direct", "Rooy", "named_person"),
    ]
    counted.add(gold, TEXT, found, TEXT)
    figures = counted.figures()
    assert (figures["found"], figures["found_and_speaker"], figures["scare_kept_out"]) == (0.5, 0.5, 1.0)
    assert figures["beyond_gold"] == round(1 / 3, 4)
    assert (figures["speaker_by_name"], figures["speaker_by_pronoun"]) == (1.0, 0.0)
    assert reliability(counted.judged) == [{"rows": 1, "confidence": 0.9, "right": 1.0}]


def write_tables(folder, quotes=(), claims=()):
    rows = {
        "articles": [{"article_id": "a1", "source_uri": "in/one.txt", "text": TEXT}],
        "claims": list(claims),
        "quotes": list(quotes),
        "entities": [],
    }
    for name, found in rows.items():
        schema = TABLES[name].schema
        columns = {f.name: [row.get(f.name) for row in found] for f in schema}
        target = folder / "tables" / name
        target.mkdir(parents=True)
        plain = pa.schema([pa.field(f.name, f.type) for f in schema])
        pq.write_table(pa.table(columns, schema=plain), target / "part.parquet")
    return folder / "tables"


def write_gold(folder, **files):
    (folder / "text").mkdir(parents=True)
    (folder / "text" / "one.txt").write_text(TEXT, encoding="utf-8")
    for name, content in files.items():
        path = folder / {"ann": "ann/one.ann", "jsonl": "quotations.jsonl"}[name]
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def test_a_gold_folder_is_scored(tmp_path):
    ann = "T1\tContent 10 22\tx\nT2\tSource 0 4\tx\nT3\tCue 5 9\tx\nE1\tAttribution:T1 Source:T2 Cue:T3 Content:T1\n"
    quotation = {
        "file": "one.txt",
        "start": 11,
        "end": 21,
        "type": "mixed",
        "speaker": "Rooy",
        "speaker_type": "named_person",
    }
    gold = write_gold(tmp_path / "gold", ann=ann, jsonl=json.dumps(quotation))
    span = {"start": 10, "end": 22}
    claim = {
        "article_id": "a1", "voice": "attributed", "content_spans": [span], "source_start": 0, "source_end": 4,
        "cue_start": 5, "cue_end": 9, "confidence": 0.7,
    }  # fmt: skip
    quote = {
        "article_id": "a1", "spans": [{"start": 11, "end": 21}], "quote_type": "mixed", "speaker_name": "Rooy",
        "speaker_type": "named_person", "confidence": 0.8,
    }  # fmt: skip
    result = evaluate_gold(gold, write_tables(tmp_path, [quote], [claim]))
    assert result["articles_missing"] == 0
    assert result["attribution"]["attribution_strict"]["f1"] == 1.0
    assert result["quotations"]["found_and_speaker"] == 1.0


def test_gold_that_cannot_be_used_is_named(tmp_path):
    tables = write_tables(tmp_path)
    with pytest.raises(GoldError, match=r"no text/\*.txt"):
        evaluate_gold(tmp_path / "none", tables)
    with pytest.raises(GoldError, match="neither ann"):
        evaluate_gold(write_gold(tmp_path / "a"), tables)
    with pytest.raises(GoldError, match=r"quotations.jsonl, line 1"):
        evaluate_gold(write_gold(tmp_path / "b", jsonl='{"file": "one.txt"}'), tables)
    with pytest.raises(GoldError, match=r"one.ann: line 1"):
        evaluate_gold(write_gold(tmp_path / "c", ann="T1\tContent x y\tz"), tables)
    with pytest.raises(GoldError, match="no such table"):
        evaluate_gold(write_gold(tmp_path / "d", ann=""), tmp_path / "nowhere")
