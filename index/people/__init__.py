"""Who is who: people in an article, their offices and gender, one person over many articles.

In: sentences, or the mentions of all articles. Out: people and the names that are theirs.
Imports the text package.
"""
