"""Every error tradewire raises on purpose.

TradewireError
├── UsageError            the caller's mistake: wrong option, wrong name, wrong folder  (exit 2)
│   ├── UnknownArticle    no article of that id in the index
│   ├── UnknownConversation  no conversation, or turn of one, of that id and that reader
│   └── NotAnIndex        the directory holds something else
└── OperationError        right call, failed at run time                               (exit 1)
    ├── SourceError       a file cannot be read as articles
    │   └── FetchError    an address is refused, or does not answer
    ├── WeightsError      model weights cannot be had, or are not what they should be
    ├── IndexBusy         another process writes to the index
    ├── IndexMismatch     made with another embedding model or by another version
    ├── EmptyIndex        nothing has been indexed yet
    └── ModelError        the language model died, hangs, or refuses
        ├── ContextOverflow   the prompt is longer than what the language model can read
        └── ModelUnavailable  no language model can be started here

A message is one line: the thing, the value, and the way out.
"""

from __future__ import annotations


class TradewireError(Exception):
    """Root of the tree; the user interfaces catch this and nothing wider."""

    exit_status = 1


class UsageError(TradewireError):
    """The call was wrong; ``field`` names the argument, where one is to blame."""

    exit_status = 2

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message if field is None else f"{field} {message}")
        self.message, self.field = message, field


class UnknownArticle(UsageError):
    """No article of that id in the index."""


class UnknownConversation(UsageError):
    """This reader has no conversation, or no turn of one, of that id."""


class NotAnIndex(UsageError):
    """The directory named as the index holds something else."""


class OperationError(TradewireError):
    """The call was right but could not be carried out."""


class SourceError(OperationError):
    """A source cannot be read as articles."""


class FetchError(SourceError):
    """A web address is refused, or what answers there cannot be had.

    Attributes:
        status: the server's status code, None where it gave none.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class WeightsError(OperationError):
    """Model weights cannot be fetched or do not match their hash."""


class IndexBusy(OperationError):
    """Another process holds the index's write lock."""


class IndexMismatch(OperationError):
    """The index was made with another embedding model or by another version."""


class EmptyIndex(OperationError):
    """The index holds no article."""


class ModelError(OperationError):
    """The language model died, hangs, or refuses."""


class ContextOverflow(ModelError):
    """The prompt is longer than what the language model can read."""


class ModelUnavailable(ModelError):
    """No language model can be started here."""


def said(error: Exception) -> str:
    """Return what another library's error says, as part of one line of ours."""
    text = " ".join(str(error).split())[:100]
    return "".join(char for char in text if char.isprintable()) or type(error).__name__
