"""MCP: the services as tools that an assistant may call, at /mcp on the same server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from index.errors import TradewireError
from ui.server.api import Day, Names, Text, TopK, Turn, told
from ui.services import Services

Article = Annotated[Text | None, Field(description="Only the article of this id.")]


def build_tools(services: Services) -> MCPServer[Any]:
    """Return the MCP server with the tools answer, search and quotes."""
    server: MCPServer[Any] = MCPServer(
        name="tradewire",
        version=version("tradewire"),
        instructions=(
            "Answers questions from the reader's own trade articles. Every sentence is cited to "
            "exact words; where the articles do not say it, the status is 'refused'. With "
            "confidence 'low' the sentences are only the closest ones: pass them on as what may "
            "answer, never as the answer."
        ),
        log_level="WARNING",
    )

    def answer(
        question: Text,
        history: list[Turn] | None = None,
        mode: Literal["auto", "llm", "extractive"] | None = None,
        since: Day = None,
        until: Day = None,
        publisher: Names = None,
        speaker: Names = None,
        article: Article = None,
        top_k: TopK = None,
    ) -> dict[str, Any]:
        """Answer a question from the indexed articles, each sentence cited to exact words.

        "refused" means that they do not say it; confidence "low" that these are the closest
        sentences, which may answer it.
        """
        with _failures():
            return services.answer(
                question, history=[turn.model_dump() for turn in history or ()], mode=mode,
                since=since, until=until, publisher=publisher, speaker=speaker, article=article,
                top_k=top_k,
            )  # fmt: skip

    def search(
        question: Text,
        since: Day = None,
        until: Day = None,
        publisher: Names = None,
        speaker: Names = None,
        article: Article = None,
        top_k: TopK = None,
    ) -> dict[str, Any]:
        """Find passages for a question in the indexed articles, best first."""
        with _failures():
            return services.search(
                question, top_k=top_k,
                since=since, until=until, publisher=publisher, speaker=speaker, article=article,
            )  # fmt: skip

    def quotes(
        speaker: Names = None,
        about: Text | None = None,
        since: Day = None,
        until: Day = None,
        article: Article = None,
    ) -> dict[str, Any]:
        """List who said what in the indexed articles, word for word."""
        with _failures():
            return services.quotes(
                about=about, since=since, until=until, speaker=speaker, article=article
            )

    tools: tuple[Callable[..., dict[str, Any]], ...] = (answer, search, quotes)
    for tool in tools:
        server.add_tool(tool, annotations=ToolAnnotations(read_only_hint=True))
    return server


@contextmanager
def _failures() -> Iterator[None]:
    """Hand our errors on as one line that the assistant reads."""
    try:
        yield
    except TradewireError as error:
        raise ToolError(told(error)) from error
