"""One module per ``make bench-…``: each prints its table.

In: the data folder. Out: a table on standard output.
Imports runs.
"""
