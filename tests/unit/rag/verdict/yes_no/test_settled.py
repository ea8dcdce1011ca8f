"""Yes-or-no questions answered with the sentence that proves it, by what was said and what was not."""

from __future__ import annotations

import pytest

from tests.unit.rag.conftest import Ask

PRESS = [
    {"id": "lantern", "title": "No word from the minister", "publisher": "Pier Gazette", "date": "2026-02-02",
     "text": "HANOI, Feb 2 - Trade Minister Pham Hanh never promised a tax break for lantern makers, her office "
             "said.\n\nA letter quotes Pham Hanh as writing “no lantern will be taxed”. The letter is a forgery, "
             "the ministry said.\n\n“I promised them a meeting,” Pham Hanh told reporters."},
    {"id": "barge", "title": "What Mertens may say", "publisher": "Pier Gazette", "date": "2026-02-09",
     "text": "ANTWERP, Feb 9 - Commissioner Griet Mertens will say on Friday that “the canal must pay”, according "
             "to a draft of her speech.\n\nAsked whether the toll would come in May, Mertens said: “Ask me in "
             "June.”"},
    {"id": "tyre", "title": "Warsaw drops the tyre surcharge", "publisher": "Pier Gazette", "date": "2026-01-19",
     "text": "WARSAW, Jan 19 - Poland scrapped its surcharge on truck tyres on January 16, the economy ministry "
             "said. The surcharge on bicycle tyres remains in force."},
    {"id": "pearl", "title": "Pearl house and divers at odds", "publisher": "Pier Gazette", "date": "2026-04-20",
     "text": "MANAMA, April 20 - The pearl house has paid its divers, its accountant said. The divers' club disputes "
             "that.\n\nThe pearl house has moved its office to Muharraq, its accountant said. The club does not dispute "
             "that."},
    {"id": "zip", "title": "Zip maker hires", "publisher": "Pier Gazette", "date": "2026-05-04",
     "text": "BRAGA, May 4 - The zip maker will hire 400 people in Braga, it said."},
    {"id": "zip2", "title": "Correction: zip maker", "publisher": "Pier Gazette", "date": "2026-05-05",
     "text": "BRAGA, May 5 - An earlier report misstated how many people the zip maker will hire in Braga. The figure "
             "is 40, not 400."},
    {"id": "kale", "title": "Kale grower takes it back", "publisher": "Pier Gazette", "date": "2026-05-11",
     "text": "KIEL, May 11 - Grower Hanna Voss called the kale rule “a rake without teeth”. She has since withdrawn "
             "the words.\n\n“I had not read it,” Voss said."},
    {"id": "rattan", "title": "Jakarta bans export of rattan", "publisher": "Pier Gazette", "date": "2026-03-30",
     "text": "The decree takes effect on April 15. Weavers in Cirebon welcomed it."},
    {"id": "sugar", "title": "Sugar tax splits the town", "publisher": "Pier Gazette", "date": "2025-10-20",
     "text": "GRAZ, Oct 20 - Dentist Ulla Horn argues that the sugar tax saves teeth. Confectioner Paul Ziegler "
             "argues that the sugar tax kills small shops."},
    {"id": "reed", "title": "Reed minister not quoted", "publisher": "Pier Gazette", "date": "2026-06-01",
     "text": "BAKU, June 1 - Minister Rena Aliyeva at no point said that “reed is the new steel”, her office said."},
    {"id": "hemp", "title": "Hemp waits for a word", "publisher": "Pier Gazette", "date": "2026-06-08",
     "text": "CORK, June 8 - Once Minister Una Kehoe says “the hemp duty is gone,” three mills will hire."},
    {"id": "felt", "title": "Questions to a hatter", "publisher": "Pier Gazette", "date": "2026-06-15",
     "text": "Q: You have called the felt tax a theft.\n\nHATTER PIM BOS: “I never called it a theft.”"},
    {"id": "pond", "title": "Talk with a diver", "publisher": "Pier Gazette", "date": "2026-06-22",
     "text": "Q: Your rivals say the pond is empty.\n\nDIVER ANA RUIZ: “The pond is tired, it is not empty.”"},
    {"id": "cod", "title": "Senators grill minister over cod permits", "publisher": "Pier Gazette", "date": "2026-06-29",
     "text": "“Have you already sold the cod permits?” Senator Ivo Bek wanted to know. “I have sold my car,” Minister Lea "
             "Tors replied."},
    {"id": "bridge", "title": "Letter: The bridge toll robs the poor", "author": "Tilda Berg",
     "publisher": "Pier Gazette", "date": "2025-10-06",
     "text": "The bridge toll was made for yachts. The minister never listened."},
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "begins", "holds"),
    [
        ("Did Poland scrap the surcharge on truck tyres?", "Yes: ", "scrapped its surcharge"),
        ("Has Poland scrapped the surcharge on bicycle tyres?", "No: ", "remains in force"),
        ("Did Pham Hanh promise a tax break for lantern makers?", "No: ", "never promised"),
        ("Did Pham Hanh write that no lantern will be taxed?", "There is no proof", "a forgery"),
        ("Did Griet Mertens say the canal must pay?", "Not said, only supposed: ", "a draft"),
        ("Has the pearl house paid its divers?", "There is no proof", "disputes that"),
        ("Has the pearl house moved its office to Muharraq?", "Yes: ", "moved its office"),
        ("Will the zip maker hire 400 people in Braga?", "No: ", "40, not 400"),
        ("Did Jakarta ban the export of rattan?", "Yes, by the headline “Jakarta bans", "decree"),
        ("Did Rena Aliyeva say that reed is the new steel?", "No: ", "at no point said"),
        (
            "Did Una Kehoe say that the hemp duty is gone?",
            "Not said, only supposed: ",
            "Once Minister",
        ),
        ("Did Pim Bos call the felt tax a theft?", "No: ", "never called it"),
        ("Did Ana Ruiz say the pond is empty?", "No: ", "it is not empty"),
        ("Was the bridge toll made for yachts?", "So says a letter by Tilda Berg: ", "yachts"),
    ],
)
def test_the_answer_begins_with_what_the_sentence_proves(
    ask: Ask, question: str, begins: str, holds: str
) -> None:
    answer = ask(question)
    assert answer.text.startswith(begins)
    assert holds in answer.text
    assert answer.citations


def test_words_that_were_withdrawn_are_shown_with_that(ask: Ask) -> None:
    assert "withdrawn the words" in ask("What did Hanna Voss call the kale rule?").text


def test_what_no_article_speaks_of_is_not_answered_with_yes(ask: Ask) -> None:
    answer = ask("Did Poland scrap the surcharge on tractor tyres?")
    assert answer.confidence != "high"
    assert not answer.text.startswith(("Yes", "No"))


def test_the_same_deed_done_to_another_thing_is_no_yes(ask: Ask) -> None:
    answer = ask("Did Lea Tors say that the cod permits had been sold?")
    assert not answer.text.startswith("Yes")


def test_a_judgement_is_refused_with_who_argues_what(ask: Ask) -> None:
    answer = ask("Should the sugar tax be scrapped?")
    assert answer.refusal is not None
    offered = " ".join(said.quote for said in answer.refusal.instead)
    assert "saves teeth" in offered
    assert "kills small shops" in offered
    assert "Ulla Horn" in answer.text
