import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.extract.quotations import Quotation, join_interrupted, scan_quotations


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for part in text.split("\n\n"):
        spans.append((at, at + len(part)))
        at += len(part) + 2
    return spans


def quoted(text: str) -> list[str]:
    return [" | ".join(text[a:b] for a, b in q.spans) for q in scan_quotations(text, paragraphs_of(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We are ready,” she said. “All of us.”", ["We are ready,", "All of us."]),
        ('"We are ready," she said. "All of us."', ["We are ready,", "All of us."]),
        ("``We are ready,'' she said.", ["We are ready,"]),
        ("\"We are ready,'' she said.", ["We are ready,"]),
        ("«Nous», he wrote, »wir« and „ihr“.", ["Nous", "wir", "ihr"]),
        ("‘We don’t know,’ she said.", ["We don’t know,"]),
        ("'We don't know,' she said.", ["We don't know,"]),
        ("The mayor's staff, the workers' pay and the '90s don't count.", []),
        ("The workers’ pay rose in the ’90s, rock ’n’ roll or not.", []),
        ("Get ‘em while it’s ‘90s music, ‘til dawn.", []),
        ("She called it the ‘workers’ paradise’ of old.", ["workers’ paradise"]),
        ("In the ‘dog days’ of summer nobody worked.", ["dog days"]),
        ("They sang 'my old friends' and left for the 'good times' again.", ["my old friends", "good times"]),
        ("“He told me ‘go home’ and left,” she said.", ["He told me ‘go home’ and left,"]),
        ("‘He said “no” to me,’ she said.", ["He said “no” to me,"]),
        ('He is 6\'2" tall and "very fast".', ["very fast"]),
        ('He said "I am 6\'2" tall" and left.', ["I am 6'2\" tall"]),
        ('He said:"We go."', ["We go."]),
        (
            "“One paragraph.\n\n“Two paragraphs.\n\n“The end,” she said. “More.”",
            ["One paragraph. | Two paragraphs. | The end,", "More."],
        ),
        ("“Never closed, she said.\n\nAnother paragraph.", ["Never closed, she said."]),
        ("“Not closed, she said. “Then closed.”", ["Not closed, she said.", "Then closed."]),
        # the break before a quotation's second paragraph was lost, which is one quotation
        ("“It is late. “Added to that, we left,” she said.", ["It is late. | Added to that, we left,"]),
        ('He said: "It is late. "We must go," and left.', ["It is late. | We must go,"]),
        (
            '"Nobody gets through the door."So we mend it now," she said.',
            ["Nobody gets through the door. | So we mend it now,"],
        ),
        (
            "She said: “Say you care, even when “your team” is to blame. Then go.” He left.",
            ["Say you care, even when “your team” is to blame. Then go."],
        ),
        (
            "“There is too much salt, which hides\n\nthe taste,” he said.",
            ["There is too much salt, which hides | the taste,"],
        ),
        ("“We saw it in May. “ Her medal is new.", ["We saw it in May."]),
        ("“We then “added salt” to it.", ["We then", "added salt"]),
        ("Minister: ‘no new tax’ this year\n\nBody.", ["no new tax"]),
        ('A stray" mark stays alone.', []),
        ('“ ” and "" hold no words.', []),
        ("", []),
    ],
)
def test_marks_of_every_style_hold_quotations(text, expected):
    assert quoted(text) == expected


def test_a_missing_mark_is_told():
    closed = [q.closed for q in scan_quotations("“Never closed, she said.", [(0, 24)])]
    assert closed == [False]


def test_an_unread_paragraph_between_does_not_end_a_quotation():
    text = "“First.\n\nPhoto: somebody\n\n“Second.”"
    first, _, last = paragraphs_of(text)
    (quotation,) = scan_quotations(text, [first, last])
    assert [text[a:b] for a, b in quotation.spans] == ["First.", "Second."]


@pytest.mark.parametrize(
    ("second", "is_one"),
    [
        ("“Nobody asked the crews,” added Rep. Tilda Marsh of the harbour board.", False),
        ("“Nobody asked the crews,” Tilda Marsh of the harbour board said.", False),
        ("“Nobody asked the crews,” Rooy added.", True),
        ("“Nobody asked the crews,” she told Marsh.", True),
        ("“Nobody asked the crews.” Marsh had left by then.", True),
        ("“Nobody asked the crews.", True),
    ],
)
def test_an_open_mark_before_another_speaker_was_forgotten(second, is_one):
    first = "“It is a bad plan,” Rep. Ana Rooy said. “The ferry stops, and the island pays."
    words = ["The ferry stops, and the island pays.", "Nobody asked the crews"]
    pieces = [piece.rstrip(",.") for q in quoted(f"{first}\n\n{second}")[1:2] for piece in q.split(" | ")]
    assert pieces == ([words[0].rstrip("."), words[1]] if is_one else [words[0].rstrip(".")])


def test_a_paragraph_that_is_all_quotation_goes_on_to_its_speaker():
    assert quoted("“The ferry stops.\n\n“Nobody asked,” said Tilda Marsh.") == ["The ferry stops. | Nobody asked,"]


def test_a_cue_inside_one_sentence_joins_the_two_pieces():
    text = "“We will go,” she said, “and stay.” “Then,” he said. “Now.”"
    joined = join_interrupted(scan_quotations(text, [(0, len(text))]), text, lambda a, b: "said" in text[a:b])
    assert next(q.spans for q in joined) == ((1, 12), (25, 34))
    assert len(joined) == 3


def test_a_second_cue_between_keeps_the_two_pieces_apart():
    text = "“We will go,” she said, adding, “and stay.”"
    assert len(join_interrupted(scan_quotations(text, [(0, len(text))]), text, lambda *_: False)) == 2


_PIECES = st.lists(
    st.sampled_from(["“", "”", '"', "'", "’", "‘", "''", "``", "a", "s", "word", " ", ".", ",", "\n\n", "9"]),
    max_size=60,
)


@given(_PIECES)
@settings(max_examples=300, deadline=None)
def test_any_marks_give_ordered_words(pieces):
    text = "".join(pieces)
    last = 0
    for quotation in scan_quotations(text, paragraphs_of(text)):
        assert isinstance(quotation, Quotation)
        assert last <= quotation.outer[0] < quotation.start < quotation.end <= quotation.outer[1] <= len(text)
        for start, end in quotation.spans:
            assert text[start:end].strip() == text[start:end] != ""
        last = quotation.outer[1]


@pytest.mark.parametrize("unit", ["'a ", '"a ', "‘a ", "“a ", "’s ", "a’ ", 'a" ', "``a "])
def test_ten_thousand_marks_take_no_quadratic_time(unit):
    text = unit * 10_000
    began = time.process_time()
    scan_quotations(text, [(0, len(text))])
    assert time.process_time() - began < 1.0
