"""Keep one local language model running in a process of its own; restart it when it dies."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import secrets
import select
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelUnavailable

START_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model answers; the key is made anew for every process."""

    base_url: str
    api_key: str


class LocalLLM:
    """A GGUF model behind an OpenAI-compatible server on loopback; thread-safe."""

    def __init__(self, model: Path, *, context_tokens: int, threads: int = 0) -> None:
        self.model = model
        self._context_tokens = context_tokens
        self._threads = threads or os.cpu_count() or 1
        self._process: subprocess.Popen[str] | None = None
        self._endpoint: Endpoint | None = None
        self._lock = threading.Lock()
        atexit.register(self.stop)

    @property
    def running(self) -> bool:
        """Tell whether the process is up and has said where it listens."""
        process = self._process
        return self._endpoint is not None and process is not None and process.poll() is None

    @property
    def pid(self) -> int | None:
        """Return the process id while it runs."""
        return self._process.pid if self._process is not None and self.running else None

    def endpoint(self) -> Endpoint:
        """Return where the model answers, starting the process if it is not running.

        Raises:
            ModelUnavailable: it does not start; the message says why.
        """
        with self._lock:
            if not self.running:
                self._halt()
                self._start()
            assert self._endpoint is not None
            return self._endpoint

    def stop(self) -> None:
        """End the process; the next ``endpoint()`` starts a new one."""
        with self._lock:
            self._halt()

    def _start(self) -> None:
        key = secrets.token_urlsafe(24)
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "rag.models.llama_process", str(self.model)),
                    *("--context", str(self._context_tokens), "--threads", str(self._threads)),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                # A Ctrl-C at the terminal is for the conversation, not for the model.
                start_new_session=True,
                cwd=Path(__file__).parents[2],
            )
            self._process = process
            assert process.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(key + "\n")
                process.stdin.flush()
            url = _address(process, time.monotonic() + START_SECONDS)
            if url is None:
                self._halt()
                log.seek(0)
                raise ModelUnavailable(
                    f"The language model {self.model.name} does not start: {_last_error(log.read())} "
                    "Ask in mode extractive, or name another model in TRADEWIRE_MODEL."
                )
        self._endpoint = Endpoint(base_url=f"{url.rstrip('/')}/v1", api_key=key)

    def _halt(self) -> None:
        process, self._process, self._endpoint = self._process, None, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


def _address(process: subprocess.Popen[str], deadline: float) -> str | None:
    """Wait for the JSON line with the address; None if the process ends or is too slow."""
    assert process.stdout is not None
    while time.monotonic() < deadline:
        ready, _, _ = select.select([process.stdout], [], [], 0.25)
        if not ready:
            continue
        line = process.stdout.readline()
        if not line:
            return None
        with contextlib.suppress(ValueError, TypeError, KeyError):
            return str(json.loads(line)["url"])
    return None


def _last_error(log: str) -> str:
    """Return the most telling line of the server's log."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() or "failed" in line.lower()]
    return (errors or lines or ["no reason was given."])[-1][:200]
