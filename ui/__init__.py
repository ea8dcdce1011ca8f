"""The command line, the chat page, and what they show."""
