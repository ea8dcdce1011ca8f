"""What somebody said: which statements of the ledger answer the question.

In: a query and the ledger. Out: statements, best first.
Imports question, evidence and checks.
"""
