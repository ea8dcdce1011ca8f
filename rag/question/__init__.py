"""A question, read once: its kind, speakers, sides, times, spelling and what it follows.

In: the question, the conversation and the library's names. Out: a query.
Imports the index only.
"""
