"""What the product asks of a store: held by the index folder and by the server alike.

One contract runs over every store (tests/contract/test_stores.py). Words are asked for by an
expression: phrases in double quotes, joined by AND or OR, in brackets where both occur; ``phrase``
in ``index.store.full_text`` writes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, Self

from index.fingerprint import Fingerprint
from index.models.embedder import Embedded, Embedder, Vectors
from index.people.identity import Named
from index.store.catalog import ArticleRow, Known
from index.store.copies import AlsoIn
from index.store.ledger import ArticleQuote
from index.store.place import Place
from index.store.scope import Scope
from index.types import Article, Chunk, Quote, Sentence, Stamp, Story


class Quotes(Protocol):
    """The ledger: who said what."""

    def quotes(
        self, articles: Sequence[str] | None = None, speakers: Sequence[str] | None = None
    ) -> list[ArticleQuote]:
        """Return the quotes of those articles by those speakers (None: any), by article and place."""

    def speakers(self) -> list[tuple[str, int]]:
        """Return (speaker, number of quotes), the most quoted first."""

    def named(self) -> list[Named]:
        """Return every speaker as each article names him, with each role."""

    def roles(self) -> list[tuple[str, str]]:
        """Return (speaker, role) pairs as the articles give them."""


class Words(Protocol):
    """The words of passages and of whole articles."""

    def search(self, expression: str, k: int, scope: Scope = ...) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, BM25 score, higher is better)."""

    def articles(self, expression: str, k: int, scope: Scope = ...) -> list[tuple[str, float]]:
        """Return up to ``k`` (article id, BM25 score, higher is better) of whole articles."""

    def frequency(self, expression: str) -> int:
        """Return how many chunks match."""

    def vocabulary(self, start: str) -> list[str]:
        """Return the stored word stems that begin with ``start``."""


