"""Two questions at once in one process, and a write between them: each sees one state."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.ingest.pipeline import ingest, remove
from index.library import Library
from rag.chain import AnswerChain
from rag.contract import Answer
from rag.events import EvidenceFound
from rag.request import asked_from
from rag.settings import Settings
from tests.helpers.fakes import WordEmbedder
from tests.helpers.reading import READER

QUESTION = "How high is the zinc duty?"


def story(rate: int) -> str:
    return (
        f"Zinc duty\n\nThe zinc duty is {rate} percent, said the port of Lima.\n\n"
        f"Harbour masters in Lima confirmed the zinc duty of {rate} percent on Monday."
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    path = tmp_path / "articles" / "zinc.txt"
    path.write_text(story(11))
    (tmp_path / "articles" / "wheat.txt").write_text("Wheat\n\nWheat left Odessa on Friday.")
    return path


@pytest.fixture
def chain(source: Path, tmp_path: Path, embedder: WordEmbedder) -> Iterator[AnswerChain]:
    ingest(tmp_path / "index", [str(source.parent)], embedder)
    library = Library.open(tmp_path / "index", embedder)
    yield AnswerChain(library, Settings(index=tmp_path / "index", mode="extractive"), reader=READER)
    library.close()


def ask(chain: AnswerChain) -> Answer:
    return chain.invoke(QUESTION)


def write(chain: AnswerChain, source: Path, rate: int) -> None:
    source.write_text(story(rate))
    ingest(chain.library.folder, [str(source.parent)], chain.library.embedder)


def test_a_question_ends_in_the_state_it_began_in(chain: AnswerChain, source: Path) -> None:
    first = chain.events(asked_from(QUESTION))
    assert isinstance(next(first), EvidenceFound)
    write(chain, source, 22)
    second = ask(chain)
    assert "22 percent" in second.text
    *_, first_answer = first
    assert isinstance(first_answer, Answer)
    assert first_answer.status == "answered"
    assert "11 percent" in first_answer.text
    assert "22" not in first_answer.text
    assert [c.quote for c in first_answer.citations] != [c.quote for c in second.citations]
    assert first_answer.index_fingerprint != second.index_fingerprint
    assert "22 percent" in ask(chain).text


def test_an_article_removed_in_the_middle_is_still_cited(chain: AnswerChain, source: Path) -> None:
    first = chain.events(asked_from(QUESTION))
    next(first)
    remove(chain.library.folder, ["zinc.txt"], chain.library.embedder)
    assert ask(chain).status == "refused"
    *_, answer = first
    assert isinstance(answer, Answer)
    assert answer.status == "answered"
    assert {c.article_id for c in answer.citations} == {"zinc.txt"}


def test_a_question_that_is_left_lets_go_of_its_state(chain: AnswerChain, source: Path) -> None:
    first = chain.events(asked_from(QUESTION))
    next(first)
    old = chain.library._state
    write(chain, source, 22)
    ask(chain)
    assert old is not chain.library._state
    assert old.article("zinc.txt") is not None
    first.close()  # type: ignore[attr-defined]
    assert not old.catalog.database._open


def test_many_readers_beside_a_writer_never_mix(chain: AnswerChain, source: Path) -> None:
    rates, wrong, done = list(range(31, 37)), [], threading.Event()

    def reader() -> None:
        while not done.is_set():
            answer = ask(chain)
            said = {rate for rate in (11, *rates) if f"{rate} percent" in answer.text}
            cited = {
                rate for rate in (11, *rates) for c in answer.citations if f"{rate} p" in c.quote
            }
            if answer.status != "answered" or len(said) != 1 or said != cited:
                wrong.append((answer.status, answer.error, answer.text))

    readers = [threading.Thread(target=reader) for _ in range(3)]
    for thread in readers:
        thread.start()
    try:
        for rate in rates:
            write(chain, source, rate)
    finally:
        done.set()
        for thread in readers:
            thread.join()
    assert wrong == []
    assert "36 percent" in ask(chain).text
