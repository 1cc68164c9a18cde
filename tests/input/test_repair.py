"""Text of feeds and exports: what cannot be meant is put right, and nothing else is touched."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.repair import RepairKind, Repairs, repair_text

QUOTED = "“We lost the roof,” said Lena Frostam. She wouldn’t rebuild."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&ldquo;We lost the roof,&rdquo; said Lena.", "“We lost the roof,” said Lena."),
        ("&#8220;We lost&#x2019;s&#148; &#39;", "“We lost’s” '"),
        ("&amp;quot;We lost,&amp;quot; he said", '"We lost," he said'),
        ("&quot We lost,&quot he said; it wasn&#8217t", '" We lost," he said; it wasn’t'),
        ("quot;We lost, quot; he said; it#39;s", '"We lost, " he said; it\'s'),
    ],
)
def test_entities_become_characters(text: str, expected: str) -> None:
    assert repair_text(text) == (expected, (RepairKind.ENTITIES,))


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("<p>“One,” said\n<b>Greta Sund</b>.</p>\n<p class='x'>Two.</p>", ["“One,” said Greta Sund.", "Two."]),
        ("One.<br>Two.<br/><br />Three", ["One.", "Two.", "Three"]),
        ("<div>One</div><ul><li>Two</li><li>Three</li></ul>", ["One", "Two", "Three"]),
        ("&lt;p&gt;One &amp;amp; two&lt;/p&gt;&lt;p&gt;Three&lt;/p&gt;", ["One & two", "Three"]),
        ("<p>One<script>var a = '<p>';</script><!-- no <p> --></p>", ["One"]),
        ("<q>One</q>, he said <a href='x'>there</a>", ["“One”, he said there"]),
        ("<![CDATA[<p>One</p>]]>", ["One"]),
        ("One <o:p>two</o:p><span style='a'>three</span>", ["One twothree"]),
    ],
)
def test_tags_go_and_block_tags_end_paragraphs(text: str, paragraphs: list[str]) -> None:
    mended, kinds = repair_text(text)
    assert [part.strip() for part in mended.split("\n\n") if part.strip()] == paragraphs
    assert RepairKind.TAGS in kinds


def test_a_line_break_inside_a_sentence_ends_no_paragraph() -> None:
    assert repair_text("We lost<br>the roof.")[0] == "We lost\nthe roof."


@pytest.mark.parametrize(
    "text",
    [
        "Marl & Penny's R&D budget: costs are < 5 per cent, a<b and c>d, 2 > 1; AT&T; B&B; Q&A; S&P; more.",
        "The <b> tag makes letters bold and the <p> tag paragraphs.",
        "See http://post.example/?a=1&copy=2&lt=3 or write to Ida Kern <ida@post.example>.",
        "Naïve cafés in São Paulo – “fine” – cost €5 or ½ of £3; Ångström’s ‘law’… in Łódź, Čapek said.",
        "Why? “Who?” he asked. What?! Is that so? Yes.\n\nReally??",
        "A line.\nAnother\\one in C:\\new\\tables.",
        QUOTED,
    ],
)
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert repair_text(text) == (text, ())


@given(st.text(st.characters(codec="ascii", exclude_characters="&<\\?;\x7f", min_codepoint=32), max_size=200))
def test_plain_ascii_stays_as_it_is(text: str) -> None:
    assert repair_text(text) == (text, ())


WORDS = st.lists(
    st.sampled_from("“Go,” ‘no’ wouldn’t café Kern — said. R&D <5 b>c José’s €9 Müller…".split()),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(WORDS)
def test_clean_words_stay_and_come_back_from_entities_and_tags(text: str) -> None:
    assert repair_text(text) == (text, ())
    escaped = html.escape(text)
    assert repair_text(f"<p>{escaped}</p><p>{escaped}</p>")[0].split("\n\n\n\n") == [text, text]
    if escaped != text:
        assert repair_text(escaped) == (text, (RepairKind.ENTITIES,))


@given(st.lists(st.sampled_from("“Go,” wouldn’t café — said José roof rebuild.".split()), min_size=1, max_size=12))
def test_mojibake_is_decoded_anew(words: list[str]) -> None:
    text = " ".join(words)
    broken = text.encode().decode("latin-1")
    mended, kinds = repair_text(broken)
    assert mended == text
    assert kinds == ((RepairKind.MOJIBAKE,) if broken != text else ())


def test_mojibake_beside_sound_marks_is_decoded() -> None:
    text = "“Fine,” said Ann.\n\nâ€œWe lost the plums,â€\x9d said Bo. It wasnâ€™t \x93fun\x94."
    assert repair_text(text)[0] == "“Fine,” said Ann.\n\n“We lost the plums,” said Bo. It wasn’t “fun”."


@pytest.mark.parametrize("closing", ["â€", "â€?", "â€\x9d", "�"])
def test_a_closing_mark_that_lost_a_byte_is_restored(closing: str) -> None:
    assert repair_text(f"â€œWe lost the roof,{closing} said José.")[0] == "“We lost the roof,” said José."


@pytest.mark.parametrize("mark", ["?", "�"])
def test_lost_quotation_marks_are_restored(mark: str) -> None:
    text = f"{mark}We lost the roof,{mark} said Lena. She wouldn{mark}t rebuild. {mark}Is it safe?{mark} he asked. Why?"
    mended, kinds = repair_text(text)
    assert mended == "“We lost the roof,” said Lena. She wouldn’t rebuild. “Is it safe?” he asked. Why?"
    assert kinds == (RepairKind.LOST_MARKS,)


def test_a_lost_character_that_cannot_be_told_stays_and_is_named() -> None:
    assert repair_text("The caf� closed.") == ("The caf� closed.", (RepairKind.UNREADABLE,))


def test_written_out_escapes_are_undone() -> None:
    text = '\\"We lost,\\" she said.\\n\\nIt was \\u201cbad\\u201d.'
    assert repair_text(text) == ('"We lost," she said.\n\nIt was “bad”.', (RepairKind.ESCAPES,))


def test_invisible_and_control_characters_go() -> None:
    text = "The har\u00adbour\u200b of\u2060 Marl\x07 is\x1b[31m \ufeffopen 👩\u200d🚒"
    mended, kinds = repair_text(text)
    assert mended == "The harbour of Marl is open 👩\u200d🚒"
    assert kinds == (RepairKind.CONTROL, RepairKind.INVISIBLE)


def test_an_article_remembers_each_kind_once() -> None:
    repairs = Repairs()
    assert repairs.mend_line("Gale &amp;\n flood") == "Gale & flood"
    assert repairs.mend("<p>Rain &amp; hail</p>") == "Rain & hail"
    assert repairs.mend_line("A \ud83d joke") == "A � joke"
    assert repairs.mend_line(None) is None
    assert repairs.kinds == (RepairKind.TAGS, RepairKind.ENTITIES, RepairKind.UNREADABLE)


@given(st.text(max_size=200))
def test_any_text_can_be_repaired(text: str) -> None:
    repair_text(text)


def test_caption_of_a_picture_is_no_text() -> None:
    figure = "<figure><img src='a.jpg'><figcaption>The bridge. Bo Chen</figcaption></figure>"
    text, _ = repair_text(f"<p>The mayor opened it.</p>{figure}<p>She went home.</p>")
    assert text.split() == "The mayor opened it. She went home.".split()
