"""The command line. Results go to standard output, everything else to standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.errors import TradewireError, UsageError

if TYPE_CHECKING:
    from rag.settings import Settings

app = typer.Typer(
    name="tradewire",
    help="Answers questions about your own trade articles, every sentence cited.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
models = typer.Typer(help="Model weights: fetch, list, verify, remove.", no_args_is_help=True)
app.add_typer(models, name="models")


class ModeChoice(StrEnum):
    """Who answers."""

    AUTO = "auto"
    LLM = "llm"
    EXTRACTIVE = "extractive"


IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index", metavar="DIR", help="Index folder [TRADEWIRE_INDEX, else your data folder]."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
SinceOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles from this day on.")
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles up to this day.")
]
SpeakerOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Only this person's words.")
]
ArticleOption = Annotated[str | None, typer.Option(metavar="ID", help="Only this article.")]
PublisherOption = Annotated[str | None, typer.Option(metavar="NAME", help="Only this publisher.")]
ModeOption = Annotated[ModeChoice | None, typer.Option(help="Who answers.")]
TopKOption = Annotated[int | None, typer.Option(min=1, max=100, help="Passages to retrieve.")]
BatchOption = Annotated[Path | None, typer.Option(metavar="IN.jsonl", help="One question a line.")]
OutOption = Annotated[Path | None, typer.Option(metavar="OUT.jsonl", help="Where the lines go.")]


def main() -> None:
    """Run the command line; an error is one line, a traceback only with --debug."""
    debug = "--debug" in sys.argv
    sys.argv = [argument for argument in sys.argv if argument != "--debug"]
    try:
        app()
    except TradewireError as error:
        if debug:
            raise
        _say(f"tradewire: {error}")
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        _say("tradewire: stopped; what was finished is kept.")
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


@app.command("index")
def index_(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="Files, folders, globs.")],
    index: IndexOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Remove articles whose file is gone from a given folder."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Add or refresh articles."""
    from index.ingest import ingest
    from rag.build import build_embedder
    from ui import show

    settings = _settings(index)
    with show.ingest_progress(quiet=as_json) as progress:
        report = ingest(
            settings.index,
            sources,
            build_embedder(settings),
            dry_run=dry_run,
            prune=prune,
            progress=progress,
        )
    if as_json:
        _print_json(show.ingest_dict(report))
    else:
        _say(show.ingest_summary(report, dry_run=dry_run))
    if not report.stored and not (dry_run and report.sources):
        raise typer.Exit(1)


