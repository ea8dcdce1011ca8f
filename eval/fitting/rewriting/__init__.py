"""Training of the rewriter: conversations in, ``rewriter.onnx`` out.

May import ``index``, ``rag`` and the rest of ``eval``.
"""
