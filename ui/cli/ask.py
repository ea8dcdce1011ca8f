"""The commands that take a question: ask gives an answer, search the passages only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.errors import UsageError
from ui.cli import options
from ui.cli.options import print_json, print_lines, settings_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import FoundPassage


def search(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION")] = None,
    top_k: options.TopK = None,
    since: options.Since = None,
    until: options.Until = None,
    publisher: options.Publisher = None,
    speaker: options.Speaker = None,
    article: options.Article = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show why each piece of evidence is chosen.")
    ] = False,
    batch: options.Batch = None,
    out: options.Out = None,
    index: options.Index = None,
    as_json: options.Json = False,
) -> None:
    """Find passages, without an answer."""
    from rag.build import build_chain
    from rag.filters import filters
    from rag.request import Asked
    from rag.retrieval.search import search as found_in
    from rag.verdict.explain import explain as explained
    from ui.cli import batch as batches
    from ui.cli import output
    from ui.json_forms import result_dict

    only = filters(since=since, until=until, publisher=publisher, speaker=speaker, article=article)
    chain = build_chain(settings_from(index, "extractive"))
    library = chain.library

    def find(question: str) -> Sequence[FoundPassage]:
        top = top_k or chain.top_k
        return found_in(question, library, filters=only, top_k=top, reranker=chain.reranker)

    if batch is not None:
        batches.run(batch, _needed(out), lambda q, _: {"results": [*map(result_dict, find(q))]})
        return
    if explain:
        found = explained(chain.found(Asked(question=_asked(question), filters=only, top_k=top_k)))
        if as_json:
            print_json(output.explanation_dict(found))
        else:
            output.print_explanation(found, library)
        return
    results = find(_asked(question))
    if as_json:
        print_lines(result_dict(result) for result in results)
    else:
        output.print_results(results, library)


def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION")] = None,
    mode: options.Mode = None,
    since: options.Since = None,
    until: options.Until = None,
    publisher: options.Publisher = None,
    speaker: options.Speaker = None,
    article: options.Article = None,
    top_k: options.TopK = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show why each sentence may be shown.")
    ] = False,
    batch: options.Batch = None,
    out: options.Out = None,
    index: options.Index = None,
    as_json: options.Json = False,
) -> None:
    """Ask a question; every sentence of the answer is cited."""
    from rag.build import build_chain
    from rag.filters import filters
    from rag.request import Asked
    from rag.types import Turn
    from ui.cli import batch as batches
    from ui.cli import output

    settings = settings_from(index, mode)
    only = filters(since=since, until=until, publisher=publisher, speaker=speaker, article=article)
    chain = build_chain(settings)

    def whole(question: str, history: Sequence[Any] = ()) -> Asked:
        turns = tuple(Turn(role=t["role"], content=str(t["content"])) for t in history)
        return Asked(question=question, history=turns, filters=only, top_k=top_k)

    if batch is not None:
        batches.run(batch, _needed(out), lambda *said: chain.invoke(whole(*said)).to_dict())
        return
    asked = whole(_asked(question))
    if as_json:
        answer = chain.invoke(asked)
        print_json(answer.to_dict())
    else:
        answer = output.print_answer(chain.events(asked), explain=explain)
    if answer.status == "failed":
        raise typer.Exit(1)


def _asked(question: str | None) -> str:
    if question is None:
        raise UsageError("No question was given; write it in quotation marks, or use --batch.")
    return question


def _needed(out: Path | None) -> Path:
    if out is None:
        raise UsageError("--batch needs --out OUT.jsonl for the answers.")
    return out
