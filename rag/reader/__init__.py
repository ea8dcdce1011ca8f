"""The learned reader: does a sentence answer a question, where, and does it support a claim?

In: a question or claim with sentences in their context; out: logits, spans, probabilities.
May import ``index`` and nothing of ``rag``.
"""

from rag.reader.inputs import Passage
from rag.reader.onnx_reader import OnnxReader, Reader, Reading

__all__ = ["OnnxReader", "Passage", "Reader", "Reading"]
