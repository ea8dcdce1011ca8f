from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eval.questions.dataset import Question
from eval.questions.draft import propose
from eval.runs.run import run
from eval.scoring.answer_score import Score
from eval.scoring.llm_judge import judge
from eval.scoring.metrics import Scored
from eval.systems.systems import AlwaysRefuse, BestPassage, ClosedBook, System, Tradewire
from eval.systems.tutorial import Tutorial
from eval.types import Reply
from index.library import Library
from rag.chain import AnswerChain
from rag.settings import Settings
from tests.helpers.fakes import ScriptedModel

STEEL = Question(
    id="steel",
    question="To what did the duty on steel rise in March?",
    type="number",
    must_include=(("25%",),),
    answer="25%",
)
DRAFT = "The duty on steel rose to 25% in March."


def systems(library: Library, folder: Path) -> dict[str, System]:
    settings = Settings(index=library.folder, top_k=3)
    model = ScriptedModel(DRAFT)
    chain = AnswerChain(library, settings, model)
    return {
        "llm": Tradewire(chain, settings, "llm"),
        "extractive": Tradewire(chain, settings, "extractive"),
        "bm25": BestPassage("bm25", library, settings),
        "dense": BestPassage("dense", library, settings),
        "refuse": AlwaysRefuse(),
        "closed-book": ClosedBook(model, settings),
        "tutorial": Tutorial(library, model, settings, folder / "tutorial"),
    }


class TestEverySystem:
    @pytest.fixture(
        params=["llm", "extractive", "bm25", "dense", "refuse", "closed-book", "tutorial"]
    )
    def system(self, request: pytest.FixtureRequest, library: Library, tmp_path: Path) -> System:
        return systems(library, tmp_path)[request.param]

    def test_it_is_scored_like_the_others(self, system: System, library: Library) -> None:
        result = run([STEEL], system, lambda id_: library.article(id_).text)
        (row,) = result.rows
        assert row.score.verdict == ("false_refusal" if system.name == "refuse" else "correct")
        assert row.reply.answer["timings_ms"]["total"] >= 0
        assert all(row.score.citations)
        assert result.mode == system.name

    def test_what_it_found_stands_there(self, system: System, library: Library) -> None:
        for place in system.reply(STEEL).places:
            text = library.article(place.article_id).text
            assert 0 <= place.start < place.end <= len(text)

    def test_a_question_without_words_is_answered_somehow(self, system: System) -> None:
        assert system.reply(Question(id="q", question="And?", answerable=False)).answer["text"]


def test_settings_that_shape_answers_shape_the_key(library: Library) -> None:
    def key(**options: Any) -> object:
        settings = Settings(index=library.folder, **options)
        return Tradewire(AnswerChain(library, settings), settings, "extractive").determinants

    assert key() == key(api_key="secret", threads=2)
    assert key() != key(top_k=3)
    assert key() == key(model="another")
    assert "secret" not in str(key(api_key="secret"))


def test_the_tutorial_fills_its_store_once(library: Library, tmp_path: Path) -> None:
    settings, model = Settings(index=library.folder), ScriptedModel("I don't know.")
    Tutorial(library, model, settings, tmp_path / "t")
    embedded = library.embedder.embedded  # type: ignore[attr-defined]
    again = Tutorial(library, model, settings, tmp_path / "t")
    assert library.embedder.embedded == embedded  # type: ignore[attr-defined]
    reply = again.reply(STEEL)
    assert len({place.article_id for place in reply.places}) == 2
    assert "Context: " in model.asked[-1]


def test_a_judge_comes_with_its_agreement() -> None:
    rows = [
        Scored(
            question=STEEL,
            reply=Reply(answer={"text": DRAFT}),
            score=Score(verdict=verdict, declined=False),  # type: ignore[arg-type]
        )
        for verdict in ("correct", "correct", "wrong", "false_refusal")
    ]
    found = judge(rows, ScriptedModel(yes=0.9))
    assert (found.accuracy.value, found.accuracy.n) == (1.0, 3)
    assert found.agreement.value == pytest.approx(2 / 3)
    assert found.kappa == pytest.approx(0.0)
    nothing = judge([], ScriptedModel())
    assert (nothing.accuracy.n, nothing.kappa) == (0, None)


def test_drafts_come_from_what_was_said(library: Library) -> None:
    drafts = propose(library, 4)
    assert all(q.draft for q in drafts)
    assert {q.speaker for q in drafts if q.answerable} <= {"Kari Nordmann", "Olena Koval"}
    for question in drafts:
        for passage in question.evidence:
            assert passage.quote in library.article(passage.article_id).text
