"""What is measured: tradewire in each mode, the tutorial's chain, a chain over a few articles.

In: a question. Out: a reply.
Imports scoring's values.
"""
