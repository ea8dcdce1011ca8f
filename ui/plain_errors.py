"""Errors as the page tells them: what to do there, not which option of a command to write."""

from __future__ import annotations

import re

from index.errors import EmptyIndex, ModelUnavailable, TradewireError, UnknownArticle, UsageError

_FIELDS = {"since": "From", "until": "To"}
# A way out that only the command line has: from its conjunction to the end of the part.
_COMMAND = re.compile(
    r"[;,]? (?:or )?(?:[a-z]+ )*?(?:`tradewire [^`]*`|(?:with |in )?--[a-z]+)[^;.,]*"
)


def on_page(error: TradewireError) -> str:
    """Return an error's line for a reader of the page."""
    if isinstance(error, ModelUnavailable):
        return "The language model is not there; ask in the articles’ own words instead."
    if isinstance(error, UnknownArticle):
        return "This article is no longer among yours."
    if isinstance(error, EmptyIndex):
        return "There are no articles yet; add a file, an address or a feed, then ask again."
    if isinstance(error, UsageError) and error.field in _FIELDS:
        return f"{_FIELDS[error.field]} {error.message}"
    return plain(str(error))


def plain(words: str) -> str:
    """Return a line without the ways out that the page does not have."""
    return _COMMAND.sub("", words)
