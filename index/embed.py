"""Texts to unit vectors, through sentence-transformers."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index import weights
from index.errors import UsageError, WeightsError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

BATCH = 32


class Embedder(Protocol):
    """Anything that turns texts into unit vectors of one size."""

    @property
    def fingerprint(self) -> str:
        """Name the model so that vectors of two models are never compared."""
        ...

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text, shape (len(texts), dimensions)."""
        ...

    def query(self, text: str) -> Vectors:
        """Return the unit vector of a question, shape (dimensions,)."""
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model by catalogue name, folder or hub name; loaded at first use."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._model: SentenceTransformer | None = None
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        """Return the name, with a hash of the weights file where the name alone says little."""
        if self._name in {model.name for model in weights.CATALOGUE}:
            return f"{self._name}@{weights.find(self._name).files[0].sha256[:12]}"
        folder = Path(self._name)
        if folder.is_dir():
            return f"{folder.name}@{_folder_hash(folder)}"
        return self._name

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text; the library sorts each batch by length."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        return np.asarray(
            self._loaded().encode_document(
                list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
            ),
            dtype=np.float32,
        )

    def query(self, text: str) -> Vectors:
        """Return the unit vector of a question."""
        vector = self._loaded().encode_query(
            text, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vector, dtype=np.float32)

    def _loaded(self) -> SentenceTransformer:
        with self._lock:
            if self._model is None:
                self._model = _load(self._name)
            return self._model


def _load(name: str) -> SentenceTransformer:
    """Load from the verified cache, a folder, or (for users who have it) the model hub."""
    if name in {model.name for model in weights.CATALOGUE}:
        if weights.find(name).role != "embedder":
            raise UsageError(f"'{name}' is not an embedding model; see `tradewire models list`.")
        name = str(weights.pull(name))
    local = Path(name).is_dir()
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(name, local_files_only=local or not weights.hub_reachable())
    except (OSError, ValueError) as error:
        raise WeightsError(
            f"Cannot load the embedding model '{name}': {str(error).splitlines()[0]} "
            "Name a folder, a hub model, or 'all-minilm-l6-v2' in TRADEWIRE_EMBEDDER."
        ) from error


def _folder_hash(folder: Path) -> str:
    """Hash the weights (or, without any, the file list) of a model folder."""
    digest = hashlib.sha256()
    files = sorted(folder.glob("*.safetensors")) or sorted(folder.rglob("*.json"))
    for path in files:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:12]
