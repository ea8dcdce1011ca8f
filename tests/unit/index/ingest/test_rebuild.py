from __future__ import annotations

from pathlib import Path

from index.ingest.doctor import examine
from index.ingest.move import move
from index.ingest.pipeline import ingest
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


def rules(folder: Path, embedder: WordEmbedder) -> str | None:
    (found,) = (f.problem for f in examine(folder, embedder) if f.check.startswith("rules"))
    return found


def test_an_index_of_older_rules_is_told_until_it_is_rebuilt(
    index_folder: Path, embedder: WordEmbedder, tmp_path: Path
) -> None:
    assert rules(index_folder, embedder) is None
    sql(index_folder, "UPDATE meta SET value = 'of last year' WHERE key = 'found by'")
    more = tmp_path / "more.txt"
    more.write_text("Tin fell on Friday after a long week of talks in Lima.")
    ingest(index_folder, [str(more)], embedder)
    assert rules(index_folder, embedder) == "some articles were read by older ones"
    move(index_folder, tmp_path / "copy", embedder)
    assert rules(tmp_path / "copy", embedder) is not None
    rebuild(index_folder, embedder)
    assert rules(index_folder, embedder) is None


def test_what_is_as_it_should_be_stays(index_folder: Path, embedder: WordEmbedder) -> None:
    assert rebuild(index_folder, embedder) == 0
