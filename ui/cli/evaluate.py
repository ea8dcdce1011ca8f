"""The command that runs question sets."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.errors import OperationError
from ui.cli import options
from ui.cli.options import print_json, say, settings_from

if TYPE_CHECKING:
    from rag.settings import Settings

DRAFTS = 20


def eval_(
    questions: Annotated[
        str,
        typer.Argument(
            metavar="SET", help="seeds; feedback; a questions file; or draft, to propose some."
        ),
    ],
    corpus: Annotated[
        list[str] | None, typer.Option(metavar="SOURCE", help="Articles the questions are about.")
    ] = None,
    mode: options.Mode = None,
    model: Annotated[str | None, typer.Option(help="Model under test, as TRADEWIRE_MODEL.")] = None,
    top_k: options.TopK = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many.")] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Draw --limit questions; seed the intervals.")
    ] = None,
    baseline: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="bm25, dense, tutorial, extractive, refuse or closed-book."
        ),
    ] = None,
    compare: Annotated[
        Path | None, typer.Option(metavar="RECORD", help="An earlier run's record.")
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume/--fresh",
            help="Take answers given before under the very same conditions, or ask all again.",
        ),
    ] = True,
    judge: Annotated[
        bool, typer.Option("--judge", help="Let the model judge the answers too.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="Folder of report and record; draft, feedback: the questions."
        ),
    ] = None,
    index: options.Index = None,
    as_json: options.Json = False,
) -> None:
    """Run a question set: figures by type, baselines, comparison, and a report to open.

    It indexes --corpus in a cache of its own; --index is only where draft and feedback take
    articles from. Feedback writes the answers marked in the chat as questions, and runs those
    that need no correction.
    """
    from eval.runs.suite import Plan, evaluate
    from ui.cli import archive_output, output

    settings = settings_from(
        index if questions in {"draft", "feedback"} else None, mode, model=model, top_k=top_k
    )
    if questions == "draft":
        drafts = _draft(settings, corpus or [], out, limit)
        if as_json:
            print_json(drafts)
        return
    if questions == "feedback":
        written = _feedback(settings, out)
        if not written["ready"]:
            if as_json:
                print_json(written)
            return
        questions, out = written["file"], None
        corpus = corpus or [str(_articles(settings))]
    plan = Plan(
        set=questions,
        corpus=tuple(corpus or ()),
        mode=settings.mode,
        limit=limit,
        seed=seed,
        baselines=tuple(name for given in baseline or () for name in given.split(",") if name),
        compare=compare,
        fresh=not resume,
        judge=judge,
        out=out,
    )
    finished = evaluate(
        plan,
        settings,
        say,
        watch=output.questions_progress,
        indexing=lambda: archive_output.ingest_progress(quiet=False),
    )
    if as_json:
        print_json(finished.to_dict())


def _draft(
    settings: Settings, corpus: Sequence[str], out: Path | None, limit: int | None
) -> dict[str, Any]:
    """Propose questions from an index, or from articles indexed for the purpose."""
    from eval.questions.draft import propose, write
    from eval.questions.inputs import indexed
    from index.library import Library
    from rag.build import build_embedder
    from ui.cli import archive_output

    embedder = build_embedder(settings)
    if corpus:
        with archive_output.ingest_progress(quiet=False) as progress:
            settings.index = indexed(corpus, embedder, progress)
    library = Library.open(settings.index, embedder)
    path = out or Path("draft-questions.jsonl")
    n = write(propose(library, limit or DRAFTS), path)
    say(
        f'{n} drafts in {path}. Read each, correct it, set "draft": false, '
        f"then run: tradewire eval {path} --corpus ARTICLES"
    )
    return {"drafts": n, "file": str(path)}


def _feedback(settings: Settings, out: Path | None) -> dict[str, Any]:
    """Write the answers that readers marked as questions; tell how many may be asked."""
    from eval.questions.reader_feedback import Rated, update
    from ui.history.history import History
    from ui.history.values import earlier

    rated = [
        Rated(
            id=found.turn.id,
            question=found.turn.question,
            answer=found.turn.answer,
            good=found.turn.thumb == "up",
            reason=found.turn.reason,
            history=tuple(map(asdict, earlier(found.before))),
        )
        for found in History(settings.history_file).rated()
    ]
    if not rated:
        raise OperationError(
            f"No answer in {settings.history_file} has been marked yet; "
            "give some a thumb in `tradewire chat`."
        )
    path = out or settings.history_file.with_suffix(".feedback.jsonl")
    ready, drafts = update(path, rated)
    say(f"{ready + drafts} questions from feedback in {path}; {ready} can be asked.")
    if drafts:
        say(
            f"{drafts} were marked as bad: write there what is right, and set "
            '"draft": false. Then run `tradewire eval feedback` again.'
        )
    return {"file": str(path), "ready": ready, "drafts": drafts}


def _articles(settings: Settings) -> Path:
    """Write the articles of the reader's index where the evaluation can index them."""
    from eval.questions.inputs import own_corpus
    from eval.questions.reader_feedback import records
    from rag.build import build_library

    with closing(build_library(settings)) as library:
        return own_corpus("feedback", records(library))
