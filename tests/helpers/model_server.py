"""A stub of a language-model server on loopback: one table of behaviours."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

YES = {"content": [{"token": "Yes", "top_logprobs": [{"token": "Yes", "logprob": -0.05}, {"token": "No", "logprob": -3.0}]}]}  # fmt: skip
Chunk = dict[str, Any]


class ModelServer:
    """What the stub is told to do, and what it was asked.

    Attributes:
        answer: what to do with the nth streamed request (from 0): calls the handler's ``reply``,
            ``stream`` or ``silent``.
        judge: what to do with a request for probabilities.
        asked: the bodies of all requests, in order.
        over: set at the end of the test; a silent server waits for it.
        together: where given, streamed requests wait here for one another.
    """

    def __init__(self, answer: Callable[[Handler, int], None]) -> None:
        self.answer = answer
        self.judge: Callable[[Handler], None] = lambda h: h.message("Yes", YES)
        self.asked: list[dict[str, Any]] = []
        self.over = threading.Event()
        self.together: threading.Barrier | None = None
        self.streamed = 0
        self.lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    """One request."""

    stub: ModelServer

    def do_GET(self) -> None:
        self.reply(200, {"data": [{"id": "big-model"}]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.stub.lock:
            self.stub.asked.append(body)
            number = self.stub.streamed
            self.stub.streamed += bool(body.get("stream"))
        if not body.get("stream"):
            self.stub.judge(self)
            return
        if self.stub.together is not None:
            self.stub.together.wait(timeout=240)
        self.stub.answer(self, number)

    def reply(self, status: int, body: Any, **headers: str) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def message(self, text: str, logprobs: Any = None) -> None:
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "length", "logprobs": logprobs}  # fmt: skip
        self.reply(200, {"id": "1", "object": "chat.completion", "model": "big-model", "choices": [choice]})  # fmt: skip

    def stream(self, *deltas: Chunk, finish: str = "stop", usage: bool = False) -> None:
        """Send deltas as server-sent events; ``{}`` gives a chunk without choices."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for delta in deltas:
            self._event([{"index": 0, "delta": delta, "finish_reason": None}] if delta else [])
        self._event([{"index": 0, "delta": {}, "finish_reason": finish}] if finish else [])
        if usage:
            self._event([], usage={"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, choices: list[Any], **more: Any) -> None:
        chunk = {"id": "1", "object": "chat.completion.chunk", "model": "big-model", "choices": choices}  # fmt: skip
        self.wfile.write(f"data: {json.dumps({**chunk, **more})}\n\n".encode())
        self.wfile.flush()

    def silent(self) -> None:
        """Say nothing until the test is over."""
        self.stub.over.wait(timeout=30)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving(answer: Callable[[Handler, int], None]) -> Iterator[tuple[ModelServer, str]]:
    """Run a stub; yields what it does and knows, and its address for TRADEWIRE_BASE_URL."""
    stub = ModelServer(answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"stub": stub}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield stub, f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        stub.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def words(text: str) -> tuple[Chunk, ...]:
    """Return a text as deltas, a word each."""
    return tuple({"content": f"{word} "} for word in text.split(" "))
