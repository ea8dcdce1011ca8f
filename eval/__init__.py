"""Question sets: asking, scoring, reporting."""
