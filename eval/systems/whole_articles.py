"""BM25 over whole articles: the plain full-text search that retrieval has to beat."""

from __future__ import annotations

from eval.systems.memory_words import MemoryWords
from index.library import Library
from index.store.full_text import phrase
from index.text.words import content_words

MOST = 10


class WholeArticles:
    """Every article of a library as one document of a word index in memory."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._ids = [row.article_id for row in library.articles()]
        articles = [library.article(id_) for id_ in self._ids]
        self._words = MemoryWords([(a.title or "", a.text) for a in articles])

    def find(self, question: str) -> list[tuple[str, str]]:
        """Return (article id, its text), best first."""
        expression = " OR ".join(map(phrase, content_words(question)))
        ids = [self._ids[number] for number in self._words.search(expression, MOST)]
        return [(id_, self._library.article(id_).text) for id_ in ids]
