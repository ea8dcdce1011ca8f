"""The terminal's two sides, and a bar for a known number of steps. What is shown is never markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.text import Text

OUT = Console(highlight=False)
ERR = Console(stderr=True, highlight=False)


@contextmanager
def steps(
    name: str, *, quiet: bool = False, rate: bool = False, in_bytes: bool = False
) -> Iterator[Callable[..., None]]:
    """Show how much of a known amount is done and the time left, where somebody looks.

    What is handed out is told how many are done, of how many, and words that say more of them.

    Args:
        name: what is done, until other words are given.
        quiet: show nothing.
        rate: show how many a second too.
        in_bytes: the steps are bytes.
    """
    if quiet or not ERR.is_terminal:
        yield lambda _done, _total, _words="": None
        return
    counted = [MofNCompleteColumn(), *([_Rate()] if rate else []), TimeRemainingColumn()]
    columns = [
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        *([DownloadColumn(), TransferSpeedColumn()] if in_bytes else counted),
    ]
    with Progress(*columns, console=ERR, transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total, words="": bar.update(
            task, completed=done, total=total or None, description=words or name
        )


class _Rate(ProgressColumn):
    """How many steps a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.1f}/s")
