"""Dense vectors of chunks in embedded Chroma.

Chroma does not bear two processes: one that opens its files while another writes them crashes,
and to open is to write. So every use is alone, under a lock, and a note beside the folder says
whether one is under way: whoever holds the lock and finds such a note knows that the last user
died of it. The vectors are the catalogue's too, so that nothing is lost by making this store anew.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from filelock import FileLock, Timeout

from index.errors import OperationError, said
from index.models.embedder import Vectors

COLLECTION = "chunks"
FOLDER, LOCK, NOTE = "vectors", "vectors.lock", "vectors.json"
# A step of writing takes a tenth of this; a reader has another way, a writer has not.
PATIENCE_READING, PATIENCE_WRITING = 1.0, 600.0
# The graph is looked through so widely: what of the nearest ten is found, by size, is in docs/scale.md.
GRAPH = {"space": "cosine", "ef_search": 3_200}
# Chroma saves its graph, with all ids, after so many vectors; who opens it adds what came since. So
# it is Chroma's own number, but for runs that bring many.
_SAVED_EVERY, _MANY = 1_000, 5_000


class VectorsUnfit(OperationError):
    """The vectors are being written, or whoever wrote them last died of it."""


class VectorsLockedAway(VectorsUnfit):
    """The vectors are where nothing can be written; the catalogue's own answer, exactly."""


@dataclass(frozen=True, slots=True)
class _Note:
    """The state of the files: how often they were written, and whether that is under way."""

    version: int
    busy: bool


