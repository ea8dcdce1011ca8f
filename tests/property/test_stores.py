"""Both stores at once, through any order of adding, changing, removing, pruning and breaking off."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from index.ingest.duplicates import copied
from index.ingest.pipeline import ingest, remove
from index.library import Library
from index.store.place import Place, Server
from index.store.seam import store_at
from tests.helpers.fakes import WordEmbedder
from tests.helpers.servers import emptied
from tests.helpers.story import story

TEXTS = [
    story(8), story(5), story(8).upper(), "\n\n".join(story(8).split("\n\n")[4:]), story(4, 40),
    story(3, 40), story(4, 80), "Short news from Oslo.",
]  # fmt: skip
NAMES = [f"{letter}.txt" for letter in "abcdef"]
CHANGES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(TEXTS), min_size=1, max_size=4)


class Breaks(WordEmbedder):
    """Is interrupted at its first work."""

    def documents(self, texts):  # type: ignore[no-untyped-def]
        raise KeyboardInterrupt


class Stores(RuleBasedStateMachine):
    """An index that follows a folder; ``stored`` is what it should hold."""

    def __init__(self, index: Place | None = None) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.articles, self.index = self.place / "articles", index or self.place / "index"
        self.articles.mkdir()
        self.embedder = WordEmbedder()
        self.stored: dict[str, str] = {}
        self.reader: Library | None = None

    def teardown(self) -> None:
        if self.reader:
            self.reader.close()
        shutil.rmtree(self.place)

    def write(self, texts: dict[str, str]) -> None:
        for name, text in texts.items():
            (self.articles / name).write_text(text)

    def bring_in(self, *, prune: bool = False, embedder: WordEmbedder | None = None) -> None:
        ingest(self.index, [str(self.articles)], embedder or self.embedder, prune=prune)
        files = {path.name: path.read_text() for path in self.articles.iterdir()}
        self.stored = files if prune else {**self.stored, **files}

    @initialize(texts=CHANGES)
    def begin(self, texts: dict[str, str]) -> None:
        self.write(texts)
        self.bring_in()

    @rule(texts=CHANGES)
    def add_or_change(self, texts: dict[str, str]) -> None:
        self.write(texts)
        self.bring_in()

    @rule()
    def do_it_again(self) -> None:
        self.bring_in()
        before = self.embedder.embedded
        self.bring_in()
        assert self.embedder.embedded == before

    @precondition(lambda self: len(self.stored) > 1)
    @rule(data=st.data())
    def remove_some(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.stored)))
        (self.articles / name).unlink(missing_ok=True)
        remove(self.index, [name], self.embedder)
        del self.stored[name]

    @precondition(lambda self: len(list(self.articles.iterdir())) > 1)
    @rule(data=st.data())
    def prune(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(path.name for path in self.articles.iterdir())))
        (self.articles / name).unlink()
        self.bring_in(prune=True)

    @rule(texts=CHANGES)
    def break_off(self, texts: dict[str, str]) -> None:
        """Stop before anything is embedded; where nothing has to be, the change is made."""
        self.write(texts)
        with contextlib.suppress(KeyboardInterrupt):
            self.bring_in(embedder=Breaks())

    @invariant()
    def the_catalogue_holds_every_article_once(self) -> None:
        if not self.stored:
            return
        with store_at(self.index).peek(self.index) as catalog:
            assert catalog is not None
            known = catalog.known()
            assert set(known) == set(self.stored)
            texts = {id_: catalog.story(id_).article.text for id_ in known}
            assert texts == self.stored
            links = dict(catalog.copies.links())
            originals = {row.article_id for row in catalog.rows()}
            assert originals.isdisjoint(links)
            assert originals | set(links) == set(known)
            assert set(links.values()) <= originals
            for copy, original in links.items():
                words = [
                    text.lower().replace(".", "").split() for text in (texts[copy], texts[original])
                ]
                assert copied(words[0], words[1]) is not None

    @invariant()
    def the_vectors_are_those_of_the_catalogue(self) -> None:
        if not self.stored:
            return
        index = store_at(self.index).read(self.index, self.embedder)
        try:
            ids = {id_ for part in index.catalog.passages.vectors() for id_ in part[0]}
            assert index.vector_ids() == ids
        finally:
            index.close()

    @invariant()
    def a_reader_moves_on(self) -> None:
        if not self.stored:
            return
        if self.reader is None:
            self.reader = Library.open(self.index, self.embedder)
        self.reader.refresh()
        rows = self.reader.articles()
        assert {row.article_id for row in rows} <= set(self.stored)
        chunk = self.reader.chunks_of(rows[0].article_id)[0]
        query = self.embedder.query(chunk.text)
        best = self.reader.nearest_chunks(query, 1)[0]
        exact = self.reader._state.catalog.passages.nearest(query, 1)[0]
        assert best[1] == pytest.approx(exact[1], abs=0.02)


TestStores = Stores.TestCase
TestStores.settings = settings(max_examples=4, stateful_step_count=8)


def over_a_server(uri: str, examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: Stores(Server(emptied(uri))),
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None),
    )


@pytest.mark.servers
def test_over_a_server(postgres_server: str) -> None:
    over_a_server(postgres_server, examples=2, steps=6)


@pytest.mark.stress
def test_over_a_server_for_long(postgres_server: str) -> None:
    over_a_server(postgres_server, examples=40, steps=20)


class TestStoresForLong(Stores.TestCase):  # type: ignore[name-defined,misc]
    pytestmark = pytest.mark.stress
    settings = settings(max_examples=80, stateful_step_count=20)
