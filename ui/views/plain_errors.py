"""Errors as the page tells them: what to do there, not which option of a command to write."""

from __future__ import annotations

import re

from index.errors import EmptyIndex, ModelUnavailable, TradewireError, UnknownArticle

_FIELDS = {"--since": "From", "--until": "To"}
_OPTION = re.compile(r"--(?:since|until)\b")
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
    return plain(str(error))


def plain(words: str) -> str:
    """Return a line with the page's fields for the options, and without ways that it does not have."""
    return _COMMAND.sub("", _OPTION.sub(lambda option: _FIELDS[option[0]], words))
