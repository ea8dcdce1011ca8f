"""What the terminal shows of an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from rag.contract import Answer, AnswerSentence, Citation
from rag.events import AnswerEvent, SentenceChecked
from rag.types import Nearest, Refusal, Said, nearest_named
from ui.cli.output import print_answer


def sentence(words: str, support: str = "verbatim") -> AnswerSentence:
    text = f"{words} [1]"
    return AnswerSentence(text=text, start=0, end=len(text), citations=(1,), support=support)  # type: ignore[arg-type]


def answer(*sentences: AnswerSentence, confidence: object = None) -> Answer:
    cited = Citation(
        number=1, article_id="a", chunk_id="c", title="Title", publisher=None, author=None,
        published=None, url=None, start=0, end=3, quote="Duties rose.",
    )  # fmt: skip
    return Answer(
        question="?", standalone_question="?", status="answered", mode="extractive",
        text=" ".join(s.text for s in sentences), sentences=sentences, citations=[cited],
        confidence=confidence,
    )  # fmt: skip


def events(whole: Answer) -> Iterator[AnswerEvent]:
    for one in whole.sentences:
        yield SentenceChecked(sentence=one, citations=())
    yield whole


def test_the_closest_sentences_stand_under_their_heading(
    capsys: pytest.CaptureFixture[str],
) -> None:
    closest = answer(sentence("Duties rose."), sentence("Steel fell."), confidence="low")
    print_answer(events(closest))
    shown = capsys.readouterr().out.splitlines()
    assert shown[:3] == ["This may answer it:", "  Duties rose. [1]", "  Steel fell. [1]"]


def test_a_sure_answer_has_no_heading(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(events(answer(sentence("Duties rose."))))
    assert capsys.readouterr().out.startswith("Duties rose. [1]")


def test_a_models_sentences_are_shown_as_they_come(capsys: pytest.CaptureFixture[str]) -> None:
    drafted = answer(sentence("Duties went up.", "supported"), sentence("Steel fell."))
    coming = events(drafted)

    def told() -> Iterator[AnswerEvent]:
        yield next(coming)
        yield next(coming)
        assert "Duties went up." in capsys.readouterr().out
        yield from coming

    print_answer(told())
    assert "Steel fell." in capsys.readouterr().out


def test_a_mark_changes_no_word(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(events(answer(replace(sentence("It rose to 25%."), mark=(11, 14)))))
    assert "It rose to 25%. [1]" in capsys.readouterr().out


def test_a_refusal_says_each_thing_once_and_how_to_read_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    near = (Nearest(article_id="a", title="Steel"), Nearest(article_id="b", title=None))
    no = Refusal(
        reason="not_mentioned",
        message=f"The articles do not mention whales. {nearest_named(near)}",
        instead=(Said(article_id="a", start=0, end=12, quote="Duties\nrose."),),
        nearest=near,
    )
    print_answer(
        events(replace(answer(), status="refused", text=no.message, refusal=no, citations=[]))
    )
    assert capsys.readouterr().out.splitlines() == [
        "The articles do not mention whales.",
        "They do say:",
        "  “Duties rose.” (a)",
        "Read on with “tradewire show ID”, or ask in other words:",
        "  a  Steel",
        "  b",
    ]
