"""From a raw article to its text: boilerplate, markup, bylines, injected instructions.

In: a raw article. Out: the article and what was changed in it.
Imports the text and people packages.
"""
