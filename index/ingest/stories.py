"""Which article stands for a story, and which are its copies.

One article of each story is the original: it is divided, embedded and searched. Every article that
is a copy of it is kept as "also in". An article that turns out to be fuller than an original takes
its place; where an original changes or goes, its copies are sorted again, the longest first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.fingerprint import fingerprint
from index.ingest.duplicates import DuplicateIndex
from index.store.catalog import Records
from index.types import Story


@dataclass(slots=True)
class Settled:
    """What some arrivals and departures come to, in terms of what is to be stored.

    Attributes:
        originals: to be stored and searched, by id.
        copies: to be stored under their original: (story, original), by id.
        gone: ids to be stored no more.
        freed: former copies, with the original they were freed from.
        replaced: former originals, whose place a fuller one took.
    """

    originals: dict[str, Story] = field(default_factory=dict)
    copies: dict[str, tuple[Story, str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    freed: dict[str, str] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)

    @property
    def touched(self) -> set[str]:
        """Return the ids of which nothing old may stay."""
        return {*self.originals, *self.copies, *self.gone}


class Stories:
    """The stories of one index, in step with what was settled so far.

    Args:
        shelf: what is stored; None for an index that is not there yet.
    """

    def __init__(self, shelf: Records | None) -> None:
        self._shelf = shelf
        self._original: dict[str, str] = {}
        self._copies: dict[str, set[str]] = {}
        self._fresh: dict[str, Story] = {}
        for copy, original in shelf.copies.links() if shelf else ():
            self._link(copy, original)
        self._index: DuplicateIndex | None = None

    def original_of(self, article_id: str) -> str | None:
        """Return the original of which an article is a copy; None if it is no copy."""
        return self._original.get(article_id)

    def settle(self, incoming: Sequence[Story] = (), gone: Iterable[str] = ()) -> Settled:
        """Take in new or changed articles, let others go, and say what is to be stored.

        Args:
            incoming: new articles, and changed ones in place of their old selves.
            gone: ids of those that leave.
        """
        settled = Settled(gone=set(gone))
        waiting = deque(incoming)
        leaving = [*settled.gone, *(story.article.article_id for story in incoming)]
        for article_id in leaving:
            self._unlink(article_id)
        for article_id in leaving:
            waiting += self._freed(article_id, settled)
        for story in incoming:
            self._fresh[story.article.article_id] = story
        while waiting:
            self._place(waiting.popleft(), waiting, settled)
        return settled

    def stored(self, settled: Settled) -> None:
        """Hear that the shelf now holds what was settled; later steps may wait still."""
        kept = [
            *settled.originals.values(),
            *(story for story, _original in settled.copies.values()),
        ]
        for story in kept:
            if self._fresh.get(story.article.article_id) is story:
                del self._fresh[story.article.article_id]

    def _place(self, story: Story, waiting: deque[Story], settled: Settled) -> None:
        """Find one article's place; an original that it is fuller than waits for a new one."""
        id_, text = story.article.article_id, story.article.text
        print_ = fingerprint(text)
        match = self._known.match(text, print_)
        # A copy of a copy need not be one itself: what was replaced may not replace in turn.
        while match and match.kind == "fuller" and id_ not in settled.replaced:
            settled.replaced.add(match.article_id)
            waiting.append(self._story(match.article_id))
            waiting += self._freed(match.article_id, settled)
            match = self._known.match(text, print_)
        settled.originals.pop(id_, None)
        settled.copies.pop(id_, None)
        if match is None or match.kind == "fuller":
            self._known.add(id_, print_)
            settled.originals[id_] = story
        else:
            self._link(id_, match.article_id)
            settled.copies[id_] = (story, match.article_id)

    def _freed(self, original: str, settled: Settled) -> list[Story]:
        """Forget an original and return its copies, the longest first."""
        self._known.remove(original)
        copies = self._copies.pop(original, set())
        for copy in copies:
            del self._original[copy]
            settled.freed[copy] = original
        stories = [self._story(copy) for copy in sorted(copies)]
        return sorted(stories, key=lambda story: -len(story.article.text))

    def _link(self, copy: str, original: str) -> None:
        self._original[copy] = original
        self._copies.setdefault(original, set()).add(copy)

    def _unlink(self, copy: str) -> None:
        original = self._original.pop(copy, None)
        if original is not None:
            self._copies[original].discard(copy)

    def _story(self, article_id: str) -> Story:
        if (fresh := self._fresh.get(article_id)) is not None:
            return fresh
        assert self._shelf is not None
        return self._shelf.story(article_id)

    @property
    def _known(self) -> DuplicateIndex:
        """Return the originals' index, made when it is first needed."""
        if self._index is None:
            prints = self._shelf.fingerprints() if self._shelf else ()
            self._index = DuplicateIndex(prints, lambda id_: self._story(id_).article.text)
        return self._index
