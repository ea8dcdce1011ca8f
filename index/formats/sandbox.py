"""Run a parser that hostile bytes could hang or fill the memory with in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.errors import SourceError

SECONDS = 30.0
_MEMORY_BYTES = 2 << 30
_PARENT = Path(__file__).parents[2]


def sandboxed(module: str, data: bytes, seconds: float = SECONDS) -> Any:
    """Return what ``module.main`` prints as JSON for some bytes on standard input.

    Args:
        module: dotted name; its ``main`` calls ``serve``.
        data: handed to the process as they are.
        seconds: after which it is killed.

    Raises:
        SourceError: it took too long, died, or says itself what is wrong with the bytes.
    """
    command = [sys.executable, "-c", f"from {module} import main; main()"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=seconds, cwd=_PARENT, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"takes longer than {seconds:.0f} s to read; it may be damaged") from None
    if done.returncode:
        raise SourceError("is damaged: its reader gave up or ran out of memory")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise SourceError(answer["error"])
    return answer["value"]


def serve(parse: Callable[[bytes], Any]) -> None:
    """Parse standard input under a memory limit and print the result, or what is wrong."""
    _limit_memory()
    try:
        answer = {"value": parse(sys.stdin.buffer.read())}
    except SourceError as error:
        answer = {"error": str(error)}
    sys.stdout.write(json.dumps(answer))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows knows no such limit; the time limit holds there too.
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
