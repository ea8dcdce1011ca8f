from __future__ import annotations

import pytest

from index.text.language import language_asked, language_of

TEXTS = {
    "en": "The ministers said that the duty on zinc would rise to five percent in March after talks.",
    "de": "Die Minister sagten, dass der Zoll auf Zink nach den Gesprächen im März auf fünf Prozent steigt.",
    "fr": "Les ministres ont dit que les droits sur le zinc seraient de cinq pour cent après les pourparlers.",
    "es": "Los ministros dijeron que el arancel sobre el zinc subirá al cinco por ciento en marzo, según la oficina.",
    "it": "I ministri hanno detto che il dazio sullo zinco salirà al cinque per cento dopo i colloqui di marzo.",
    "pt": "Os ministros disseram que a tarifa sobre o zinco não vai subir mais do que cinco por cento em março.",
    "nl": "De ministers zeiden dat het tarief voor zink na de gesprekken van maart met vijf procent wordt verhoogd.",
    "pl": "Ministrowie powiedzieli, że cło na cynk nie wzrośnie do pięciu procent po rozmowach w marcu i że to jest koniec.",
    "sv": "Ministrarna sade att tullen på zink kan stiga till fem procent efter samtalen i mars och att det inte är allt.",
    "tr": "Bakanlar çinko için gümrük vergisinin mart ayında yüzde beşe kadar çıkacağını ve bu kararın çok önemli olduğunu söyledi.",
    "ru": "Министры сказали, что пошлина на цинк в марте вырастет до пяти процентов, но не сразу и не для всех.",
    "zh": "部长们在会谈后表示，锌的关税将在三月份上调至百分之五，出口商对此表示担忧。",
    "ja": "大臣たちは会談の後、亜鉛の関税が三月に五パーセントに引き上げられると述べた。",
    "ko": "장관들은 회담 후 아연 관세가 3월에 5퍼센트로 인상될 것이라고 말했다.",
    "ar": "قال الوزراء إن الرسوم على الزنك سترتفع إلى خمسة في المائة في مارس بعد المحادثات.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_sentence_tells_its_language(code: str) -> None:
    assert language_of(TEXTS[code]) == code


def test_a_quotation_in_another_language_does_not_turn_the_article() -> None:
    assert language_of(TEXTS["en"] * 3 + TEXTS["zh"]) == "en"


def test_too_few_words_tell_nothing_and_strange_ones_are_said_to_be() -> None:
    assert language_of("Zinc duties rise") is None
    assert language_of("") is None
    finnish = "Ministerit sanoivat että sinkin tulli nousee viiteen prosenttiin maaliskuussa"
    assert language_of(f"{finnish} neuvottelujen jälkeen eikä kukaan vastustanut") == "und"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Was hat der Minister über die Zölle gesagt?", "German"),
        ("Qu'est-ce que le ministre a dit sur les droits?", "French"),
        ("李成钢说了什么?", "Chinese"),
        ("Wer ist Ek?", "German"),
        ("Hat Ek das gesagt?", "German"),
        ("Combien de tonnes ?", "French"),
        ("¿Qué dijo Ek?", "Spanish"),
        ("Cuántas toneladas de miel?", "Spanish"),
        ("Was Ek angry?", None),
        ("Was die casting hit by tariffs?", None),
        ("Le Pen on tariffs", None),
        ("What did the minister say about die Zölle?", None),
        ("tariff on vietnam", None),
        ("el paso steel", None),
    ],
)
def test_a_question_in_another_language_is_known(question: str, language: str | None) -> None:
    assert language_asked(question) == language
