"""Which texts count as surely not English."""

from __future__ import annotations

import pytest

import transforms.langid
from transforms.langid import find_other_language

ENGLISH = "The minister said on Monday that the government would publish the bill after the summer, and not before."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Minister sagte am Montag, die Regierung werde das Gesetz im Herbst vorlegen.", "German"),
        ("De minister zei maandag dat de regering het voorstel in de herfst zal indienen.", "Dutch"),
        ("Le ministre a déclaré lundi que le gouvernement présenterait le texte à l’automne.", "French"),
        ("El ministro dijo el lunes que el gobierno presentará la ley en otoño.", "Spanish"),
        ("Ministern sade på måndagen att regeringen ska lägga fram lagen i höst.", "Swedish"),
        ("Министр заявил в понедельник, что правительство представит закон осенью.", "Russian"),
        ("قال الوزير يوم الاثنين إن الحكومة ستقدم القانون في الخريف المقبل.", "Arabic"),
        (
            "部长周一表示，政府将于秋季提交该法案，反对派对此计划提出批评，并要求政府公布更多细节，以便公众了解。",
            "Chinese",
        ),
    ],
)
def test_other_languages_are_named(text: str, language: str) -> None:
    assert find_other_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "Former President Vicente Luna slams President Enrique Peña Nieto for meeting Anouk Verlaine",
        "She said yes.",
        "Ja.",
        "1,204 3,550 — 17",
    ],
)
def test_english_names_and_short_texts_pass(text: str) -> None:
    assert find_other_language(text) is None


def test_quotation_in_another_language_does_not_hide_english() -> None:
    quoted = "“Die Regierung wird das Gesetz im Herbst vorlegen”, "
    assert find_other_language(ENGLISH + " " + quoted + ENGLISH) is None


def test_plain_english_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise AssertionError("lingua was loaded for plain English")

    monkeypatch.setattr(transforms.langid, "_load_detector", fail)
    assert find_other_language(ENGLISH) is None
