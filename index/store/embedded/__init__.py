"""The index as files: SQLite, Chroma, a lock; what PostgreSQL does in ``postgres``.

In: statements and vectors. Out: rows, and one writer at a time.
Imports models and types of the index.
"""
