"""What a follow-up borrows: the question before it, its subject, its people.

In: a question and the turns before it. Out: a question that stands alone.
Imports the index's text and people only.
"""
