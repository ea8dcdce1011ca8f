"""Hashes that say what a run was made of."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from index.library import Library


def digest(value: Any) -> str:
    """Return the SHA-256 of a JSON value, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def corpus_digest(library: Library) -> str:
    """Return the hash of all articles with their ids."""
    ids = sorted(row.article_id for row in library.articles())
    return digest([[id_, library.article(id_).content_hash] for id_ in ids])
