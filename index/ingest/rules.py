"""By which rules the sentences and quotes of an index were found: today's, or older ones."""

from __future__ import annotations

from functools import cache

from index.cleaning.version import code_hash
from index.store.catalog import Records

# In the catalogue's own record.
FOUND_BY = "found by"


@cache
def rules_of_today() -> str:
    """Return the SHA-256 of the code that finds sentences and quotes."""
    return code_hash("quotes.extract", "text.sentences")


def note_rules(catalog: Records) -> None:
    """Note that all articles of a catalogue were read by today's rules."""
    if catalog.meta(FOUND_BY) != rules_of_today():
        with catalog.transaction():
            catalog.set_meta(FOUND_BY, rules_of_today())


def has_older(catalog: Records) -> bool:
    """Tell whether a catalogue may hold articles that were read by other rules than today's."""
    return not catalog.empty() and catalog.meta(FOUND_BY) != rules_of_today()
