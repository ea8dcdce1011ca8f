"""From an answer and its gold to figures: outcomes, metrics, intervals, judges.

In: the plain dict of an answer. Out: figures.
Imports questions.
"""
