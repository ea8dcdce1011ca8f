"""The vectors of an index folder on a Chroma server: articles, words and ledger stay in the folder.

In: vectors by id. Out: the nearest ids. The catalogue knows which collection is the index's.
"""
