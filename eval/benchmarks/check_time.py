"""What share of an answer's time the checks take: ``python -m eval.benchmarks.check_time INDEX QUESTIONS``.

The checks are not timed one by one. What is timed is all that is neither the search nor the
language model at work: whether there is an answer, the checks of every sentence, citations and
what else it takes. The checks are part of that, so their share is no larger.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from langchain_core.messages import BaseMessage

from eval.questions.dataset import Question, load_questions
from index.errors import TradewireError
from index.library import Library
from rag.build import (
    build_embedder,
    build_model,
    build_reader,
    build_reranker,
    build_verifier,
)
from rag.chain import AnswerChain
from rag.models.chat_model import LanguageModel
from rag.queueing import Turns
from rag.settings import Settings
from rag.types import Answer

MOST = 0.25


@dataclass(slots=True)
class MeteredModel:
    """A language model that counts the milliseconds it is waited for."""

    model: LanguageModel
    spent: float = 0.0

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self.model.name

    @property
    def turns(self) -> Turns:
        """Return the model's own line."""
        return self.model.turns

    @property
    def ready(self) -> bool:
        """Tell whether the model is loaded."""
        return self.model.ready

    def load(self) -> None:
        """Load the model; that does not count."""
        self.model.load()

    def load_in_background(self) -> None:
        """Begin to load the model."""
        self.model.load_in_background()

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """Yield the model's draft; what the reader of a piece does with it does not count."""
        pieces = iter(self.model.stream(messages))
        try:
            while True:
                start = time.perf_counter()
                piece = next(pieces, None)
                self.spent += 1000 * (time.perf_counter() - start)
                if piece is None:
                    return
                yield piece
        finally:
            close = getattr(pieces, "close", None)
            if close is not None:
                close()

    def yes_probability(self, messages: Sequence[BaseMessage]) -> float | None:
        """Return what the model thinks."""
        start = time.perf_counter()
        try:
            return self.model.yes_probability(messages)
        finally:
            self.spent += 1000 * (time.perf_counter() - start)


def rest(answer: Answer, in_model: float) -> tuple[float, float]:
    """Return the milliseconds that were neither search nor model, and their share of the whole."""
    total, search = answer.timings_ms.total or 0.0, answer.timings_ms.retrieve or 0.0
    spent = max(0.0, total - search - in_model)
    return spent, spent / total if total else 0.0


def measured(
    questions: Sequence[Question], settings: Settings
) -> Mapping[str, Sequence[tuple[float, float]]]:
    """Return the ``rest`` of each answer, those for which the model was asked apart.

    Raises:
        TradewireError: there is no such index or model.
    """
    library = Library.open(settings.index, build_embedder(settings))
    model = build_model(settings)
    metered = None if model is None else MeteredModel(model)
    found: dict[str, list[tuple[float, float]]] = {}
    try:
        chain = AnswerChain(
            library,
            settings,
            metered,
            verifier=build_verifier(settings),
            reranker=build_reranker(settings),
            reader=build_reader(settings),
        )
        if metered is not None:
            metered.load()
        for question in questions[:1]:
            # The first answer of all pays for what is loaded with it.
            chain.invoke(question.question)
        for question in questions:
            before = metered.spent if metered else 0.0
            answer = chain.invoke({"question": question.question, "history": question.history})
            in_model = (metered.spent if metered else 0.0) - before
            asked = "the model is asked" if in_model else "no model is asked"
            if answer.timings_ms.retrieve is not None:
                found.setdefault(asked, []).append(rest(answer, in_model))
    finally:
        if model is not None:
            model.stop()
        library.close()
    return found


def main() -> None:
    """Ask all questions and print the medians."""
    parser = argparse.ArgumentParser(description="Print what share of an answer checks take.")
    parser.add_argument("index", type=Path, help="an index of yours")
    parser.add_argument("questions", type=Path, help="the questions to ask it")
    parser.add_argument("--mode", choices=("llm", "extractive"), default="extractive")
    parser.add_argument("--limit", type=int, default=None, help="only so many questions")
    arguments = parser.parse_args()
    settings = Settings(index=arguments.index, mode=arguments.mode)
    try:
        questions = load_questions(arguments.questions)[: arguments.limit]
        found = measured(questions, settings)
    except TradewireError as error:
        parser.exit(1, f"{error}\n")
    print("| neither search nor model, checks included | ms | share of the answer's time | n |")
    print("|---|---|---|---|")
    for asked, figures in found.items():
        spent, share = (statistics.median(column) for column in zip(*figures, strict=True))
        print(f"| {asked} | {spent:.0f} | {share:.0%} (target ≤ {MOST:.0%}) | {len(figures)} |")


if __name__ == "__main__":
    main()
