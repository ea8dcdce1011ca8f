"""The command that opens the chat in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from index.errors import UsageError
from ui.cli.options import IndexOption, ModeOption, say, settings_from


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
    open_to_network: Annotated[
        bool,
        typer.Option("--open-to-network", help="Let everyone who reaches --host in, unasked."),
    ] = False,
    wait: Annotated[
        float,
        typer.Option(
            min=1,
            metavar="SECONDS",
            help="How long the page waits for the language model; then the articles' own answer stays.",
        ),
    ] = 20.0,
    mode: ModeOption = None,
    index: IndexOption = None,
) -> None:
    """Chat in the browser; programs find the same answers at /api and /mcp."""
    from rag.build import build_chat

    user = _login(auth)
    from ui.server.server import allow

    # Before anything is loaded: may it listen there at all?
    allow(host, user, open_to_network=open_to_network)
    chain = build_chat(settings_from(index, mode))
    say(chain.status().message)
    from ui.server.launch import launch

    launch(
        chain,
        host=host,
        port=port,
        open_browser=not no_browser,
        auth=user,
        open_to_network=open_to_network,
        wait_seconds=wait,
    )


def _login(auth: str | None) -> tuple[str, str] | None:
    if auth is None:
        return None
    user, separator, password = auth.partition(":")
    if not (user and separator and password):
        raise UsageError("--auth takes USER:PASSWORD, both not empty.")
    return user, password
