"""The shipped reader, loaded once for all tests; on one core, for two loads of tests may run at once."""

from __future__ import annotations

from rag.reader import OnnxReader

READER = OnnxReader(threads=1)
