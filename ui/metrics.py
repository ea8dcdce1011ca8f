"""What is counted of the questions, for Prometheus; and one line of JSON for each, if asked for.

No text of a question, an answer or an article is counted or logged, unless the log is asked for
questions too.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from index.errors import TradewireError
from rag.contract import Answer

LogOf = Literal["nothing", "events", "questions"]
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80)


class Metrics:
    """Counts of one server, and its log of questions."""

    def __init__(
        self, waiting: Callable[[], int] = int, log: LogOf = "nothing", to: TextIO | None = None
    ) -> None:
        self.registry = CollectorRegistry()
        self._log = log
        self._to = to or sys.stderr
        self._writing = threading.Lock()
        counter: dict[str, Any] = {"registry": self.registry}
        self._questions = Counter(
            "tradewire_questions", "Questions that came to an end.", ["status", "mode"], **counter
        )
        self._refusals = Counter(
            "tradewire_refusals",
            "Questions that the articles do not answer.",
            ["reason"],
            **counter,
        )
        self._fallbacks = Counter(
            "tradewire_fallbacks",
            "Answers that carry a note: of a model that failed, was late, or wrote what did not hold.",
            **counter,
        )
        self._errors = Counter(
            "tradewire_errors", "Questions that raised an error, or failed.", ["kind"], **counter
        )
        self._seconds = Histogram(
            "tradewire_question_seconds", "Seconds from the question to the end of a stage.",
            ["stage"], buckets=_SECONDS, **counter,
        )  # fmt: skip
        self._running = Gauge("tradewire_questions_running", "Questions being answered.", **counter)
        queue = Gauge("tradewire_questions_waiting", "Questions in line for the model.", **counter)
        queue.set_function(waiting)

    def text(self) -> bytes:
        """Return the counts as Prometheus reads them."""
        return generate_latest(self.registry)

    @contextmanager
    def question(self, question: str, owner: str | None) -> Iterator[Callable[[Answer], None]]:
        """Watch one question; the caller is handed what to tell its answer to.

        Args:
            question: written only where the log is of questions.
            owner: who asks, written likewise; None where nobody is named.
        """
        answers: list[Answer] = []
        self._running.inc()
        try:
            yield answers.append
        except TradewireError as error:
            self._errors.labels(kind=type(error).__name__).inc()
            self._write(
                question, owner, event="question", status="error", error=type(error).__name__
            )
            raise
        finally:
            self._running.dec()
            if answers:
                self._count(answers[-1])
                self._write(question, owner, **_known(answers[-1]))

    def _count(self, answer: Answer) -> None:
        self._questions.labels(status=answer.status, mode=answer.mode).inc()
        if answer.refusal is not None:
            self._refusals.labels(reason=answer.refusal.reason).inc()
        if answer.status == "failed":
            self._errors.labels(kind="failed").inc()
        if answer.note is not None:
            self._fallbacks.inc()
        for stage, milliseconds in asdict(answer.timings_ms).items():
            if milliseconds is not None:
                self._seconds.labels(stage=stage).observe(milliseconds / 1000)

    def _write(self, question: str, owner: str | None, **known: Any) -> None:
        if self._log == "nothing":
            return
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **known}
        if self._log == "questions":
            line |= {"user": owner, "question": question}
        with self._writing:
            self._to.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._to.flush()


def _known(answer: Answer) -> dict[str, Any]:
    """Return what a log tells of an answer without any of its words."""
    return {
        "event": "question",
        "status": answer.status,
        "reason": answer.refusal.reason if answer.refusal else None,
        "mode": answer.mode,
        "fallback": answer.note is not None,
        "ms": asdict(answer.timings_ms),
        "trace_id": answer.trace_id,
    }
