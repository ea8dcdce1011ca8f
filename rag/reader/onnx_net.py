"""A learned network in a folder: int8 ONNX by onnxruntime, no torch; loaded at its first use."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import WeightsError

if TYPE_CHECKING:
    from tokenizers import Tokenizer


def word_pieces(path: Path) -> Tokenizer:
    """Return what cuts text into word pieces, without padding or cutting off; ``path`` is a tokenizer.json."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class OnnxNet:
    """``NAME.onnx``, ``NAME.json`` with its hash, and the word pieces that it reads.

    Args:
        folder: of the network.
        name: of its files.
        tokenizer: the file of its word pieces.
        otherwise: what to do where the files cannot be used, for the error.
    """

    def __init__(self, folder: Path, name: str, tokenizer: Path, otherwise: str) -> None:
        self._folder, self._name, self._pieces = folder, name, tokenizer
        self._otherwise = otherwise
        self._lock = threading.Lock()

    def run(self, outputs: Sequence[str], ids: Sequence[int], types: Sequence[int]) -> list[Any]:
        """Return the named outputs for one sequence of word pieces.

        Args:
            outputs: by the network's names.
            ids: of the word pieces.
            types: of each.

        Raises:
            WeightsError: the files are missing or not what they should be.
        """
        batch = np.array([ids], np.int64)
        told = {"ids": batch, "mask": np.ones_like(batch), "types": np.array([types], np.int64)}
        with self._lock:
            session = self._session
        found: list[Any] = session.run(list(outputs), told)
        return found

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Return what cuts text into word pieces.

        Raises:
            WeightsError: the file is missing.
        """
        if not self._pieces.is_file():
            raise self._unusable(f"there is no {self._pieces.name}")
        return word_pieces(self._pieces)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        try:
            described = json.loads((self._folder / f"{self._name}.json").read_bytes())
            weights = (self._folder / f"{self._name}.onnx").read_bytes()
        except (OSError, ValueError) as error:
            raise self._unusable(str(error)) from error
        if hashlib.sha256(weights).hexdigest() != described["sha256"]:
            raise self._unusable(f"{self._name}.onnx has not the hash in {self._name}.json")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])

    def _unusable(self, why: str) -> WeightsError:
        return WeightsError(
            f"Cannot use the {self._name} in {self._folder} ({why}); {self._otherwise}."
        )
