"""One module per file format: HTML, PDF, DOCX, mail, Markdown, tables, JSON records.

In: the bytes of one file. Out: the document or the records that it holds.
Imports the text and people packages.
"""
