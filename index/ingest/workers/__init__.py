"""Who does the work of indexing: this process, others of this machine, or a cluster.

In: pieces of work in order. Out: their results in the same order, few of them ahead of time.
"""
