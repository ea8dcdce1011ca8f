"""Yes or no: what the articles say to a claim, with the sentence that says so.

In: a question's claim and the sentences found. Out: what settles it, or nothing.
Imports statements, evidence and checks.
"""
