"""The ledger's words: quotations and reported speech with their speaker and stance.

In: an article's sentences. Out: quotes, as spans of its text.
Imports people, grammar and text.
"""

from index.quotes.extract import extract_quotes

__all__ = ["extract_quotes"]
