"""The command for the ledger: who said what, as lines to read, JSON or a table for a sheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import UsageError
from index.replacing import replacing
from ui.cli import options
from ui.cli.options import print_lines, say, settings_from

if TYPE_CHECKING:
    from rag.statements.quotations import Quotation, Speaker

# A sheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def quotes(
    speaker: options.Speaker = None,
    about: Annotated[str | None, typer.Option(metavar="TOPIC", help="Only about this.")] = None,
    since: options.Since = None,
    until: options.Until = None,
    article: options.Article = None,
    speakers: Annotated[
        bool, typer.Option("--speakers", help="Only who is quoted: how often, under which names.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show why each speaker was chosen.")
    ] = False,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write a table for a sheet.")
    ] = None,
    index: options.Index = None,
    as_json: options.Json = False,
) -> None:
    """List who said what."""
    from rag.build import build_library
    from rag.filters import filters
    from rag.statements.quotations import quotations
    from rag.statements.quotations import speakers as counted

    if csv_file is not None and as_json:
        raise UsageError("--csv and --json were both given; choose one.")
    asked = filters(since=since, until=until, speaker=speaker, article=article)
    found = quotations(build_library(settings_from(index)), filters=asked, about=about)
    rows = counted(found) if speakers else found
    if csv_file is not None:
        table = [{key: cell(value) for key, value in row.to_dict().items()} for row in rows]
        write_csv(csv_file, table)
        say(f"{len(rows):,} rows are in {csv_file}.")
    elif as_json:
        print_lines(row.to_dict() for row in rows)
    elif speakers:
        _print_speakers(counted(found))
    else:
        _print_quotations(found, explain=explain)


# -- a table for a sheet --------------------------------------------------------


def write_csv(target: Path, rows: Sequence[dict[str, str]]) -> None:
    """Write a table that appears whole or not at all; no cell is taken for a formula.

    The byte order mark tells a sheet that it is UTF-8.

    Args:
        target: the file; one that is there is replaced.
        rows: {column: cell}, all with the same columns.

    Raises:
        OperationError: the file cannot be written.
    """
    with (
        replacing(target, "", "name another file with --csv") as beside,
        beside.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows(rows)


def cell(value: object) -> str:
    """Return a value as text; an apostrophe keeps a sheet from reading it as a formula."""
    if value is None:
        return ""
    if isinstance(value, dict):
        value = "; ".join(f"{name} ({why})" for name, why in value.items())
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


# -- lines to read --------------------------------------------------------------


def _print_quotations(found: Iterable[Quotation], *, explain: bool) -> None:
    from rich.text import Text

    from ui.cli.terminal import OUT

    for q in found:
        who = (q.speaker or "speaker not given") + (f", {q.role}" if q.role else "")
        known = (q.title or q.article_id, q.publisher, (q.published or "")[:10])
        stance = "" if q.stance == "said" else f"  ({q.stance})"
        marks = ("“", f"”{stance}") if q.kind == "direct" else ("", f"  (reported){stance}")
        OUT.print(Text(f"{who}: ", style="bold") + Text(f"{marks[0]}{q.text}{marks[1]}"))
        OUT.print(Text(f"   {' · '.join(part for part in known if part)}", style="dim"))
        if explain:
            OUT.print(Text(f"   {reason(q)}", style="dim"))


def reason(q: Quotation) -> str:
    """Return why a speaker was chosen, in one line."""
    if q.speaker is None:
        return "why: the article does not say clearly whose words these are"
    named = f" (“{' '.join(q.mention.split())}”)" if q.mention and q.mention != q.speaker else ""
    joined = f"; {q.speaker} is {q.person}: {q.joined_by}" if q.joined_by else ""
    return f"why: {q.rule or 'named by the article'}{named}{joined}"


def _print_speakers(found: Iterable[Speaker]) -> None:
    from rich.table import Table
    from rich.text import Text

    from ui.cli.terminal import OUT

    table = Table("speaker", "quotes", "articles", "also called", box=None)
    for s in found:
        others = "; ".join(f"{name} ({why})" for name, why in s.names.items())
        table.add_row(Text(s.person), f"{s.quotes:,}", f"{s.articles:,}", Text(others, style="dim"))
    OUT.print(table)
