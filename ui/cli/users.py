"""The commands that keep the file of users."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from index.errors import UsageError
from ui.cli import options
from ui.cli.options import print_lines, say

app = typer.Typer(help="Keep the users of `tradewire chat --auth-file`.", no_args_is_help=True)


FileOption = Annotated[
    Path, typer.Option("--auth-file", metavar="FILE", help="The file of users.", show_default=False)
]
NameArgument = Annotated[str, typer.Argument(metavar="NAME")]


@app.command("add")
def add(
    name: NameArgument,
    auth_file: FileOption,
    role: Annotated[
        Literal["reader", "editor"], typer.Option(help="An editor also adds and removes articles.")
    ] = "reader",
    no_password: Annotated[
        bool, typer.Option("--no-password", help="A role for somebody whom the proxy names.")
    ] = False,
) -> None:
    """Add a user, or change one; asks for the password, or reads it from standard input."""
    from ui.server.users import SHORTEST_PASSWORD, User, UserFile, hashed

    password = None if no_password else _password()
    if password is not None and len(password) < SHORTEST_PASSWORD:
        raise UsageError(f"The password is short; take {SHORTEST_PASSWORD} characters or more.")
    kept = hashed(password) if password is not None else None
    UserFile(auth_file).put(User(name=name, role=role, hash=kept))
    say(f"{name} is a user now: {role}.")


@app.command("list")
def list_(auth_file: FileOption, as_json: options.Json = False) -> None:
    """List the users and their roles."""
    from ui.server.users import UserFile

    users = UserFile(auth_file).users().values()
    if as_json:
        print_lines({"name": u.name, "role": u.role, "password": u.hash is not None} for u in users)
        return
    for user in users:
        typer.echo(f"{user.name}  {user.role}" + ("" if user.hash else "  (by the proxy)"))


@app.command("remove")
def remove(name: NameArgument, auth_file: FileOption) -> None:
    """Remove a user; what they asked stays in the history."""
    from ui.server.users import UserFile

    UserFile(auth_file).drop(name)
    say(f"{name} is no user any more.")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True))
