"""Whether a sentence stands in its passages: words, figures, days, mood, names.

In: a sentence, passages and a similarity. Out: supported, not, or contradicted, and why.
Imports the text and quotes of the index, and knows no library.
"""
