"""A chain over a few articles that are indexed for one question."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from index.ingest.pipeline import ingest
from index.library import Library
from index.models.embedder import Embedder
from rag.build import build_reader
from rag.chain import AnswerChain
from rag.models.chat_model import LanguageModel
from rag.reader import Reader
from rag.settings import Settings


@contextmanager
def chain_over(
    source: Path, index: Path, embedder: Embedder, model: LanguageModel | None
) -> Iterator[AnswerChain]:
    """Index a source and give the chain over it, whose library is closed at the end.

    Args:
        source: a file or a folder.
        index: where to.
        embedder: for the index.
        model: answers; None for extracts alone.
    """
    ingest(index, [str(source)], embedder)
    library = Library.open(index, embedder)
    try:
        settings = Settings(index=index, mode="extractive" if model is None else "llm")
        yield AnswerChain(library, settings, model, reader=_reader())
    finally:
        library.close()


@cache
def _reader() -> Reader | None:
    """Return the reader, loaded once for all questions."""
    return build_reader(Settings())
