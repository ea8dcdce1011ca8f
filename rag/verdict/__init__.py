"""Whether the articles answer: what was found, how likely it answers, and the refusal.

In: a query. Out: what was found, and the verdict on it.
Imports statements and evidence.
"""
