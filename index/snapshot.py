"""One state of an index, with what was read of it already; shared by all who read it."""

from __future__ import annotations

import re
from functools import lru_cache

from index.errors import EmptyIndex
from index.models.embedder import Embedder
from index.people.register import Register, aliases_in, aliases_state
from index.store.place import Place, folder_of, store_at
from index.store.seam import Store
from index.types import Sentence

CACHED_ARTICLES, CACHED_SENTENCES = 512, 16_384
_WORD = re.compile(r"\w+")


class State:
    """An index as it was when this was opened, whatever is written meanwhile.

    One thread at a time may use it.
    """

    def __init__(
        self, index: Store, place: Place, embedder: Embedder, *, even_empty: bool = False
    ) -> None:
        self.index = index
        self.embedder = embedder
        self.folder = place
        self._files = folder_of(place)
        self.generation = index.catalog.meta("generation")
        self._even_empty = even_empty
        self._users = 1
        self.catalog = catalog = index.catalog
        self.article = lru_cache(CACHED_ARTICLES)(catalog.article)
        self.sentences = lru_cache(CACHED_ARTICLES)(self._read_sentences)
        self.vector = lru_cache(CACHED_SENTENCES)(catalog.passages.sentence_vector)
        self.quotes = lru_cache(CACHED_ARTICLES)(lambda id_: tuple(catalog.ledger.quotes([id_])))
        self.publishers = lru_cache(1)(self._read_publishers)
        self.roles = lru_cache(1)(lambda: tuple(catalog.ledger.roles()))
        self.roles_by_word = lru_cache(1)(self._index_roles)
        self.frequency = lru_cache(16_384)(catalog.full_text.frequency)
        self.chunk_count = lru_cache(1)(catalog.passages.chunk_count)
        self._speakers_at = lru_cache(1)(self._read_speakers)
        self._register_at = lru_cache(1)(
            lambda _state: Register(catalog.ledger.named(), aliases_in(self._files))
        )

    @classmethod
    def of_now(cls, place: Place, embedder: Embedder, *, even_empty: bool = False) -> State:
        """Open the latest state; see ``Store.read``.

        Args:
            place: a folder, or a server.
            embedder: must be the model it was made with.
            even_empty: one without articles will do.

        Raises:
            EmptyIndex: there is no article in it, and ``even_empty`` was not said.
            NotAnIndex, IndexMismatch: it is none, or was made with another model.
        """
        return cls._checked(store_at(place).read(place, embedder), place, embedder, even_empty)

    @classmethod
    def _checked(cls, index: Store, place: Place, embedder: Embedder, even_empty: bool) -> State:
        if index.catalog.empty() and not even_empty:
            index.close()
            raise EmptyIndex(
                f"The index {place} holds no article; run `tradewire index FOLDER` with yours."
            )
        return cls(index, place, embedder, even_empty=even_empty)

    def following(self) -> State:
        """Open the latest state in the place of this one."""
        fresh = self.index.again(self.embedder)
        return self._checked(fresh, self.folder, self.embedder, self._even_empty)

    def shared(self) -> State:
        """Return the state itself to one more user."""
        self._users += 1
        return self

    def let_go(self) -> None:
        """Hear that a user needs it no more; the last one closes the files."""
        self._users -= 1
        if not self._users:
            self.index.close()

    def rest(self) -> None:
        """Hear that its owner asks nothing for now; nobody else may be using it."""
        if self._users == 1:
            self.index.rest()

    @property
    def register(self) -> Register:
        """Return the register of speakers; the user may change the alias file at any time."""
        return self._register_at(aliases_state(self._files))

    def speakers(self) -> tuple[tuple[str, int], ...]:
        """Return (speaker, number of quotes), the most quoted first."""
        return self._speakers_at(aliases_state(self._files))

    def _read_sentences(self, article_id: str) -> tuple[Sentence, ...]:
        article = self.article(article_id)
        return () if article is None else tuple(self.catalog.passages.sentences(article))

    def _read_speakers(self, _state: object) -> tuple[tuple[str, int], ...]:
        """A name that only the user's file gives counts for the names that it joins."""
        counts = dict(self.catalog.ledger.speakers())
        given = [person for person in self.register.people if person.name not in counts]
        counts |= {p.name: sum(counts[form] for form in p.rules) for p in given}
        return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def _read_publishers(self) -> tuple[str, ...]:
        return tuple(sorted({row.publisher for row in self.catalog.rows() if row.publisher}))

    def _index_roles(self) -> dict[str, list[tuple[str, str]]]:
        by_word: dict[str, list[tuple[str, str]]] = {}
        for pair in self.roles():
            for word in {singular(word) for word in _WORD.findall(pair[1].lower())}:
                by_word.setdefault(word, []).append(pair)
        return by_word


def singular(word: str) -> str:
    """Return a word without the plural's s, the form that roles are looked up by."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
