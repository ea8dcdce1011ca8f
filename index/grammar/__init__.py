"""An English sentence's parts: tokens, noun phrases, clauses, subjects, verbs of speech.

In: a sentence. Out: tagged tokens and the phrases and clauses over them.
Imports the text package.
"""
