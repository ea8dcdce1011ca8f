"""What watches over the server asks: does it live, can it answer, what has it done."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from index.errors import TradewireError
from rag.chain import AnswerChain
from ui.metrics import Metrics


def add_routes(app: FastAPI, chain: AnswerChain, metrics: Metrics) -> None:
    """Add /healthz and /readyz, which need no login, and /metrics, which does where others do.

    Args:
        app: that serves.
        chain: whose library is ready once it holds a passage.
        metrics: what is counted.
    """

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> PlainTextResponse:
        return PlainTextResponse("alive\n")

    @app.get("/readyz", include_in_schema=False)
    def readyz() -> JSONResponse:
        # What is wrong is not told: whoever may know asks `tradewire doctor`.
        try:
            with chain.library.as_of_now() as library:
                ready, remark = library.chunk_count() > 0, library.remark()
        except TradewireError:
            ready, remark = False, None
        degraded = {"degraded": True} if remark else {}
        return JSONResponse({"ready": ready, **degraded}, 200 if ready else 503)

    @app.get("/metrics", include_in_schema=False)
    def counted() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)
