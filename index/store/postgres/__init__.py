"""The index in a database on a server: PostgreSQL with pgvector, for several writers and readers.

In: articles, quotes, vectors, all in one transaction. Out: rows, by id, by words or by nearness.
Satisfies ``index.store.seam.Store``; nothing else imports psycopg.
"""
