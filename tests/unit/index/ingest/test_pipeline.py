from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import (
    EmptyIndex,
    IndexBusy,
    IndexMismatch,
    NotAnIndex,
    UnknownArticle,
)
from index.ingest.pipeline import ingest, remove
from index.library import Library
from index.store.index_folder import Index
from tests.helpers.fakes import WordEmbedder
from tests.helpers.stored import catalogued_ids, vector_ids


def test_a_folder_is_added_article_by_article(index_folder: Path, embedder: WordEmbedder) -> None:
    library = Library.open(index_folder, embedder)
    assert {row.article_id for row in library.articles()} == {"talks.txt", "grain.txt"}
    assert library.article("talks.txt").title == "Ministers meet over steel"


def test_the_same_thing_again_does_no_work(
    index_folder: Path, articles: Path, embedder: WordEmbedder
) -> None:
    before = embedder.embedded
    report = ingest(index_folder, [str(articles)], embedder)
    assert (report.count("unchanged"), report.count("added")) == (2, 0)
    assert embedder.embedded == before


def test_a_changed_article_replaces_its_old_self_in_every_store(
    index_folder: Path, articles: Path, embedder: WordEmbedder
) -> None:
    path = articles / "grain.txt"
    path.write_text(path.read_text().replace("40,000", "55,000"), encoding="utf-8")
    report = ingest(index_folder, [str(articles)], embedder)
    assert (report.count("changed"), report.count("unchanged")) == (1, 1)
    library = Library.open(index_folder, embedder)
    assert "55,000" in library.article("grain.txt").text
    assert library.words('"40,000"', 5) == []
    assert len(library.words('"55,000"', 5)) == 1
    library.close()
    assert vector_ids(index_folder, embedder) == catalogued_ids(index_folder, embedder)


def test_removing_empties_every_store(index_folder: Path, embedder: WordEmbedder) -> None:
    assert remove(index_folder, ["talks.txt", "grain.txt"], embedder) == []
    assert vector_ids(index_folder, embedder) == set()
    with pytest.raises(EmptyIndex):
        Library.open(index_folder, embedder)


def test_removing_an_unknown_article_removes_nothing(
    index_folder: Path, embedder: WordEmbedder
) -> None:
    with pytest.raises(UnknownArticle, match=r"nowhere\.txt"):
        remove(index_folder, ["talks.txt", "nowhere.txt"], embedder)
    assert len(Library.open(index_folder, embedder).articles()) == 2


def test_a_dry_run_tells_and_leaves_no_trace(
    tmp_path: Path, articles: Path, embedder: WordEmbedder
) -> None:
    folder = tmp_path / "fresh"
    report = ingest(folder, [str(articles)], embedder, dry_run=True)
    assert report.count("added") == 2
    assert not folder.exists()


def test_prune_removes_what_is_gone_from_the_folder(
    tmp_path: Path, articles: Path, embedder: WordEmbedder
) -> None:
    index = tmp_path / "index"
    ingest(index, [str(articles)], embedder)
    (articles / "grain.txt").unlink()
    kept = ingest(index, [str(articles)], embedder)
    assert kept.count("removed") == 0
    pruned = ingest(index, [str(articles)], embedder, prune=True)
    assert [r.article_id for r in pruned.sources if r.status == "removed"] == ["grain.txt"]
    assert vector_ids(index, embedder) == catalogued_ids(index, embedder)


def test_a_duplicate_id_is_reported_and_the_first_wins(
    tmp_path: Path, embedder: WordEmbedder
) -> None:
    source = tmp_path / "two.jsonl"
    source.write_text(
        json.dumps({"id": "a", "text": "The first text stands here. It is about tin."})
        + "\n"
        + json.dumps({"id": "a", "text": "The second text stands here. It is about zinc."}),
        encoding="utf-8",
    )
    report = ingest(tmp_path / "index", [str(source)], embedder)
    assert (report.count("added"), report.count("failed")) == (1, 1)
    assert "duplicate id 'a'" in str(report.sources[1].reason)
    assert "tin" in Library.open(tmp_path / "index", embedder).article("a").text


