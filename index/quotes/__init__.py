"""The ledger's words: quotations and reported speech with their speaker and stance.

In: an article's sentences. Out: quotes, as spans of its text.
Imports people, grammar and text.
"""
