from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from index.errors import ContextOverflow
from rag.models.failures import is_overflow, patiently, told, wanted_wait


class Refused(Exception):
    """As the clients of providers raise it: a status, and the response with its headers."""

    def __init__(self, status: int, message: str = "", **headers: str) -> None:
        super().__init__(message)
        self.status_code = status
        self.response = httpx.Response(status, headers=headers)


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (Refused(429, **{"Retry-After": "7"}), 7.0),
        (Refused(503, **{"retry-after": "0"}), 0.0),
        (Refused(429), None),
        (Refused(429, **{"Retry-After": "Fri, 01 May 2026 14:00:00 GMT"}), 0.0),
        (Refused(429, **{"Retry-After": "soon"}), None),
        (Refused(500, **{"Retry-After": "7"}), None),
        (ValueError("429"), None),
    ],
)
def test_the_wait_that_a_busy_server_asks_for(error: Exception, seconds: float | None) -> None:
    assert wanted_wait(error) == seconds


def test_the_wait_until_a_date() -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(minutes=1), usegmt=True)
    wait = wanted_wait(Refused(429, **{"Retry-After": until}))
    assert wait is not None
    assert 30 < wait <= 60


def test_a_busy_server_is_asked_once_more() -> None:
    tries = []

    def ask() -> str:
        tries.append(1)
        raise Refused(429, **{"Retry-After": "0"})

    with pytest.raises(Refused):
        patiently(ask)
    assert len(tries) == 2


@pytest.mark.parametrize(
    ("status", "message", "overflows"),
    [
        # vLLM, SGLang, llama.cpp, LM Studio: each in words of its own.
        (400, "This model's maximum context length is 4096 tokens. However, you requested", True),
        (400, "The input (5000 tokens) is longer than the model's context length", True),
        (400, "request (5000 tokens) exceeds the available context size (4096 tokens)", True),
        (500, "the request exceeds the available context size", True),
        (400, "Trying to keep the first 5000 tokens when context the overflows", True),
        (400, "logprobs is not supported", False),
        (401, "no context for this key", False),
    ],
)
def test_a_context_that_is_too_short(status: int, message: str, overflows: bool) -> None:
    error = Refused(status, message)
    assert is_overflow(error) is overflows
    assert isinstance(told(error, "m", 60), ContextOverflow) is overflows


def test_every_line_names_the_model_and_a_way_out() -> None:
    for error in (
        Refused(401), Refused(404), Refused(429), Refused(500), ValueError("x\ny"),
        httpx.ReadTimeout("slow"), httpx.ConnectError("refused"),
    ):  # fmt: skip
        line = str(told(error, "big-model", 60))
        assert line.startswith("The language model big-model ")
        assert "; " in line
        assert "\n" not in line
