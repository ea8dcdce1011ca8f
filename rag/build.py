"""The composition root: settings in, a ready chain out. The only place that reads settings."""

from __future__ import annotations

from pathlib import Path

from index.errors import ModelUnavailable
from index.library import Library
from index.models import weights
from index.models.cross_encoder import CrossEncoderReranker, CrossEncoderVerifier
from index.models.embedder import Embedder, SentenceTransformerEmbedder
from index.models.vector_cache import CachingEmbedder
from rag.chain import AnswerChain
from rag.checks.support import Verifier
from rag.models.chat_model import ChatModel
from rag.reader import OnnxReader, Reader
from rag.retrieval.retriever import Reranker
from rag.settings import Settings


def build_embedder(settings: Settings) -> Embedder:
    """Return the embedder that the settings name; it loads at first use, and keeps what it did."""
    embedder = SentenceTransformerEmbedder(settings.embedder)
    return CachingEmbedder(embedder, weights.cache_dir() / "vectors")


def build_library(settings: Settings) -> Library:
    """Open the index that the settings name; see ``Library.open``."""
    return Library.open(settings.index, build_embedder(settings))


def build_model(settings: Settings) -> ChatModel | None:
    """Return the language model; None in "auto" mode on a machine that has none.

    Raises:
        ModelUnavailable: mode "llm" was asked for and there is none.
    """
    if settings.mode == "extractive":
        return None
    try:
        return ChatModel(settings)
    except ModelUnavailable:
        if settings.mode == "llm":
            raise
        return None


def build_verifier(settings: Settings) -> Verifier | None:
    """Return the model that is asked about doubtful sentences, if the settings name one."""
    return CrossEncoderVerifier(settings.verifier) if settings.verifier else None


def build_reranker(settings: Settings) -> Reranker | None:
    """Return the model that puts passages in order, if the settings name one."""
    return CrossEncoderReranker(settings.reranker) if settings.reranker else None


def build_reader(settings: Settings) -> Reader | None:
    """Return the reader that the settings name: the shipped one, one in a folder, or none."""
    if settings.reader == "none":
        return None
    return OnnxReader() if settings.reader == "shipped" else OnnxReader(Path(settings.reader))


def build_chain(settings: Settings | None = None) -> AnswerChain:
    """Return the chain over the index that the settings name."""
    settings = settings or Settings()
    return _chain(build_library(settings), settings, build_model(settings))


def build_chat(settings: Settings) -> AnswerChain:
    """Return a chain for the page: it answers extractively while the model loads behind it.

    The index may be empty, or not there: the page takes in the first articles.
    """
    library = Library.open_or_make(settings.index, build_embedder(settings))
    model = build_model(settings)
    if model is not None:
        model.load_in_background()
    return _chain(library, settings, model, patient=False)


def _chain(
    library: Library, settings: Settings, model: ChatModel | None, *, patient: bool = True
) -> AnswerChain:
    return AnswerChain(
        library,
        settings,
        model,
        verifier=build_verifier(settings),
        reranker=build_reranker(settings),
        reader=build_reader(settings),
        patient=patient,
    )
