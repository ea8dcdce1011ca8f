"""The commands for single articles: list, show, remove."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli.options import (
    IndexOption,
    JsonOption,
    print_json,
    print_lines,
    say,
    settings_from,
)


def list_(index: IndexOption = None, as_json: JsonOption = False) -> None:
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
    index: IndexOption = None,
    as_json: JsonOption = False,
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
    index: IndexOption = None,
    as_json: JsonOption = False,
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
