"""From files to searchable, quotable articles."""
