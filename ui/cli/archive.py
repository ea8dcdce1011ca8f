"""The commands for what is stored: fill an index, keep it sound, list, show and remove articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import UsageError
from ui.cli import options
from ui.cli.options import print_json, print_lines, say, settings_from

if TYPE_CHECKING:
    from index.models.embedder import Embedder
    from rag.settings import Settings


def index_(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE…", help="Files, folders, globs, addresses, feeds."),
    ] = None,
    index: options.Index = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Remove articles whose file is gone from a given folder."),
    ] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=NAME", help="In tables: the column of a key (text=body)."),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="A host on this machine or network that may be read."),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on looking for what is new, until Ctrl-C.")
    ] = False,
    every: Annotated[
        str, typer.Option(metavar="TIME", help="How often --watch looks: 30s, 10m, 2h, 1d.")
    ] = "10m",
    reembed: Annotated[
        bool, typer.Option("--reembed", help="Bring the index to the embedding model set now.")
    ] = False,
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help="Bring today's rules for quotes to what is indexed."),
    ] = False,
    old: Annotated[
        str | None,
        typer.Option("--from", metavar="INDEX", help="Copy another index into this one, as it is."),
    ] = None,
    workers: Annotated[
        str | None,
        typer.Option(metavar="N", help="Read and embed in N processes, or at ray://HOST:10001."),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Add or refresh articles."""
    from index.ingest.watch import seconds_of
    from index.ingest.watch import watch as go_on_looking
    from index.ingest.workers.crew import workers_named
    from rag.build import build_embedder

    settings = settings_from(index)
    embedder = build_embedder(settings)
    if old is not None or reembed or rebuild:
        option = "--from" if old is not None else "--reembed" if reembed else "--rebuild"
        if workers is not None:
            raise UsageError(f"{option} is done by one process; leave out --workers {workers}.")
        if sources:
            raise UsageError(
                f"{option} is for the whole index; index {sources[0]} afterwards, without it."
            )
        _whole(settings, embedder, old, reembed=reembed, as_json=as_json)
        return
    if not sources:
        raise UsageError("Nothing to index was named; give files, folders, addresses or feeds.")
    from index.ingest.load import Options
    from index.ingest.pipeline import ingest
    from index.web.articles import Web
    from ui.cli import archive_output

    web = Web(private_hosts=frozenset(allow_host or []))
    how = Options(columns=_columns(column or []), web=web)

    with workers_named(workers) as crew:

        def look() -> bool:
            """Go through the sources once; tell whether anything is stored of them."""
            with archive_output.ingest_progress(quiet=as_json, sources=sources) as progress:
                report = ingest(
                    settings.index,
                    sources,
                    embedder,
                    options=how,
                    dry_run=dry_run,
                    prune=prune,
                    workers=crew,
                    progress=progress,
                )
            if as_json:
                print_json(archive_output.ingest_dict(report))
            else:
                say(archive_output.ingest_summary(report, dry_run=dry_run))
            return report.stored or (dry_run and bool(report.sources))

        if watch:
            seconds = seconds_of(every)
            say(f"Looking every {every}; Ctrl-C ends it.")
            go_on_looking(look, seconds, complain=lambda problem: say(f"tradewire: {problem}"))
        elif not look():
            raise typer.Exit(1)


def doctor(
    index: options.Index = None,
    repair: Annotated[bool, typer.Option("--repair", help="Put right what can be.")] = False,
    as_json: options.Json = False,
) -> None:
    """Check the index, store against store, and the language model behind an address."""
    from index.ingest.doctor import examine
    from rag.build import build_embedder
    from rag.models.trial import tried
    from ui.cli import archive_output

    settings = settings_from(index)
    findings = list(examine(settings.index, build_embedder(settings), repair=repair))
    findings += tried(settings)
    if as_json:
        print_json(archive_output.findings_dict(findings))
    else:
        archive_output.print_findings(findings)
    if not all(finding.sound for finding in findings):
        raise typer.Exit(1)


def list_(index: options.Index = None, as_json: options.Json = False) -> None:
    """List the indexed articles."""
    from rag.build import build_library
    from ui.cli import archive_output
    from ui.json_forms import plain

    rows = build_library(settings_from(index)).articles()
    if as_json:
        print_lines(plain(row) for row in rows)
    else:
        archive_output.print_articles(rows)


def show(
    article_ids: Annotated[list[str], typer.Argument(metavar="ARTICLE_ID…")],
    index: options.Index = None,
    as_json: options.Json = False,
) -> None:
    """Show articles as they are stored."""
    from rag.build import build_library
    from ui.cli import archive_output
    from ui.json_forms import article_dict

    library = build_library(settings_from(index))
    articles = [library.article(article_id) for article_id in article_ids]
    also_in = [library.also_in(article_id) for article_id in article_ids]
    if as_json:
        print_lines(map(article_dict, articles, also_in))
    else:
        archive_output.print_texts(articles, also_in)


def remove(
    article_ids: Annotated[list[str], typer.Argument(metavar="ARTICLE_ID…")],
    index: options.Index = None,
    as_json: options.Json = False,
) -> None:
    """Remove articles from the index."""
    from index.ingest.pipeline import remove as remove_articles
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


def _whole(
    settings: Settings, embedder: Embedder, old: str | None, *, reembed: bool, as_json: bool
) -> None:
    """Do what is for the whole index: copy another into it, embed it anew, or rebuild it."""
    from index.ingest import move, rebuild
    from index.store.place import place_of
    from ui.cli.terminal import steps

    index, made_of = settings.index, embedder.fingerprint
    name = "copying" if old is not None else "embedding" if reembed else "rebuilding"
    told: dict[str, object]
    with steps(name, quiet=as_json) as progress:
        if old is not None:
            place = place_of(old)
            n = move.move(place, index, embedder, progress)
            told = {"copied": n, "from": str(place)}
            line = f"Copied {n:,} articles; the others are there already. {place} stays as it was."
        elif reembed:
            n = rebuild.reembed(index, embedder, progress)
            told = {"reembedded": n, "embedder": made_of}
            line = (
                f"Brought {n:,} passages to {made_of}."
                if n
                else f"The index is of {made_of} already."
            )
        else:
            n = rebuild.rebuild(index, embedder, progress)
            told = {"rebuilt": n}
            line = f"Rebuilt {n:,} articles; the others were as they should be."
    if as_json:
        print_json(told)
    else:
        say(line)


def _columns(pairs: list[str]) -> dict[str, str]:
    from index.formats.table import KEYS

    columns = dict(pair.partition("=")[::2] for pair in pairs)
    for key, name in columns.items():
        if key not in KEYS or not name:
            raise UsageError(
                f"--column {key}={name} is not KEY=NAME; KEY is one of {', '.join(sorted(KEYS))}."
            )
    return columns
