"""What a page says of its article in JSON-LD, the form that newspapers write for search engines."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

_SCRIPT = re.compile(r"<script\b[^>]{0,300}application/ld\+json[^>]{0,300}>", re.IGNORECASE)
_END = re.compile(r"</script", re.IGNORECASE)
_MOST_SCRIPTS = 20
_MOST_NODES = 5000
_ARTICLES = ("Article", "BlogPosting", "Report")


def stated_in_json(markup: str) -> dict[str, str]:
    """Return what a page's first described article states, under the keys of a record."""
    node = next((node for node in _nodes(markup) if _is_article(node)), None)
    if node is None:
        return {}
    stated = {
        "title": _text(node.get("headline")),
        "author": ", ".join(_names(node.get("author"))),
        "publisher": ", ".join(_names(node.get("publisher"))),
        "date": _text(node.get("datePublished")),
        "url": _text(node.get("url")),
        "text": _text(node.get("articleBody")),
    }
    return {key: value for key, value in stated.items() if value}


def _nodes(markup: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of all scripts, outer ones first."""
    waiting = deque(_documents(markup))
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.popleft()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _documents(markup: str) -> Iterator[Any]:
    for number, start in enumerate(_SCRIPT.finditer(markup)):
        end = _END.search(markup, start.end())
        if end is None or number == _MOST_SCRIPTS:
            return
        try:
            yield json.loads(markup[start.end() : end.start()], strict=False)
        except (ValueError, RecursionError):
            continue


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in named)


def _names(value: Any) -> list[str]:
    """Return the names of a person, an organisation, or several."""
    values = value if isinstance(value, list) else [value]
    found = (_text(v.get("name") if isinstance(v, dict) else v) for v in values)
    return [name for name in found if name and not name.startswith(("http://", "https://"))]


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
