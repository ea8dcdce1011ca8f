"""Values as JSON: one form for terminal, REST and MCP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from index.store.copies import AlsoIn
from index.types import Article
from rag.types import FoundPassage


def plain(value: Any) -> dict[str, Any]:
    """Return a frozen value as JSON types."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(value).items()}


def article_dict(article: Article, also_in: Sequence[AlsoIn]) -> dict[str, Any]:
    """Return one JSON line of ``show --json``.

    Args:
        article: as it is stored.
        also_in: the copies of it.
    """
    return {**plain(article), "also_in": [plain(copy) for copy in also_in]}


def result_dict(result: FoundPassage) -> dict[str, Any]:
    """Return one JSON line of ``search --json``."""
    scores = {name: round(value, 6) for name, value in result.scores.items()}
    return {**plain(result), "score": round(result.score, 6), "scores": scores}
