"""What the gate counts as right, on invented articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from transforms.gate import (
    Found,
    Gold,
    GoldAttribution,
    GoldQuotation,
    GoldSource,
    agree,
    count_article,
    draw_intervals,
    is_same_source,
    share_figures,
)

ANA, OLE = GoldSource("Ana Rooy", "named_person"), GoldSource("Ole Brandt", "named_person")
TEXT = "“The pier is safe,” Ana Rooy said. Ole Brandt said the pier would fall."
QUOTED, TOLD = (1, 18), (TEXT.index("the pier would"), len(TEXT) - 1)


def found(*names, spans=(QUOTED,), kind="direct", source_type="named_person", **more):
    forms = tuple(frozenset({name}) for name in names)
    return Found(spans, kind, forms, source_type, None, 0.9, False, "name", **more)


GOLD = Gold(
    [ANA, OLE],
    [GoldQuotation((QUOTED,), "direct", ANA, "name", None)],
    [GoldAttribution((TOLD,), (), (), OLE, None, ())],
)


@pytest.mark.parametrize(
    ("gold", "names", "right"),
    [
        (ANA, ["Rooy"], True),
        (ANA, ["Minister Ana Rooy"], True),
        (ANA, ["Ole Brandt"], False),
        (ANA, [], False),
        (None, [], True),
        (None, ["Ana Rooy"], False),
        (GoldSource("White House", "government"), ["US government"], False),
        (GoldSource("Ana Rooy and Ole Brandt", "named_person"), ["Ole Brandt"], True),
        (GoldSource("senior US officials", "anonymous_official"), ["US officials"], True),
        (GoldSource("senior US officials", "anonymous_official"), ["residents of Oster"], False),
    ],
)
def test_a_source_is_right_when_it_goes_by_the_golds_name(gold, names, right):
    assert is_same_source(gold, found(*names), [ANA, OLE]) is right


def test_a_surname_that_two_sources_share_is_not_enough():
    brothers = [GoldSource("Ana Rooy", "named_person"), GoldSource("Per Rooy", "named_person")]
    assert not is_same_source(brothers[0], found("Rooy"), brothers)
    assert is_same_source(brothers[0], found("Ana Rooy"), brothers)


def test_a_description_is_right_where_the_article_has_no_other_source_of_its_kind():
    report = GoldSource("study by Brent University", "document")
    ours = found("the report", source_type="document")
    assert is_same_source(report, ours, [report, ANA])
    assert not is_same_source(report, ours, [report, GoldSource("letter by Ana Rooy", "document")])


def test_quotations_and_attributions_are_counted_apart():
    claims = [found("Ole Brandt", spans=(TOLD,), kind="attributed")]
    counts = count_article(GOLD, TEXT, [found("Ana Rooy")], claims, TEXT)
    figures = share_figures([counts])
    assert (figures["quotes"], figures["claims"], figures["quotes by name"]) == (1.0, 1.0, 1.0)


def test_a_quotation_that_is_not_found_is_wrong_and_one_beyond_the_gold_is_counted():
    counts = count_article(GOLD, TEXT, [found("Ana Rooy", spans=((20, 28),))], [], TEXT)
    assert (counts["quotes/right"], counts["quotes/found"], counts["quotes beyond gold/right"]) == (0, 0, 1)


def test_what_marts_count_is_measured_apart():
    """Of two quotations to Rooy one is the readers', one beyond them; a doubtful one is neither found nor wrong."""
    beyond = found("Ana Rooy", spans=((20, 28),))
    claims = [found("Ana Rooy", spans=(TOLD,), kind="attributed")]
    figures = share_figures([count_article(GOLD, TEXT, [found("Ana Rooy"), beyond], claims, TEXT)])
    assert (figures["counted quotations"], figures["counted quotations right"]) == (1.0, 0.5)
    assert (figures["counted speakers"], figures["counted speakers right"]) == (1.0, 0.5)
    assert (figures["counted sources"], figures["counted sources right"]) == (0.0, 0.0)
    doubtful = [replace(found("Ana Rooy"), confidence=0.4)]
    hedged = [found(spans=(TOLD,), kind="hedged")]
    counts = count_article(GOLD, TEXT, doubtful, hedged, TEXT)
    assert (counts["counted quotations/right"], counts["counted quotations right/gold"]) == (0, 0)
    assert (counts["counted sources/gold"], counts["counted sources right/gold"]) == (1, 0)


def test_a_scare_quote_is_right_when_it_is_given_to_nobody():
    gold = Gold([ANA], [GoldQuotation((QUOTED,), "scare", None, "", None)])
    assert share_figures([count_article(gold, TEXT, [found(kind="scare")], [], TEXT)])["scare"] == 1.0
    assert share_figures([count_article(gold, TEXT, [found("Ana Rooy")], [], TEXT)])["scare"] == 0.0


def test_a_headline_may_leave_its_speaker_out_but_not_give_another():
    left_out, other = replace(found(), in_headline=True), replace(found("Ole Brandt"), in_headline=True)
    assert share_figures([count_article(GOLD, TEXT, [left_out], [], TEXT)])["headline"] == 1.0
    assert share_figures([count_article(GOLD, TEXT, [other], [], TEXT)])["headline"] == 0.0


def test_title_and_basis_are_judged_where_the_source_is_right():
    source = GoldSource("Ole Brandt", "named_person", "chief of the Oster fleet")
    gold = Gold([source], [], [GoldAttribution((TOLD,), (), (), source, None, ((35, 45),))])
    ours = found("Ole Brandt", spans=(TOLD,), kind="attributed", title="Oster fleet chief", basis=((35, 45),))
    figures = share_figures([count_article(gold, TEXT, [], [ours], TEXT)])
    assert (figures["title"], figures["basis"]) == (1.0, 1.0)


def test_the_interval_of_a_share_holds_it_and_narrows_with_more_articles():
    few = [{"quotes/gold": 2, "quotes/right": k % 3} for k in range(6)]
    low, high = draw_intervals(few, 300)["quotes"]
    narrow_low, narrow_high = draw_intervals(few * 20, 300)["quotes"]
    assert low <= share_figures(few)["quotes"] <= high
    assert narrow_high - narrow_low < high - low


def test_two_readers_who_name_a_source_alike_agree():
    second = Gold(
        [GoldSource("Rooy", "named_person")],
        [GoldQuotation((QUOTED,), "mixed", GoldSource("Rooy", "named_person"), "name", None)],
    )
    second.quotations[0] = replace(second.quotations[0], source=second.sources[0])
    figures = share_figures([agree(GOLD, second, TEXT)])
    assert (figures["quotes"], figures["type"]) == (1.0, 0.0)
