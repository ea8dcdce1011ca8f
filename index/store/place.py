"""Where an index is kept, told by its address."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UsageError

if TYPE_CHECKING:
    from index.store.seam import Store

Place = Path

# Of two letters at least: one is a drive. A path has lost the second slash already.
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):/", re.IGNORECASE)


def place_of(address: str | Path) -> Place:
    """Return the place that an address names.

    Args:
        address: a folder, ``~`` for the user's own.

    Raises:
        UsageError: it is the address of something that no store here knows.
    """
    scheme = _SCHEME.match(str(address))
    if scheme:
        raise UsageError(
            f"No store is known for '{scheme[1]}://' addresses; an index is a folder: name one "
            "with --index or TRADEWIRE_INDEX."
        )
    return Path(address).expanduser()


def store_at(place: Place) -> type[Store]:
    """Return what opens an index that is kept there."""
    from index.store.index_folder import Index

    return Index
