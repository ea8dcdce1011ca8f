"""How the reader's opinion changes what is shown, and how sure an answer is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.library import Library
from rag.chain import AnswerChain
from rag.reader import Passage, Reading
from rag.settings import Settings
from rag.verdict.answerability import SURE

PRESS = [
    {"id": "tin", "title": "Tin", "date": "2024-03-05", "text":
     "Peru raised its duty on tin to 9 percent. Peru lowered its duty on zinc to 2 percent. "
     "Miners in Lima asked for a duty on lead. Officials in Lima met miners on Monday."},
    {"id": "rice", "title": "Who will buy rice", "date": "2024-03-06", "text":
     "Chile said on Monday it would levy a tariff on goods from the United States, including rice."},
]  # fmt: skip


class Likes:
    """A reader that likes sentences with one word and counts what it reads."""

    def __init__(self, word: str, logit: float, others: float = -1.5) -> None:
        self.word, self.logit, self.others = word, logit, others
        self.read_so_far: list[str] = []

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        self.read_so_far += [p.sentence for p in passages]
        return [
            Reading(self.logit if self.word in p.sentence else self.others, (0, 4))
            for p in passages
        ]


def chain(press: Library, reader: Likes) -> AnswerChain:
    return AnswerChain(press, Settings(index=press.folder, mode="extractive"), reader=reader)


@pytest.mark.parametrize("word", ["tin", "zinc"])
def test_what_the_reader_likes_stands_first(press: Library, word: str) -> None:
    answer = chain(press, Likes(f"duty on {word}", 4.0)).invoke("How did Peru change its duty?")

    assert f"duty on {word}" in answer.sentences[0].text
    assert answer.confidence == "high"


def test_unsure_the_closest_sentences_are_shown_word_for_word(press: Library) -> None:
    answer = chain(press, Likes("lead", -1.5)).invoke("What did the miners want?")

    assert (answer.status, answer.confidence) == ("answered", "low")
    assert 2 <= len(answer.sentences) <= 3
    assert {c.quote for c in answer.citations} <= {s.text for s in press.sentences("tin")}
    assert all(s.support == "verbatim" and s.citations for s in answer.sentences)
    assert answer.probability is not None
    assert answer.probability < SURE


def test_what_the_reader_rules_out_is_not_among_the_closest(press: Library) -> None:
    reader = Likes("lead", -1.0, others=-2.9)
    answer = chain(press, reader).invoke("What did the miners want?")

    assert "asked for a duty on lead" in answer.text
    assert "tin" not in answer.text
    assert "zinc" not in answer.text


def test_no_sentence_is_read_twice_for_a_question(press: Library) -> None:
    reader = Likes("tin", 1.0)
    chain(press, reader).invoke("How high is the duty on tin in Peru?")

    assert sorted(reader.read_so_far) == sorted(set(reader.read_so_far))


@pytest.mark.parametrize(("logit", "begins"), [(1.0, True), (-2.0, False)])
def test_a_sentence_with_part_of_a_claim_says_yes_only_where_the_reader_holds_it_about_that(
    press: Library, logit: float, begins: bool
) -> None:
    reader = Likes("rice", logit, others=-3.0)
    answer = chain(press, reader).invoke("Did Chile promise to buy American rice?")

    assert answer.text.startswith("Yes:") is begins


def test_a_sentence_with_all_of_a_claim_says_yes_whatever_the_reader_holds(press: Library) -> None:
    answer = chain(press, Likes("lead", 1.0)).invoke("Did Peru raise its duty on tin?")

    assert answer.text.startswith("Yes:")


def test_the_asked_for_figure_is_marked_in_the_sentence(press: Library) -> None:
    answer = chain(press, Likes("tin", 4.0)).invoke("How high is the duty on tin in Peru?")
    mark = answer.sentences[0].mark

    assert mark is not None
    assert answer.sentences[0].text[slice(*mark)] == "Peru"
