"""From sources to the index: plan, clean, find quotes and copies, cut, embed, write.

In: sources and an embedder. Out: an index and a report of what became of each source.
Imports every other package of the index.
"""
