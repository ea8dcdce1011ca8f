from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import UsageError, WeightsError
from index.library import Library
from rag.chain import AnswerChain
from rag.contract import Answer
from rag.events import EvidenceFound, SentenceChecked
from rag.request import Asked, asked_from
from rag.settings import Settings
from rag.types import Filters
from tests.helpers.fakes import ScriptedModel
from tests.helpers.files import library_of
from tests.helpers.invariants import check_invariants
from tests.helpers.reading import READER

DUTY = "How high is the duty on steel?"


def chain(library: Library, model: ScriptedModel | None = None, **kwargs: bool) -> AnswerChain:
    return AnswerChain(library, Settings(index=library.folder), model, reader=READER, **kwargs)


def test_a_quotation_is_given_word_for_word_with_its_speaker(library: Library) -> None:
    answer = chain(library).invoke("What did Kari Nordmann say?")
    check_invariants(answer, library)
    assert answer.status == "answered"
    assert "“We will not accept a quota on our steel" in answer.text
    assert {q.speaker for q in answer.quotes} == {"Kari Nordmann"}
    assert answer.sentences[0].support == "verbatim"


def test_what_stands_nowhere_is_refused_with_the_word_named(library: Library) -> None:
    answer = chain(library).invoke("What did Kari Nordmann say about bananas?")
    check_invariants(answer, library)
    assert answer.status == "refused"
    assert "bananas" in answer.text
    assert answer.refusal
    assert answer.refusal.nearest


def test_an_extractive_answer_is_the_articles_own_sentence(library: Library) -> None:
    answer = chain(library).invoke(DUTY)
    check_invariants(answer, library)
    assert answer.mode == "extractive"
    assert answer.model is None
    assert "The duty on steel rose to 25% in March." in answer.text


def test_the_model_answers_and_is_named(library: Library) -> None:
    model = ScriptedModel("The duty on steel rose to 25% in March.")
    answer = chain(library, model).invoke(DUTY)
    check_invariants(answer, library)
    assert (answer.mode, answer.model) == ("llm", "scripted")
    assert answer.text == "The duty on steel rose to 25% in March. [1]"


def test_what_the_model_invents_never_reaches_the_reader(library: Library) -> None:
    model = ScriptedModel("The duty on steel rose to 40% in July. The duty on steel rose to 25%.")
    answer = chain(library, model).invoke(DUTY)
    check_invariants(answer, library)
    assert "40%" not in answer.text
    assert "25%" in answer.text


def test_a_wholly_invented_draft_gives_way_to_the_articles_words(library: Library) -> None:
    answer = chain(library, ScriptedModel("Steel duties fell to 3% in Peru [7].")).invoke(DUTY)
    check_invariants(answer, library)
    assert "Peru" not in answer.text
    assert "25%" in answer.text
    assert answer.note


def test_invented_markers_are_taken_off(library: Library) -> None:
    model = ScriptedModel("The duty on steel rose to 25% in March [9][10].")
    answer = chain(library, model).invoke(DUTY)
    assert "[9]" not in answer.text
    assert answer.text.endswith("[1]")


def test_a_model_that_fails_is_replaced_by_extraction_and_named(library: Library) -> None:
    answer = chain(library, ScriptedModel(fails=True)).invoke(DUTY)
    check_invariants(answer, library)
    assert (answer.status, answer.mode, answer.model) == ("answered", "extractive", None)
    assert "failed" in str(answer.note)


def test_what_was_shown_stays_when_the_model_breaks_off(library: Library) -> None:
    model = ScriptedModel("The duty on steel rose to 25% in March. And then", breaks_off=True)
    *shown, answer = chain(library, model).stream(DUTY)
    check_invariants(answer, library)
    assert answer.mode == "llm"
    assert "failed" in str(answer.note)
    said = [event.sentence for event in shown if isinstance(event, SentenceChecked)]
    assert said[0].text == "The duty on steel rose to 25% in March. [1]"
    assert said == list(answer.sentences)


def test_while_the_model_loads_the_page_answers_extractively(library: Library) -> None:
    model = ScriptedModel("The duty on steel rose to 25% in March.", ready=False)
    answer = chain(library, model, patient=False).invoke(DUTY)
    assert answer.mode == "extractive"
    assert model.asked == ["load"]


def test_evidence_comes_first_and_the_answer_last(library: Library) -> None:
    model = ScriptedModel("The duty on steel rose to 25% in March.")
    events = list(chain(library, model).stream(DUTY))
    assert isinstance(events[0], EvidenceFound)
    assert all(isinstance(event, SentenceChecked) for event in events[1:-1])
    assert isinstance(events[-1], Answer)
    assert [e.sentence for e in events[1:-1]] == list(events[-1].sentences)


