"""What the page says to the server and hears from it, without a browser."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from ui.server.access import Access
from ui.server.guard import Guard
from ui.server.server import Running
from ui.server.wire import add_routes


class Desk:
    """A room that tells what it was asked, and a talk that goes on until it is stopped."""

    def __init__(self) -> None:
        self.stops: dict[str, threading.Event] = {}
        self.begun, self.ended = threading.Event(), threading.Event()

    def serve(self, asked: Mapping[str, Any], owner: str) -> dict[str, Any]:
        return {"asked": dict(asked), "owner": owner}

    def ask(self, asked: Mapping[str, Any], owner: str, session: str) -> Iterator[dict[str, Any]]:
        stop = self.stops[session] = threading.Event()
        yield {"status": asked.get("question")}
        self.begun.set()
        for _ in range(400):
            if stop.wait(0.05):
                break
            yield {"status": "…"}
        self.ended.set()
        yield {"done": True}

    def bring(self, asked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        if asked.get("slow"):
            self.begun.wait(20)
        yield {"report": asked.get("address"), "done": True}

    def stop(self, session: str) -> None:
        self.stops[session].set()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def client(desk: Desk, tmp_path: Path) -> Iterator[httpx.Client]:
    app = FastAPI()
    add_routes(app, desk, tmp_path)
    server = Running(Guard(app, Access(host="127.0.0.1")), "127.0.0.1", None)
    with httpx.Client(base_url=server.address, timeout=20) as client:
        client.cookies.set("tradewire_reader", "a" * 22)
        yield client
    server.close()


def test_what_is_there_at_once_is_told_at_once(client: httpx.Client) -> None:
    assert client.post("/room", json={"do": "status"}).json() == {
        "asked": {"do": "status"}, "owner": "a" * 22, "editor": True,
    }  # fmt: skip


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff", b"[" * 100_000])
def test_what_is_no_question_asks_nothing(client: httpx.Client, body: bytes) -> None:
    assert client.post("/room", content=body).json()["asked"] == {}


def test_while_nothing_is_told_a_page_hears_that_the_server_lives(
    client: httpx.Client, desk: Desk
) -> None:
    with client.stream("POST", "/bring", json={"slow": True, "address": "x"}) as reply:
        lines = reply.iter_lines()
        assert next(lines) == ""
        desk.begun.set()
        assert json.loads(next(line for line in lines if line)) == {"report": "x", "done": True}


def test_each_line_comes_as_soon_as_it_is_told(client: httpx.Client, desk: Desk) -> None:
    asked = {"session": "s", "question": "half \ud83d"}
    with client.stream("POST", "/ask", content=json.dumps(asked)) as reply:
        lines = reply.iter_lines()
        assert json.loads(next(lines))["status"] == "half \ud83d"
        assert desk.begun.wait(5)
        assert not desk.ended.is_set()
        client.post("/stop", json={"session": "s"})
        assert json.loads(list(lines)[-1]) == {"done": True}


def test_who_leaves_stops_the_work_and_it_ends_well(client: httpx.Client, desk: Desk) -> None:
    with client.stream("POST", "/ask", json={"session": "s"}) as reply:
        next(reply.iter_lines())
    assert desk.ended.wait(5)


def test_another_reader_stops_nothing_of_mine(client: httpx.Client, desk: Desk) -> None:
    with client.stream("POST", "/ask", json={"session": "s"}) as reply:
        next(reply.iter_lines())
        assert list(desk.stops) == [f"{'a' * 22} s"]


def test_another_sites_page_asks_nothing(client: httpx.Client) -> None:
    reply = client.post("/ask", json={}, headers={"Origin": "https://evil.example"})
    assert reply.status_code == 403
