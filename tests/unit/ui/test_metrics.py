from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from index.errors import UsageError
from index.library import Library
from index.models.embedder import Embedder
from rag.chain import AnswerChain
from rag.settings import Settings
from tests.helpers.fakes import ScriptedModel
from ui.history.history import History
from ui.metrics import Metrics
from ui.page.conversation import Talk
from ui.server.access import allow
from ui.server.server import Running, application
from ui.services import Services

ASKED, UNKNOWN = "What did Kari Nordmann say?", "What did Kari Nordmann say about bananas?"


@pytest.fixture
def chain(library: Library) -> AnswerChain:
    return AnswerChain(library, Settings(index=library.folder, mode="extractive"))


def counted(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(name, labels) or 0.0


def test_questions_are_counted_by_what_became_of_them(chain: AnswerChain) -> None:
    metrics = Metrics()
    services = Services(chain, metrics)
    services.answer(ASKED)
    services.answer(ASKED)
    refused = services.answer(UNKNOWN)["refusal"]["reason"]
    with pytest.raises(UsageError):
        services.answer(" ")
    of = {"mode": "extractive"}
    assert counted(metrics, "tradewire_questions_total", status="answered", **of) == 2
    assert counted(metrics, "tradewire_questions_total", status="refused", **of) == 1
    assert counted(metrics, "tradewire_refusals_total", reason=refused) == 1
    assert counted(metrics, "tradewire_errors_total", kind="UsageError") == 1
    assert counted(metrics, "tradewire_question_seconds_count", stage="retrieve") == 3
    assert counted(metrics, "tradewire_question_seconds_count", stage="first_sentence") == 2
    assert counted(metrics, "tradewire_questions_running") == 0


def test_a_question_on_the_page_counts_once_though_the_model_is_asked_too(
    library: Library, tmp_path: Path
) -> None:
    failing = ScriptedModel(fails=True)
    chain = AnswerChain(library, Settings(index=library.folder, mode="auto"), failing)
    metrics = Metrics()
    talk = Talk(chain, History(tmp_path / "h"), metrics=metrics)
    last = list(talk.ask({"key": "k", "question": "How high is the duty on steel?"}, "a", "s"))[-1]
    assert last["done"]
    assert failing.asked, "the model was asked"
    totals = [
        counted(metrics, "tradewire_questions_total", status="answered", mode=mode)
        for mode in ("extractive", "llm")
    ]
    assert sum(totals) == 1
    assert counted(metrics, "tradewire_fallbacks_total") == 1


def test_how_many_wait_is_looked_up_when_asked() -> None:
    waiting = [3]
    metrics = Metrics(lambda: waiting[0])
    assert counted(metrics, "tradewire_questions_waiting") == 3
    waiting[0] = 1
    assert b"tradewire_questions_waiting 1.0" in metrics.text()


@pytest.mark.parametrize("of", ["nothing", "events", "questions"])
def test_the_log_has_no_words_unless_asked_for(chain: AnswerChain, of: str) -> None:
    written = io.StringIO()
    metrics = Metrics(log=of, to=written)  # type: ignore[arg-type]
    services = Services(chain, metrics)
    services.answer(ASKED)
    with pytest.raises(UsageError):
        services.answer("What else?", since="tomorrow")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["status"] for line in lines] == ([] if of == "nothing" else ["answered", "error"])
    if of == "events":
        assert not {"Nordmann", "else", "tomorrow", "quota"} & set(written.getvalue().split())
        assert "Nordmann" not in written.getvalue()
        assert lines[0]["ms"]["total"] > 0
        assert lines[1]["error"] == "UsageError"
    if of == "questions":
        assert [line["question"] for line in lines] == [ASKED, "What else?"]
    assert ASKED.encode() not in metrics.text()


@pytest.fixture
def watched(chain: AnswerChain) -> Iterator[str]:
    access = allow("127.0.0.1", ("anna", "a password"))
    server = Running(application(chain, None, access), "127.0.0.1", None)
    yield server.address
    server.close()


def test_probes_need_no_login_and_figures_do(watched: str) -> None:
    assert httpx.get(f"{watched}healthz").text == "alive\n"
    ready = httpx.get(f"{watched}readyz", headers={"Host": "10.1.2.3:8000"})
    assert (ready.status_code, ready.json()) == (200, {"ready": True})
    assert httpx.get(f"{watched}metrics").status_code == 401
    login = ("anna", "a password")
    httpx.post(f"{watched}api/answer", json={"question": ASKED}, auth=login)
    told = httpx.get(f"{watched}metrics", auth=login)
    assert told.headers["content-type"].startswith("text/plain")
    assert 'tradewire_questions_total{mode="extractive",status="answered"} 1.0' in told.text


def test_an_index_without_articles_is_not_ready(tmp_path: Path, embedder: Embedder) -> None:
    library = Library.open_or_make(tmp_path / "index", embedder)
    chain = AnswerChain(library, Settings(index=tmp_path / "index", mode="extractive"))
    server = Running(application(chain, None, allow("127.0.0.1")), "127.0.0.1", None)
    ready = httpx.get(f"{server.address}readyz")
    assert (ready.status_code, ready.json()) == (503, {"ready": False})
    server.close()
    library.close()
