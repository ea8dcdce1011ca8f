"""Speeds and memory on this machine, as one table: ``python -m eval.benchmarks.speed``.

Every figure is a median over the questions named in its row. "Cold" asks each question for the
first time in a fresh process; "repeated" asks it again at once, so that its evidence is still in
the model's prompt cache.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.questions.dataset import Question, load_questions, seeds_corpus, seeds_questions
from index.ingest.pipeline import ingest
from index.library import Library
from index.models.embedder import SentenceTransformerEmbedder
from rag.build import build_reader
from rag.chain import AnswerChain
from rag.filters import filters
from rag.models.chat_model import ChatModel
from rag.retrieval.search import search
from rag.settings import Settings
from rag.types import Answer

HELP_RUNS = 7


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Print the table of speeds and memory.")
    parser.add_argument("--limit", type=int, default=None, help="only so many questions a row")
    parser.add_argument("--index", type=Path, help="an index of yours, to time retrieval over")
    parser.add_argument("--questions", type=Path, help="the questions to time it with")
    arguments = parser.parse_args()
    print("| what | target | measured | n |")
    print("|---|---|---|---|")
    _help_row()
    embedder = SentenceTransformerEmbedder("all-minilm-l6-v2")
    if arguments.index and arguments.questions:
        _retrieval_row(arguments.index, arguments.questions, embedder, arguments.limit)
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


def _retrieval_row(
    folder: Path, path: Path, embedder: SentenceTransformerEmbedder, limit: int | None
) -> None:
    library = Library.open(folder, embedder)
    questions = load_questions(path)[:limit]
    search(questions[0].question, library, filters=filters(), top_k=8)
    times = [
        _timed(lambda q=q: search(q.question, library, filters=filters(), top_k=8))  # type: ignore[misc]
        for q in questions
    ]
    what = f"retrieval, warm, {len(library.articles()):,} articles"
    _row(what, "≤ 60 ms", f"{1000 * statistics.median(times):.0f} ms", len(times))
    library.close()


def _answer_rows(folder: Path, embedder: SentenceTransformerEmbedder, limit: int | None) -> None:
    ingest(folder, [str(path) for path in seeds_corpus()], embedder)
    library = Library.open(folder, embedder)
    settings = Settings(index=folder)
    questions = [q for q in seeds_questions() if q.answerable]
    plain = AnswerChain(library, settings, reader=build_reader(settings))
    plain.invoke(questions[0].question)
    answers = [_ask(plain, q) for q in questions[:limit]]
    _median_row("extractive answer", "≤ 300 ms", answers, lambda a: a.timings_ms.total, "ms")

    model = ChatModel(settings)
    model.load()
    chain = AnswerChain(library, settings, model, reader=build_reader(settings))
    chain.invoke("Which countries met?")
    cold, repeated = [], []
    for question in questions:
        answer = _ask(chain, question)
        # Many questions are settled without the model; they say nothing about its speed.
        if answer.timings_ms.first_token is not None:
            cold.append(answer)
            repeated.append(_ask(chain, question))
        if len(cold) == limit:
            break
    for what, target, found in (
        ("first checked sentence, where the LLM is asked, cold evidence", "≤ 7 s", cold),
        ("first checked sentence, LLM, repeated context", "≤ 2.5 s", repeated),
    ):
        _median_row(what, target, found, lambda a: a.timings_ms.first_sentence, "s")
    _median_row(
        "full answer, where the LLM is asked, cold evidence",
        "≤ 9 s",
        cold,
        lambda a: a.timings_ms.total,
        "s",
    )
    _row("resident memory, model loaded, both processes", "≤ 3.5 GB", _memory(model.pid), 1)
    model.stop()
    library.close()


def _ask(chain: AnswerChain, question: Question) -> Answer:
    return chain.invoke({"question": question.question, "history": question.history})


def _median_row(
    what: str,
    target: str,
    answers: Sequence[Answer],
    of: Callable[[Answer], float | None],
    unit: str,
) -> None:
    values = [value for answer in answers if (value := of(answer)) is not None]
    median = statistics.median(values)
    _row(
        what, target, f"{median:.0f} ms" if unit == "ms" else f"{median / 1000:.1f} s", len(values)
    )


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _memory(pid: int | None) -> str:
    import psutil

    processes = [psutil.Process(), *([psutil.Process(pid)] if pid else [])]
    return f"{sum(p.memory_info().rss for p in processes) / 1e9:.2f} GB"


if __name__ == "__main__":
    main()
