from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from eval.questions.dataset import Question
from eval.questions.draft import write
from eval.runs.compare import compare, outcomes, read_record
from eval.runs.gate import check
from eval.runs.run import scored
from eval.scoring.answer_score import Score
from eval.scoring.citation_support import attributions
from eval.scoring.metrics import Scored, parts, risk_coverage, summarise
from eval.scoring.text_match import exact_match, recall, token_f1
from eval.types import Reply
from index.errors import OperationError, UsageError

TEXT = "China cut its tariffs to 10% in May. The United States cut its own to 30%."


def answer(text: str, *quotes: str) -> dict[str, Any]:
    citations = [
        {
            "number": n,
            "article_id": "a",
            "start": TEXT.find(quote),
            "end": TEXT.find(quote) + len(quote),
            "quote": quote,
        }
        for n, quote in enumerate(quotes, 1)
    ]
    numbers = [c["number"] for c in citations]
    return {
        "question": "What did China cut its tariffs to?",
        "status": "answered",
        "text": text,
        "sentences": [{"text": text, "start": 0, "end": len(text), "citations": numbers}],
        "citations": citations,
    }


def text_of(_article_id: str) -> str:
    return TEXT


def row(verdict: str, probability: float | None = None, **more: Any) -> Scored:
    return Scored(
        question=Question(id=verdict, question="?", **more),
        reply=Reply(answer={"text": "", "probability": probability}),
        score=Score(verdict=verdict, declined=verdict == "false_refusal"),  # type: ignore[arg-type]
    )


def test_squad_measures_by_hand() -> None:
    assert exact_match("The  10%! [1]", ["10"])
    assert not exact_match("It is 10", ["10"])
    # said: tariffs fell to 10 (4); wanted: to 10 (2); P = 2/4, R = 2/2
    assert token_f1("Tariffs fell to 10%. [1]", ["nothing", "to 10"]) == pytest.approx(2 / 3)
    assert token_f1("", ["to 10"]) == 0


def test_recall_leaves_out_what_the_question_says() -> None:
    assert recall("They met in Geneva.", "The ministers met in Geneva", "Where met ministers?") == 1
    assert recall("They met.", "in Geneva") == 0


def test_a_citation_that_carries_and_one_that_does_not() -> None:
    first, second = TEXT.split(". ")[0] + ".", TEXT.split(". ")[1]
    (one,) = attributions(answer("China cut its tariffs to 10% in May. [1]", first), text_of)
    assert (one.supported, one.precise) == (True, (True,))
    (both,) = attributions(answer("China cut its tariffs to 10%. [1][2]", first, second), text_of)
    assert (both.supported, both.precise) == (True, (True, False))
    (none,) = attributions(answer("China cut its tariffs to 50%. [1]", first), text_of)
    assert (none.supported, none.precise) == (False, (False,))
    assert attributions({"status": "refused", "text": "No."}, text_of) == ()


def test_a_sentence_without_citation_is_not_supported() -> None:
    (bare,) = attributions(answer("China cut its tariffs to 10% in May."), text_of)
    assert (bare.supported, bare.precise) == (False, ())


def test_a_long_answer_without_required_facts_is_judged_by_its_words() -> None:
    asked = Question(
        id="q",
        question="What did China do?",
        answer="It cut its tariffs to 10% in the month of May",
    )
    first = TEXT.split(". ")[0] + "."
    good = scored(asked, Reply(answer=answer(first, first)), text_of)
    other = scored(asked, Reply(answer=answer("It cut tariffs to 30% in May.", first)), text_of)
    assert (good.score.verdict, other.score.verdict) == ("correct", "wrong")


def test_risk_and_coverage_by_hand() -> None:
    rows = [row("wrong", 0.6), row("correct", 0.9), row("false_refusal", 0.1), row("correct", 0.5)]
    # Surest first: right (risk 0), wrong (1/2), right (1/3); of four questions.
    assert risk_coverage(rows) == [(0.25, 0.0), (0.5, 0.5), (0.75, pytest.approx(1 / 3))]
    assert summarise(rows)["aurc"].value == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
    assert summarise([row("correct")])["aurc"].value is None


def test_only_questions_that_count_have_a_part() -> None:
    found = parts(row("correct", answerable=False))
    assert set(found) == {"refusal_recall", "wrong"}
    assert found["refusal_recall"] == (1.0, 1.0)


def test_a_comparison_lists_what_turned() -> None:
    before = outcomes([row("wrong"), row("correct")])
    after = [replace(before[0], verdict="correct", parts={"accuracy": (1.0, 1.0)}), before[1]]
    assert compare(before, before).flips == ()
    ((one, other),) = compare(before, after).flips
    assert (one.verdict, other.verdict) == ("wrong", "correct")
    found = compare(before, after).differences["accuracy"]
    assert (found.before, found.after, found.n) == (0.5, 1.0, 2)
    with pytest.raises(UsageError, match="share no question"):
        compare(before, outcomes([row("false_refusal")]))


def test_a_record_that_is_none_is_named(tmp_path: Any) -> None:
    (tmp_path / "r.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(UsageError, match="line 1"):
        read_record(tmp_path / "r.jsonl")
    with pytest.raises(UsageError, match="Cannot read"):
        read_record(tmp_path / "none.jsonl")
    (tmp_path / "r.jsonl").write_text("")
    with pytest.raises(UsageError, match="empty"):
        read_record(tmp_path / "r.jsonl")


def test_the_gate_pins_what_is_deterministic() -> None:
    accepted = {str(i): "correct" for i in range(16)}
    assert check("extractive", accepted, accepted).passed
    one = accepted | {"3": "wrong"}
    verdict = check("extractive", one, accepted)
    assert (verdict.passed, verdict.flips) == (False, ("3: correct → wrong",))
    assert not check("extractive", accepted | {"new": "correct"}, accepted).passed


def test_the_gate_lists_the_models_flips_and_fails_a_real_drop() -> None:
    accepted = {str(i): "correct" for i in range(16)}
    one = check("llm", accepted | {"3": "wrong"}, accepted)
    assert (one.passed, len(one.flips)) == (True, 1)
    assert not check("llm", dict.fromkeys(accepted, "wrong"), accepted).passed
    assert not check("llm", {}, accepted).passed


def test_drafts_never_overwrite_a_persons_work(tmp_path: Any) -> None:
    drafts = [Question(id="d", question="?", draft=True)]
    path = tmp_path / "drafts.jsonl"
    assert write(drafts, path) == 1
    with pytest.raises(OperationError, match="already there"):
        write(drafts, path)
