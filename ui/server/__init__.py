"""The web server: page, REST, MCP, who may ask and edit, what may be uploaded.

In: requests. Out: responses.
Imports page and services.
"""
