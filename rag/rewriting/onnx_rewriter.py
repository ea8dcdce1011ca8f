"""The rewriter at run time: makes a follow-up stand alone with words of the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from rag.reader.onnx_net import OnnxNet
from rag.reader.onnx_reader import SHIPPED as READER
from rag.rewriting.edits import rewritten
from rag.rewriting.inputs import Said, lay_out

SHIPPED = Path(__file__).parent
REMEMBERED = 512


class Rewriter(Protocol):
    """Makes a question of a conversation stand alone."""

    def rewrite(self, question: str, said: Sequence[Said]) -> str:
        """Return the question with what it borrows put into it; as it is where it borrows nothing.

        Args:
            question: as asked.
            said: what was asked and answered before, newest exchange first.
        """


class OnnxRewriter:
    """A rewriter in a folder: ``rewriter.onnx``, and ``rewriter.json`` with its hash.

    Args:
        folder: the shipped one when not given.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        self._net = OnnxNet(folder, "rewriter", READER / "tokenizer.json", "install tradewire anew")
        # Each turn of a conversation is made to stand alone again with every later one.
        self._rewriting = lru_cache(REMEMBERED)(self._rewrite)

    def rewrite(self, question: str, said: Sequence[Said]) -> str:
        """Return the question with what it borrows put into it; as it is where it borrows nothing.

        Args:
            question: as asked.
            said: what was asked and answered before, newest exchange first.

        Raises:
            WeightsError: the rewriter's files are missing or not what they should be.
        """
        return self._rewriting(question, tuple(said))

    def _rewrite(self, question: str, said: tuple[Said, ...]) -> str:
        laid = lay_out(self._net.tokenizer, question, said)
        goes, put, order = self._net.run(["goes", "put", "order"], laid.ids, laid.types)
        at = [unit.piece for unit in laid.question]
        cells = ([[unit.piece] for unit in laid.context], [*at, laid.end])
        return rewritten(laid, goes[0][at] > 0, put[0][cells] > 0, order[0][cells])
