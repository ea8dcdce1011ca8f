"""The command line. Results go to standard output, everything else to standard error."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.errors import TradewireError, UsageError
from ui import cli_archive, cli_eval, cli_models, cli_quotes
from ui.options import (
    ArticleOption,
    BatchOption,
    IndexOption,
    JsonOption,
    ModeOption,
    OutOption,
    PublisherOption,
    SinceOption,
    SpeakerOption,
    TopKOption,
    UntilOption,
    plain,
    print_json,
    print_lines,
    say,
    settings_from,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.passages import FoundPassage
    from rag.settings import Settings

app = typer.Typer(
    name="tradewire",
    help="Answers questions about your own trade articles, every sentence cited.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; an error is one line, a traceback only with --debug."""
    debug = "--debug" in sys.argv
    sys.argv = [argument for argument in sys.argv if argument != "--debug"]
    try:
        app()
    except TradewireError as error:
        if debug:
            raise
        say(f"tradewire: {error}")
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        say("tradewire: stopped; what was finished is kept.")
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone; point it at nothing so that exit stays quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"tradewire {version('tradewire')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """Answers questions about your own trade articles, every sentence cited."""
    del version, debug


app.command("index")(cli_archive.index_)


@app.command()
def remove(
    article_ids: Annotated[list[str], typer.Argument(metavar="ARTICLE_ID…")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove articles from the index."""
    from index.ingest import remove as remove_articles
    from rag.build import build_embedder

    settings = settings_from(index)
    promoted = remove_articles(settings.index, article_ids, build_embedder(settings))
    removed = len(set(article_ids))
    if as_json:
        print_json({"removed": removed, "promoted": promoted})
    else:
        say(f"Removed {removed} article{'s' if removed != 1 else ''}.")
        for article_id in promoted:
            say(f"'{article_id}' was a copy of it and now stands for the story.")


@app.command("list")
def list_(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List the indexed articles."""
    from ui import show_archive

    rows = _library(settings_from(index)).articles()
    if as_json:
        print_lines(plain(row) for row in rows)
    else:
        show_archive.print_articles(rows)


@app.command("show")
def show_(
    article_ids: Annotated[list[str], typer.Argument(metavar="ARTICLE_ID…")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show articles as they are stored."""
    from ui import show_archive

    library = _library(settings_from(index))
    articles = [library.article(article_id) for article_id in article_ids]
    also_in = [library.also_in(article_id) for article_id in article_ids]
    if as_json:
        print_lines(map(show_archive.article_dict, articles, also_in))
    else:
        show_archive.print_texts(articles, also_in)


@app.command()
def search(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION")] = None,
    top_k: TopKOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    speaker: SpeakerOption = None,
    article: ArticleOption = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show why each piece of evidence is chosen.")
    ] = False,
    batch: BatchOption = None,
    out: OutOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find passages, without an answer."""
    from rag.build import build_reranker
    from rag.explain import explain as explained
    from rag.search import search as found_in
    from ui import batch as batches
    from ui import show

    settings = settings_from(index)
    filters = _filters(since, until, publisher, speaker, article)
    library = _library(settings)
    how: dict[str, Any] = {
        "filters": filters,
        "top_k": top_k or settings.top_k,
        "reranker": build_reranker(settings),
    }

    def find(question: str) -> Sequence[FoundPassage]:
        return found_in(question, library, **how)

    if batch is not None:
        batches.run(batch, _needed(out), lambda row: batches.searched(row, find))
        return
    if explain:
        found = explained(_asked(question), library, budget_tokens=settings.evidence_tokens, **how)
        if as_json:
            print_json(show.explanation_dict(found))
        else:
            show.print_explanation(found, library)
        return
    results = find(_asked(question))
    if as_json:
        print_lines(show.result_dict(result) for result in results)
    else:
        show.print_results(results, library)


app.command("quotes")(cli_quotes.quotes)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION")] = None,
    mode: ModeOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    speaker: SpeakerOption = None,
    article: ArticleOption = None,
    top_k: TopKOption = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show why each sentence may be shown.")
    ] = False,
    batch: BatchOption = None,
    out: OutOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask a question; every sentence of the answer is cited."""
    from rag.asked import Asked
    from rag.build import build_chain
    from ui import batch as batches
    from ui import show

    settings = settings_from(index, mode)
    filters = _filters(since, until, publisher, speaker, article)
    chain = build_chain(settings)
    if batch is not None:
        batches.run(batch, _needed(out), lambda row: batches.asked(row, chain, filters, top_k))
        return
    asked = Asked(question=_asked(question), filters=filters, top_k=top_k)
    if as_json:
        answer = chain.invoke(asked)
        print_json(answer.to_dict())
    else:
        answer = show.print_answer(chain.events(asked), explain=explain)
    if answer.status == "failed":
        raise typer.Exit(1)


@app.command()
def chat(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port [first free from 7860].")
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser.")
    ] = False,
    auth: Annotated[
        str | None, typer.Option(metavar="USER:PASSWORD", help="Ask for a login.")
    ] = None,
    open_to_network: Annotated[
        bool,
        typer.Option("--open-to-network", help="Let everyone who reaches --host in, unasked."),
    ] = False,
    mode: ModeOption = None,
    index: IndexOption = None,
) -> None:
    """Chat in the browser; programs find the same answers at /api and /mcp."""
    from rag.build import build_chat

    user = _login(auth)
    from ui.server import allow

    # Before anything is loaded: may it listen there at all?
    allow(host, user, open_to_network=open_to_network)
    chain = build_chat(settings_from(index, mode))
    say(chain.status().message)
    from ui.web import launch

    launch(
        chain,
        host=host,
        port=port,
        open_browser=not no_browser,
        auth=user,
        open_to_network=open_to_network,
    )


app.command("eval")(cli_eval.eval_)
app.command("doctor")(cli_archive.doctor)
app.add_typer(cli_models.app, name="models")


# -- shared ---------------------------------------------------------------------


def _library(settings: Settings) -> Any:
    from index.library import Library
    from rag.build import build_embedder

    return Library.open(settings.index, build_embedder(settings))


def _filters(
    since: str | None,
    until: str | None,
    publisher: str | None,
    speaker: str | None,
    article: str | None,
) -> Any:
    from rag.filters import filters

    return filters(since=since, until=until, publisher=publisher, speaker=speaker, article=article)


def _asked(question: str | None) -> str:
    if question is None:
        raise UsageError("No question was given; write it in quotation marks, or use --batch.")
    return question


def _needed(out: Path | None) -> Path:
    if out is None:
        raise UsageError("--batch needs --out OUT.jsonl for the answers.")
    return out


def _login(auth: str | None) -> tuple[str, str] | None:
    if auth is None:
        return None
    user, separator, password = auth.partition(":")
    if not (user and separator and password):
        raise UsageError("--auth takes USER:PASSWORD, both not empty.")
    return user, password
