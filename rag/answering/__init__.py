"""From a verdict to sentences with citations, with a language model or without.

In: what was found. Out: the events of an answer.
Imports verdict, checks and models.
"""
