"""The reader at run time: int8 ONNX by onnxruntime, no torch; loaded at its first question."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from rag.reader.inputs import LAYOUT, Pair, Passage, encode
from rag.reader.onnx_net import OnnxNet

SHIPPED = Path(__file__).parent
LONGEST_SPAN, REMEMBERED = 14, 4096
_OTHERWISE = (
    "install tradewire anew, name another folder in TRADEWIRE_READER, or none to do without"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one sentence.

    Attributes:
        logit: log odds that the sentence answers the question.
        span: where in the sentence the asked-for words most likely stand, in characters.
    """

    logit: float
    span: tuple[int, int] | None


class Reader(Protocol):
    """Reads sentences for a question."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return, for each passage, whether and where it answers the question.

        Args:
            question: standing alone.
            passages: sentences with what surrounds them.
        """


class OnnxReader:
    """A reader in a folder: ``reader.onnx``, ``tokenizer.json``, ``reader.json`` with the hash.

    Args:
        folder: the shipped one when not given.
        threads: cores to use; 0 takes them all.
    """

    def __init__(self, folder: Path = SHIPPED, threads: int = 0) -> None:
        self._net = OnnxNet(folder, "reader", folder / "tokenizer.json", _OTHERWISE)
        self._threads = threads or os.cpu_count() or 1
        # One question is asked of the articles, then of a model; what was tried as a suggestion is clicked.
        self._reading = lru_cache(REMEMBERED)(self._read)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return, for each passage, whether and where it answers the question.

        Args:
            question: standing alone.
            passages: sentences with what surrounds them.

        Raises:
            WeightsError: the reader's files are missing or not what they should be.
        """
        return list(self._cores.map(partial(self._reading, question), passages))

    def support(self, claim: str, passages: Sequence[Passage]) -> list[tuple[float, float, float]]:
        """Return, for each passage, the probabilities of supported, not, contradicted.

        Args:
            claim: a sentence.
            passages: what may support it.

        Raises:
            WeightsError: as for ``read``.
        """
        return list(self._cores.map(partial(self._verdict, claim), passages))

    def _read(self, question: str, passage: Passage) -> Reading:
        pair, (answers, _, where) = self._run(question, passage, LAYOUT.sentence)
        return Reading(float(answers[0]), _span(where[0], pair))

    def _verdict(self, claim: str, passage: Passage) -> tuple[float, float, float]:
        _, (_, verdict, _) = self._run(claim, passage, LAYOUT.evidence)
        odds = np.exp(verdict[0].astype(np.float64) - verdict[0].max())
        supported, not_, contradicted = odds / odds.sum()
        return float(supported), float(not_), float(contradicted)

    def _run(self, text: str, passage: Passage, pieces: int) -> tuple[Pair, Sequence[Any]]:
        """Run one passage by itself.

        So its reading does not hang on what is read beside it, nothing is padded, and cores share
        passages rather than each step of one: less than six tenths of the work.
        """
        pair = encode(self._net.tokenizer, text, passage, pieces)
        return pair, self._net.run(["answers", "verdict", "where"], pair.ids, pair.types)

    @cached_property
    def _cores(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="reader")


def _span(where: npt.NDArray[np.float32], pair: Pair) -> tuple[int, int] | None:
    """Return the likeliest span: the best sum of a start and an end at most so far behind it."""
    pieces = len(pair.offsets)
    if not pieces:
        return None
    inside = where[pair.start : pair.start + pieces]
    sums = inside[:, None, 0] + inside[None, :, 1]
    near = np.tri(pieces, k=LONGEST_SPAN - 1, dtype=bool) & np.tri(pieces, dtype=bool).T
    first, last = divmod(int(np.where(near, sums, -np.inf).argmax()), pieces)
    return pair.offsets[first][0], pair.offsets[last][1]
