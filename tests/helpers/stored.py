"""What an index folder holds, looked at from outside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from index.library import Library
from index.store.index_folder import Index
from tests.helpers.fakes import WordEmbedder


def vector_ids(folder: Path, embedder: WordEmbedder) -> set[str]:
    with closing(Index.read(folder, embedder)) as index:
        return index.vectors.ids()


def catalogued_ids(folder: Path, embedder: WordEmbedder) -> set[str]:
    with closing(Library.open(folder, embedder)) as library:
        ids = [row.article_id for row in library.articles()]
        return {chunk.chunk_id for id_ in ids for chunk in library.chunks_of(id_)}


def sql(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "catalog.sqlite")) as connection, connection:
        for statement in statements:
            connection.execute(statement)
