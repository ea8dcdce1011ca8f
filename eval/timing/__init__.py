"""How fast and how big: one module per table of speeds, sizes and stores.

In: an index or a corpus. Out: a table on standard output.
Imports runs.
"""
