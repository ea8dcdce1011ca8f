"""What is measured: tradewire in each mode, the tutorial's chain, rivals of single parts.

In: a question. Out: a reply.
Imports scoring's values.
"""
