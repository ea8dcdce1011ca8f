"""The read side of the index: what the question half may ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.errors import UnknownArticle
from index.models.embedder import Embedded, Vectors
from index.open_index import Opened, singular
from index.people.identity import Identity
from index.store.catalog import ArticleRow
from index.store.copies import AlsoIn
from index.store.full_text import phrase
from index.store.ledger import ArticleQuote
from index.store.scope import EVERYTHING, Scope
from index.store.words.ranked import ARTICLES
from index.types import Article, Chunk, Sentence


class Library(Opened):
    """What may be asked of an open index: its articles, who said what in them, and search."""

    # -- articles -----------------------------------------------------------

    def articles(self) -> list[ArticleRow]:
        """Return the list of articles, latest first, undated last."""
        with self._lock:
            return self._state.catalog.rows()

    def last_year_with(self, month: int) -> int | None:
        """Return the last year in whose month, 1 to 12, an article appeared; None without one."""
        with self._lock:
            return self._state.catalog.last_year_with(month)

    def publishers(self) -> Sequence[str]:
        """Return the names of those who published the articles."""
        with self._lock:
            return self._state.publishers()

    def article(self, article_id: str) -> Article:
        """Return one article.

        Raises:
            UnknownArticle: it is not in the index.
        """
        with self._lock:
            article = self._state.article(article_id)
            if article is not None:
                return article
            original = self._state.catalog.copies.original_of(article_id)
        if original is not None:
            raise UnknownArticle(
                f"'{article_id}' is kept as a copy of '{original}'; ask for that one."
            )
        raise UnknownArticle(
            f"No article '{article_id}' in the index; `tradewire list` shows the ids."
        )

    def original_of(self, article_id: str) -> str:
        """Return the article that stands for this one: itself, or what it is a copy of."""
        with self._lock:
            return self._state.catalog.copies.original_of(article_id) or article_id

    def also_in(self, article_id: str) -> list[AlsoIn]:
        """Return where else an article was printed, earliest first."""
        with self._lock:
            return self._state.catalog.copies.of(article_id)

    def sentences(self, article_id: str) -> Sequence[Sentence]:
        """Return the article's sentences in order."""
        with self._lock:
            return self._state.sentences(article_id)

    def scope(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        publisher: str | Sequence[str] | None = None,
        article: str | None = None,
        speaker: str | Sequence[str] | None = None,
    ) -> tuple[Scope, int]:
        """Return the part of the library within filters, and how many undated are left out.

        Args:
            since: ISO day, inclusive.
            until: ISO day, inclusive.
            publisher: one name or several, whatever their case.
            article: an id.
            speaker: any of a person's names, or several: articles that quote one of them.
        """
        only = None if article is None else (article,)
        publishers = None if publisher is None else _each(publisher)
        wide = Scope(since=since, until=until, publishers=publishers, articles=only)
        with self._lock:
            undated = self._state.catalog.undated(wide)
        if speaker is None:
            return wide, undated
        quoted = {q.article_id for q in self.quotes(speaker=speaker, scope=wide)}
        return replace(wide, articles=tuple(sorted(quoted))), undated

    # -- quotes -------------------------------------------------------------

    def quotes(
        self, *, speaker: str | Sequence[str] | None = None, scope: Scope = EVERYTHING
    ) -> list[ArticleQuote]:
        """Return quotes, latest article first, within an article in order.

        Args:
            speaker: any of a person's names; the words under all of them are returned. A surname
                means everybody of that surname. Of several names, anybody's words.
            scope: where to look.
        """
        with self._lock:
            catalog = self._state.catalog
            inside = None if scope == EVERYTHING else catalog.within(scope)
            if speaker is None:
                return catalog.ledger.quotes(inside)
            meant = {
                (m.article_id, m.name)
                for name in _each(speaker)
                for p in self._state.register.called(name)
                for m in p.members
            }
            found = catalog.ledger.quotes(inside, sorted({name for _article, name in meant}))
            return [q for q in found if (q.article_id, q.quote.speaker) in meant]

    def people(self) -> Sequence[Identity]:
        """Return everybody who is quoted, each under all of the names, by name.

        Raises:
            UsageError: the alias file in the index folder is malformed.
        """
        with self._lock:
            return self._state.register.people

    def person(self, article_id: str, speaker: str) -> Identity | None:
        """Return who is meant by a speaker's name in an article; None if nobody of it is quoted there.

        Args:
            article_id: where the name stands.
            speaker: as the article resolves the name.
        """
        with self._lock:
            return self._state.register.of(article_id, speaker)

    def quotes_in(self, article_id: str) -> Sequence[ArticleQuote]:
        """Return one article's quotes in order."""
        with self._lock:
            return self._state.quotes(article_id)

    def speakers(self) -> Sequence[tuple[str, int]]:
        """Return (speaker, number of quotes), the most quoted first."""
        with self._lock:
            return self._state.speakers()

    def speakers_with(self, words: Iterable[str]) -> list[str]:
        """Return a name for each speaker who has one with one of the words, most quoted first."""
        with self._lock:
            order = {name: place for place, (name, _count) in enumerate(self._state.speakers())}
            found = self._state.register.with_words(words)
        return sorted(found, key=lambda name: (order.get(name, len(order)), name))

    def roles_with(self, words: Iterable[str]) -> list[tuple[str, str]]:
        """Return (speaker, role) pairs whose role holds one of the words, singular or plural."""
        with self._lock:
            by_word = self._state.roles_by_word()
        found = {pair for word in words for pair in by_word.get(singular(word), ())}
        return sorted(found)

    def roles_of(self, speakers: Iterable[str]) -> list[tuple[str, str]]:
        """Return the (speaker, role) pairs of those speakers, under all of their names."""
        with self._lock:
            called = [p for name in speakers for p in self._state.register.called(name)]
            wanted = {member.name for person in called for member in person.members}
            return [pair for pair in self._state.roles() if pair[0] in wanted] if wanted else []

    # -- search -------------------------------------------------------------

    def nearest_chunks(
        self, query: Vectors, k: int, scope: Scope = EVERYTHING
    ) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, cosine similarity), best first.

        Args:
            query: a vector of length 1.
            k: the most to return.
            scope: where to look.
        """
        with self._lock:
            return self._state.index.nearest(query, k, scope)

    def chunks(self, chunk_ids: Sequence[str]) -> dict[str, Chunk]:
        """Return those chunks that exist, by id."""
        with self._lock:
            return {
                chunk.chunk_id: chunk for chunk in self._state.catalog.passages.chunks(chunk_ids)
            }

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """Return an article's chunks in order."""
        with self._lock:
            return self._state.catalog.passages.chunks_of(article_id)

    def chunk_of(self, article_id: str, sentence: int) -> str:
        """Return the id of the chunk that holds a sentence; empty if there is no such sentence.

        Args:
            article_id: of the sentence.
            sentence: its number within the article, from 0.
        """
        with self._lock:
            return self._state.catalog.passages.chunk_of(article_id, sentence) or ""

    def embedded(self, chunk_ids: Sequence[str]) -> dict[str, Embedded]:
        """Return the vectors of those chunks and of their sentences."""
        with self._lock:
            return self._state.catalog.passages.embedded(chunk_ids)

    def similarity(self, sentence: Sentence, vector: Vectors) -> float:
        """Return the cosine of a sentence and a vector.

        Args:
            sentence: of an article of the index.
            vector: of length 1, by the index's model.
        """
        with self._lock:
            row = self._state.vector(sentence.article_id, sentence.number)
        return float(row @ vector)

    def words(self, expression: str, k: int, scope: Scope = EVERYTHING) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, BM25 score) for an FTS5 expression, best first.

        Args:
            expression: phrases joined by AND or OR, see ``index.store.seam``.
            k: the most to return.
            scope: where to look.
        """
        with self._lock:
            return self._state.catalog.full_text.search(expression, k, scope)

    def article_words(self, expression: str, k: int, scope: Scope = EVERYTHING) -> dict[str, float]:
        """Return {article id: BM25 score of the whole article} of up to ``k`` articles.

        Args:
            expression: phrases joined by AND or OR, see ``index.store.seam``.
            k: the most to return.
            scope: where to look.
        """
        with self._lock:
            return dict(self._state.catalog.full_text.search(expression, k, scope, ARTICLES))

    def knows_word(self, word: str) -> bool:
        """Tell whether any passage holds the word."""
        return self.term_frequency(word) > 0

    def words_like(self, word: str) -> list[str]:
        """Return indexed word stems with the same first two letters."""
        with self._lock:
            return self._state.catalog.full_text.vocabulary(word[:2])

    def term_frequency(self, term: str) -> int:
        """Return how many chunks hold a word, in any of its forms."""
        with self._lock:
            return self._state.frequency(phrase(term))

    def remark(self) -> str | None:
        """Return what a reader should know of what is searched now, None if nothing."""
        with self._lock:
            return self._state.index.remark()

    def chunk_count(self) -> int:
        """Return how many chunks there are."""
        with self._lock:
            return self._state.chunk_count()


def _each(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
