"""What every store does, wherever it keeps an index."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.errors import EmptyIndex, IndexBusy, IndexMismatch, UnknownArticle
from index.ingest.doctor import examine
from index.ingest.pipeline import ingest, remove
from index.ingest.rebuild import rebuild, reembed
from index.ingest.write import passage
from index.library import Library
from index.store.catalog import Prepared
from index.store.place import Place
from index.store.scope import Scope
from index.store.seam import Store, store_at
from index.text.sentences import sentences
from index.types import Article, Chunk, Stamp
from tests.helpers.fakes import WordEmbedder
from tests.helpers.story import WHOLE

STEEL = """Ministers met in Oslo on Monday. The duty on steel rose to 25% in March.

“We will not accept a quota on our steel,” Norwegian Trade Minister Kari Nordmann told reporters. “A quota would hurt both sides.”

The US export-control office in Zürich said nothing about steel, steel scrap or tin."""
WHEAT = """Grain shipments from Odesa resumed on Friday. Exporters loaded 40,000 tonnes of wheat.

“The port is open again,” said harbour master Olena Koval.

The duties of other ports were shipped with us."""
TIN = "Tin fell to 5 dollars in Lima on Monday. Traders of tin were told to wait for the duty."
RECORDS = (
    {"id": "steel", "title": "Steel", "text": STEEL, "publisher": "Fjord Post", "date": "2025-04-02"},
    {"id": "wheat", "title": "Wheat", "text": WHEAT, "publisher": "Black Sea Wire", "date": "2025-06-30"},
    {"id": "tin", "title": "Tin", "text": TIN, "publisher": "fjord post"},
)  # fmt: skip


class StoreContract:
    """Run over each store by a class that gives ``place``: where nothing is indexed yet."""

    @pytest.fixture
    def place(self) -> Place:
        raise NotImplementedError

    @pytest.fixture
    def records(self, tmp_path: Path) -> Path:
        return tmp_path / "records.jsonl"

    def add(self, place: Place, records: Path, rows: Sequence[Mapping[str, str]]) -> list[str]:
        records.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        report = ingest(place, [str(records)], WordEmbedder())
        return [source.status for source in report.sources]

    def break_off_after(self, index: Store, article_id: str) -> None:
        index.remove(article_id)
        raise KeyboardInterrupt

    @pytest.fixture
    def filled(self, place: Place, records: Path) -> Place:
        assert self.add(place, records, RECORDS) == ["added"] * 3
        return place

    @pytest.fixture
    def library(self, filled: Place, embedder: WordEmbedder) -> Iterator[Library]:
        library = Library.open(filled, embedder)
        yield library
        library.close()

    # -- what is not there ------------------------------------------------------------

    def test_nothing_is_indexed_yet(self, place: Place, embedder: WordEmbedder) -> None:
        with store_at(place).peek(place) as records:
            assert records is None
        with pytest.raises(EmptyIndex, match="tradewire index"):
            Library.open(place, embedder)

    def test_made_but_empty(self, place: Place, embedder: WordEmbedder) -> None:
        with Library.open_or_make(place, embedder).as_of_now() as library:
            assert library.articles() == []
            assert library.words('"steel"', 5) == []
            assert library.nearest_chunks(embedder.query("steel"), 5) == []
        with pytest.raises(EmptyIndex, match="no article"):
            Library.open(place, embedder)

    def test_another_embedding_model_is_refused(self, filled: Place) -> None:
        with pytest.raises(IndexMismatch, match="words@256, not other@256"):
            Library.open(filled, WordEmbedder("other"))
        with (
            pytest.raises(IndexMismatch, match="--reembed"),
            store_at(filled).write(filled, WordEmbedder("other")),
        ):
            pass

    # -- articles and quotes ----------------------------------------------------------

    def test_articles_come_back_as_they_were(self, library: Library) -> None:
        rows = library.articles()
        assert [row.article_id for row in rows] == ["wheat", "steel", "tin"]
        assert [row.published for row in rows] == ["2025-06-30", "2025-04-02", None]
        article = library.article("steel")
        assert article.text == STEEL
        assert (article.title, article.publisher, article.language) == ("Steel", "Fjord Post", "en")
        assert library.publishers() == ("Black Sea Wire", "Fjord Post", "fjord post")
        with pytest.raises(UnknownArticle, match="'lead'"):
            library.article("lead")

    def test_parts_are_the_words_of_their_article(self, library: Library) -> None:
        sentences = library.sentences("steel")
        assert sentences[0].text == "Ministers met in Oslo on Monday."
        assert [s.number for s in sentences] == list(range(len(sentences)))
        chunks = library.chunks_of("steel")
        assert all(STEEL[c.start : c.end] == c.text and c.title == "Steel" for c in chunks)
        assert library.chunk_of("steel", len(sentences) - 1) == chunks[-1].chunk_id
        assert library.chunks([chunks[0].chunk_id, "none"]) == {chunks[0].chunk_id: chunks[0]}
        assert library.chunk_count() == sum(len(library.chunks_of(r["id"])) for r in RECORDS)

    def test_quotes_are_found_by_speaker_article_and_time(self, library: Library) -> None:
        said = library.quotes(speaker="Nordmann")
        assert [q.quote.text for q in said] == [
            "We will not accept a quota on our steel,", "A quota would hurt both sides.",
        ]  # fmt: skip
        assert STEEL[said[0].quote.start : said[0].quote.end] == said[0].quote.text
        assert said[0].published == "2025-04-02"
        assert library.quotes()[0].article_id == "wheat"
        assert library.quotes(speaker="Nordmann", scope=Scope(since="2025-05-01")) == []
        assert library.speakers()[0] == ("Kari Nordmann", 2)
        assert library.roles_with(["ministers"]) == [("Kari Nordmann", "Norwegian Trade Minister")]

    # -- words ------------------------------------------------------------------------

    def found(self, library: Library, expression: str, scope: Scope = Scope()) -> set[str]:  # noqa: B008
        ids = [id_ for id_, _score in library.words(expression, 10, scope)]
        return {chunk.article_id for chunk in library.chunks(ids).values()}

    def test_words_are_found_in_any_form(self, library: Library) -> None:
        assert self.found(library, '"duty"') == {"steel", "wheat", "tin"}
        assert self.found(library, '"exporter"') == {"steel", "wheat"}
        assert self.found(library, '"zurich"') == {"steel"}
        assert self.found(library, '"lead"') == set()
        assert self.found(library, "") == set()

    def test_any_all_and_phrases(self, library: Library) -> None:
        assert self.found(library, '"wheat" OR "tin"') == {"wheat", "steel", "tin"}
        assert self.found(library, '"steel" AND "tin"') == {"steel"}
        assert self.found(library, '("wheat" OR "lima") AND "told"') == {"tin"}
        assert self.found(library, '"export-control"') == {"steel"}
        assert self.found(library, '"control export"') == set()
        assert self.found(library, '("us" OR "u s")') == {"steel", "wheat"}
        assert self.found(library, '"40,000"') == {"wheat"}
        assert self.found(library, '"odesa\'s ""odesa"') == set()

    def test_the_more_of_a_word_the_better(self, library: Library) -> None:
        ranked = [id_ for id_, _score in library.words('"tin"', 10)]
        best = library.chunks(ranked)[ranked[0]]
        assert best.article_id == "tin"
        scores = [score for _id, score in library.words('"tin" OR "steel"', 10)]
        assert scores == sorted(scores, reverse=True)
        assert len(library.words('"duty"', 1)) == 1

    def test_bm25_is_that_of_robertson_and_zaragoza(self, place: Place, records: Path) -> None:
        """Three articles of one passage, 4, 4 and 8 words; k₁ = 1.2, b = 0.75, mean 16/3."""
        texts = {"a": "Zinc rose in Oslo.", "b": "Tin fell in Oslo.",
                 "c": "Zinc rose and zinc fell and zinc rose."}  # fmt: skip
        self.add(place, records, [{"id": id_, "text": text} for id_, text in texts.items()])
        library = Library.open(place, WordEmbedder())
        scores = {id_.partition(":")[0]: score for id_, score in library.words('"fell"', 5)}
        # "fell" stands in two of three: no more than a whisper is left of its weight.
        assert scores == pytest.approx({"b": 1e-6 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 0.75)),
                                        "c": 1e-6 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 1.5))})  # fmt: skip
        (tin,) = library.words('"tin"', 5)
        idf = np.log((3 - 1 + 0.5) / (1 + 0.5))
        assert tin[1] == pytest.approx(idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 0.75)), rel=1e-4)
        assert library.article_words('"tin"', 5) == pytest.approx({"b": tin[1]}, rel=1e-4)
        library.close()

    def test_words_within_a_scope(self, library: Library) -> None:
        duty = '"duty"'
        assert self.found(library, duty, Scope(since="2025-05-01")) == {"wheat"}
        assert self.found(library, duty, Scope(until="2025-04-02")) == {"steel"}
        assert self.found(library, duty, Scope(publishers=("FJORD POST",))) == {"steel", "tin"}
        assert self.found(library, duty, Scope(articles=("tin", "none"))) == {"tin"}
        assert self.found(library, duty, Scope(articles=())) == set()
        assert set(library.article_words(duty, 9, Scope(until="2025-12-31"))) == {"steel", "wheat"}

    def test_the_last_year_of_a_month_is_told(self, library: Library) -> None:
        assert library.last_year_with(6) == 2025
        assert library.last_year_with(5) is None

    def test_words_are_counted_and_listed(self, library: Library) -> None:
        assert library.term_frequency("wheat") == len(library.words('"wheat"', 50))
        assert library.term_frequency("duties") == library.term_frequency("duty") == 3
        assert library.term_frequency("export-control") == 1
        assert library.term_frequency("u.s.") == 2
        assert not library.knows_word("lead")
        assert "steel" in library.words_like("steal")
        assert all(word.startswith("st") for word in library.words_like("steal"))

    def test_words_are_right_however_often_an_article_changes(
        self, place: Place, records: Path, embedder: WordEmbedder
    ) -> None:
        """More often than changes are joined, in one run and over several."""
        for number in range(2):
            with store_at(place).write(place, embedder) as store:
                for n in range(20):
                    text = "Zinc rose." if n % 2 else "Zinc fell, and tin rose."
                    article = Article(article_id="a", text=text)
                    (sentence,) = sentences("a", text)
                    chunk = Chunk(article_id="a", chunk_id=f"a:{number}-{n}", first_sentence=0,
                                  last_sentence=0, start=0, end=len(text), text=text)  # fmt: skip
                    one = embedder.passages([passage(chunk, [sentence])])
                    made = Prepared(
                        article=article, sentences=[sentence], chunks=[chunk], embedded=one
                    )
                    with store.switch([made]):
                        store.remove("a")
                        store.catalog.put(made)
        library = Library.open(place, embedder)
        assert [id_ for id_, _score in library.words('"zinc" OR "tin"', 9)] == ["a:1-19"]
        assert library.term_frequency("zinc") == library.chunk_count() == 1
        assert not library.knows_word("tin")
        assert library.words('"fell"', 9) == []
        assert list(library.article_words('"rise" OR "rose"', 9)) == ["a"]
        library.close()

    # -- vectors ----------------------------------------------------------------------

    def test_the_nearest_are_those_of_an_exact_search(self, library: Library) -> None:
        query = library.embedder.query("exporters loaded wheat in the port")
        near = library.nearest_chunks(query, 4)
        exact = library._state.catalog.passages.nearest(query, 4)
        assert library.chunks([near[0][0]])[near[0][0]].article_id == "wheat"
        assert [score for _id, score in near] == pytest.approx([s for _id, s in exact], abs=2e-3)
        assert library.nearest_chunks(query, 0) == []

    def test_the_nearest_within_a_scope(self, library: Library) -> None:
        query = library.embedder.query("exporters loaded wheat in the port")
        scope = Scope(publishers=("fjord post",))
        ids = [id_ for id_, _score in library.nearest_chunks(query, 9, scope)]
        assert {c.article_id for c in library.chunks(ids).values()} == {"steel", "tin"}

    def test_vectors_come_back_for_each_passage_and_sentence(self, library: Library) -> None:
        (chunk,) = library.chunks_of("tin")
        embedded = library.embedded([chunk.chunk_id, "none"])
        assert set(embedded) == {chunk.chunk_id}
        sentences = library.sentences("tin")
        assert embedded[chunk.chunk_id].sentences.shape == (len(sentences), 256)
        own = library.embedder.query(sentences[1].text)
        assert library.similarity(sentences[1], own) == pytest.approx(1, abs=2e-3)

    # -- changes and states -----------------------------------------------------------

    def test_the_same_again_changes_nothing(self, library: Library, records: Path) -> None:
        before = library.fingerprint
        assert self.add(library.folder, records, RECORDS) == ["unchanged"] * 3
        library.refresh()
        assert library.fingerprint == before

    def test_a_reader_keeps_to_one_state_until_it_moves_on(
        self, library: Library, records: Path
    ) -> None:
        changed = {**RECORDS[2], "text": "Zinc rose in Lima. Nothing else was told there at all."}
        with library.as_of_now() as now:
            before = now.fingerprint
            assert self.add(library.folder, records, [changed]) == ["changed"]
            remove(library.folder, ["wheat"], WordEmbedder())
            assert now.article("wheat").text == WHEAT
            assert now.term_frequency("zinc") == 0
            assert self.found(now, '"tin"') == {"steel", "tin"}
            query = now.embedder.query("exporters loaded wheat in the port")
            near = now.nearest_chunks(query, 1)[0][0]
            assert now.chunks([near])[near].article_id == "wheat"
            assert now.fingerprint == before
        with library.as_of_now() as now:
            assert [row.article_id for row in now.articles()] == ["steel", "tin"]
            assert now.term_frequency("zinc") == 1
            assert now.term_frequency("wheat") == 0
            assert now.words_like("wheat") == []
            assert self.found(now, '"tin"') == {"steel", "tin"}  # by its title
            assert now.chunk_count() == sum(len(now.chunks_of(id_)) for id_ in ("steel", "tin"))
            assert now.fingerprint != before

    def test_what_breaks_off_has_not_happened(self, filled: Place, embedder: WordEmbedder) -> None:
        kind = store_at(filled)
        with (
            pytest.raises(KeyboardInterrupt),
            kind.write(filled, embedder) as index,
            index.switch(),
        ):
            self.break_off_after(index, "steel")
        assert Library.open(filled, embedder).article("steel").text == STEEL
        assert all(finding.sound for finding in examine(filled, embedder))

    def test_copies_are_kept_and_take_their_place(self, place: Place, records: Path) -> None:
        rows = [{"id": "first", "text": WHOLE, "publisher": "A"},
                {"id": "again", "text": WHOLE.upper(), "publisher": "B", "date": "2025-01-01"}]  # fmt: skip
        assert self.add(place, records, rows) == ["added", "duplicate"]
        library = Library.open(place, WordEmbedder())
        assert [copy.article_id for copy in library.also_in("first")] == ["again"]
        assert library.original_of("again") == "first"
        assert library.articles()[0].copies == 1
        with pytest.raises(UnknownArticle, match="a copy of 'first'"):
            library.article("again")
        assert remove(place, ["first"], WordEmbedder()) == ["again"]
        library.refresh()
        assert [row.article_id for row in library.articles()] == ["again"]
        library.close()

    def test_stamps_are_kept(self, filled: Place, embedder: WordEmbedder) -> None:
        with store_at(filled).write(filled, embedder) as index:
            generation = index.catalog.meta("generation")
            index.catalog.stamps.keep({"https://a.example/": Stamp(etag='"1"', modified=None)})
            index.catalog.stamps.keep({"https://a.example/": Stamp(etag='"2"', modified="now")})
            assert index.catalog.stamps.all()["https://a.example/"].etag == '"2"'
            assert index.catalog.meta("generation") == generation
            index.catalog.stamps.forget()
            assert index.catalog.stamps.all() == {}

    # -- the whole of it --------------------------------------------------------------

    def test_it_is_brought_to_another_model(self, filled: Place, embedder: WordEmbedder) -> None:
        reader = Library.open(filled, embedder)
        other = WordEmbedder("other")
        assert reembed(filled, other) == reader.chunk_count()
        assert reembed(filled, other) == 0
        reader.refresh()
        assert reader.fingerprint.startswith("words@")
        fresh = Library.open(filled, other)
        near = fresh.nearest_chunks(other.query("exporters loaded wheat"), 1)[0][0]
        assert fresh.chunks([near])[near].article_id == "wheat"
        assert all(finding.sound for finding in examine(filled, other))
        for library in (reader, fresh):
            library.close()

    def test_todays_rules_leave_it_as_it_is(self, filled: Place, embedder: WordEmbedder) -> None:
        assert rebuild(filled, embedder) == 0

    def test_who_must_be_alone_is(self, filled: Place, embedder: WordEmbedder) -> None:
        kind = store_at(filled)
        with kind.write(filled, embedder), pytest.raises(IndexBusy, match="run again"):  # noqa: SIM117
            with kind.write_as_it_is(filled):
                pass
        with kind.write_as_it_is(filled), pytest.raises(IndexBusy, match="run again"):  # noqa: SIM117
            with kind.write(filled, embedder):
                pass

    def test_it_is_sound_and_can_be_made_anew(self, filled: Place, embedder: WordEmbedder) -> None:
        assert [f for f in examine(filled, embedder) if not f.sound] == []
        assert [f for f in examine(filled, embedder, repair=True) if not f.sound] == []
        with store_at(filled).write_as_it_is(filled) as index:
            index.make_anew()
            stored = {id_ for ids, _rows in index.catalog.passages.vectors() for id_ in ids}
            assert index.vector_ids() == stored
