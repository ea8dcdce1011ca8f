"""Where articles come from: files, folders, archives, corpora; the web beside them.

In: what the user named. Out: raw articles, one at a time, and what could not be read.
Imports the formats.
"""
