"""The learned rewriter: which words of a conversation does a follow-up need to stand alone?

In: a question, and what was asked and answered before it. Out: the question with words of the talk in it.
May import ``index`` and ``rag.reader``.
"""

from rag.rewriting.inputs import Said
from rag.rewriting.onnx_rewriter import OnnxRewriter, Rewriter

__all__ = ["OnnxRewriter", "Rewriter", "Said"]
