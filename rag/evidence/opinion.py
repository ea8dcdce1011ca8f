"""Pieces in which somebody argues: op-eds, letters, commentaries are told as such, never as the news."""

from __future__ import annotations

import re

from index.types import Article
from rag.evidence.context import is_heading

_KINDS = (
    (r"op-?ed", "an op-ed"),
    (r"(?:guest )?(?:opinion|viewpoint|perspective|essay)", "an opinion piece"),
    (r"(?:guest )?(?:commentary|comment)", "a commentary"),
    (r"(?:guest )?column", "a column"),
    (r"(?:letters?(?: to the editor)?|open letter|readers?['’]? letters?)", "a letter"),
    (r"(?:editorial|leader|our view)", "an editorial"),
)
# "Op-ed: …", "… | Opinion", "[Letter] …", or a line of its own: the piece is named beside the title, not in it.
_BESIDE = tuple(
    (
        re.compile(rf"^\W*{kind}\W*(?:$|[:|–—\]]|- )|(?:[|–—\[(]| -)\s*{kind}\W*$", re.IGNORECASE),
        told,
    )
    for kind, told in _KINDS
)
_OWN_VIEWS = re.compile(
    r"\b(?:views|opinions)\b[^.]{0,60}\b(?:are|remain) (?:solely |entirely )?(?:his|her|their|those of|the author['’]s|"
    r"the writer['’]s|my)\b",
    re.IGNORECASE,
)
END = 400


def opinion(article: Article) -> str | None:
    """Return what sort of opinion piece an article is, with its author: "a column by Ann Lee"; else None."""
    first = article.text.lstrip().partition("\n")[0]
    heads = [article.title or "", first if is_heading(first) else ""]
    kind = next((told for pattern, told in _BESIDE for head in heads if pattern.search(head)), None)
    if kind is None and _OWN_VIEWS.search(article.text[-END:]):
        kind = "an opinion piece"
    if kind is None:
        return None
    return f"{kind} by {article.author}" if article.author else kind