class Parts(Protocol):
    """The sentences, chunks and vectors of articles."""

    def replace_vectors(self, chunks: Sequence[Chunk], embedded: Iterable[Embedded]) -> None:
        """Give chunks that there are other vectors, inside ``Store.reembedding``."""

    def sentences(self, article: Article) -> list[Sentence]:
        """Return the article's sentences in order."""

    def chunk_count(self) -> int:
        """Return how many chunks there are."""

    def chunks(self, chunk_ids: Sequence[str]) -> list[Chunk]:
        """Return those chunks that exist, in no particular order."""

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """Return an article's chunks in order."""

    def chunk_of(self, article_id: str, sentence: int) -> str | None:
        """Return the id of the chunk that holds a sentence."""

    def embedded(self, chunk_ids: Sequence[str]) -> dict[str, Embedded]:
        """Return the vectors of those chunks that exist."""

    def sentence_vector(self, article_id: str, sentence: int) -> Vectors:
        """Return the vector of a sentence that there is."""

    def nearest(self, query: Vectors, k: int, scope: Scope = ...) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, cosine similarity), best first, looking at every vector."""

    def vectors(self) -> Iterator[tuple[list[str], Vectors]]:
        """Yield chunk ids and their vectors, a part at a time."""


class Reprints(Protocol):
    """The copies of articles."""

    def put(self, article: Article, original: str, raw_hash: str) -> None:
        """Store a copy, inside a transaction at whose end the original must be there."""

    def of(self, original: str) -> list[AlsoIn]:
        """Return where else an article was printed, earliest first."""

    def original_of(self, article_id: str) -> str | None:
        """Return the article that a copy belongs to, None if it is no copy."""


class PageStamps(Protocol):
    """What sites called the versions of the pages that are stored."""

    def all(self) -> dict[str, Stamp]:
        """Return the stamp of each page, by its address."""

    def keep(self, stamps: Mapping[str, Stamp]) -> None:
        """Note the stamps of pages whose articles are stored; nothing changes for readers."""

    def forget(self) -> None:
        """Forget all."""


class Records(Protocol):
    """The catalogue: what is not in here does not exist. Read at one state, or written."""

    @property
    def ledger(self) -> Quotes:
        """Who said what."""

    @property
    def full_text(self) -> Words:
        """The words."""

    @property
    def passages(self) -> Parts:
        """Sentences, chunks and vectors."""

    @property
    def copies(self) -> Reprints:
        """What was printed elsewhere too."""

    @property
    def stamps(self) -> PageStamps:
        """Of the pages that were read."""

    def damage(self) -> str | None:
        """Return the first thing that the engine finds wrong, None if all is sound."""

    def transaction(self) -> AbstractContextManager[None]:
        """Make everything inside happen or not happen; if it did, readers move on."""

    def meta(self, key: str) -> str | None:
        """Return one value of the catalogue's own record."""

    def set_meta(self, key: str, value: str) -> None:
        """Write one value of the catalogue's own record, inside a transaction."""

    def put(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        chunks: Sequence[Chunk],
        embedded: Sequence[Embedded],
        quotes: Sequence[Quote],
        raw_hash: str,
    ) -> None:
        """Store an article in place of its old self, inside a transaction."""

    def reread(self, article_id: str, raw_hash: str) -> None:
        """Note that an article was cleaned anew and came out as it was."""

    def known(self) -> dict[str, Known]:
        """Return what tells a changed article or copy from an unchanged one, by article id."""

    def fingerprints(self) -> Iterator[tuple[str, Fingerprint]]:
        """Yield the fingerprint of each article, by its id; copies have none."""

    def links(self) -> Iterable[tuple[str, str]]:
        """Return (copy, original) of all copies."""

    def story(self, article_id: str) -> Story:
        """Return an article or a copy that there is."""

    def empty(self) -> bool:
        """Tell whether there is no article."""

    def rows(self) -> list[ArticleRow]:
        """Return the list of articles, latest first, undated last, then by title."""

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None; a copy is none."""

    def within(self, scope: Scope) -> list[str]:
        """Return the ids of the articles within a scope."""

    def undated(self, scope: Scope) -> int:
        """Return how many articles only their missing date leaves out of a scope."""


class Store(Protocol):
    """An open index, wherever it is kept; the class methods open one."""

    @property
    def catalog(self) -> Records:
        """Return what it holds."""

    @classmethod
    def write(cls, place: Place, embedder: Embedder, /) -> AbstractContextManager[Self]:
        """Open for writing; make the index if there is none.

        Raises:
            IndexBusy: somebody else is at it, who must be alone.
            IndexMismatch: made with another embedding model.
        """

    @classmethod
    def write_as_it_is(cls, place: Place, /) -> AbstractContextManager[Self]:
        """Open for writing, alone, whatever the embedding model."""

    @classmethod
    def read(cls, place: Place, embedder: Embedder, /) -> Self:
        """Open for reading the state of now.

        Raises:
            EmptyIndex: there is nothing to read.
            IndexMismatch: made with another embedding model.
        """

    @classmethod
    def look(cls, place: Place, /) -> Self:
        """Open an index that there is for reading, whatever the embedding model."""

    @staticmethod
    def peek(place: Place, /) -> AbstractContextManager[Records | None]:
        """Open for reading without making anything; None if there is none."""

    def again(self, embedder: Embedder) -> Self:
        """Open the latest state in the place of this one, which is closed all the same."""

    def is_latest(self) -> bool:
        """Tell whether nothing was announced since the state that is being read."""

    def remark(self) -> str | None:
        """Return what a reader should know of what is searched now, None if nothing."""

    def rest(self) -> None:
        """Hear that nobody reads for now: what the state costs others may be let go of."""

    @property
    def rested(self) -> bool:
        """Tell whether the state was let go of since it was last asked for."""

    def close(self) -> None:
        """Let go of everything."""

    def nearest(self, query: Vectors, k: int, scope: Scope = ...) -> list[tuple[str, float]]:
        """Return up to ``k`` (chunk id, cosine similarity), best first."""

    def switch(self, chunk_ids: Sequence[str], rows: Vectors) -> AbstractContextManager[None]:
        """Make what is put and removed inside happen in one switch, with these chunks' vectors."""

    def remove(self, article_id: str) -> None:
        """Delete an article with everything that belongs to it, or a copy, inside ``switch``."""

    def sweep(self) -> None:
        """Clear away what earlier writers left behind."""

    def reembedding(self, fingerprint: str) -> AbstractContextManager[None]:
        """Make what is replaced inside the vectors of another embedding model, in one switch."""

    def vector_ids(self) -> set[str] | None:
        """Return the ids of all vectors that are searched; None if they cannot be looked at here.

        Raises:
            VectorsUnfit: not now, or not before they are made anew.
        """

    def make_anew(self) -> None:
        """Make what is searched anew from what is stored."""
