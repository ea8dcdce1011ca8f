"""Learned models of the index: the embedder, cross-encoders, and where weights come from.

In: texts. Out: vectors or scores. Weights are fetched once and verified by hash.
Imports nothing of the project but the errors and types of the index.
"""
