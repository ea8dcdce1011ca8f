"""The commands for model weights."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli import options
from ui.cli.options import print_lines, say

app = typer.Typer(help="Model weights: fetch, list, verify, remove.", no_args_is_help=True)


@app.command("list")
def list_(as_json: options.Json = False) -> None:
    """List the catalogue, and what of it is on this machine."""
    from index.models import weights
    from ui.cli import output

    rows = [
        {"name": m.name, "role": m.role, "licence": m.licence, "bytes": m.size,
         "installed": str(weights.installed(m.name) or "") or None}
        for m in weights.CATALOGUE
    ]  # fmt: skip
    if as_json:
        print_lines(rows)
    else:
        output.print_models(rows)


@app.command("pull")
def pull(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME…]")] = None,
) -> None:
    """Fetch weights, verified by hash; without a name, those that tradewire needs."""
    from index.models import weights
    from rag.models.chat_model import DEFAULT_MODEL
    from rag.settings import Settings
    from ui.cli.terminal import steps

    for name in names or [Settings().embedder, DEFAULT_MODEL]:
        model = weights.find(name)
        if weights.installed(name):
            say(f"{name}: already here ({weights.installed(name)}).")
            continue
        say(f"{name}: fetching {model.size / 1e6:,.0f} MB …")
        with steps(name, in_bytes=True) as shown:
            path = weights.pull(name, progress=lambda part, done, of: shown(done, of, part))
        say(f"{name}: verified, in {path}.")


@app.command("verify")
def verify(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME…]")] = None,
) -> None:
    """Check the installed weights against their hashes."""
    from index.models import weights

    wanted = names or [m.name for m in weights.CATALOGUE if weights.installed(m.name)]
    broken = 0
    for name in wanted:
        problems = weights.verify(name)
        broken += bool(problems)
        say(f"{name}: {'; '.join(problems) if problems else 'every file matches its hash.'}")
    if broken:
        raise typer.Exit(1)


@app.command("remove")
def remove(names: Annotated[list[str], typer.Argument(metavar="NAME…")]) -> None:
    """Delete weights from the cache."""
    from index.models import weights

    for name in names:
        say(f"{name}: {weights.remove(name) / 1e6:,.0f} MB freed.")
