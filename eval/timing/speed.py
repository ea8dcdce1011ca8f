"""Speeds and memory on this machine, as one table: ``python -m eval.timing.speed [--checks]``.

Every figure is a median. "Cold" asks each question for the first time in a fresh process;
"repeated" asks it again at once, so that its evidence is still in the model's prompt cache.

With ``--checks``: what share of an answer's time is neither the search nor the language model at
work. The checks are part of that, so their share is no larger.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import psutil
from langchain_core.messages import BaseMessage

from eval.questions.dataset import Question, load_questions, seeds_corpus, seeds_questions
from eval.systems.small_archive import chain_over
from index.errors import TradewireError
from index.models.embedder import SentenceTransformerEmbedder
from rag.build import build_chain
from rag.chain import AnswerChain
from rag.contract import Answer
from rag.models.chat_model import ChatModel, LanguageModel
from rag.settings import Settings

HELP_RUNS = 7
MOST_CHECKS = 0.25


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Print the table of speeds and memory.")
    parser.add_argument("--limit", type=int, default=None, help="only so many questions a row")
    parser.add_argument("--checks", action="store_true", help="only the checks' share")
    parser.add_argument("--index", type=Path, help="an index of yours, for --checks")
    parser.add_argument("--questions", type=Path, help="the questions, for --checks")
    parser.add_argument("--mode", choices=("llm", "extractive"), default="extractive")
    arguments = parser.parse_args()
    if arguments.checks:
        if not (arguments.index and arguments.questions):
            parser.error("--checks needs --index and --questions")
        try:
            settings = Settings(index=arguments.index, mode=arguments.mode)
            _checks_rows(load_questions(arguments.questions)[: arguments.limit], settings)
        except TradewireError as error:
            parser.exit(1, f"{error}\n")
        return
    print("| what | target | measured | n |")
    print("|---|---|---|---|")
    _help_row()
    embedder = SentenceTransformerEmbedder("all-minilm-l6-v2")
    with tempfile.TemporaryDirectory() as folder:
        _answer_rows(Path(folder) / "seeds", embedder, arguments.limit)


def _row(what: str, target: str, measured: str, n: int) -> None:
    print(f"| {what} | {target} | {measured} | {n} |", flush=True)


def _help_row() -> None:
    seconds = []
    for _ in range(HELP_RUNS):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", "from ui.cli.main import main; main()", "--help"],
            stdout=subprocess.DEVNULL,
            check=True,
        )
        seconds.append(time.perf_counter() - start)
    _row("`tradewire --help`", "≤ 0.4 s", f"{statistics.median(seconds):.2f} s", HELP_RUNS)


def _answer_rows(folder: Path, embedder: SentenceTransformerEmbedder, limit: int | None) -> None:
    questions = [q for q in seeds_questions() if q.answerable]
    (seed,) = seeds_corpus()
    with chain_over(seed, folder, embedder, None) as plain:
        plain.invoke(questions[0].question)
        total, n = _median([_ask(plain, q) for q in questions[:limit]], "total")
    _row("extractive answer", "≤ 300 ms", f"{total:.0f} ms", n)

    model = ChatModel(Settings())
    model.load()
    cold, repeated = [], []
    with chain_over(seed, folder, embedder, model) as chain:
        chain.invoke("Which countries met?")
        for question in questions:
            answer = _ask(chain, question)
            # Many questions are settled without the model; they say nothing about its speed.
            if answer.timings_ms.first_token is not None:
                cold.append(answer)
                repeated.append(_ask(chain, question))
            if len(cold) == limit:
                break
        processes = [psutil.Process(), *([psutil.Process(model.pid)] if model.pid else [])]
        memory = sum(process.memory_info().rss for process in processes) / 1e9
    for what, target, found, of in (
        ("first checked sentence, where the LLM is asked, cold evidence", "≤ 7 s", cold,
         "first_sentence"),
        ("first checked sentence, LLM, repeated context", "≤ 2.5 s", repeated, "first_sentence"),
        ("full answer, where the LLM is asked, cold evidence", "≤ 9 s", cold, "total"),
    ):  # fmt: skip
        median, n = _median(found, of)
        _row(what, target, f"{median / 1000:.1f} s", n)
    _row("resident memory, model loaded, both processes", "≤ 3.5 GB", f"{memory:.2f} GB", 1)
    model.stop()


class MeteredModel:
    """A language model that counts the milliseconds its words are waited for; else as it is."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self.spent = 0.0

    def __getattr__(self, name: str) -> object:
        return getattr(self._model, name)

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """Yield the model's draft; what the reader of a piece does with it does not count."""
        pieces = self._model.stream(messages)
        try:
            while True:
                with self._counted():
                    piece = next(pieces, None)
                if piece is None:
                    return
                yield piece
        finally:
            pieces.close()  # type: ignore[attr-defined]

    def yes_probability(self, messages: Sequence[BaseMessage]) -> float | None:
        """Return what the model thinks."""
        with self._counted():
            return self._model.yes_probability(messages)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.spent += 1000 * (time.perf_counter() - start)


def rest(answer: Answer, in_model: float) -> tuple[float, float]:
    """Return the milliseconds that were neither search nor model, and their share of the whole.

    Args:
        answer: with its timings.
        in_model: milliseconds spent in the model.
    """
    total, search = answer.timings_ms.total or 0.0, answer.timings_ms.retrieve or 0.0
    spent = max(0.0, total - search - in_model)
    return spent, spent / total if total else 0.0


def _measured(
    questions: Sequence[Question], settings: Settings
) -> Mapping[str, Sequence[tuple[float, float]]]:
    """Return the ``rest`` of each answer, those for which the model was asked apart."""
    chain = build_chain(settings)
    model = cast("ChatModel | None", chain.model)
    metered = MeteredModel(cast("LanguageModel", model))
    found: dict[str, list[tuple[float, float]]] = {}
    try:
        if model:
            model.load()
            chain.model = cast("LanguageModel", metered)
        for question in questions[:1]:
            # The first answer of all pays for what is loaded with it.
            chain.invoke(question.question)
        for question in questions:
            before = metered.spent
            answer = _ask(chain, question)
            in_model = metered.spent - before
            asked = "the model is asked" if in_model else "no model is asked"
            if answer.timings_ms.retrieve is not None:
                found.setdefault(asked, []).append(rest(answer, in_model))
    finally:
        if model:
            model.stop()
        chain.library.close()
    return found


def _checks_rows(questions: Sequence[Question], settings: Settings) -> None:
    print("| neither search nor model, checks included | ms | share of the answer's time | n |")
    print("|---|---|---|---|")
    for asked, figures in _measured(questions, settings).items():
        spent, part = (statistics.median(column) for column in zip(*figures, strict=True))
        print(
            f"| {asked} | {spent:.0f} | {part:.0%} (target ≤ {MOST_CHECKS:.0%}) | {len(figures)} |"
        )


def _ask(chain: AnswerChain, question: Question) -> Answer:
    return chain.invoke({"question": question.question, "history": question.history})


def _median(answers: Sequence[Answer], of: str) -> tuple[float, int]:
    """Return the median of a timing, in milliseconds, and of how many answers."""
    found = [getattr(answer.timings_ms, of) for answer in answers]
    values = [milliseconds for milliseconds in found if milliseconds is not None]
    return statistics.median(values), len(values)


if __name__ == "__main__":
    main()
