"""The command line: one module per group of commands, and what they print.

In: arguments. Out: text or JSON, and an exit status.
Imports server and services.
"""
