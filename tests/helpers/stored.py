"""What an index folder holds, looked at from outside."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from index.library import Library
from index.store.index_folder import Index
from tests.helpers.fakes import WordEmbedder


def vector_ids(folder: Path, embedder: WordEmbedder) -> set[str]:
    index = Index.read(folder, embedder)
    try:
        return index.vectors.ids()
    finally:
        index.close()


def catalogued_ids(folder: Path, embedder: WordEmbedder) -> set[str]:
    library = Library.open(folder, embedder)
    try:
        found = set()
        for row in library.articles():
            found |= {c.chunk_id for c in library._state.catalog.passages.chunks_of(row.article_id)}
        return found
    finally:
        library.close()


def sql(folder: Path, *statements: str) -> None:
    connection = sqlite3.connect(folder / "catalog.sqlite")
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
