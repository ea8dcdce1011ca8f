from __future__ import annotations

from pathlib import Path

import pytest

from index.library import Library
from rag.question.speakers import asks_for_another, speakers_in
from rag.question.understand import kind_of
from tests.helpers.files import library_of

PRESS = [
    {"id": "oslo", "title": "Steel", "text":
     "“We want no quota,” said Norwegian Trade Minister Kari Nordmann. "
     "“The quota stays for now, whatever they say,” said Peruvian Trade Minister Luis Prado Mann. "
     "“Apples will suffer more than steel,” said Ada Field-Brown, the growers' president. "
     "“Peru will answer in kind,” the Ministry of Commerce said. "
     "“Every ton was paid for,” said Emily Daly, general counsel for Acme. "
     "“The ore is ours,” Acme said."},
]  # fmt: skip


def test_only_the_one_who_speaks_is_meant_not_the_one_spoken_to(press: Library) -> None:
    question = "What did Kari Nordmann tell Luis Prado Mann about the quota?"
    assert speakers_in(question, press) == ["Kari Nordmann"]


def test_a_double_surname_is_found_however_it_is_written(press: Library) -> None:
    for name in ("Ada Field-Brown", "Field-Brown", "ada field-brown"):
        assert speakers_in(f"What did {name} say?", press) == ["Ada Field-Brown"]


def test_an_office_stands_for_who_holds_it(press: Library) -> None:
    assert speakers_in("What did the Norwegian trade minister say?", press) == ["Kari Nordmann"]
    assert speakers_in("What did the Peruvian side say?", press) == ["Luis Prado Mann"]


def test_an_institution_is_meant_only_where_it_speaks(press: Library) -> None:
    assert speakers_in("What did the Ministry of Commerce say?", press) == ["Ministry of Commerce"]
    assert speakers_in("Where is the Ministry of Commerce?", press) == []


def test_an_officer_of_a_firm_is_not_the_firm(press: Library) -> None:
    assert speakers_in("What did the general counsel of Acme say?", press) == ["Emily Daly"]
    assert speakers_in("What did Acme's general counsel say?", press) == ["Emily Daly"]
    assert speakers_in("What did the chief economist of Acme say?", press) == []
    assert speakers_in("What did a spokesman for Acme say?", press) == ["Acme"]
    assert speakers_in("What did Acme say?", press) == ["Acme"]


def test_a_stranger_is_known_as_one(press: Library) -> None:
    question = "What did Olga Berg say?"
    assert asks_for_another(question, speakers_in(question, press))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When did it start?", "date"),
        ("lawsuit - filed when?", "date"),
        ("By how much did prices fall when duties ended?", "number"),
        ("tariff on vietnam?", "number"),
        ("What was her comeback when they retaliated?", "quote"),
        ("What would happen if the rate went up to 25%?", "fact"),
    ],
)
def test_the_kind_of_answer_wanted(question: str, kind: str) -> None:
    assert kind_of(question, []) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is Kari Nordmann's house worth?", "number"),
        ("What was Kari Nordmann's first office?", "fact"),
        ("What was Kari Nordmann's worry?", "quote"),
        ("kari nordmann quota", "quote"),
        ("Why did Kari Nordmann leave Oslo?", "fact"),
        ("Why did Kari Nordmann oppose the quota?", "quote"),
        ("How did Norway and Peru each answer?", "comparison"),
    ],
)
def test_a_person_in_a_question_is_not_always_asked_for_words(question: str, kind: str) -> None:
    assert kind_of(question, ["Kari Nordmann"]) == kind


def test_one_slip_in_a_name_is_put_right(press: Library) -> None:
    assert speakers_in("What did Kari Nordman say?", press) == ["Kari Nordmann"]


SIDES = [
    {"id": "talks", "title": "Talks", "text":
     "“We agree,” said US Commerce Secretary Howard Lund. “We do not,” said Robert Iso, the chief of American Airlines. "
     "“So do we,” said Chinese Vice Commerce Minister Li Cheng. “Perhaps not,” said Chinese Premier Li Keng. "
     "“Prices will rise a lot,” said Trump spokesman Bryan Hugh. “They will not,” said President Donald Trump. "
     "“Growth is fine,” said Roberto Azevêdo, the director-general."},
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("What did the American side say?", ["Howard Lund"]),
        ("What did Vice Minister Li say?", ["Li Cheng"]),
        ("What did Premier Li say?", ["Li Keng"]),
        ("What did Roberto Azevedo say?", ["Roberto Azevêdo"]),
        ("Who said that Donald Trump is right?", []),
    ],
)
def test_sides_offices_and_accents_mean_whom_a_reader_means(
    question: str, speakers: list[str], tmp_path: Path
) -> None:
    assert speakers_in(question, library_of(tmp_path, SIDES)) == speakers


def test_a_spokesman_is_not_the_principal(tmp_path: Path) -> None:
    library = library_of(tmp_path, SIDES)
    assert "Donald Trump" not in speakers_in(
        "What did Trump's spokesman say about prices?", library
    )
