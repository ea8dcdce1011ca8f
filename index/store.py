"""An index folder: the catalogue and the vectors, opened together for writing or reading."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from index.catalog import FILE, Catalog, Known
from index.embed import Embedder
from index.errors import EmptyIndex, IndexBusy, IndexMismatch, NotAnIndex, OperationError
from index.vectors import VectorStore

LOCK = "write.lock"
VECTORS = "vectors"


@dataclass(frozen=True, slots=True)
class Index:
    """Both stores of one index folder."""

    folder: Path
    catalog: Catalog
    vectors: VectorStore

    @classmethod
    @contextmanager
    def write(cls, folder: Path, embedder: Embedder) -> Iterator[Index]:
        """Open for writing, alone; make the index if there is none."""
        _check_place(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / LOCK, timeout=0)
            with lock:
                catalog = Catalog(folder, create=True)
                try:
                    claim_fingerprint(catalog, folder, embedder)
                    vectors = VectorStore(folder / VECTORS)
                    try:
                        yield cls(folder, catalog, vectors)
                    finally:
                        vectors.close()
                finally:
                    catalog.close()
        except Timeout as error:
            raise IndexBusy(
                f"Another tradewire is writing to {folder}; wait for it to finish, then run again."
            ) from error
        except PermissionError as error:
            raise OperationError(
                f"Cannot write to {folder}: {error.strerror}; name a folder of your own with --index."
            ) from error

    @classmethod
    def read(cls, folder: Path, embedder: Embedder) -> Index:
        """Open for reading.

        Raises:
            EmptyIndex: there is nothing to read.
            IndexMismatch: made with another embedding model.
        """
        _check_place(folder)
        if not (folder / FILE).exists():
            raise EmptyIndex(
                f"Nothing is indexed at {folder}; run `tradewire index FOLDER` with your articles."
            )
        catalog = Catalog(folder)
        made_with = catalog.meta("embedder")
        if made_with is not None and made_with != embedder.fingerprint:
            catalog.close()
            raise _mismatch(folder, made_with, embedder)
        return cls(folder, catalog, VectorStore(folder / VECTORS))

    @staticmethod
    def peek(folder: Path) -> dict[str, Known]:
        """Return what is known of each article, without making anything."""
        _check_place(folder)
        if not (folder / FILE).exists():
            return {}
        catalog = Catalog(folder)
        try:
            return catalog.known()
        finally:
            catalog.close()

    def close(self) -> None:
        """Let go of both stores."""
        self.vectors.close()
        self.catalog.close()


def claim_fingerprint(catalog: Catalog, folder: Path, embedder: Embedder) -> None:
    """Bind a new index to its embedding model; refuse another model on an old one."""
    made_with = catalog.meta("embedder")
    if made_with is None:
        with catalog.transaction():
            catalog.set_meta("embedder", embedder.fingerprint)
    elif made_with != embedder.fingerprint:
        raise _mismatch(folder, made_with, embedder)


def _mismatch(folder: Path, made_with: str, embedder: Embedder) -> IndexMismatch:
    return IndexMismatch(
        f"The index {folder} was made with the embedding model {made_with}, not "
        f"{embedder.fingerprint}; set TRADEWIRE_EMBEDDER back, or index into a new folder "
        "with --index."
    )


def _check_place(folder: Path) -> None:
    """Refuse a file, and a folder that holds something that is not an index."""
    if folder.exists() and not folder.is_dir():
        raise NotAnIndex(f"{folder} is a file, not an index folder; name a folder with --index.")
    if folder.is_dir() and not (folder / FILE).exists():
        others = [
            p.name for p in folder.iterdir() if p.name not in {LOCK, VECTORS, f"{FILE[:-7]}.new"}
        ]
        if others:
            raise NotAnIndex(
                f"{folder} holds something else ({others[0]}); name an empty or new folder "
                "with --index."
            )
