from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.quotes.extract import extract_quotes
from index.types import Quote

STANCES = Path(__file__).parents[3] / "data" / "stances.jsonl"
# A person's words in a sentence or two, with their stance; "held" were run once, after the rules.
ROWS = [row for row in map(json.loads, STANCES.read_text("utf-8").splitlines()) if not row["held"]]
PEOPLE = "MERIDA, May 4 - Governor Sol Campos, Finance Minister Bruno Keller and trade chief Amina Yusuf met.\n\n"


def spoken(text: str, words: str) -> list[Quote]:
    return [q for q in extract_quotes(PEOPLE + text) if words in q.text and q.start > len(PEOPLE)]


@pytest.mark.parametrize(
    ("text", "words", "stance"),
    [
        ("Keller never said “the franc will float”, his office said.", "franc will float", "denied"),
        ("Yusuf did not say that the rice talks had failed.", "talks had failed", "denied"),
        ("Yusuf did not, at any point, say “the rice talks failed”.", "rice talks failed", "denied"),
        ("Yusuf, at the talks, said that the rice was safe.", "rice was safe", "said"),
        ("Claim: Yusuf wrote “the rice is gone”.", "rice is gone", "disputed"),
        ("A blog wrote on Monday that Yusuf had called it “a bag of sand”. “Those are not my words,” Yusuf said.",
         "bag of sand", "disputed"),
        ("Yusuf called it “a bag of sand”, a trader said. “I never said that,” she told this paper.", "bag of sand",
         "disputed"),
        ("Yusuf called it “a bag of sand”, a trader said. “I said nothing of the kind,” Yusuf said.", "bag of sand",
         "disputed"),
        ("A leaflet quotes Yusuf: “It is a bag of sand.” “I did not write it,” she said.", "bag of sand", "disputed"),
        ("Yusuf called it “a bag of sand”. “I cannot say when it ends,” Yusuf said.", "bag of sand", "said"),
        ("Yusuf called it “a bag of sand”. “I never said it would be easy,” Yusuf said.", "bag of sand", "said"),
        ("Yusuf called it “a bag of sand”. “These are my words, not his,” Yusuf said.", "bag of sand", "said"),
        ("Yusuf called it “a bag of sand”. “I never said that,” said Keller, whom she had blamed.", "bag of sand",
         "said"),
        ("Once minister Keller says “the pit is closed,” gold will fall.", "pit is closed", "supposed"),
        ("Minister Keller once said “the pit is closed.”", "pit is closed", "said"),
        ("Keller at no point said “the pit is closed”.", "pit is closed", "denied"),
        ("Keller spoke to no end, adding that gold is dear.", "gold is dear", "said"),
        ("Asked by a guest “Will you close it?”, minister Keller answered “Ask me in May.”", "Will you close", "asked"),
        ("Asked by a guest “Will you close it?”, minister Keller answered “Ask me in May.”", "Ask me", "said"),
        ("A screenshot that went round claims that minister Keller wrote: “Nobody will look.”", "Nobody will look",
         "disputed"),
        ("Campos would neither confirm nor deny a report that he had told miners “to stop”.", "to stop", "supposed"),
        ("Campos denied on Monday that he had told miners “to stop”.", "to stop", "denied"),
        ("According to a guest, Keller remarked that “gold is dear”. Others heard nothing of the kind.", "gold is dear",
         "disputed"),
        ("Keller said “gold is dear”. Nothing of the kind had happened for years.", "gold is dear", "said"),
        ("“Gold is dear,” Keller wrote, or so a memo has it.", "Gold is dear", "disputed"),
        ("Posters quote Keller: he said “gold is dear”. There is no proof that he ever used it.", "gold is dear",
         "disputed"),
        ("A draft had the minister, Bruno Keller, declare that “gold is dear”.", "gold is dear", "disputed"),
        ("A story in which Keller promises “to eat gold” went round. The item came from Gag, a satirical site.",
         "to eat gold", "disputed"),
        ("“Rice is safe,” Yusuf said. We quoted Yusuf as saying “rice is dead”. She did not say this.", "Rice is safe",
         "said"),
        ("“Rice is safe,” Yusuf said. We quoted Yusuf as saying “rice is dead”. She did not say this.", "rice is dead",
         "disputed"),
        ("Told “you must go”, minister Keller said “I stay here.”", "you must go", "asked"),
        ("Told “you must go”, minister Keller said “I stay here.”", "I stay here", "said"),
        ("Keller had nothing to say on “the great tax”.", "great tax", "denied"),
        ("Keller said nothing about “the great tax”.", "great tax", "denied"),
        ("Keller said nothing was “off the table”.", "off the table", "said"),
        ("Yusuf denied having told growers “to wait”.", "to wait", "denied"),
        ("Yusuf refused to say that the quota was dead.", "quota was dead", "denied"),
        ("It is not true that Campos said “the pit is closed”.", "pit is closed", "denied"),
        ("Neither Keller nor Campos said “the pit is closed”.", "pit is closed", "denied"),
        ("Campos has yet to say that the pit is closed.", "pit is closed", "denied"),
        ("Rivals accused Keller of telling farmers “to go home”.", "to go home", "disputed"),
        ("A clip shows Campos saying “close the mine”. The clip is fake, a desk found.", "close the mine", "disputed"),
        ("A picture has Campos saying “close the mine”. Three desks say that it was doctored.", "close the mine",
         "disputed"),
        ("Keller did not at any point say “the pit is closed”.", "pit is closed", "denied"),
        ("At no time has Keller said “the pit is closed”.", "pit is closed", "denied"),
        ("Yusuf insisted that at no point had she called it “a tax on bread”.", "tax on bread", "denied"),
        ("Had minister Keller said “we are ready”, gold would fall.", "we are ready", "supposed"),
        ("Keller said “sink it”. The recording was a fake, a desk found.", "sink it", "disputed"),
        ("Keller said “sink it”. The report was false, he added.", "sink it", "said"),
        ("Campos is said to have written “the pit is closed”.", "pit is closed", "disputed"),
        ("A satirical site had minister Campos saying “close the mine”.", "close the mine", "disputed"),
        ("Campos was quoted by a hoax site as saying “close the mine”.", "close the mine", "disputed"),
        ("Campos is expected to say “the pit is closed”.", "pit is closed", "supposed"),
        ("In March has Keller said “the pit is closed”.", "pit is closed", "said"),
        ("It was never the case that Campos said “the pit is closed”.", "pit is closed", "denied"),
        ("Campos supposedly said “the pit is closed”.", "pit is closed", "disputed"),
        ("Keller alleged that Campos had called it “the last pit”.", "last pit", "disputed"),
        ("It was rumoured that minister Keller had said “the pit is closed”.", "pit is closed", "disputed"),
        ("A letter in which Yusuf writes “the rice is gone”, is a fake, her office said.", "rice is gone", "disputed"),
        ("A letter in which Yusuf writes “the rice is gone”, is not a fake.", "rice is gone", "said"),
        ("Yusuf wrote “the rice is gone”, says a memo. The memo turned out to be a forgery.", "rice is gone", "disputed"),
        ("The paper misquoted minister Campos as saying “close the mine”.", "close the mine", "disputed"),
        ("Keller did not answer whether the pit was “a grave for money”.", "grave for money", "asked"),
        ("Keller claims that Yusuf told him “the rice is gone”. Yusuf says they never met.", "rice is gone", "disputed"),
        ("Keller claims that Yusuf told him “the rice is gone”. Yusuf says so too.", "rice is gone", "said"),
        ("In a forged letter, Yusuf writes: “We give up the duty.”", "give up the duty", "disputed"),
        ("“Wheat is war,” Keller wrote on his page. He never wrote it, his office said.", "Wheat is war", "disputed"),
        ("Campos was falsely quoted as saying that the pit is closed.", "pit is closed", "disputed"),
        ("If Keller says “no deal,” markets will fall.", "no deal", "supposed"),
        ("Suppose Keller said “the peg is gone”; gold would double.", "peg is gone", "supposed"),
        ("Keller will say on Monday that “the duty is over”.", "duty is over", "supposed"),
        ("Keller could say “we are ready,” a dealer wrote.", "we are ready", "supposed"),
        ("Imagine Campos telling miners “dig for free”.", "dig for free", "supposed"),
        ("Asked whether he would “sell the pit”, Campos left.", "sell the pit", "asked"),
        ("Keller went on to say that the pit was safe.", "pit was safe", "said"),
        ("Keller would later say that the pit was safe.", "pit was safe", "said"),
        ("“The pit is safe,” Keller said. He did not elaborate.", "pit is safe", "said"),
        ("Keller, who did not attend, said that the pit was safe.", "pit was safe", "said"),
        ("“It is a lie,” Keller said of the report. The report was false, he said.", "It is a lie", "said"),
        ("Keller denied the charge, saying “I paid every bill”.", "I paid every bill", "said"),
        ("“I did not ask for aid,” Keller said.", "not ask for aid", "said"),
    ],
)  # fmt: skip
def test_whether_words_were_said(text: str, words: str, stance: str) -> None:
    found = spoken(text, words)
    told = {q.stance for q in found if q.kind == "direct"} or {q.stance for q in found}
    # A question that nobody is named for is left out.
    assert told == {stance} or (stance == "asked" and not told)


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_words_that_were_not_said_are_never_listed_as_said(row: dict[str, str]) -> None:
    found = [
        q
        for q in extract_quotes(row["text"])
        if row["words"] in q.text and row["speaker"] in (q.speaker or "")
    ]
    if row["stance"] == "said":
        assert [q.stance for q in found] == ["said"]
    else:
        assert "said" not in {q.stance for q in found}


def test_the_accused_is_who_would_have_spoken() -> None:
    (quote,) = [
        q
        for q in spoken("Brokers accused Keller of saying “growers are a burden”.", "a burden")
        if q.kind == "direct"
    ]
    assert (quote.speaker, quote.verb) == ("Bruno Keller", "saying")


def test_a_question_is_no_part_of_the_answer() -> None:
    found = extract_quotes(PEOPLE + "Pressed on whether the quota would rise, Yusuf said: “Wait.”")
    assert not any("quota would rise" in q.text for q in found)
