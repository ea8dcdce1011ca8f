"""Servers of bigger models as they are: each ends in a right answer, or in the articles' own."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from index.library import Library
from rag.chain import AnswerChain
from rag.contract import Answer
from rag.models.chat_model import THINKING_TOKENS, ChatModel
from rag.models.failures import PATIENCE_SECONDS
from rag.settings import Settings
from tests.helpers.model_server import Handler, serving, words

QUESTION = "To how much did the duty on steel rise?"
# Not as the article has it, so that it can only come from the model.
FACT = "In March the steel duty rose to 25%."
FALSE_THOUGHT = "Maybe the duty on steel rose to 90% in March. "
TRUE_THOUGHT = "The duty on steel rose to 25% in March. "  # The checks would let it through.

Behaviour = Callable[[Handler, int], None]


def settings(index: Path, url: str, **more: Any) -> Settings:
    return Settings(index=index, base_url=url, model="big-model", api_key="k", **more)


def asked(library: Library, url: str, question: str = QUESTION, **more: Any) -> Answer:
    given = settings(library.folder, url, **more)
    return AnswerChain(library, given, ChatModel(given)).invoke(question)


def streams(*deltas: Any, **how: Any) -> Behaviour:
    return lambda handler, _number: handler.stream(*deltas, **how)


def refuses(status: int, body: Any, **headers: str) -> Behaviour:
    return lambda handler, _number: handler.reply(status, body, **headers)


def once(first: Behaviour, then: Behaviour) -> Behaviour:
    return lambda handler, number: (first if number == 0 else then)(handler, number)


def error(message: str, **more: Any) -> dict[str, Any]:
    return {"error": {"message": message, **more}}


RIGHT = streams(*words(FACT))
ANSWERS: dict[str, Behaviour] = {
    "plain": RIGHT,
    "with usage at the end": streams(*words(FACT), usage=True),
    "chunks without choices": streams({}, *words(FACT), {}),
    "a thought in its own field": streams(
        {"reasoning_content": FALSE_THOUGHT}, {"reasoning": TRUE_THOUGHT}, *words(FACT)
    ),
    "a thought in tags": streams(*words(f"<think> {FALSE_THOUGHT} {TRUE_THOUGHT} </think> {FACT}")),
    "tags cut anywhere": streams(
        *({"content": char} for char in f"<think>{TRUE_THOUGHT}</think>\n\n{FACT}")
    ),
    "an empty thought": streams({"content": "<think>\n\n</think>\n\n"}, *words(FACT)),
    "a thought that only ends": streams({"content": f"{TRUE_THOUGHT}</think>{FACT}"}),
    "busy, then not": once(refuses(429, error("busy"), Retry_After="0"), RIGHT),
    "thought without room, then with": once(
        streams({"reasoning_content": TRUE_THOUGHT}, finish="length"), RIGHT
    ),
}


@pytest.mark.parametrize("behaviour", ANSWERS)
def test_a_right_answer(library: Library, behaviour: str) -> None:
    with serving(ANSWERS[behaviour]) as (_stub, url):
        answer = asked(library, url)
    assert (answer.status, answer.mode, answer.model) == ("answered", "llm", "big-model")
    assert answer.text == f"{FACT} [1]"
    assert answer.note is None


FAILURES: dict[str, tuple[Behaviour, str]] = {
    "only a thought": (streams({"reasoning_content": FACT}), "only thought and gave no answer"),
    "only a thought in tags": (streams(*words(f"<think> {FACT}")), "only thought"),
    "a thought without end": (
        streams({"reasoning_content": FACT}, finish="length"), "TRADEWIRE_MAX_TOKENS",
    ),
    "no words": (streams(), "empty reply"),
    "no choices at all": (streams({}, finish=""), "empty reply"),
    "busy for long": (
        refuses(429, error("busy"), Retry_After="3600"), r"busy \(429\) and asks to wait 3600 sec",
    ),
    "busy, it does not say how long": (refuses(429, error("busy")), r"busy \(429\); ask again"),
    "down": (refuses(503, error("no workers")), r"busy \(503\)"),
    "broken": (refuses(502, error("bad gateway")), r"failed at its server \(502: .*bad gateway"),
    "silent": (lambda handler, _n: handler.silent(), "silent for 0.5 seconds"),
    "another key": (refuses(401, error("bad key")), r"refuses the key \(401\).*TRADEWIRE_API_KEY"),
    "another name": (refuses(404, error("no such model")), r"404: .*no such model.*doctor"),
    "too small for one sentence": (
        refuses(400, error("maximum context length is 16 tokens")), "longer than the context",
    ),
    "a proxy's page": (refuses(200, "<html>Please log in</html>"), "big-model.*(failed|empty)"),
}  # fmt: skip


@pytest.mark.parametrize("behaviour", FAILURES)
def test_the_articles_own_answer_with_the_reason(library: Library, behaviour: str) -> None:
    act, reason = FAILURES[behaviour]
    with serving(act) as (_stub, url):
        answer = asked(library, url, stall_seconds=0.5 if behaviour == "silent" else 120)
    assert (answer.status, answer.mode, answer.model) == ("answered", "extractive", None)
    assert "The duty on steel rose to 25% in March." in answer.text
    assert answer.note is not None
    assert re.search(reason, answer.note), answer.note
    assert "\n" not in answer.note


def test_a_server_that_is_not_there(library: Library) -> None:
    with serving(RIGHT) as (_stub, url):
        pass
    answer = asked(library, url)
    assert answer.mode == "extractive"
    assert "is not reached; check TRADEWIRE_BASE_URL" in str(answer.note)


@pytest.mark.parametrize("judge", [
    lambda h: h.reply(400, error("logprobs is not supported")),
    lambda h: h.message("Yes"),
])  # fmt: skip
def test_probabilities_are_not_needed(library: Library, judge: Callable[[Handler], None]) -> None:
    with serving(RIGHT) as (stub, url):
        stub.judge = judge
        given = settings(library.folder, url)
        chain = AnswerChain(library, given, ChatModel(given))
        assert chain.invoke(QUESTION).text == f"{FACT} [1]"
        assert chain.invoke(QUESTION).mode == "llm"
        refused = [body for body in stub.asked if not body.get("stream")]
        assert all(body["max_tokens"] == 1 for body in refused)


def test_a_refusal_of_probabilities_is_remembered(library: Library) -> None:
    with serving(RIGHT) as (stub, url):
        stub.judge = lambda h: h.reply(400, error("logprobs is not supported"))
        given = settings(library.folder, url)
        chain = AnswerChain(library, given, ChatModel(given))
        chain.invoke(QUESTION)
        before = len([body for body in stub.asked if not body.get("stream")])
        chain.invoke(QUESTION)
        assert before == 1
        assert len([body for body in stub.asked if not body.get("stream")]) == before


def test_what_is_too_long_is_shortened_and_that_is_told(library: Library) -> None:
    def short(handler: Handler, number: int) -> None:
        prompt = handler.stub.asked[-1]["messages"][-1]["content"]
        if prompt.count("\n- ") > 1:
            handler.reply(400, error("exceeds the available context size", type="x"))
        else:
            handler.stream(*words(FACT))

    with serving(short) as (stub, url):
        answer = asked(library, url, evidence_tokens=400)
        sentences = [
            body["messages"][-1]["content"].count("\n- ")
            for body in stub.asked
            if body.get("stream")
        ]
    assert sentences[0] > 1, "the first prompt was long"
    assert sentences[-1] == 1
    assert (answer.mode, answer.text) == ("llm", f"{FACT} [1]")
    assert "only the best 1 of the sentences" in str(answer.note)


def test_room_for_thinking_is_given_once_it_is_seen_to_be_needed(library: Library) -> None:
    with serving(ANSWERS["thought without room, then with"]) as (stub, url):
        asked(library, url, max_tokens=100)
        rooms = [body["max_tokens"] for body in stub.asked if body.get("stream")]
    assert rooms == [100, 100 + THINKING_TOKENS]


def test_a_thought_that_only_ends_is_known_from_then_on(library: Library) -> None:
    with serving(streams(*words(f"{FALSE_THOUGHT} {TRUE_THOUGHT} </think> {FACT}"))) as (_s, url):
        given = settings(library.folder, url)
        chain = AnswerChain(library, given, ChatModel(given))
        first, second = chain.invoke(QUESTION), chain.invoke(QUESTION)
    assert "thinks aloud" in str(first.note)
    assert (second.mode, second.text, second.note) == ("llm", f"{FACT} [1]", None)


def test_questions_reach_the_server_together(library: Library) -> None:
    with serving(RIGHT) as (stub, url):
        stub.together = threading.Barrier(6)
        given = settings(library.folder, url, stall_seconds=300)
        chain = AnswerChain(library, given, ChatModel(given))
        with ThreadPoolExecutor(6) as readers:
            answers = list(readers.map(chain.invoke, [QUESTION] * 6))
    assert [answer.text for answer in answers] == [f"{FACT} [1]"] * 6
    assert not stub.together.broken


def test_patience_is_shorter_than_a_readers() -> None:
    from ui.page.conversation import WAIT_SECONDS

    assert PATIENCE_SECONDS < WAIT_SECONDS
