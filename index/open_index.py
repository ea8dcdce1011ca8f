"""An index held open at one state of it, whatever others write, until it is refreshed."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Self

from index.errors import EmptyIndex, TradewireError
from index.models.embedder import Embedder
from index.people.register import Register, aliases_in, aliases_state
from index.store.place import Place, folder_of
from index.store.seam import Store, store_at
from index.types import Sentence

CACHED_ARTICLES, CACHED_SENTENCES = 512, 16_384
_WORD = re.compile(r"\w+")


class Opened:
    """An open index, at one state of it until it is refreshed; safe to use from several threads.

    A state that costs others, as one on a server does, is let go of between questions: what is then
    asked outside of one is asked of the latest state.

    Attributes:
        folder: where it is kept, which may be a server.
        embedder: of the model that it was made with.
    """

    def __init__(self, state: _State, lock: threading.RLock) -> None:
        self.folder = state.folder
        self.embedder = state.embedder
        self._held = state
        # One for all who read in this process: a state has one connection.
        self._lock = lock

    @classmethod
    def open(cls, place: Place, embedder: Embedder) -> Self:
        """Open the index at ``place``.

        Args:
            place: a folder, or a server.
            embedder: must be the model it was made with.

        Raises:
            EmptyIndex: nothing is indexed there.
            NotAnIndex, IndexMismatch: it is not one, or was made with another model.
        """
        return cls(_State.of_now(place, embedder), threading.RLock())

    @classmethod
    def open_or_make(cls, place: Place, embedder: Embedder) -> Self:
        """Open the index at ``place``, made if there is none: articles may come while it is open.

        Args:
            place: a folder, or a server.
            embedder: must be the model it was made with, or is the one it will be.

        Raises:
            NotAnIndex, IndexMismatch: it is not one, or was made with another model.
            IndexBusy: it has to be made, and somebody else is at it.
        """
        store = store_at(place)
        with store.peek(place) as catalog:
            missing = catalog is None
        if missing:
            with store.write(place, embedder):
                pass
        return cls(_State.of_now(place, embedder, even_empty=True), threading.RLock())

    @property
    def _state(self) -> _State:
        """Return the state that is read; one that has rested may have been overtaken."""
        if self._held.index.rested:
            self.refresh()
        return self._held

    @property
    def files(self) -> Path:
        """Return the folder for what belongs to the index and is kept in files."""
        return folder_of(self.folder)

    @property
    def fingerprint(self) -> str:
        """Name the embedding model and the state of the index."""
        return f"{self.embedder.fingerprint}#{self._state.generation}"

    def refresh(self) -> None:
        """See what others have written since.

        Until then everything is read from one state, whatever is written meanwhile. A state of
        another embedding model, or one without articles, is for who opens the index anew.
        """
        with self._lock:
            if self._held.index.is_latest():
                return
            try:
                fresh = self._held.following()
            except TradewireError:
                return
            self._held.let_go()
            self._held = fresh

    @contextmanager
    def as_of_now(self) -> Iterator[Self]:
        """Refresh, and yield an index that stays at that state to the end of the block.

        Who asks several things that have to fit together, as a question does, asks them of it:
        another question's refresh does not reach it.
        """
        with self._lock:
            self.refresh()
            still = type(self)(self._held.shared(), self._lock)
        try:
            yield still
        finally:
            still.close()
            with self._lock:
                self._held.rest()

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._held.let_go()


class _State:
    """An index as it was when this was opened, whatever is written meanwhile.

    One thread at a time may use it.
    """

    def __init__(
        self, index: Store, place: Place, embedder: Embedder, *, even_empty: bool = False
    ) -> None:
        if index.catalog.empty() and not even_empty:
            index.close()
            raise EmptyIndex(
                f"The index {place} holds no article; run `tradewire index FOLDER` with yours."
            )
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
    def of_now(cls, place: Place, embedder: Embedder, *, even_empty: bool = False) -> _State:
        """Open the latest state; see ``Store.read``."""
        return cls(store_at(place).read(place, embedder), place, embedder, even_empty=even_empty)

    def following(self) -> _State:
        """Open the latest state in the place of this one."""
        fresh = self.index.again(self.embedder)
        return _State(fresh, self.folder, self.embedder, even_empty=self._even_empty)

    def shared(self) -> _State:
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
