"""Conversations kept on disk, searched and exported.

In: turns. Out: conversations; Markdown, DOCX, JSON.
Imports the answer's values only.
"""
