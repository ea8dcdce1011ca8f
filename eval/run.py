"""Ask a whole question set, score it, keep the record."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from eval import stats
from eval.dataset import Question
from eval.scoring import AnswerDict, Score, TextOf, score
from eval.stats import Estimate
from index.errors import OperationError, TradewireError

Ask = Callable[[Question], AnswerDict]
Progress = Callable[[int, int], None]
Metrics = Mapping[str, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One question with the answer it got and what that is worth."""

    question: Question
    answer: AnswerDict
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What came out of asking a question set; ``to_dict`` is the contract's object.

    Attributes:
        by_type: the same metrics over the questions of each type.
        report, record: the HTML page and the JSONL, None where not written.
        scored: every question, in order (not part of ``to_dict``).
    """

    set: str
    mode: str
    model: str | None
    n: int
    corpus_hash: str | None
    questions_hash: str
    settings_hash: str | None
    metrics: Metrics
    by_type: Mapping[str, Metrics]
    report: Path | None
    record: Path | None
    scored: tuple[Scored, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON types, keys in the order of the contract."""
        return {
            "set": self.set,
            "mode": self.mode,
            "model": self.model,
            "n": self.n,
            "corpus_hash": self.corpus_hash,
            "questions_hash": self.questions_hash,
            "settings_hash": self.settings_hash,
            "metrics": _plain(self.metrics),
            "by_type": {name: _plain(metrics) for name, metrics in self.by_type.items()},
            "report": str(self.report) if self.report else None,
            "record": str(self.record) if self.record else None,
        }


def run(
    questions: Sequence[Question],
    ask: Ask,
    text_of: TextOf,
    *,
    mode: str,
    progress: Progress | None = None,
    name: str = "questions",
    folder: Path | None = None,
    corpus_hash: str | None = None,
    settings_hash: str | None = None,
) -> RunResult:
    """Ask every question, in order, and score the answers.

    An ``ask`` that raises a TradewireError counts as a failed answer. A stop by the keyboard
    leaves what was done in ``folder``, in a file that ends in ``.partial``.

    Args:
        questions: the set.
        ask: returns the answer dict to one question.
        text_of: returns the stored text of an article.
        mode: "llm", "extractive" or the name of another system.
        progress: called with how many are done and how many there are.
        name: name of the set, for the record.
        folder: where the record goes; None keeps none.
        corpus_hash: ``digest`` of the articles asked about.
        settings_hash: ``digest`` of the settings in force.

    Raises:
        OperationError: the record cannot be written.
    """
    scored: list[Scored] = []
    record = folder / f"{_file_name(name, mode)}.jsonl" if folder else None
    with _record(record) as stream:
        for question in questions:
            scored.append(_scored(question, ask, text_of))
            _keep(scored[-1], stream)
            if progress:
                progress(len(scored), len(questions))
    return RunResult(
        set=name,
        mode=mode,
        model=next((s.answer["model"] for s in scored if s.answer.get("model")), None),
        n=len(scored),
        corpus_hash=corpus_hash,
        questions_hash=digest([asdict(question) for question in questions]),
        settings_hash=settings_hash,
        metrics=summarise(scored),
        by_type={kind: summarise(rows) for kind, rows in _by_type(scored).items()},
        report=None,
        record=record,
        scored=tuple(scored),
    )


