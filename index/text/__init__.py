"""Language knowledge, once for both halves: words, numbers, dates, names, places, sentences.

In: a string. Out: its tokens, figures, days, names, sentences, with their places in it.
Imports nothing of the project but the errors and types of the index.
"""
