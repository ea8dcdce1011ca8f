"""Texts to unit vectors, by a sentence-transformers model."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import UsageError, WeightsError
from index.models import weights
from index.models.hub import hub_reachable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.models.bert import Bert

Vectors = npt.NDArray[np.float32]

BATCH = 32
# Half precision: a cosine keeps three digits, and a million sentences need half the disk.
STORED = np.float16


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is embedded as a whole and sentence by sentence.

    Attributes:
        heading: says what the text alone often does not (the article's title); may be empty.
        text: the words of a chunk.
        sentences: where its sentences stand: ``text[start:end]``.
    """

    heading: str
    text: str
    sentences: tuple[tuple[int, int], ...]

    @property
    def whole(self) -> str:
        """Return heading and text as one."""
        return f"{self.heading}\n{self.text}" if self.heading else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A passage's unit vectors: ``whole`` of shape (dimensions,), ``sentences`` of one row each."""

    whole: Vectors
    sentences: Vectors

    def to_bytes(self) -> bytes:
        """Return it for a store: its own row, then one for each sentence."""
        return np.vstack([self.whole, self.sentences]).astype(STORED).tobytes()

    @classmethod
    def from_bytes(cls, stored: bytes, sentences: int) -> Embedded:
        """Return the vectors of a passage.

        Args:
            stored: what ``to_bytes`` gave.
            sentences: how many the passage has.
        """
        rows = np.frombuffer(stored, dtype=STORED).reshape(sentences + 1, -1).astype(np.float32)
        return cls(whole=rows[0], sentences=rows[1:])


class Embedder(Protocol):
    """Anything that turns texts into unit vectors of one size."""

    @property
    def fingerprint(self) -> str:
        """Name the model so that vectors of two models are never compared."""

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text, shape (len(texts), dimensions)."""

    def passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        """Return the vectors of each passage and of its sentences, in order."""

    def query(self, text: str) -> Vectors:
        """Return the unit vector of a question, shape (dimensions,)."""


class SentenceTransformerEmbedder:
    """A sentence-transformers model by catalogue name, folder or hub name; loaded at first use.

    The library takes seconds to import. A plain model embeds a few texts without it; large
    batches, and models of every other kind, are the library's.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._light: Bert | None = None
        self._light_tried = False
        self._model: SentenceTransformer | None = None
        self._bulk: SentenceTransformer | None = None
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """Travel by name: each process loads the model once, whatever it is sent."""
        return named, (self._name,)

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
        """Return one unit row per text."""
        from index.models import pooling

        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        light = self._plain() if len(texts) < pooling.BULK else None
        if light is not None:
            return pooling.averaged(light.tokens(texts))
        return _documents(self._loaded(), texts)

    def passages(self, passages: Sequence[Passage]) -> list[Embedded]:
        """Return each passage's vectors: in one pass where the model averages its tokens.

        A large batch is the library's, in 16 bits where the processor is made for that.
        """
        from index.models import pooling

        light = self._plain() if len(passages) < pooling.BULK else None
        if light is not None:
            return pooling.in_one_pass(light.tokens, passages)
        model = self._for_bulk() if len(passages) >= pooling.BULK else self._loaded()
        if pooling.averages_tokens(model):
            prompt = model.prompts.get("document") or ""
            return pooling.in_one_pass(pooling.reader(model), passages, prompt)
        return each_by_itself(passages, lambda texts: _documents(model, texts))

    def query(self, text: str) -> Vectors:
        """Return the unit vector of a question."""
        from index.models import pooling

        light = self._plain()
        if light is not None:
            (row,) = pooling.averaged(light.tokens([text]))
            return np.asarray(row, dtype=np.float32)
        model = self._loaded()
        with _one_thread():
            vector = model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, dtype=np.float32)

    def _plain(self) -> Bert | None:
        """Return the model for a few texts, which needs no library; None if it is not a plain one."""
        with self._lock:
            if not self._light_tried:
                from index.models.bert_files import read_plain

                folder = Path(_placed(self._name))
                self._light = read_plain(folder) if folder.is_dir() else None
                self._light_tried = True
            return self._light

    def _loaded(self) -> SentenceTransformer:
        with self._lock:
            if self._model is None:
                self._model = _load(self._name)
            return self._model

    def _for_bulk(self) -> SentenceTransformer:
        from index.models import pooling

        model = self._loaded()
        with self._lock:
            if self._bulk is None:
                self._bulk = pooling.fast_copy(model)
            return self._bulk


@cache
def named(name: str) -> SentenceTransformerEmbedder:
    """Return this process's embedder of a name."""
    return SentenceTransformerEmbedder(name)


def each_by_itself(
    passages: Sequence[Passage], embed: Callable[[Sequence[str]], Vectors]
) -> list[Embedded]:
    """Embed each passage and each of its sentences by itself, whatever the model is like.

    Args:
        passages: to be embedded.
        embed: gives a row for each of some texts.
    """
    wholes = embed([passage.whole for passage in passages])
    rows = embed([p.text[start:end] for p in passages for start, end in p.sentences])
    found, at = [], 0
    for passage, whole in zip(passages, wholes, strict=True):
        found.append(Embedded(whole=whole, sentences=rows[at : at + len(passage.sentences)]))
        at += len(passage.sentences)
    return found


def _documents(model: SentenceTransformer, texts: Sequence[str]) -> Vectors:
    with _one_thread() if len(texts) < BATCH else nullcontext():
        rows = model.encode_document(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
    return np.asarray(rows, dtype=np.float32)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Compute on one core: a few short texts gain nothing from more.

    On a busy machine threads that wait for one another cost eight times the work, and the
    language model wants the other core.
    """
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _placed(name: str) -> str:
    """Return the folder of a model of the catalogue, fetched if need be; else the name."""
    if name not in {model.name for model in weights.CATALOGUE}:
        return name
    if weights.find(name).role != "embedder":
        raise UsageError(f"'{name}' is not an embedding model; see `tradewire models list`.")
    return str(weights.pull(name))


def _load(name: str) -> SentenceTransformer:
    """Load from the verified cache, a folder, or (for users who have it) the model hub."""
    name = _placed(name)
    local = Path(name).is_dir()
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(name, local_files_only=local or not hub_reachable())
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