def summarise(scored: Sequence[Scored]) -> dict[str, Estimate]:
    """Return every metric over some answers; undefined ones have the value None and n = 0.

    - accuracy: correct answers ÷ answerable questions.
    - refusal_recall: declined, or the false premise corrected, ÷ unanswerable questions.
    - false_refusal: declined ÷ answerable questions.
    - wrong: answered, but not rightly, ÷ all questions.
    - citation_exact: citations whose words stand where they say ÷ citations.
    - quote_exact: quotations that a cited article has ÷ quotations shown.
    - speaker: quotations asked for and shown under the right name ÷ answered quote questions.
    - retrieved: questions with a gold article among those retrieved ÷ those with gold.
    - latency_p50_ms, latency_p95_ms: whole answer; first_sentence_p50_ms: first checked
      sentence; milliseconds from the question.
    """
    yes = [s.score for s in scored if s.question.answerable]
    no = [s.score for s in scored if not s.question.answerable]
    every = [s.score for s in scored]
    total, first = _times(scored, "total"), _times(scored, "first_sentence")
    return {
        "accuracy": stats.mean([s.verdict == "correct" for s in yes]),
        "refusal_recall": stats.mean([s.verdict == "correct" for s in no]),
        "false_refusal": stats.mean([s.verdict == "false_refusal" for s in yes]),
        "wrong": stats.mean([s.verdict == "wrong" for s in every]),
        "citation_exact": stats.mean([flag for s in every for flag in s.citations]),
        "quote_exact": stats.mean([flag for s in every for flag in s.quotes]),
        "speaker": stats.mean([s.speaker for s in every if s.speaker is not None]),
        "retrieved": stats.mean([s.retrieved for s in every if s.retrieved is not None]),
        "latency_p50_ms": stats.median(total),
        "latency_p95_ms": stats.p95(total),
        "first_sentence_p50_ms": stats.median(first),
    }


def digest(value: Any) -> str:
    """Return the SHA-256 of a JSON value, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(metrics: Metrics) -> dict[str, Any]:
    return {name: estimate.to_dict() for name, estimate in metrics.items()}


def _scored(question: Question, ask: Ask, text_of: TextOf) -> Scored:
    try:
        answer = ask(question)
    except TradewireError as error:
        answer = _failed(question, error)
    return Scored(question=question, answer=answer, score=score(question, answer, text_of))


def _failed(question: Question, error: TradewireError) -> AnswerDict:
    return {"question": question.question, "status": "failed", "text": "", "error": str(error)}


def _by_type(scored: Sequence[Scored]) -> dict[str, list[Scored]]:
    groups: dict[str, list[Scored]] = {}
    for row in scored:
        groups.setdefault(row.question.type, []).append(row)
    return groups


def _times(scored: Sequence[Scored], name: str) -> list[float]:
    """Return a timing of all the answers in which it happened."""
    times = ((s.answer.get("timings_ms") or {}).get(name) for s in scored)
    return [float(milliseconds) for milliseconds in times if milliseconds is not None]


def _file_name(name: str, mode: str) -> str:
    """Return a name that no other run has, whatever the set is called."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", Path(name).stem).strip("-")[:60] or "questions"
    system = re.sub(r"[^A-Za-z0-9_-]+", "-", mode)[:30]
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    return f"{stem}-{system}-{moment}-{uuid.uuid4().hex[:6]}"


@contextmanager
def _record(target: Path | None) -> Iterator[TextIO | None]:
    """Write beside the target and move into place at the end; a stop keeps the partial file."""
    if target is None:
        yield None
        return
    partial = target.with_name(f"{target.name}.partial")
    with _writing(partial):
        target.parent.mkdir(parents=True, exist_ok=True)
        # A lone surrogate in an answer becomes its JSON escape instead of an error.
        stream = partial.open("x", encoding="utf-8", errors="backslashreplace")
    with stream:
        yield stream
    with _writing(target):
        os.replace(partial, target)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OperationError(
            f"Cannot write the record {path}: {error.strerror}; name another folder."
        ) from error


def _keep(row: Scored, stream: TextIO | None) -> None:
    """Write one line and hand it to the system at once, so that a stop loses nothing."""
    if stream is None:
        return
    line = {
        "id": row.question.id,
        "type": row.question.type,
        "verdict": row.score.verdict,
        "question": asdict(row.question),
        "answer": row.answer,
        "score": asdict(row.score),
    }
    with _writing(Path(stream.name)):
        stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        stream.flush()
