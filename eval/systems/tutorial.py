"""LangChain's tutorial chain, the baseline that every change is compared with.

As its guide "Build a RAG application" puts it together: a recursive splitter of 1,000
characters with 200 of overlap, Chroma, the four nearest passages stuffed into the prompt that
the guide takes (``rlm/rag-prompt``, quoted below because the prompt is part of the baseline).
Model and embedder are the ones under test.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from langchain_core.embeddings import Embeddings
from langchain_core.messages import HumanMessage

from eval.digests import determinants
from eval.questions.dataset import Question
from eval.systems.systems import System, generated
from eval.types import Place, Reply
from index.library import Library
from index.models.embedder import Embedder
from index.types import Article
from rag.models.chat_model import LanguageModel
from rag.settings import Settings

if TYPE_CHECKING:
    from langchain_chroma import Chroma

CHUNK, OVERLAP, PASSAGES, BATCH = 1_000, 200, 4, 512
PROMPT = (
    "You are an assistant for question-answering tasks. Use the following pieces of retrieved "
    "context to answer the question. If you don't know the answer, just say that you don't know. "
    "Use three sentences maximum and keep the answer concise.\n"
    "Question: {question} \nContext: {context} \nAnswer:"
)
DONE = "complete"


class Tutorial(System):
    """Split, embed, take the nearest four, ask; the store is filled at first use.

    The articles are as tradewire cleaned them: better than the tutorial would have them.
    """

    name = "tutorial"

    def __init__(
        self, library: Library, model: LanguageModel, settings: Settings, folder: Path
    ) -> None:
        self._model = model
        self.model = model.name
        self._store = tutorial_store(library, folder)
        known = determinants(settings, self.model)
        self.determinants = {
            name: known[name]
            for name in ("weights", "model", "base_url", "max_tokens", "libraries")
        } | {
            "embedder": library.embedder.fingerprint, "prompt": PROMPT, "passages": PASSAGES,
            "chunk": CHUNK, "overlap": OVERLAP,
        }  # fmt: skip

    def reply(self, question: Question) -> Reply:
        """Ask the model with the four nearest passages; earlier turns do not reach it."""
        start = time.perf_counter()
        found = self._store.similarity_search(question.question, k=PASSAGES)
        context = "\n\n".join(document.page_content for document in found)
        prompt = PROMPT.format(question=question.question, context=context)
        answer, tokens = generated(self._model, question, [HumanMessage(prompt)], start)
        places = tuple(_place(d.metadata, d.page_content) for d in found)
        retrieved = [{"article_id": d.metadata["article_id"]} for d in found]
        return Reply(
            answer=answer | {"retrieved": retrieved},
            places=places,
            evidence=tuple(
                asdict(p) | {"text": d.page_content} for p, d in zip(places, found, strict=True)
            ),
            tokens=tokens,
        )


class _Adapter(Embeddings):
    """tradewire's embedder as LangChain wants it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return cast("list[list[float]]", self._embedder.documents(texts).tolist())

    def embed_query(self, text: str) -> list[float]:
        return cast("list[float]", self._embedder.query(text).tolist())


def tutorial_store(library: Library, folder: Path) -> Chroma:
    """Return the tutorial's store of a library's articles, kept in ``folder`` once it is filled.

    Args:
        library: whose articles it holds.
        folder: of the store.
    """
    if not (folder / DONE).exists():
        shutil.rmtree(folder, ignore_errors=True)
    store = open_store(library.embedder, folder)
    if not (folder / DONE).exists():
        fill(store, [library.article(row.article_id) for row in library.articles()])
        (folder / DONE).touch()
    return store


def open_store(embedder: Embedder, folder: Path) -> Chroma:
    """Return the tutorial's kind of store, empty if there is none in ``folder``.

    Args:
        embedder: for passages and questions.
        folder: of the store.
    """
    from langchain_chroma import Chroma

    return Chroma("tutorial", _Adapter(embedder), persist_directory=str(folder))


def fill(store: Chroma, articles: Sequence[Article]) -> None:
    """Split articles as the tutorial does, and store the pieces.

    Args:
        store: empty.
        articles: clean.
    """
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True
    )
    documents = splitter.split_documents(
        [Document(a.text, metadata={"article_id": a.article_id}) for a in articles]
    )
    for at in range(0, len(documents), BATCH):
        store.add_documents(documents[at : at + BATCH])


def _place(metadata: Mapping[str, Any], text: str) -> Place:
    start = int(metadata["start_index"])
    return Place(article_id=str(metadata["article_id"]), start=start, end=start + len(text))
