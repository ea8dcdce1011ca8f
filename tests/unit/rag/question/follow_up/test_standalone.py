"""What a conversation lends a question: which turns the rewriter is given, and what it is not asked."""

from __future__ import annotations

from collections.abc import Sequence

from rag.question.follow_up import standalone, told
from rag.rewriting import OnnxRewriter, Said
from rag.types import Turn


class Joining:
    """A rewriter that puts all that was said, newest first, behind the question."""

    def rewrite(self, question: str, said: Sequence[Said]) -> str:
        heard = ("=" * part.answer + part.text for part in said)
        return f"{question} <{' | '.join(heard)}>"


def talk(*contents: str) -> list[Turn]:
    roles = ("user", "assistant")
    return [Turn(role=roles[i % 2], content=text) for i, text in enumerate(contents)]  # type: ignore[arg-type]


def alone(question: str, *contents: str) -> str:
    return standalone(question, talk(*contents), Joining())


def test_without_a_history_or_a_rewriter_a_question_stays_as_it_is() -> None:
    assert alone("and what did he say?") == "and what did he say?"
    assert standalone("Why?", talk("Who?", "Ann [1]"), None) == "Why?"


def test_each_earlier_question_stands_alone_before_the_next_is_read_beside_it() -> None:
    found = alone("C?", "A?", "one [1]", "B?", "two [1]")
    assert found == "C? <B? <A? | =one> | =two | A? | =one>"


def test_a_refusal_lends_its_question_and_never_its_words() -> None:
    refusal = "The articles do not mention cod. Nearest: “Nordic Tides”."
    assert alone("Who?", "What did Ann Moe say about cod?", refusal) == (
        "Who? <What did Ann Moe say about cod?>"
    )
    # Beside cited answers one without citations is a refusal, however it is worded.
    assert "“Nordic" not in alone("Why?", "A?", "one [1]", "B?", "Ask of “Nordic Tides” instead.")


def test_an_answer_by_somebody_else_needs_no_citations() -> None:
    assert alone("Who is he?", "Who leads them?", "Since May it has been Ole Dahl.") == (
        "Who is he? <Who leads them? | =Since May it has been Ole Dahl.>"
    )


def test_an_answer_is_heard_without_its_marks_and_its_yes_or_no() -> None:
    assert alone("Who?", "Did Oslo drop it?", "No. Bergen\ndropped it [1] first [2].") == (
        "Who? <Did Oslo drop it? | =Bergen dropped it first .>"
    )


def test_the_latest_answers_alone_are_heard() -> None:
    class Hearing:
        def rewrite(self, question: str, said: Sequence[Said]) -> str:
            self.heard = [part.text for part in said]
            return question

    hearing = Hearing()
    turns = [text for n in range(6) for text in (f"Q{n}?", f"answer{n} [1]")]
    standalone("Why?", talk(*turns), hearing)
    assert hearing.heard == [
        "Q5?", "answer5", "Q4?", "answer4", "Q3?", "answer3", "Q2?", "Q1?", "Q0?"
    ]  # fmt: skip


def test_thanks_and_greetings_are_no_questions() -> None:
    found = alone("And it?", "How high is it?", "4 [1]", "Thanks!", "You are welcome.")
    assert found == "And it? <How high is it? | =4>"


def test_are_you_sure_asks_the_same_again() -> None:
    assert alone("Are you sure?", "How high is it?", "4 [1]") == "How high is it?"


def test_what_else_somebody_said_is_of_another_matter() -> None:
    assert alone(
        "What else did she say?", "What did Ann say about cod?", "Ann said: “No.” [1]"
    ) == ("What else did she say? <=Ann said: >")


def test_years_later_are_counted_from_the_year_asked_about() -> None:
    asked = "How much sugar did Peru ship in 2011?"
    assert alone("And two years later?", asked, "9 [1]") == asked.replace("2011", "2013")
    assert alone("and a year earlier?", asked, "9 [1]") == asked.replace("2011", "2010")


def test_the_last_turns_count_however_long_the_talk_was() -> None:
    before = talk(*["Tell me more, and who said it?", "Word. [1] " * 2_000] * 50)
    assert told("What else did he say?", before).count("Word.") < 2_000 * 8
    assert len(standalone("Why?", before, OnnxRewriter())) < 500


def test_what_was_told_matters_only_where_more_is_asked_for() -> None:
    history = talk("What did Scholz say?", "He said: “Yes” [1]", "And Merz?", "Nothing is there.")
    assert told("What else did he say?", history) == "He said: “Yes” [1]"
    assert told("What did he say?", history) == ""
