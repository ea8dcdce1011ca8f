"""Passages for a query: vectors and BM25, fused, pulled towards the best articles.

In: a query. Out: passages, best first.
Imports the question package.
"""