def test_closing_the_stream_stops_the_models_work(library: Library) -> None:
    model = ScriptedModel("The duty on steel rose to 25% in March. The duty on steel rose. More.")
    events = chain(library, model).events(Asked(question=DUTY))
    for event in events:
        if isinstance(event, SentenceChecked):
            break
    events.close()  # type: ignore[attr-defined]
    assert model.closed.is_set()


def test_filters_leave_articles_out_and_say_so(library: Library) -> None:
    asked = Asked(question=DUTY, filters=Filters(since="2020-01-01"))
    answer = chain(library).invoke(asked)
    assert answer.status == "refused"
    assert answer.refusal
    assert answer.refusal.reason == "weak_retrieval"
    assert "2 articles without a date" in answer.text


@pytest.mark.parametrize("question", ["", "   ", "???", "\x00\x07", "x" * 10_000])
def test_what_is_no_question_is_the_callers_mistake(question: str, library: Library) -> None:
    with pytest.raises(UsageError, match="question"):
        chain(library).invoke(question)


@pytest.mark.parametrize("question", ["Hello", "what can you do?", "thanks!"])
def test_small_talk_gets_a_sensible_reply(question: str, library: Library) -> None:
    answer = chain(library).invoke(question)
    check_invariants(answer, library)
    assert answer.status == "answered"
    assert answer.text


def test_the_articles_are_listed_each_cited(library: Library) -> None:
    answer = chain(library).invoke("which articles do you have?")
    check_invariants(answer, library)
    assert "Ministers meet over steel" in answer.text
    assert "Grain shipments resume" in answer.text
    assert len(answer.citations) == 2


def test_it_composes_like_any_runnable(library: Library) -> None:
    shout = chain(library) | (lambda answer: answer.text.upper())
    assert "25%" in shout.invoke(DUTY)
    assert [a.status for a in chain(library).batch([DUTY, "Hello"])] == ["answered", "answered"]


async def ask_async(library: Library) -> Answer:
    return await chain(library).ainvoke({"question": DUTY, "mode": "extractive"})


def test_it_answers_asynchronously(library: Library) -> None:
    import asyncio

    assert asyncio.run(ask_async(library)).status == "answered"


def test_it_streams_asynchronously_evidence_first_the_answer_last(library: Library) -> None:
    import asyncio

    async def streamed() -> list[object]:
        return [event async for event in chain(library).astream(DUTY)]

    events = asyncio.run(streamed())
    assert isinstance(events[0], EvidenceFound)
    assert isinstance(events[1], SentenceChecked)
    assert isinstance(events[-1], Answer)


def test_callbacks_hear_of_a_streamed_answer(library: Library) -> None:
    from langchain_core.callbacks import BaseCallbackHandler

    class Heard(BaseCallbackHandler):
        def __init__(self) -> None:
            self.of: list[str] = []

        def on_chain_start(self, *_args: object, **_more: object) -> None:
            self.of.append("start")

        def on_chain_end(self, *_args: object, **_more: object) -> None:
            self.of.append("end")

    heard = Heard()
    assert list(chain(library).stream(DUTY, {"callbacks": [heard]}))
    assert heard.of == ["start", "end"]


def test_messages_are_a_question_with_its_history(library: Library) -> None:
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    said = [
        SystemMessage("Be brief."), HumanMessage("What did Kari Nordmann say?"),
        AIMessage("That a quota hurts."), HumanMessage(DUTY),
    ]  # fmt: skip
    for given in (said, {"messages": said}, [("human", DUTY)]):
        assert "25%" in chain(library).invoke(given).text
    assert asked_from(said).history[0].content == "What did Kari Nordmann say?"
    assert [turn.role for turn in asked_from(said).history] == ["user", "assistant"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"question": "x", "speakr": "Ada"}, "no 'speakr'"),
        ({"history": []}, "no question"),
        ([("ai", "I know.")], "no question"),
        (None, "no question"),
        (5, "'5' are no messages"),
        ({"question": 5}, "question '5'"),
        ({"question": "x", "top_k": 0}, "top_k '0'"),
        ({"question": "x", "since": 2025}, "since '2025'"),
        ({"question": "x", "history": [{"role": "cook", "content": "y"}]}, "cook"),
        ({"question": "x", "history": "y"}, "history 'y'"),
        ({"question": "x", "messages": [("human", "y")]}, "two questions"),
    ],
)
def test_what_is_not_taken_is_refused_by_name(given: object, says: str, library: Library) -> None:
    with pytest.raises(UsageError, match=says):
        chain(library).invoke(given)


def test_its_history_may_be_messages(library: Library) -> None:
    from langchain_core.messages import AIMessage, HumanMessage

    said = [HumanMessage("What did Kari Nordmann say?"), AIMessage("That a quota hurts. [1]")]
    answer = chain(library).invoke({"question": "What else did she say?", "history": said})
    assert "Nordmann" in answer.standalone_question


