"""The main job on the shipped article, with the real embedder and the real language model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.models.embedder import SentenceTransformerEmbedder
from rag.chain import AnswerChain
from rag.models.chat_model import ChatModel
from rag.settings import Settings
from tests.helpers.invariants import check_invariants
from tests.helpers.reading import READER

WORDS = (
    "The two sides have, in principle, reached a framework for implementing the consensus "
    "reached by the two heads of state"
)


@pytest.fixture(scope="module")
def seed_library(seed_index: Path, real_embedder: SentenceTransformerEmbedder) -> Iterator[Library]:
    library = Library.open(seed_index, real_embedder)
    yield library
    library.close()


@pytest.fixture(scope="module")
def extractive(seed_library: Library) -> AnswerChain:
    return AnswerChain(
        seed_library, Settings(index=seed_library.folder, mode="extractive"), reader=READER
    )


@pytest.fixture(scope="module")
def with_model(seed_library: Library, local_model: ChatModel) -> AnswerChain:
    return AnswerChain(
        seed_library,
        Settings(index=seed_library.folder, mode="llm"),
        local_model,
        reader=READER,
    )


@pytest.fixture(params=["extractive", pytest.param("llm", marks=pytest.mark.llm)])
def chain(request: pytest.FixtureRequest) -> AnswerChain:
    name = "with_model" if request.param == "llm" else "extractive"
    chain: AnswerChain = request.getfixturevalue(name)
    return chain


def test_the_ministers_words_letter_by_letter(chain: AnswerChain) -> None:
    answer = chain.invoke("what did Li Chenggang say?")
    check_invariants(answer, chain.library)
    assert answer.status == "answered"
    assert f"“{WORDS}" in answer.text
    assert {q.speaker for q in answer.quotes} == {"Li Chenggang"}
    assert any(WORDS in c.quote for c in answer.citations)


def test_the_soybean_question_is_refused(chain: AnswerChain) -> None:
    answer = chain.invoke("What did Li Chenggang say about soybeans?")
    check_invariants(answer, chain.library)
    assert answer.status == "refused"
    assert answer.refusal is not None
    assert [n.title for n in answer.refusal.nearest] == [
        "US and China Reach Preliminary Framework to Ease Trade Tensions Over Rare Earths"
    ]
    assert any(WORDS in said.quote for said in answer.refusal.instead)


def test_the_peak_of_the_tariffs(chain: AnswerChain) -> None:
    answer = chain.invoke("What was the peak of the tariffs on Chinese goods?")
    check_invariants(answer, chain.library)
    assert "145%" in answer.text


def test_general_knowledge_is_not_used(chain: AnswerChain) -> None:
    answer = chain.invoke("What is the capital of France?")
    check_invariants(answer, chain.library)
    assert answer.status == "refused"


def test_a_follow_up_knows_who_he_is(chain: AnswerChain) -> None:
    answer = chain.invoke(
        {
            "question": "and what did he say about the presidents?",
            "history": [
                {"role": "user", "content": "What did Howard Lutnick say?"},
                {"role": "assistant", "content": "Howard Lutnick said: “We have reached …” [1]"},
            ],
        }
    )
    check_invariants(answer, chain.library)
    assert "Howard Lutnick" in answer.standalone_question
    assert "Once the presidents approve it" in answer.text
