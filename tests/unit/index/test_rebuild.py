from __future__ import annotations

from pathlib import Path

from index.library import Library
from index.rebuild import rebuild
from tests.fakes import WordEmbedder
from tests.unit.index.test_ingest import catalogued_ids, vector_ids
from tests.unit.index.test_safety import sql


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
