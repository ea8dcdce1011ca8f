"""Which files may hold articles, by name alone, in folders and in archives."""

from __future__ import annotations

import re
from pathlib import PurePath

from index.sources.by_name import DOCUMENTS, RECORDS

# Saved feeds and sitemaps; the pages they list are fetched.
LISTINGS = (".rss", ".atom", ".xml")
FORMATS = (*DOCUMENTS, *RECORDS, ".zip", *LISTINGS)
_HOUSEKEEPING = re.compile(
    r"(?:readme|licen[cs]e|changelog|contributing|notice)(?:[._-].*)?", re.IGNORECASE
)
_LITTER = frozenset({"__MACOSX"})


def may_hold_articles(name: str) -> bool:
    """Tell whether a file, named by its path, is neither hidden nor about its own folder."""
    path = PurePath(name)
    hidden = any(part.startswith(".") and part != ".." for part in path.parts)
    return (
        path.suffix.lower() in FORMATS
        and not hidden
        and _LITTER.isdisjoint(path.parts)
        and not _HOUSEKEEPING.fullmatch(path.name)
    )


def printable(name: str) -> str:
    """Return a name that any terminal and any store takes."""
    sound = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() else "?" for char in sound)
