"""Fetching from the web: addresses that are safe to ask, robots.txt, feeds and sitemaps.

In: an address. Out: the raw articles behind it.
Imports the formats and the sources.
"""
