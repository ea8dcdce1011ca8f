"""``tradewire eval``: put set, corpus, chain and report together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from eval import report
from eval.dataset import Question, load_questions, seeds_corpus, seeds_questions
from eval.run import RunResult, digest, run
from index import weights
from index.errors import EmptyIndex, UsageError
from index.ingest import ingest
from index.library import Library
from rag.build import build_embedder, build_model
from rag.chain import AnswerChain
from rag.llm import ChatModel
from rag.settings import Settings

Say = Callable[[str], None]


def evaluate(
    name: str,
    corpus: Sequence[str],
    mode: str | None,
    limit: int | None,
    out: Path | None,
    settings: Settings,
    say: Say,
) -> dict[str, Any]:
    """Run a set in one mode, or without one in every mode this machine has.

    Returns:
        The JSON object of the last run (the language model's, where there is one); with
        several runs, all of them under ``runs``.
    """
    questions, sources = _set(name, corpus)
    folder = _indexed(sources, settings, say)
    settings = settings.model_copy(update={"index": folder})
    library = Library.open(folder, build_embedder(settings))
    model = build_model(settings.model_copy(update={"mode": mode or "auto"}))
    modes = [mode] if mode in {"llm", "extractive"} else ["extractive", *(["llm"] if model else [])]
    out = out or weights.cache_dir() / "eval" / "runs"
    results = []
    try:
        for each in modes:
            results.append(
                _run(questions[:limit], library, model, each, settings, name=name, out=out, say=say)
            )
    finally:
        if model is not None:
            model.stop()
        library.close()
    page = report.write_html(results, out / f"{Path(name).stem}.html")
    say(f"Report: {page}")
    objects = [{**result.to_dict(), "report": str(page)} for result in results]
    return objects[-1] if len(objects) == 1 else {**objects[-1], "runs": objects}


def _set(name: str, corpus: Sequence[str]) -> tuple[list[Question], list[str]]:
    """Return the questions and the sources of the articles they are about."""
    if name == "seeds":
        return seeds_questions(), [str(path) for path in seeds_corpus()]
    if not corpus:
        raise UsageError(f"'{name}' needs --corpus with the articles that it asks about.")
    return load_questions(Path(name)), list(corpus)


def _indexed(sources: Sequence[str], settings: Settings, say: Say) -> Path:
    """Return an index of the evaluation's own, kept between runs; never the user's."""
    embedder = build_embedder(settings)
    key = digest([sorted(str(Path(s).resolve()) for s in sources), embedder.fingerprint])[:16]
    folder = weights.cache_dir() / "eval" / "index" / key
    counts = ingest(folder, sources, embedder, prune=True)
    fresh = counts.count("added") + counts.count("changed")
    if fresh:
        say(f"Indexed {fresh:,} articles for the evaluation.")
    if not counts.stored:
        raise EmptyIndex(f"No article was found in {', '.join(sources)}; name files or folders.")
    return folder


def _run(
    questions: Sequence[Question],
    library: Library,
    model: ChatModel | None,
    mode: str,
    settings: Settings,
    *,
    name: str,
    out: Path,
    say: Say,
) -> RunResult:
    chain = AnswerChain(library, settings, model)

    def ask(question: Question) -> dict[str, Any]:
        asked = {"question": question.question, "history": question.history, "mode": mode}
        return chain.invoke(asked).to_dict()

    if mode == "llm" and model is not None:
        model.load()
    ask(questions[0])
    result = run(
        questions,
        ask,
        lambda article_id: library.article(article_id).text,
        mode=mode,
        name=Path(name).stem,
        folder=out,
        corpus_hash=digest(
            sorted(library.article(r.article_id).content_hash for r in library.articles())
        ),
        settings_hash=digest(settings.model_dump(mode="json", exclude={"api_key", "index"})),
        progress=lambda done, total: say(f"{mode}: {done} of {total}") if done % 10 == 0 else None,
    )
    say(report.table(result))
    return result
