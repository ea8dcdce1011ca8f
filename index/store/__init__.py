"""The index on disk: one SQLite file for articles, words and ledger, Chroma for vectors.

In: articles, quotes, vectors, all in one transaction. Out: rows, by id or by words.
Imports people, models and text.
"""
