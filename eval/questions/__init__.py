"""Test sets and who reads them: questions with gold spans, and public sets as tasks.

In: a file. Out: questions, passages, tasks.
Imports the index's readers and types.
"""
