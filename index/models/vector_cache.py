"""Vectors kept by model and text: what was embedded once is not embedded again.

An index made anew, a changed article's unchanged passages and an evaluation's copy of the same
articles find their vectors here. The file may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.errors import OperationError
from index.models.embedder import Embedded, Embedder, Passage, Vectors

# Some two million passages of a small model; then the older half goes.
MOST_BYTES = 6_000_000_000


class CachingEmbedder:
    """An embedder that looks a passage up before it computes it; safe across processes."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        name = hashlib.sha256(embedder.fingerprint.encode()).hexdigest()[:16]
        self.path = folder / f"{name}.sqlite"

    @property
    def fingerprint(self) -> str:
        """Name the model, as the embedder inside does."""
        return self._embedder.fingerprint

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text, computed anew."""
        return self._embedder.documents(texts)

    def query(self, text: str) -> Vectors:
        """Return the unit vector of a question, computed anew."""
        return self._embedder.query(text)

    def passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        """Return each passage's vectors, computing and keeping those that are not kept yet.

        Raises:
            OperationError: the cache cannot be read or written.
        """
        keys = [_key(passage) for passage in passages]
        with self._opened() as db:
            known = _read(db, keys)
            fresh = {k: p for k, p in zip(keys, passages, strict=True) if k not in known}
        computed = dict(zip(fresh, self._embedder.passages(list(fresh.values())), strict=True))
        if computed:
            with self._opened() as db, db:
                _write(db, computed)
        # Kept and computed vectors have gone through the same rounding.
        known |= {key: _unpacked(_packed(e)) for key, e in computed.items()}
        return [known[key] for key in keys]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self.path, timeout=60)
            try:
                db.execute(
                    "CREATE TABLE IF NOT EXISTS vectors"
                    " (number INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, rows BLOB NOT NULL)"
                )
                yield db
            finally:
                db.close()
        except (sqlite3.Error, OSError) as error:
            raise OperationError(
                f"Cannot use the cache of vectors {self.path}: {error}; free some space, or "
                "delete that file."
            ) from error


def _key(passage: Passage) -> bytes:
    parts = json.dumps([passage.heading, passage.text, passage.sentences])
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).digest()


def _read(db: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, Embedded]:
    found = {}
    for key in keys:
        row = db.execute("SELECT rows FROM vectors WHERE key = ?", (key,)).fetchone()
        if row is not None:
            found[key] = _unpacked(row[0])
    return found


def _write(db: sqlite3.Connection, computed: dict[bytes, Embedded]) -> None:
    pages, size = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    if pages * size > MOST_BYTES:
        db.execute("DELETE FROM vectors WHERE number <= (SELECT max(number) / 2 FROM vectors)")
    db.executemany(
        "INSERT OR IGNORE INTO vectors (key, rows) VALUES (?, ?)",
        [(key, _packed(e)) for key, e in computed.items()],
    )


def _packed(e: Embedded) -> bytes:
    """Return the number of rows in two bytes, then the rows."""
    return (len(e.sentences) + 1).to_bytes(2) + e.to_bytes()


def _unpacked(stored: bytes) -> Embedded:
    return Embedded.from_bytes(stored[2:], int.from_bytes(stored[:2]) - 1)
