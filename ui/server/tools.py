"""MCP: the services as tools that an assistant may call, at /mcp on the same server.

The schemas hold no ``$defs`` and no ``anyOf``, and no tool declares an ``outputSchema``: known clients
fail on each of them (docs/serving.md names them). What is handed out at a time fits what they read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, InputRequiredResult, Tool, ToolAnnotations
from pydantic import AfterValidator, Field, WithJsonSchema

from index.errors import TradewireError
from ui.server import api
from ui.services import Services

# Some 40,000 characters.
AT_A_TIME = 60
Article = Annotated[api.Id | None, Field(description="Only the article of this id.")]


def _turns(said: list[dict[str, api.Text]]) -> list[dict[str, str]]:
    return [api.Turn.model_validate(turn).model_dump() for turn in said]


# Written out rather than as a model, which would stand among the schema's $defs.
_TURN = {
    "type": "object",
    "properties": {
        "role": {"type": "string", "enum": ["user", "assistant"]},
        "content": {"type": "string", "maxLength": api.LONGEST_TEXT},
    },
    "required": ["role", "content"],
}
History = Annotated[
    list[Annotated[dict[str, api.Text], WithJsonSchema(_TURN)]],
    AfterValidator(_turns),
    Field(max_length=api.MOST_TURNS, description="Earlier turns, oldest first."),
]


class _Strict(MCPServer[Any]):
    """Declares arguments plainly, and refuses by name those that a tool does not take.

    A mistyped filter must not be lost; an empty one is none, for clients send what they left out so.
    """

    async def list_tools(self) -> list[Tool]:
        tools = await super().list_tools()
        return [one.model_copy(update={"input_schema": _plain(one.input_schema)}) for one in tools]

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        tool = next((one for one in await self.list_tools() if one.name == name), None)
        schema = tool.input_schema if tool else {"properties": arguments}
        taken = schema["properties"]
        if unknown := [argument for argument in arguments if argument not in taken]:
            raise ToolError(
                f"'{unknown[0]}' is no argument of {name}; it takes {', '.join(taken)}."
            )
        needed = schema.get("required", ())
        given = {
            n: value for n, value in arguments.items() if n in needed or value not in (None, "")
        }
        return await super().call_tool(name, given, context)


def _plain(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object's schema in which each property is of one type: what may be left out need not be null.

    Of a name or several names it is the list; one by itself is taken too.
    """
    properties = {}
    for name, given in schema["properties"].items():
        kinds = [kind for kind in given.get("anyOf", ()) if kind["type"] != "null"]
        own = {k: v for k, v in given.items() if k not in {"anyOf", "title"} and v is not None}
        properties[name] = {**(kinds[-1] if kinds else {}), **own}
    return {**schema, "properties": properties}


def build_tools(services: Services) -> MCPServer[Any]:
    """Return the MCP server with the tools answer, search, quotes, articles and article."""
    server = _Strict(
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
        question: api.Text,
        history: History | None = None,
        mode: Literal["auto", "llm", "extractive"] | None = None,
        since: api.Day = None,
        until: api.Day = None,
        publisher: api.Names = None,
        speaker: api.Names = None,
        article: Article = None,
        top_k: api.TopK = None,
    ) -> dict[str, Any]:
        """Answer a question from the indexed articles, each sentence cited to exact words.

        "refused" means that they do not say it; confidence "low" that these are the closest
        sentences, which may answer it.
        """
        return services.answer(
            question, history=history or (), mode=mode, top_k=top_k,
            since=since, until=until, publisher=publisher, speaker=speaker, article=article,
        )  # fmt: skip

    def search(
        question: api.Text,
        since: api.Day = None,
        until: api.Day = None,
        publisher: api.Names = None,
        speaker: api.Names = None,
        article: Article = None,
        top_k: api.TopK = None,
    ) -> dict[str, Any]:
        """Find passages for a question in the indexed articles, best first."""
        return services.search(
            question, top_k=top_k,
            since=since, until=until, publisher=publisher, speaker=speaker, article=article,
        )  # fmt: skip

    def quotes(
        speaker: api.Names = None,
        about: api.About = None,
        since: api.Day = None,
        until: api.Day = None,
        article: Article = None,
        skip: api.Skip = 0,
    ) -> dict[str, Any]:
        """List who said what in the indexed articles, word for word, sixty quotations at a time.

        "left_off" tells how many more there are; "skip" goes on behind those that were read.
        """
        return services.quotes(
            about=about, since=since, until=until, speaker=speaker, article=article, skip=skip,
            most=AT_A_TIME,
        )  # fmt: skip

    def articles(skip: api.Skip = 0) -> dict[str, Any]:
        """List the indexed articles, sixty at a time: id, title, publisher, day, address.

        "left_off" tells how many more there are; "skip" goes on behind those that were read.
        """
        listed = services.articles()["articles"]
        shown = listed[skip : skip + AT_A_TIME]
        return {"articles": shown, "left_off": max(0, len(listed) - skip - len(shown))}

    def article(article_id: api.Id) -> dict[str, Any]:
        """Return the text of one article, in which citations count."""
        return services.article(article_id)

    tools: tuple[Callable[..., dict[str, Any]], ...] = (answer, search, quotes, articles, article)
    for tool in tools:
        server.add_tool(
            _failures()(tool),
            annotations=ToolAnnotations(read_only_hint=True),
            structured_output=False,
        )
    return server


@contextmanager
def _failures() -> Iterator[None]:
    """Hand our errors on as one line that the assistant reads."""
    try:
        yield
    except TradewireError as error:
        raise ToolError(str(error)) from error