class VectorStore:
    """Vectors by id; cosine similarity, higher is nearer. Whose they are the catalogue knows."""

    home = ""

    def __init__(self, index: Path) -> None:
        self._folder = index / FOLDER
        self._note = index / NOTE
        self._lock = FileLock(index / LOCK)
        self._client: Any = None
        self._chunks: Any = None
        self._version = -1
        self._spelling = 0
        self._brought = 0

    def put(self, ids: Sequence[str], rows: Vectors) -> None:
        """Write vectors; writing an id again replaces it.

        Args:
            ids: of the vectors.
            rows: a vector for each id.

        Raises:
            OperationError: they cannot be written.
        """
        with self._writing():
            self._put(ids, rows)

    def delete(self, ids: Iterable[str]) -> None:
        """Forget vectors; unknown ids are ignored."""
        doomed = list(ids)
        with self._writing():
            batch = self._client.get_max_batch_size()
            for at in range(0, len(doomed), batch):
                self._chunks.delete(ids=doomed[at : at + batch])

    def nearest(self, query: Vectors, k: int) -> list[tuple[str, float]]:
        """Return up to ``k`` (id, cosine similarity), best first.

        Args:
            query: a vector of length 1.
            k: the most to return.

        Raises:
            VectorsUnfit: not now, or not before they are made anew.
        """
        if k <= 0:
            return []
        with self._reading():
            found = self._chunks.query(
                query_embeddings=np.asarray([query]),
                n_results=k,
                include=["distances"],
            )
        distances = found["distances"] or [[]]
        return [(id_, 1.0 - d) for id_, d in zip(found["ids"][0], distances[0], strict=True)]

    def ids(self) -> set[str]:
        """Return every id (for checks, not for answering).

        Raises:
            VectorsUnfit: not now, or not before they are made anew.
        """
        with self._reading():
            return set(self._chunks.get(include=[])["ids"])

    def fit(self) -> bool:
        """Tell whether the files are as their last user left them on purpose."""
        with self._alone(PATIENCE_WRITING):
            note = self._noted()
            return note is not None and not note.busy and self._folder.is_dir()

    def spoil(self) -> None:
        """Note that the files must not be used before they are made anew."""
        with self._alone(PATIENCE_WRITING), _errors(self._folder):
            self._write(_Note(self._version, busy=True))

    def make_anew(self, parts: Iterable[tuple[Sequence[str], Vectors]]) -> None:
        """Throw the files away and write all vectors again, as for ``put``."""
        with self._alone(PATIENCE_WRITING), self._under_way(step=1):
            self._let_go()
            shutil.rmtree(self._folder, ignore_errors=True)
            self._open()
            for ids, rows in parts:
                self._put(ids, rows)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep others from writing for a while.

        Raises:
            VectorsUnfit: somebody is.
        """
        with self._alone(PATIENCE_READING):
            yield

    def remark(self) -> None:
        """Return nothing: where they cannot be asked, a reader has nothing to know of it."""

    def close(self) -> None:
        """Let go of the files."""
        if self._client is not None:
            with self._alone(PATIENCE_WRITING):
                if (
                    self._brought
                    and self._chunks.configuration_json["hnsw"]["sync_threshold"] == _MANY
                ):
                    with self._under_way(step=0):
                        self._save_every(_SAVED_EVERY)
                self._let_go()

    # -- alone --------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._alone(PATIENCE_WRITING), self._under_way(step=1):
            if self._client is None:
                self._open()
            yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._alone(PATIENCE_READING):
            note = self._noted()
            if note is None or note.busy:
                raise VectorsUnfit(f"The vectors in {self._folder} have to be made anew.")
            if self._client is not None and note.version == self._version:
                with _errors(self._folder):
                    yield
                return
            # What was written since the files were opened is not seen before they are again;
            # and they are not open before the first look into them.
            with self._under_way(step=0):
                self._let_go()
                self._open()
                yield

    @contextmanager
    def _alone(self, seconds: float) -> Iterator[None]:
        if not os.access(self._folder.parent, os.W_OK):
            # To look into them is to write.
            raise VectorsLockedAway(f"Nothing can be written beside the vectors in {self._folder}.")
        try:
            with self._lock.acquire(timeout=seconds):
                yield
        except (Timeout, PermissionError) as error:
            raise VectorsUnfit(f"The vectors in {self._folder} are in use.") from error

    @contextmanager
    def _under_way(self, step: int) -> Iterator[None]:
        """Leave a note while something is done; it stays if that fails or is killed."""
        before = self._noted()
        version = (before.version if before else 0) + step
        with _errors(self._folder):
            self._write(_Note(version, busy=True))
            yield
            self._write(_Note(version, busy=False))
        self._version = version

    def _noted(self) -> _Note | None:
        try:
            return _Note(**json.loads(self._note.read_text(encoding="ascii")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def _write(self, note: _Note) -> None:
        fresh = self._note.with_suffix(".new")
        fresh.write_text(json.dumps({"version": note.version, "busy": note.busy}), encoding="ascii")
        os.replace(fresh, self._note)

    def _open(self) -> None:
        import chromadb
        from chromadb.config import Settings

        self._folder.mkdir(parents=True, exist_ok=True)
        self._spelling = _Spellings.take()
        self._client = chromadb.PersistentClient(
            path=f"{self._folder}/{'./' * self._spelling}",
            settings=Settings(anonymized_telemetry=False),
        )
        self._chunks = self._client.get_or_create_collection(
            COLLECTION, configuration={"hnsw": GRAPH}, embedding_function=None
        )
        if self._chunks.configuration_json["hnsw"]["ef_search"] != GRAPH["ef_search"]:
            self._chunks.modify(configuration={"hnsw": {"ef_search": GRAPH["ef_search"]}})

    def _let_go(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = self._chunks = None
            _Spellings.give_back(self._spelling)

    def _put(self, ids: Sequence[str], rows: Vectors) -> None:
        batch = self._client.get_max_batch_size()
        for at in range(0, len(ids), batch):
            part = slice(at, at + batch)
            self._chunks.upsert(ids=list(ids[part]), embeddings=rows[part])
            before, self._brought = self._brought, self._brought + len(ids[part])
            if before < _MANY <= self._brought:
                self._save_every(_MANY)

    def _save_every(self, number: int) -> None:
        """Have the graph saved after so many vectors, and at once if as many are not yet."""
        self._chunks.modify(configuration={"hnsw": {"sync_threshold": number}})
        self._let_go()
        self._open()
        # Only when it is asked does Chroma see to what came before it was opened.
        self._chunks.query(query_embeddings=self._chunks.peek(1)["embeddings"], n_results=1)


class _Spellings:
    """Ways to spell a folder: within a process Chroma shares what was opened by the same spelling.

    Shared, it would not be opened anew for one user while another has it open.
    """

    _taken: ClassVar[set[int]] = set()
    _lock: ClassVar[threading.Lock] = threading.Lock()

    @classmethod
    def take(cls) -> int:
        with cls._lock:
            free = next(n for n in count() if n not in cls._taken)
            cls._taken.add(free)
            return free

    @classmethod
    def give_back(cls, number: int) -> None:
        with cls._lock:
            cls._taken.discard(number)


@contextmanager
def _errors(folder: Path) -> Iterator[None]:
    """Turn what Chroma raises into one line."""
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, OSError, RuntimeError, ValueError) as error:
        raise VectorsUnfit(
            f"Cannot use the vectors in {folder}: {said(error)}. The articles are as they were; "
            "check free space and permissions, then run `tradewire doctor --repair`."
        ) from error
