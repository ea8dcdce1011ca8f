"""A passage and its sentences in one pass of the model.

A model that averages its tokens' vectors gives a vector for any stretch of its input: the mean
over that stretch ("late chunking", Günther et al. 2024). So each word is read once instead of
twice, and a sentence's vector knows the words around it: "he" has met the name before.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from index.models.bert import Tokens

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.models.embedder import Embedded, Passage, Vectors

Read = Callable[[Sequence[str]], list[Tokens]]

BATCH = 32
# Few different lengths: for each, the maths library below keeps a plan, and memory with it.
SHAPES = 16
# From so many passages on the library, and a copy of the model in 16 bits, pay for their start.
BULK = 192


def averages_tokens(model: SentenceTransformer) -> bool:
    """Tell whether the model's vectors are plain means over its tokens, and tokens have places."""
    from sentence_transformers.sentence_transformer.modules import (
        Normalize,
        Pooling,
        Transformer,
    )

    parts = list(model)
    pools = (
        len(parts) in (2, 3)
        and isinstance(parts[0], Transformer)
        and isinstance(parts[1], Pooling)
        and parts[1].pooling_mode == "mean"
        and all(isinstance(part, Normalize) for part in parts[2:])
    )
    return pools and bool(getattr(model.tokenizer, "is_fast", False))


def fast_copy(model: SentenceTransformer) -> SentenceTransformer:
    """Return a copy in 16 bits on a device that computes faster so, else the model itself."""
    import torch

    if model.device.type == "cuda":
        return copy.deepcopy(model).half()
    able = torch.cpu.get_capabilities() if model.device.type == "cpu" else {}
    if any(able.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16")):
        return copy.deepcopy(model).bfloat16()
    return model


def in_one_pass(read: Read, passages: Sequence[Passage], prompt: str = "") -> list[Embedded]:
    """Return each passage's vectors.

    Args:
        read: gives the tokens of texts; passages of like length come to it together.
        passages: what to embed.
        prompt: the model's words before every document.
    """
    order = sorted(range(len(passages)), key=lambda i: -len(passages[i].whole))
    found: dict[int, Embedded] = {}
    for at in range(0, len(order), BATCH):
        places = order[at : at + BATCH]
        read_ones = read([prompt + passages[i].whole for i in places])
        for i, tokens in zip(places, read_ones, strict=True):
            found[i] = _pooled(passages[i], len(prompt), tokens)
    return [found[i] for i in range(len(passages))]


def averaged(texts: Sequence[Tokens]) -> Vectors:
    """Return the unit mean over the tokens of each text, one row each."""
    return np.stack([_unit(text.vectors.mean(axis=0)) for text in texts])


def reader(model: SentenceTransformer) -> Read:
    """Return what reads tokens through the library's model."""

    def read(texts: Sequence[str]) -> list[Tokens]:
        import torch

        encoded = model.tokenizer(
            list(texts),
            padding=True,
            truncation=True,
            max_length=model.max_seq_length,
            pad_to_multiple_of=SHAPES,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = encoded.pop("offset_mapping").numpy()
        inputs = {name: tensor.to(model.device) for name, tensor in encoded.items()}
        with torch.inference_mode():
            out = model[0]({**inputs, "modality": "text"})["token_embeddings"]
        rows = out.float().cpu().numpy()
        real = encoded["attention_mask"].numpy().astype(bool)
        return [Tokens(rows[i][real[i]], offsets[i][real[i]]) for i in range(len(texts))]

    return read


def _pooled(passage: Passage, prompt: int, read: Tokens) -> Embedded:
    """Average the tokens of the whole and of each sentence."""
    from index.models.embedder import Embedded

    whole = _unit(read.vectors.mean(axis=0))
    # Tokens that stand for no characters mark the ends of the input.
    words = read.offsets[:, 1] > read.offsets[:, 0]
    tokens, starts = read.vectors[words], read.offsets[words, 0]
    before = prompt + len(passage.whole) - len(passage.text)
    rows = np.empty((len(passage.sentences), len(whole)), dtype=np.float32)
    for number, span in enumerate(passage.sentences):
        first, last = np.searchsorted(starts, [before + span[0], before + span[1]])
        # What the model cut off has no tokens of its own; the passage speaks for it.
        rows[number] = _unit(tokens[first:last].mean(axis=0)) if first < last else whole
    return Embedded(whole=whole, sentences=rows)


def _unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