def test_parts_may_be_bound(library: Library) -> None:
    bound = chain(library).bind(publisher="Nobody’s Gazette")
    assert bound.invoke(DUTY).filters.publisher == "Nobody’s Gazette"
    *_, streamed = bound.stream(DUTY)
    assert streamed == replace(
        bound.invoke(DUTY), trace_id=streamed.trace_id, timings_ms=streamed.timings_ms
    )
    for wrong in (chain(library).invoke, chain(library).stream):
        with pytest.raises(UsageError, match="no 'colour'"):
            list(wrong(DUTY, colour="red"))


def test_instructions_in_an_article_are_only_data(library: Library) -> None:
    model = ScriptedModel("The duty on steel rose to 25% in March.")
    chain(library, model).invoke(DUTY)
    prompt = next(text for text in model.asked if "Question:" in text)
    assert prompt.index("The duty on steel rose") < prompt.index("Question:")


def test_the_second_half_of_an_answer_stands_mostly_next_to_the_first(tmp_path: Path) -> None:
    press = [
        {
            "id": "truce",
            "text": "The truce cut the duty on steel to 30 percent. In response, Peru lowered its "
            "duty on copper to 10 percent.",
        },
        {"id": "other", "text": "Peru put its duty on copper at 90 percent."},
    ]
    answer = chain(library_of(tmp_path, press)).invoke(
        "What did the truce cut the duty on steel to, and what did Peru lower its duty on copper to?"
    )
    assert answer.text == (
        "The truce cut the duty on steel to 30 percent. "
        "In response, Peru lowered its duty on copper to 10 percent. [1][2]"
    )


def test_a_sentence_that_points_back_keeps_the_one_it_points_to(tmp_path: Path) -> None:
    """What the draft says already of another article is no reason to cut a pair in two."""
    press = [
        {
            "id": "ours",
            "text": "Kari Nordmann of the steel board cut the duty on steel to 30 percent. She put "
            "the duty on copper at 10 percent.",
        },
        {
            "id": "theirs",
            "text": "Luis Prado of the steel board cut the duty on steel to 30 percent last year.",
        },
    ]
    model = ScriptedModel("Luis Prado cut the duty on steel to 30 percent last year.")
    answer = chain(library_of(tmp_path, press), model).invoke(
        "To what was the duty on steel cut, and what was the duty on copper put at?"
    )
    assert "She put" in answer.text
    assert (
        "Kari Nordmann of the steel board cut the duty on steel to 30 percent. She" in answer.text
    )


def failing_at(words: str, library: Library, draft: str) -> AnswerChain:
    """Return a chain whose verifier fails at the sentence that holds these words."""

    def verifier(claim: str, text: str) -> float:
        if words in claim:
            raise WeightsError("The verifier failed (on purpose).")
        return 1.0

    settings = Settings(index=library.folder)
    return AnswerChain(library, settings, ScriptedModel(draft), verifier=verifier)


def test_what_was_shown_stays_when_the_verifier_fails(library: Library) -> None:
    draft = "The duty on steel rose to 25% in March. A climb in steel duties to 25% came in March."
    *shown, answer = failing_at("climb", library, draft).stream(DUTY)
    assert isinstance(answer, Answer)
    said = [event.sentence for event in shown if isinstance(event, SentenceChecked)]
    assert said
    assert said == list(answer.sentences)
    assert "on purpose" in str(answer.note)


def test_a_verifier_that_fails_at_once_leaves_the_word_to_the_articles(library: Library) -> None:
    draft = "A climb in steel duties to 25% came in March."
    answer = failing_at("climb", library, draft).invoke(DUTY)
    check_invariants(answer, library)
    assert (answer.status, answer.mode) == ("answered", "extractive")
    assert "on purpose" in str(answer.note)


SAW = "Steel saw its duty rise to 25% in March."


def test_a_doubtful_sentence_that_the_model_denies_is_not_shown(library: Library) -> None:
    sure, unsure = ScriptedModel(SAW, yes=0.99), ScriptedModel(SAW, yes=0.99, denies="saw")
    assert "saw" in chain(library, sure).invoke(DUTY).text
    answer = chain(library, unsure).invoke(DUTY)
    check_invariants(answer, library)
    assert "saw" not in answer.text
    assert "The duty on steel rose to 25% in March." in answer.text
    evidence = sure.asked[0].partition("Question:")[0]
    assert unsure.asked[-1].startswith(evidence)  # read before: only the statement is new


def test_what_stands_word_for_word_needs_no_opinion(library: Library) -> None:
    model = ScriptedModel("The duty on steel rose to 25% in March.", yes=0.99, denies="duty")
    assert chain(library, model).invoke(DUTY).text == "The duty on steel rose to 25% in March. [1]"
    assert not any("Statement:" in asked for asked in model.asked)


def test_a_model_without_probabilities_leaves_the_checks_alone(library: Library) -> None:
    asked = "How high is the duty on steel since March?"
    assert "saw" in chain(library, ScriptedModel(SAW, yes=None)).invoke(asked).text