@app.command()
def remove(
    article_ids: Annotated[list[str], typer.Argument(metavar="ARTICLE_ID…")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove articles from the index."""
    from index.ingest import remove as remove_articles
    from rag.build import build_embedder

    settings = _settings(index)
    removed = remove_articles(settings.index, article_ids, build_embedder(settings))
    if as_json:
        _print_json({"removed": removed})
    else:
        _say(f"Removed {removed} article{'s' if removed != 1 else ''}.")


@app.command("list")
def list_(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """List the indexed articles."""
    from ui import show

    rows = _library(_settings(index)).articles()
    if as_json:
        _print_lines(show.plain(row) for row in rows)
    else:
        show.print_articles(rows)


@app.command("show")
def show_(
    article_ids: Annotated[list[str], typer.Argument(metavar="ARTICLE_ID…")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show articles as they are stored."""
    from ui import show

    library = _library(_settings(index))
    articles = [library.article(article_id) for article_id in article_ids]
    if as_json:
        _print_lines(show.plain(article) for article in articles)
    else:
        show.print_texts(articles)


@app.command()
def search(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION")] = None,
    top_k: TopKOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    publisher: PublisherOption = None,
    speaker: SpeakerOption = None,
    article: ArticleOption = None,
    batch: BatchOption = None,
    out: OutOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find passages, without an answer."""
    from rag.search import search as find
    from ui import batch as batches
    from ui import show

    settings = _settings(index)
    filters = _filters(since, until, publisher, speaker, article)
    top_k = top_k or settings.top_k
    library = _library(settings)
    if batch is not None:
        batches.run(batch, _needed(out), lambda row: batches.searched(row, library, filters, top_k))
        return
    results = find(_asked(question), library, filters=filters, top_k=top_k)
    if as_json:
        _print_lines(show.result_dict(candidate) for candidate in results)
    else:
        show.print_results(results, library)


@app.command()
def quotes(
    speaker: SpeakerOption = None,
    about: Annotated[str | None, typer.Option(metavar="TOPIC", help="Only about this.")] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    article: ArticleOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List who said what."""
    from rag.search import find_quotes
    from ui import show

    library = _library(_settings(index))
    filters = _filters(since, until, None, speaker, article)
    found = find_quotes(library, filters=filters, about=about)
    if as_json:
        _print_lines(show.quote_dict(quote) for quote in found)
    else:
        show.print_quotes(found)


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
    batch: BatchOption = None,
    out: OutOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask a question; every sentence of the answer is cited."""
    from rag.build import build_chain
    from rag.chain import Asked
    from ui import batch as batches
    from ui import show

    settings = _settings(index, mode)
    filters = _filters(since, until, publisher, speaker, article)
    chain = build_chain(settings)
    if batch is not None:
        batches.run(batch, _needed(out), lambda row: batches.asked(row, chain, filters, top_k))
        return
    asked = Asked(question=_asked(question), filters=filters, top_k=top_k)
    if as_json:
        answer = chain.invoke(asked)
        _print_json(answer.to_dict())
    else:
        answer = show.print_answer(chain.events(asked))
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
    mode: ModeOption = None,
    index: IndexOption = None,
) -> None:
    """Chat in the browser."""
    from rag.build import build_chat

    user = _login(auth)
    chain = build_chat(_settings(index, mode))
    _say(chain.status().message)
    from ui.web import launch

    launch(chain, host=host, port=port, open_browser=not no_browser, auth=user)


@app.command("eval")
def eval_(
    questions: Annotated[
        str,
        typer.Argument(metavar="SET", help="seeds; a questions file; or draft, to propose some."),
    ],
    corpus: Annotated[
        list[str] | None, typer.Option(metavar="SOURCE", help="Articles the questions are about.")
    ] = None,
    mode: ModeOption = None,
    model: Annotated[str | None, typer.Option(help="Model under test, as TRADEWIRE_MODEL.")] = None,
    top_k: TopKOption = None,
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
        typer.Option(metavar="PATH", help="Folder of report and record; draft: the file."),
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run a question set: figures by type, baselines, comparison, and a report to open.

    It indexes --corpus in a cache of its own; --index is only where draft takes articles from.
    """
    from eval.suite import Plan, evaluate
    from ui import show

    settings = _settings(index if questions == "draft" else None, mode)
    changes = {"model": model, "top_k": top_k}
    settings = settings.model_copy(update={k: v for k, v in changes.items() if v is not None})
    if questions == "draft":
        _draft(settings, corpus or [], out, limit)
        return
    plan = Plan(
        set=questions,
        corpus=tuple(corpus or ()),
        mode=mode.value if mode else None,
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
        _say,
        watch=show.questions_progress,
        indexing=lambda: show.ingest_progress(quiet=False),
    )
    if as_json:
        _print_json(finished.to_dict())


def _draft(settings: Settings, corpus: Sequence[str], out: Path | None, limit: int | None) -> None:
    """Propose questions from an index, or from articles indexed for the purpose."""
    from eval.draft import propose, write
    from eval.suite import indexed
    from index.library import Library
    from rag.build import build_embedder
    from ui import show

    if corpus:
        folder = indexed(corpus, settings, _say, lambda: show.ingest_progress(quiet=False))
        settings = settings.model_copy(update={"index": folder})
    library = Library.open(settings.index, build_embedder(settings))
    path = out or Path("draft-questions.jsonl")
    n = write(propose(library, limit or 20), path)
    _say(
        f'{n} drafts in {path}. Read each, correct it, set "draft": false, '
        f"then run: tradewire eval {path} --corpus ARTICLES"
    )


@models.command("list")
def models_list(as_json: JsonOption = False) -> None:
    """List the catalogue, and what of it is on this machine."""
    from index import weights
    from ui import show

    rows = [
        {"name": m.name, "role": m.role, "licence": m.licence, "bytes": m.size,
         "installed": str(weights.installed(m.name) or "") or None}
        for m in weights.CATALOGUE
    ]  # fmt: skip
    if as_json:
        _print_lines(rows)
    else:
        show.print_models(rows)


@models.command("pull")
def models_pull(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME…]")] = None,
) -> None:
    """Fetch weights, verified by hash; without a name, those that tradewire needs."""
    from index import weights
    from rag.llm import DEFAULT_MODEL
    from rag.settings import Settings
    from ui import show

    for name in names or [Settings().embedder, DEFAULT_MODEL]:
        model = weights.find(name)
        if weights.installed(name):
            _say(f"{name}: already here ({weights.installed(name)}).")
            continue
        _say(f"{name}: fetching {model.size / 1e6:,.0f} MB …")
        with show.bytes_progress(name) as progress:
            path = weights.pull(name, progress=progress)
        _say(f"{name}: verified, in {path}.")


@models.command("verify")
def models_verify(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME…]")] = None,
) -> None:
    """Check the installed weights against their hashes."""
    from index import weights

    wanted = names or [m.name for m in weights.CATALOGUE if weights.installed(m.name)]
    broken = 0
    for name in wanted:
        problems = weights.verify(name)
        broken += bool(problems)
        _say(f"{name}: {'; '.join(problems) if problems else 'every file matches its hash.'}")
    if broken:
        raise typer.Exit(1)


@models.command("remove")
def models_remove(names: Annotated[list[str], typer.Argument(metavar="NAME…")]) -> None:
    """Delete weights from the cache."""
    from index import weights

    for name in names:
        _say(f"{name}: {weights.remove(name) / 1e6:,.0f} MB freed.")


# -- shared ---------------------------------------------------------------------


def _settings(index: Path | None, mode: ModeChoice | None = None) -> Settings:
    """Read the settings; a wrong value is named in one line."""
    from pydantic import ValidationError

    from rag.settings import Settings

    given: dict[str, Any] = {}
    if index is not None:
        given["index"] = index.expanduser()
    if mode is not None:
        given["mode"] = mode.value
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = f"TRADEWIRE_{'_'.join(str(part) for part in first['loc']).upper()}"
        raise UsageError(
            f"{name}={first['input']!r}: {first['msg']}; correct it or unset it."
        ) from error


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


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def _print_lines(values: Iterable[Any]) -> None:
    for value in values:
        _print_json(value)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
