"""Whether cleaning an article again could give anything new, told without cleaning it."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from index.types import RawArticle

# The modules whose change changes what cleaning gives.
_CLEANING = (
    "byline", "clean", "dates", "decode", "furniture", "language", "pages", "records", "strip",
    "types",
)  # fmt: skip
_FIELDS = ("article_id", "text", "title", "author", "publisher", "published", "url", "pages")


def raw_hash(raw: RawArticle) -> str:
    """Return the SHA-256 of a raw article and of the code that would clean it.

    Equal hashes give equal articles, so that an index that keeps it need not clean, segment or
    compare what has not changed.
    """
    values = [getattr(raw, name) for name in _FIELDS] + [list(raw.problems), cleaning_hash()]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


@cache
def cleaning_hash() -> str:
    """Return the SHA-256 of the code that cleans."""
    found = hashlib.sha256()
    for name in _CLEANING:
        found.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    return found.hexdigest()
