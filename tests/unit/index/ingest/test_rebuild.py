from __future__ import annotations

from pathlib import Path

from index.ingest.rebuild import rebuild
from index.library import Library
from tests.helpers.fakes import WordEmbedder
from tests.helpers.stored import catalogued_ids, sql, vector_ids


def ledger(folder: Path, embedder: WordEmbedder) -> list[object]:
    library = Library.open(folder, embedder)
    found = [(q.article_id, q.quote) for q in library.quotes()]
    library.close()
    return sorted(found, key=repr)


def test_what_older_rules_left_is_found_anew(index_folder: Path, embedder: WordEmbedder) -> None:
    whole = ledger(index_folder, embedder)
    assert whole
    sql(index_folder, "UPDATE quotes SET speaker = 'Nobody'")
    assert rebuild(index_folder, embedder) > 0
    assert ledger(index_folder, embedder) == whole
    assert vector_ids(index_folder, embedder) == catalogued_ids(index_folder, embedder)


def test_what_is_as_it_should_be_stays(index_folder: Path, embedder: WordEmbedder) -> None:
    assert rebuild(index_folder, embedder) == 0
