"""The fingerprint of a story: a sample of its runs of words, by which its copies are found.

Those runs of four words are kept whose hash is small (mod-p sampling; Broder 1997, On the resemblance and
containment of documents), so that a text and a part of it share their samples too.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Marks = NDArray[np.uint32]

RUN = 4
# One run in eight is kept: a hundred for an article of 800 words, 400 bytes.
_SAMPLED = (1 << 32) // 8
_SPREAD = np.uint32(2654435761)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a story to find it again.

    Attributes:
        digest: SHA-256 over its words, whatever their case and punctuation.
        marks: hashes of the sampled runs of words, sorted, each once.
    """

    digest: bytes
    marks: Marks

    def to_bytes(self) -> bytes:
        """Return it for a store: 32 bytes, and 4 for each mark."""
        return self.digest + self.marks.astype("<u4").tobytes()

    @classmethod
    def from_bytes(cls, blob: bytes) -> Fingerprint:
        """Return what ``to_bytes`` gave."""
        return cls(blob[:32], np.frombuffer(blob[32:], dtype="<u4").astype(np.uint32))


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of a cleaned text."""
    words = story_words(text)
    runs = zip(*(words[start:] for start in range(RUN)), strict=False)
    sums = np.fromiter(map(zlib.crc32, map(str.encode, map(" ".join, runs))), dtype=np.uint32)
    hashes = sums * _SPREAD
    digest = hashlib.sha256(" ".join(words).encode()).digest()
    return Fingerprint(digest, np.unique(hashes[hashes < _SAMPLED]))


def story_words(text: str) -> list[str]:
    """Return the words by which stories are compared."""
    return _WORD.findall(text.lower())
