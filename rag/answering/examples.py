"""Questions that the indexed articles answer, for a first look."""

from __future__ import annotations

from index.library import Library


def example_questions(library: Library, n: int) -> list[str]:
    """Return up to ``n`` questions: what the most quoted people said, what the articles are about.

    Args:
        library: the index that has to answer them.
        n: how many at most, in all.
    """
    named = [name for name, _count in library.speakers() if " " in name and len(name) < 40]
    questions = [f"What did {name} say?" for name in named[: n - 1]]
    titled = [row.title for row in library.articles() if row.title]
    questions += [f"What is “{title}” about?" for title in titled[: n - len(questions)]]
    return questions
