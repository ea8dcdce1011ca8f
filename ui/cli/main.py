"""The command line. Results go to standard output, everything else to standard error."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from index.errors import TradewireError, UsageError
from ui.cli import archive, ask, chat, evaluate, models, quotes, users
from ui.cli.options import say

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
        option = "--" if isinstance(error, UsageError) and error.field else ""
        say(f"tradewire: {option}{error}")
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


# In the order in which --help tells of them.
app.command("index")(archive.index_)
app.command("remove")(archive.remove)
app.command("list")(archive.list_)
app.command("show")(archive.show)
app.command("search")(ask.search)
app.command("quotes")(quotes.quotes)
app.command("ask")(ask.ask)
app.command("chat")(chat.chat)
app.command("eval")(evaluate.eval_)
app.command("doctor")(archive.doctor)
app.add_typer(models.app, name="models")
app.add_typer(users.app, name="users")
