"""What the outlet states itself: whole statements, no scraps of what others said, no datelines."""

from transforms.extract import extract_article

from .docs import load_test_seeds, make_article, make_doc, make_segments


def outlet_claims(text: str, attributions: list[tuple[str, str, str]], **options: object) -> list[str]:
    doc = make_doc(text, attributions=attributions, **options)
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    return [claim["text"] for claim in found.claims if claim["voice"] == "outlet"]


def test_a_statement_beside_an_attribution_is_a_claim() -> None:
    text = "The old bridge fell at noon, and Rooy said the city knew it."
    claims = outlet_claims(text, [("Rooy", "said", "the city knew it")], subjects={"bridge": "fell"})
    assert claims == ["The old bridge fell at noon"]


def test_a_scrap_that_attribution_leaves_is_none() -> None:
    text = "The plan of the council had Rooy said a flaw that nobody noticed."
    assert outlet_claims(text, [("Rooy", "said", "a flaw that nobody noticed")], tags={"had": "VBD"}) == []


def test_a_dateline_is_no_part_of_a_claim() -> None:
    text = "BRENHOLT (Veldapress) — The harbour closed at dawn on Friday."
    assert outlet_claims(text, [], subjects={"harbour": "closed"}) == ["The harbour closed at dawn on Friday"]
