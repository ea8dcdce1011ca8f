"""Where weights come from: the shape of a source, and the model hub.

By hand, for huggingface_hub began a file of three megabytes anew after each cut and gave up at the
sixth; here each attempt goes on from the last byte for as long as it gets further.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

Progress = Callable[[str, int, int], None]

PROBE_SECONDS = 5.0
MOST_ATTEMPTS = 20


class SourceFailed(Exception):
    """This source has not got the files; the next one may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a model: path below the model's folder, bytes, SHA-256."""

    path: str
    size: int
    sha256: str


class Source(Protocol):
    """Fetches a model's files into a folder; what it has finished may lie in staging."""

    @property
    def label(self) -> str:
        """Name the source for a message."""

    def fetch(self, files: Sequence[File], staging: Path, whole: Path, progress: Progress) -> None:
        """Put every file below ``whole``; raises SourceFailed.

        Args:
            files: with their sizes and hashes.
            staging: a folder for what is not whole yet, kept between attempts.
            whole: a folder for what is.
            progress: told of the bytes that came.
        """


# -- hub ----------------------------------------------------------------------------


def hub_url() -> str:
    """Return the address of the model hub."""
    return (os.environ.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/")


def _answers(url: str) -> bool:
    import httpx

    try:
        httpx.head(url, timeout=PROBE_SECONDS, follow_redirects=True)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
        return False
    return True


@lru_cache(maxsize=4)
def reachable(
    url: str, probe: Callable[[str], bool] = _answers, seconds: float = PROBE_SECONDS
) -> bool:
    """Tell whether an address answers, within a time limit that covers name look-up too.

    Looking up a name can block for longer than any time-out of a client, so that the probe runs
    in a thread that is left behind. The result is kept: a closed network costs its time once.

    Args:
        url: that is to answer.
        probe: says whether it does, however long that takes.
        seconds: how long is waited for it.
    """
    answered: list[bool] = []
    thread = threading.Thread(target=lambda: answered.append(probe(url)), daemon=True)
    thread.start()
    thread.join(seconds)
    return bool(answered and answered[0])


def hub_reachable() -> bool:
    """Tell whether the model hub can be reached from here."""
    if os.environ.get("HF_HUB_OFFLINE", "") not in {"", "0"}:
        return False
    return reachable(hub_url())


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub(Source):
    """Files of a repository on the model hub; resumes where a download broke off."""

    repo: str
    endpoint: str | None = None

    @property
    def label(self) -> str:
        """Name the source for a message."""
        return f"hub {self.repo}"

    def fetch(self, files: Sequence[File], staging: Path, whole: Path, progress: Progress) -> None:
        """Download every file that is not there yet."""
        base = self.endpoint or hub_url()
        if not (reachable(base) if self.endpoint else hub_reachable()):
            raise SourceFailed("not reachable")
        for file in files:
            target = whole / file.path
            if not target.is_file() or target.stat().st_size != file.size:
                url = f"{base}/{self.repo}/resolve/main/{file.path}"
                partial = self._download(url, file, staging, progress)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(partial, target)

    def _download(self, url: str, file: File, staging: Path, progress: Progress) -> Path:
        """Go on after every cut for as long as each attempt gets further."""
        partial = _partial(staging, file)
        problem = ""
        for _ in range(MOST_ATTEMPTS):
            before = _size(partial)
            if before == file.size:
                break
            problem = _stream(url, file, partial, progress)
            if _size(partial) <= before:
                break
        if _size(partial) != file.size:
            raise SourceFailed(
                f"{file.path}: broke off at {_size(partial)} of {file.size} bytes{problem}"
            )
        return partial


def _stream(url: str, file: File, partial: Path, progress: Progress) -> str:
    """Make one attempt; return why it ended early, or nothing."""
    import httpx

    done = _size(partial)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={done}-"} if done else {})
    timeout = httpx.Timeout(30.0, connect=PROBE_SECONDS)
    try:
        with httpx.stream(
            "GET", url, headers=headers, timeout=timeout, follow_redirects=True
        ) as reply:
            if reply.status_code == 416:
                partial.unlink()
            reply.raise_for_status()
            resumes = reply.headers.get("content-range", "").startswith(f"bytes {done}-")
            _write(reply.iter_raw(), file, partial, done if resumes else 0, progress)
    except httpx.HTTPStatusError as error:
        return f" (status {error.response.status_code})"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f" ({type(error).__name__})"
    return ""


def _write(
    blocks: Iterable[bytes], file: File, partial: Path, done: int, progress: Progress
) -> None:
    """Append to the ``done`` bytes there are; a body that is too long may not fill the disk."""
    with partial.open("ab" if done else "wb") as out:
        for block in blocks:
            done += len(block)
            if done > file.size:
                out.truncate(0)
                raise SourceFailed(f"{file.path}: longer than its {file.size} bytes")
            out.write(block)
            progress(file.path, done, file.size)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _partial(staging: Path, file: File) -> Path:
    return staging / f"{file.path.replace('/', '__')}.partial"