def test_another_embedding_model_is_refused_by_name(index_folder: Path, articles: Path) -> None:
    other = WordEmbedder("other")
    with pytest.raises(IndexMismatch, match="words@256"):
        ingest(index_folder, [str(articles)], other)
    with pytest.raises(IndexMismatch, match="other@256"):
        Library.open(index_folder, other)


def test_a_folder_that_holds_something_else_is_refused(
    tmp_path: Path, articles: Path, embedder: WordEmbedder
) -> None:
    place = tmp_path / "photos"
    place.mkdir()
    (place / "cat.jpg").write_bytes(b"\xff\xd8")
    with pytest.raises(NotAnIndex, match=r"cat\.jpg"):
        ingest(place, [str(articles)], embedder)
    assert [p.name for p in place.iterdir()] == ["cat.jpg"]


def test_a_file_in_place_of_the_index_is_refused(
    tmp_path: Path, articles: Path, embedder: WordEmbedder
) -> None:
    place = tmp_path / "index.txt"
    place.write_text("not an index")
    with pytest.raises(NotAnIndex, match="is a file"):
        ingest(place, [str(articles)], embedder)


def test_a_broken_catalogue_is_named(index_folder: Path, embedder: WordEmbedder) -> None:
    (index_folder / "catalog.sqlite").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(NotAnIndex, match=r"catalog\.sqlite"):
        Library.open(index_folder, embedder)


def test_two_writers_cannot_write_at_once(
    index_folder: Path, articles: Path, embedder: WordEmbedder
) -> None:
    with Index.write(index_folder, embedder), pytest.raises(IndexBusy, match="Another tradewire"):
        ingest(index_folder, [str(articles)], embedder)


class StopsAt(WordEmbedder):
    """Is interrupted while it embeds its nth batch."""

    def __init__(self, batch: int) -> None:
        super().__init__()
        self._left = batch

    def documents(self, texts):  # type: ignore[no-untyped-def]
        self._left -= 1
        if self._left == 0:
            raise KeyboardInterrupt
        return super().documents(texts)


@pytest.mark.parametrize("batch", [1, 2])
def test_an_interruption_leaves_the_old_article_answering(
    batch: int, index_folder: Path, articles: Path, embedder: WordEmbedder
) -> None:
    path = articles / "grain.txt"
    path.write_text(path.read_text().replace("40,000", "55,000"), encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        ingest(index_folder, [str(articles)], StopsAt(batch))
    library = Library.open(index_folder, embedder)
    assert "40,000" in library.article("grain.txt").text
    library.close()
    ingest(index_folder, [str(articles)], embedder)
    assert "55,000" in Library.open(index_folder, embedder).article("grain.txt").text
    assert vector_ids(index_folder, embedder) == catalogued_ids(index_folder, embedder)


def test_a_reader_moves_on_when_the_index_changes(
    library: Library, index_folder: Path, articles: Path, embedder: WordEmbedder
) -> None:
    before = library.fingerprint
    (articles / "new.txt").write_text("Zinc prices fell\n\nZinc prices fell on Tuesday.\n")
    ingest(index_folder, [str(articles)], embedder)
    library.refresh()
    assert library.fingerprint != before
    assert len(library.articles()) == 3
    found = library.nearest_chunks(embedder.query("zinc prices fell on tuesday"), 1)
    assert found[0][0].startswith("new.txt:")


def test_an_article_in_another_language_is_kept_and_said_to_be(
    tmp_path: Path, embedder: WordEmbedder
) -> None:
    text = (
        "Der Minister hat am Montag in Berlin gesagt, dass die Zölle auf Stahl nicht steigen werden. "
        "Er sprach mit der Presse über die Verhandlungen, die noch in diesem Monat zu Ende gehen."
    )
    (tmp_path / "zoll.txt").write_text(text, encoding="utf-8")
    report = ingest(tmp_path / "index", [str(tmp_path / "zoll.txt")], embedder)
    assert report.sources[0].status == "added"
    assert report.sources[0].reason == (
        "in German: found by its words; meaning and speakers are understood in English only"
    )
    library = Library.open(tmp_path / "index", embedder)
    assert [row.language for row in library.articles()] == ["de"]
    assert len(library.words('"zölle"', 5)) == 1
    library.close()
