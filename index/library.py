"""The read side of the index: what the question half may ask of it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from index.catalog import ArticleQuote, ArticleRow, quoted
from index.embed import Embedder, Vectors
from index.errors import EmptyIndex, UnknownArticle
from index.people import same_person
from index.store import Index, sentence_vector_id
from index.types import Article, Chunk, Sentence
from index.vectors import Kind

CACHED_ARTICLES = 512


class Library:
    """An open index. Thread-safe; moves on by itself when another process has written."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.folder = folder
        self.embedder = embedder
        self._lock = threading.RLock()
        self._index = Index.read(folder, embedder)
        self._generation = self._index.catalog.meta("generation")
        self._forget_cached()
        if not self._index.catalog.hashes():
            self._index.close()
            raise EmptyIndex(
                f"The index {folder} holds no article; run `tradewire index FOLDER` with yours."
            )

    @classmethod
    def open(cls, folder: Path, embedder: Embedder) -> Library:
        """Open the index at ``folder``.

        Raises:
            EmptyIndex: nothing is indexed there.
            NotAnIndex, IndexMismatch: it is not one, or was made with another model.
        """
        return cls(folder, embedder)

    @property
    def fingerprint(self) -> str:
        """Name the embedding model and the state of the index."""
        return f"{self.embedder.fingerprint}#{self._generation}"

    def refresh(self) -> None:
        """See what others have written since; called once per question."""
        with self._lock:
            generation = self._index.catalog.meta("generation")
            if generation == self._generation:
                return
            self._index.vectors.close()
            self._index.catalog.close()
            self._index = Index.read(self.folder, self.embedder)
            self._generation = self._index.catalog.meta("generation")
            self._forget_cached()

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._index.close()

    def _forget_cached(self) -> None:
        catalog = self._index.catalog
        self._article = lru_cache(CACHED_ARTICLES)(catalog.article)
        self._sentences = lru_cache(CACHED_ARTICLES)(self._read_sentences)
        self._quotes = lru_cache(CACHED_ARTICLES)(lambda id_: tuple(catalog.quotes([id_])))
        self._speakers = lru_cache(1)(lambda: tuple(catalog.speakers()))
        self._frequency = lru_cache(4096)(self.document_frequency)
        self._roles = lru_cache(1)(lambda: tuple(catalog.roles()))

    # -- articles -----------------------------------------------------------

    def articles(self) -> list[ArticleRow]:
        """Return the list of articles, latest first, undated last."""
        with self._lock:
            return self._index.catalog.rows()

    def article(self, article_id: str) -> Article:
        """Return one article.

        Raises:
            UnknownArticle: it is not in the index.
        """
        with self._lock:
            article = self._article(article_id)
        if article is None:
            raise UnknownArticle(
                f"No article '{article_id}' in the index; `tradewire list` shows the ids."
            )
        return article

    def sentences(self, article_id: str) -> Sequence[Sentence]:
        """Return the article's sentences in order."""
        with self._lock:
            return self._sentences(article_id)

    def _read_sentences(self, article_id: str) -> tuple[Sentence, ...]:
        return tuple(self._index.catalog.sentences(self.article(article_id)))

    def matching(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        publisher: str | None = None,
        article: str | None = None,
        speaker: str | None = None,
    ) -> tuple[list[str], int]:
        """Return ids of the articles within the filters, and how many undated were left out."""
        with self._lock:
            inside, undated = self._index.catalog.matching(
                since=since, until=until, publisher=publisher, article=article
            )
            if speaker is None:
                return inside, undated
            quoted = {
                found.article_id
                for found in self._index.catalog.quotes(inside)
                if found.quote.speaker and same_person(speaker, found.quote.speaker)
            }
            return [id_ for id_ in inside if id_ in quoted], undated

    # -- quotes -------------------------------------------------------------

    def quotes(
        self, *, speaker: str | None = None, articles: Sequence[str] | None = None
    ) -> list[ArticleQuote]:
        """Return quotes, latest article first, within an article in order."""
        with self._lock:
            found = self._index.catalog.quotes(articles)
        if speaker is None:
            return found
        return [q for q in found if q.quote.speaker and same_person(speaker, q.quote.speaker)]

    def quotes_in(self, article_id: str) -> Sequence[ArticleQuote]:
        """Return one article's quotes in order."""
        with self._lock:
            return self._quotes(article_id)

    def speakers(self) -> Sequence[tuple[str, int]]:
        """Return (speaker, number of quotes), the most quoted first."""
        with self._lock:
            return self._speakers()

    def roles(self) -> Sequence[tuple[str, str]]:
        """Return (speaker, role) pairs as the articles give them."""
        with self._lock:
            return self._roles()

    def example_questions(self, n: int = 4) -> list[str]:
        """Return questions that the indexed articles answer, for a first look."""
        named = [name for name, _count in self.speakers() if " " in name and len(name) < 40]
        questions = [f"What did {name} say?" for name in named[: n - 1]]
        titled = [row.title for row in self.articles() if row.title]
        questions += [f"What is “{title}” about?" for title in titled[: n - len(questions)]]
        return questions[:n]

    # -- search -------------------------------------------------------------

    def nearest_chunks(
        self, query: Vectors, k: int, articles: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, cosine similarity), best first."""
        with self._lock:
            return self._index.vectors.nearest("chunks", query, k, articles)

    def nearest_sentences(
        self, query: Vectors, k: int, articles: Sequence[str] | None = None
    ) -> list[tuple[tuple[str, int], float]]:
        """Return up to ``k`` ((article id, sentence number), cosine similarity), best first."""
        with self._lock:
            found = self._index.vectors.nearest("sentences", query, k, articles)
        return [(_sentence_of(id_), similarity) for id_, similarity in found]

    def chunks(self, chunk_ids: Sequence[str]) -> dict[str, Chunk]:
        """Return those chunks that exist, by id."""
        with self._lock:
            return {chunk.chunk_id: chunk for chunk in self._index.catalog.chunks(chunk_ids)}

    def chunks_holding(self, sentences: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """Return {(article id, sentence number): chunk id}."""
        with self._lock:
            return self._index.catalog.chunks_holding(sentences)

    def chunk_vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of those chunks."""
        return self._vectors("chunks", chunk_ids)

    def sentence_vectors(self, sentences: Sequence[Sentence]) -> dict[tuple[str, int], Vectors]:
        """Return {(article id, sentence number): vector}."""
        ids = {sentence_vector_id(self.article(s.article_id), s.number): s for s in sentences}
        found = self._vectors("sentences", list(ids))
        return {(ids[i].article_id, ids[i].number): vector for i, vector in found.items()}

    def _vectors(self, kind: Kind, ids: Sequence[str]) -> dict[str, Vectors]:
        with self._lock:
            return self._index.vectors.vectors(kind, ids)

    def words(
        self, expression: str, k: int, articles: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, BM25 score) for an FTS5 expression, best first."""
        with self._lock:
            return self._index.catalog.words(expression, k, articles)

    def words_in(self, expression: str, chunk_ids: Sequence[str]) -> dict[str, float]:
        """Return the BM25 score of those of the given chunks that match at all."""
        with self._lock:
            return self._index.catalog.words_in(expression, chunk_ids)

    def knows_word(self, word: str) -> bool:
        """Tell whether any passage holds the word."""
        return self.term_frequency(word) > 0

    def words_like(self, word: str) -> list[str]:
        """Return indexed word stems with the same first two letters."""
        with self._lock:
            return self._index.catalog.vocabulary(word[:2])

    def document_frequency(self, expression: str) -> int:
        """Return how many chunks match an FTS5 expression."""
        with self._lock:
            return self._index.catalog.document_frequency(expression)

    def term_frequency(self, term: str) -> int:
        """Return how many chunks hold a word, in any of its forms."""
        return self._frequency(quoted(term.replace("u.s.", "us")))

    def chunk_count(self) -> int:
        """Return how many chunks there are."""
        with self._lock:
            return self._index.catalog.chunk_count()


def _sentence_of(vector_id: str) -> tuple[str, int]:
    """Take a sentence vector's id apart: ``article:hash:sNUMBER``."""
    article_id, _hash, number = vector_id.rsplit(":", 2)
    return article_id, int(number[1:])
