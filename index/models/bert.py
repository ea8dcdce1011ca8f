"""The forward pass of a plain BERT encoder in NumPy.

To import sentence-transformers takes as long as to embed a hundred passages. So a model of the
commonest kind, as the default one is, is computed here as long as there is little to do. The
vectors are the library's, which a contract test holds.

Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

    from index.models.embedder import Vectors

# Tokens computed together: enough to read the weights seldom, few enough to stay in the caches.
TOGETHER = 2048
_F = np.float32
# Abramowitz and Stegun 1964, 7.1.26: erfc(z) = t(a1 + t(a2 + …)) exp(-z²), off by 1.5e-7 at most.
_ERFC = tuple(map(_F, (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)))
_ERFC_T = _F(0.3275911)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a model makes of a text: a vector for each token, and the characters it stands for.

    Attributes:
        vectors: shape (tokens, dimensions).
        offsets: shape (tokens, 2), start and end; a token that marks an end of the input has none.
    """

    vectors: Vectors
    offsets: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bert:
    """A model whose vectors are the means of its tokens'.

    Attributes:
        weights: by their names in the file, 32-bit.
        epsilon: added to a variance before it divides.
        tokenizer: cuts texts at the model's length and does not pad.
    """

    weights: dict[str, Vectors]
    layers: int
    heads: int
    epsilon: float
    tokenizer: Tokenizer

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the tokens of each text, as far as the model reads; on one core."""
        found: list[Tokens] = []
        with _one_core():
            for batch in _batches(self.tokenizer.encode_batch(list(texts))):
                rows = self._forward([encoding.ids for encoding in batch])
                found += [
                    Tokens(row, np.array(encoding.offsets, dtype=np.int64))
                    for row, encoding in zip(rows, batch, strict=True)
                ]
        return found

    def _forward(self, texts: Sequence[Sequence[int]]) -> list[Vectors]:
        """Return the last layer's rows of each text: all lie in one matrix, none is padded."""
        ends = np.cumsum([len(ids) for ids in texts]).tolist()
        spans = [slice(end - len(ids), end) for end, ids in zip(ends, texts, strict=True)]
        ids = np.concatenate([np.asarray(ids) for ids in texts])
        places = np.concatenate([np.arange(len(ids)) for ids in texts])
        x = self.weights["embeddings.word_embeddings.weight"][ids]
        x += self.weights["embeddings.position_embeddings.weight"][places]
        x += self.weights["embeddings.token_type_embeddings.weight"][0]
        x = self._normal(x, "embeddings.LayerNorm")
        for number in range(self.layers):
            x = self._layer(x, spans, f"encoder.layer.{number}.")
        return [x[span] for span in spans]

    def _layer(self, x: Vectors, spans: Sequence[slice], name: str) -> Vectors:
        seen = self._attention(x, spans, f"{name}attention.self.")
        seen = self._linear(seen, f"{name}attention.output.dense")
        x = self._normal(x + seen, f"{name}attention.output.LayerNorm")
        thought = _gelu(self._linear(x, f"{name}intermediate.dense"))
        return self._normal(
            x + self._linear(thought, f"{name}output.dense"), f"{name}output.LayerNorm"
        )

    def _attention(self, x: Vectors, spans: Sequence[slice], name: str) -> Vectors:
        """Mix each text's rows by how much they attend to one another: softmax(QKᵀ/√d)V."""
        query, key, value = (
            self._linear(x, name + part).reshape(len(x), self.heads, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        query = query * _F(query.shape[-1] ** -0.5)
        seen = np.empty_like(x)
        for span in spans:
            shares = query[:, span] @ key[:, span].transpose(0, 2, 1)
            shares -= shares.max(axis=-1, keepdims=True)
            np.exp(shares, out=shares)
            shares /= shares.sum(axis=-1, keepdims=True)
            mixed = shares @ value[:, span]
            seen[span] = mixed.transpose(1, 0, 2).reshape(-1, x.shape[1])
        return seen

    def _linear(self, x: Vectors, name: str) -> Vectors:
        y: Vectors = x @ self.weights[f"{name}.weight"].T
        y += self.weights[f"{name}.bias"]
        return y

    def _normal(self, x: Vectors, name: str) -> Vectors:
        """Bring each row to mean 0 and variance 1, then to the layer's own scale and place."""
        x = x - x.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", x, x)[:, None] / _F(x.shape[1])
        x /= np.sqrt(variance + _F(self.epsilon))
        x *= self.weights[f"{name}.weight"]
        x += self.weights[f"{name}.bias"]
        return x


def _gelu(x: Vectors) -> Vectors:
    """Return x/2 · (1 + erf(x/√2)); in place where it can be, for it is a third of the work."""
    z = np.abs(x)
    z *= _F(0.5**0.5)
    t = z * _ERFC_T
    t += _F(1)
    np.reciprocal(t, out=t)
    erf = np.full_like(t, _ERFC[0])
    for coefficient in _ERFC[1:]:
        erf *= t
        erf += coefficient
    erf *= t
    np.multiply(z, -z, out=z)
    erf *= np.exp(z, out=z)
    np.subtract(_F(1), erf, out=erf)
    np.copysign(erf, x, out=erf)
    erf += _F(1)
    erf *= x
    erf *= _F(0.5)
    return erf


def _batches(encoded: Sequence[Encoding]) -> Iterator[list[Encoding]]:
    batch: list[Encoding] = []
    size = 0
    for encoding in encoded:
        if batch and size + len(encoding.ids) > TOGETHER:
            yield batch
            batch, size = [], 0
        batch.append(encoding)
        size += len(encoding.ids)
    if batch:
        yield batch


@contextmanager
def _one_core() -> Iterator[None]:
    """Keep the maths to one core.

    Threads that wait for one another on a busy machine cost ten times the work (13 ms a question
    against 164), and the language model wants the other core.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield
