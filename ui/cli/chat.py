"""The command that opens the chat in the browser."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from index.errors import UsageError
from ui.cli import options
from ui.cli.options import say, settings_from

LOGIN = "TRADEWIRE_AUTH"


def chat(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port [first free from 7860].")
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser.")
    ] = False,
    auth: Annotated[
        str | None, typer.Option(metavar="USER:PASSWORD", help="Ask for a login.", envvar=LOGIN)
    ] = None,
    auth_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Users and their roles; see `tradewire users`."),
    ] = None,
    trusted_proxy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ADDRESS",
            help="Believe X-Forwarded-User from this address or network; let in nobody else. Again for more.",
        ),
    ] = None,
    public_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Address by which readers know it, behind a proxy."),
    ] = None,
    open_to_network: Annotated[
        bool,
        typer.Option("--open-to-network", help="Let everyone who reaches --host in, unasked."),
    ] = False,
    log: Annotated[
        Literal["nothing", "events", "questions"],
        typer.Option(help="Write a line of JSON for each question to standard error."),
    ] = "nothing",
    wait: Annotated[
        float,
        typer.Option(
            min=1,
            metavar="SECONDS",
            help="How long the page waits for the language model; then the articles' own answer stays.",
        ),
    ] = 20.0,
    mode: options.Mode = None,
    index: options.Index = None,
) -> None:
    """Chat in the browser; programs find the same answers at /api and /mcp."""
    user = _login(auth)
    source = context.get_parameter_source("auth")
    if auth and source is not None and source.name == "COMMANDLINE":
        _off_the_process_list(auth)
    # Nor do the processes that this one starts learn it.
    os.environ.pop(LOGIN, None)
    from rag.build import build_chat
    from ui.server.access import allow

    # Before anything is loaded: may it listen there at all?
    access = allow(
        host,
        user,
        auth_file=auth_file,
        proxies=trusted_proxy or (),
        public_url=public_url,
        open_to_network=open_to_network,
    )
    chain = build_chat(settings_from(index, mode))
    say(chain.status().message)
    import threading
    import webbrowser

    from ui.server.launch import serve

    server, address = serve(chain, access=access, port=port, wait_seconds=wait, log=log)
    known = f", known as {access.public.geturl()}/" if access.public else ""
    print(f"tradewire listens on {address}{known} (Ctrl-C ends it).", flush=True)
    if not no_browser:
        webbrowser.open(address)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        print("\ntradewire: stopped.")
    finally:
        server.close()


def _login(auth: str | None) -> tuple[str, str] | None:
    if auth is None:
        return None
    user, separator, password = auth.partition(":")
    if not (user and separator and password):
        raise UsageError("--auth takes USER:PASSWORD, both not empty.")
    return user, password


def _off_the_process_list(auth: str) -> None:
    """Start again with the password in the environment: `ps` shows arguments to everyone.

    The process stays the same one; where a system starts another in its place, it is said.
    """
    if os.name != "posix":
        say(f"The process list shows the password of --auth; set {LOGIN} instead.")
        return
    arguments = iter(sys.orig_argv[1:])
    kept = []
    for argument in arguments:
        if argument == "--auth":
            next(arguments, None)
        elif not argument.startswith("--auth="):
            kept.append(argument)
    os.execve(sys.executable, [sys.executable, *kept], {**os.environ, LOGIN: auth})
