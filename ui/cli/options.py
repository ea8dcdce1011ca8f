"""What the commands share: options, settings, the two streams."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from index.errors import UsageError

if TYPE_CHECKING:
    from rag.settings import Settings

Index = Annotated[
    str | None,
    typer.Option(
        "--index",
        metavar="INDEX",
        help="Index folder or postgresql://… [TRADEWIRE_INDEX, else your data folder].",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Only articles from this day on.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Only articles up to this day.")]
Speaker = Annotated[str | None, typer.Option(metavar="NAME", help="Only this person's words.")]
Article = Annotated[str | None, typer.Option(metavar="ID", help="Only this article.")]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="Only this publisher.")]
Mode = Annotated[Literal["auto", "llm", "extractive"] | None, typer.Option(help="Who answers.")]
TopK = Annotated[int | None, typer.Option(min=1, max=100, help="Passages to retrieve.")]
Batch = Annotated[Path | None, typer.Option(metavar="IN.jsonl", help="One question a line.")]
Out = Annotated[Path | None, typer.Option(metavar="OUT.jsonl", help="Where the lines go.")]


def settings_from(index: str | None, mode: str | None = None, **options: Any) -> Settings:
    """Read the settings, with what was given on the command line on top.

    Args:
        index: the index folder or ``postgresql://…``; None was not given.
        mode: who answers, likewise.
        **options: other settings by name, likewise.

    Raises:
        UsageError: a value is wrong; the message names it.
    """
    from pydantic import ValidationError

    from rag.settings import Settings

    options |= {"index": index, "mode": mode}
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = f"TRADEWIRE_{'_'.join(str(part) for part in first['loc']).upper()}"
        raise UsageError(
            f"{name}={first['input']!r}: {first['msg']}; correct it or unset it."
        ) from error


def print_json(value: Any) -> None:
    """Print one JSON object, on one line, to standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def print_lines(values: Iterable[Any]) -> None:
    """Print one JSON object a line to standard output."""
    for value in values:
        print_json(value)


def say(line: str) -> None:
    """Tell the person at the terminal; never standard output."""
    sys.stderr.write(line + "\n")
