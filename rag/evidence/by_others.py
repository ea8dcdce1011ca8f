"""Whose words a sentence gives, where one person's are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library
from index.text.names import is_person_name, same_person
from index.types import Sentence, overlap


def words_of_another(people: Sequence[str], sentence: Sentence, library: Library) -> bool:
    """Tell whether a sentence gives somebody's words, and nobody's of some people.

    Args:
        people: the names of those whose words are asked for.
        sentence: of any article.
        library: the index, which has the article's quotes.
    """
    here = [q for q in library.quotes_in(sentence.article_id) if overlap(q.quote, sentence)]
    by = {q.quote.speaker for q in here if q.quote.speaker and is_person_name(q.quote.speaker)}
    return bool(by) and not any(same_person(speaker, name) for speaker in by for name in people)
