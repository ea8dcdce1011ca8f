"""REST: the services behind addresses, described in /api/openapi.json.

Requests are checked by pydantic models, here and nowhere else; replies are the contract's JSON
objects as they are. An error is ``{"error": …}``, one line, with 400 for wrong use, 404 for an
unknown article, 503 where there is no language model.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from index.errors import ModelUnavailable, TradewireError, UnknownArticle, UsageError
from rag.contract import Answer
from ui.services import Services


def _whole(text: str) -> str:
    """Refuse half characters, which no reply could carry back."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("not text: it holds half a character (a lone surrogate)")
    return text


# So much and no more: what a request costs must not grow with what a caller sends.
LONGEST_NAME, LONGEST_TOPIC, LONGEST_TEXT = 200, 500, 20_000
MOST_NAMES, MOST_TURNS = 50, 100

Text = Annotated[str, AfterValidator(_whole), Field(max_length=LONGEST_TEXT)]
Name = Annotated[str, AfterValidator(_whole), Field(max_length=LONGEST_NAME)]
Id = Annotated[str, AfterValidator(_whole), Field(max_length=2 * LONGEST_TOPIC)]
Day = Annotated[Name | None, Field(description="Like 2025-04-09, inclusive.")]
About = Annotated[
    Annotated[str, AfterValidator(_whole), Field(max_length=LONGEST_TOPIC)] | None,
    Field(description="A topic, in a few words."),
]
Names = Annotated[
    Name | Annotated[list[Name], Field(max_length=MOST_NAMES)] | None,
    Field(description="One, or any of several."),
]
TopK = Annotated[int | None, Field(ge=1, le=100, description="Passages to retrieve.")]

Skip = Annotated[int, Field(ge=0, description="Go on behind so many.")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Turn(_Body):
    """One earlier turn of a conversation."""

    role: Literal["user", "assistant"]
    content: Text


class Narrowed(_Body):
    """Where to look; what is not given does not narrow."""

    since: Day = None
    until: Day = None
    publisher: Names = None
    speaker: Names = None
    article: Id | None = Field(None, description="An article's id.")


class AnswerRequest(Narrowed):
    """A question, with what was said before."""

    question: Text
    history: Annotated[list[Turn], Field(max_length=MOST_TURNS)] = []
    mode: Literal["auto", "llm", "extractive"] | None = None
    top_k: TopK = None


class SearchRequest(Narrowed):
    """A question, to find passages for."""

    question: Text
    top_k: TopK = None


class QuotesRequest(_Body):
    """Whose words, about what, from when."""

    speaker: Names = None
    about: About = None
    since: Day = None
    until: Day = None
    article: Id | None = Field(None, description="An article's id.")
    skip: Skip = 0


class Problem(BaseModel):
    """What went wrong: the thing, the value and the way out, in one line."""

    error: str


_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (400, 404, 500, 503)
}


def build_api(services: Services, public: str | None = None) -> FastAPI:
    """Return the REST application over the services.

    Args:
        services: what answers.
        public: the address that its description names, where that is another.
    """
    api = FastAPI(
        title="tradewire",
        version=version("tradewire"),
        description="Answers questions about your own trade articles, every sentence cited.",
        openapi_url="/api/openapi.json",
        servers=[{"url": public}] if public else None,
        # Their pages load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        responses=_PROBLEMS,
    )

    @api.post("/api/answer", response_model=Answer)
    def answer(request: AnswerRequest) -> Any:
        """Answer a question; every sentence is cited, and a refusal is an answer.

        With confidence "low" the sentences are the closest ones, which may answer it.
        """
        found = services.answer(**request.model_dump())
        return JSONResponse(found, 500 if found["status"] == "failed" else 200)

    @api.post("/api/search")
    def search(request: SearchRequest) -> JSONResponse:
        """Find passages, without an answer."""
        return JSONResponse(services.search(**request.model_dump()))

    @api.post("/api/quotes")
    def quotes(request: QuotesRequest) -> JSONResponse:
        """List who said what, up to 1,000 quotations at a time; "left_off" tells how many more there are."""
        return JSONResponse(services.quotes(**request.model_dump()))

    @api.get("/api/articles")
    def articles() -> JSONResponse:
        """List the indexed articles."""
        return JSONResponse(services.articles())

    @api.get("/api/articles/{article_id:path}")
    def article(article_id: str) -> JSONResponse:
        """Return one article as it is stored; citations count in its text."""
        return JSONResponse(services.article(article_id))

    @api.api_route("/api/{path:path}", methods=_METHODS, include_in_schema=False)
    def nothing(request: Request) -> None:
        """Say what is wrong with an address or a method before the page, which takes the rest, does."""
        met = [route for route in api.routes if route.matches(request.scope)[0] is Match.PARTIAL]
        allowed = sorted({m for route in met for m in getattr(route, "methods", ())})
        if allowed:
            raise HTTPException(405, headers={"Allow": ", ".join(allowed)})
        raise HTTPException(404, f"Nothing is at {request.url.path}; see /api/openapi.json.")

    api.add_exception_handler(TradewireError, _failed)
    api.add_exception_handler(RequestValidationError, _wrong)
    api.add_exception_handler(HTTPException, _elsewhere)
    return api


def _failed(_request: Request, error: Exception) -> JSONResponse:
    known = ((UnknownArticle, 404), (UsageError, 400), (ModelUnavailable, 503))
    status = next((status for kind, status in known if isinstance(error, kind)), 500)
    return JSONResponse({"error": str(error)}, status)


def _wrong(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = error.errors()
    # Of a value that may be one of several kinds, what is wrong with the kind that it is.
    first = next((e for e in errors if not e["type"].endswith("_type")), errors[0])
    field = ".".join(str(part) for part in first["loc"][1:] if "[" not in str(part)) or "The body"
    return JSONResponse(
        {"error": f"{field}: {first['msg']}; /api/openapi.json tells what is taken."}, 400
    )


def _elsewhere(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": str(error.detail)}, error.status_code, error.headers)
