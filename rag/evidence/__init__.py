"""The sentences that may answer: scored, read by the reader, chosen within a budget.

In: passages and a query. Out: scored sentences.
Imports question, retrieval, reader and the claim's parts.
"""
