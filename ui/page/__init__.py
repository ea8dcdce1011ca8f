"""The browser's page: what it asks of the server, and the files of ``static``.

In: a reader's clicks. Out: events of a conversation, as HTML.
Imports views and history.
"""
