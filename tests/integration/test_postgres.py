"""The whole product over a real PostgreSQL: the same answers, several writers, a server that dies."""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from index.errors import IndexMismatch, OperationError, UsageError
from index.ingest.doctor import examine
from index.ingest.move import move
from index.ingest.pipeline import ingest, remove
from index.library import Library
from index.store.place import Server
from index.store.scope import Scope
from index.store.seam import Store, store_at
from index.store.words.ranked import ARTICLES
from rag.chain import AnswerChain
from rag.settings import Settings
from tests.contract.store_contract import RECORDS
from tests.helpers.fakes import WordEmbedder
from tests.helpers.servers import emptied, replica_of
from tests.helpers.story import SUBJECTS, WHOLE, story, write

pytestmark = pytest.mark.servers
ASKED = (
    "What did Kari Nordmann say about steel?",
    "By how much did the duty on steel rise in March?",
    "How many tonnes of wheat were loaded?",
    "Who said that the port is open again?",
    "What did Olena Koval say about salmon?",
    "Which articles are there?",
)


@pytest.fixture
def server(postgres_server: str) -> Server:
    return Server(emptied(postgres_server))


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    copies = [{"id": "long", "text": WHOLE, "date": "2025-02-01"}, {"id": "copy", "text": WHOLE}]
    path.write_text("\n".join(json.dumps(row) for row in [*RECORDS, *copies]), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, records: Path) -> Path:
    ingest(tmp_path / "index", [str(records)], WordEmbedder())
    return tmp_path / "index"


@pytest.fixture
def filled(server: Server, records: Path) -> Server:
    ingest(server, [str(records)], WordEmbedder())
    return server


@pytest.fixture
def library(filled: Server, embedder: WordEmbedder) -> Iterator[Library]:
    library = Library.open(filled, embedder)
    yield library
    library.close()


def answers(place: Path | Server) -> list[dict[str, Any]]:
    library = Library.open(place, WordEmbedder())
    chain = AnswerChain(library, Settings(index=place, mode="extractive"))
    found = [chain.invoke(question).to_dict() for question in ASKED]
    library.close()
    for answer in found:
        for own in ("timings_ms", "trace_id", "index_fingerprint"):
            del answer[own]
        for passage in answer["retrieved"]:
            passage["score"] = pytest.approx(passage["score"], abs=1e-3)
    return found


def test_the_same_questions_get_the_same_answers(folder: Path, filled: Server) -> None:
    found = answers(folder)
    assert [answer["status"] for answer in found].count("answered") >= 3
    assert answers(filled) == found


def test_an_index_moves_there_and_back_without_embedding(
    folder: Path, server: Server, tmp_path: Path, records: Path
) -> None:
    embedder = WordEmbedder()
    assert move(folder, server, embedder) == 5
    assert move(server, tmp_path / "back", embedder) == 5
    assert move(folder, server, embedder) == 0
    assert embedder.embedded == 0
    first, *others = (answers(place) for place in (folder, server, tmp_path / "back"))
    assert others == [first, first]
    for place in (server, tmp_path / "back"):
        assert all(finding.sound for finding in examine(place, embedder))
        report = ingest(place, [str(records)], embedder)
        assert {source.status for source in report.sources} == {"unchanged"}
    with pytest.raises(UsageError, match="the index itself"):
        move(folder, folder, embedder)


def test_several_write_at_once(server: Server, tmp_path: Path) -> None:
    """Each writes articles of his own, and one that all of them write: each once is there."""
    with store_at(server).write(server, WordEmbedder()):
        pass
    reports, start = [], threading.Barrier(3)

    def bring(writer: int) -> None:
        rows = [
            {"id": f"{writer}-{n}", "text": story(6, 1000 * writer + 100 * n)} for n in range(4)
        ]
        rows.append({"id": "shared", "text": f"Zinc number {writer} rose in Oslo on Monday again."})
        path = tmp_path / f"{writer}.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        start.wait()
        for _ in range(3):
            reports.append(ingest(server, [str(path)], WordEmbedder()))

    threads = [threading.Thread(target=bring, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reports) == 9
    library = Library.open(server, WordEmbedder())
    known = [row.article_id for row in library.articles()]
    assert sorted(known) == sorted([*(f"{w}-{n}" for w in range(3) for n in range(4)), "shared"])
    assert library.chunk_count() == sum(len(library.chunks_of(id_)) for id_ in known)
    assert library.term_frequency("zinc") == len(library.words('"zinc"', 500))
    assert all(finding.sound for finding in examine(server, WordEmbedder()))
    library.close()


def cut_off(server: Server) -> None:
    """End every connection to a database, as a server does that is started again."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def remove_and_be_cut_off(index: Store, server: Server) -> None:
    with index.switch():
        index.remove("wheat")
        cut_off(server)
        index.remove("steel")


def test_a_writer_that_is_cut_off_leaves_nothing(library: Library, embedder: WordEmbedder) -> None:
    server = library.folder
    assert isinstance(server, Server)
    before = library.fingerprint
    with pytest.raises(OperationError), store_at(server).write(server, embedder) as index:
        remove_and_be_cut_off(index, server)
    with library.as_of_now() as now:
        assert now.article("wheat").text
        assert now.fingerprint == before
    assert all(finding.sound for finding in examine(server, embedder))


def test_a_reader_goes_on_after_the_server_was_away(library: Library) -> None:
    assert isinstance(library.folder, Server)
    cut_off(library.folder)
    with library.as_of_now() as now:
        cut_off(library.folder)
        with pytest.raises(OperationError, match="did not do it"):
            now.term_frequency("wheat")
    with library.as_of_now() as now:
        assert now.term_frequency("wheat") > 0


def test_nothing_is_held_between_questions(library: Library, embedder: WordEmbedder) -> None:
    server = library.folder
    assert isinstance(server, Server)
    with library.as_of_now() as now:
        assert now.articles()
    with psycopg.connect(server.url) as connection:
        waiting = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state LIKE 'idle in transaction%'"
        ).fetchone()
    assert waiting == (0,)
    remove(server, ["tin"], embedder)
    assert "tin" not in [row.article_id for row in library.articles()]


def test_the_graph_finds_what_an_exact_search_does(
    server: Server, tmp_path: Path, embedder: WordEmbedder
) -> None:
    # So small a table would be read through.
    quick = "&options=-c%20enable_seqscan%3Doff%20-c%20enable_sort%3Doff"
    server = Server(server.url + quick)
    draw = random.Random(1)
    texts = [
        " ".join(f"{draw.choice(SUBJECTS)}{draw.randint(1, 99)}" for _ in range(40)) + "."
        for _ in range(60)
    ]
    path = write(tmp_path / "graph.jsonl", {str(n): text for n, text in enumerate(texts)})
    ingest(server, [str(path)], embedder)
    library = Library.open(server, embedder)
    catalog = library._state.catalog
    plan = catalog.database.rows(  # type: ignore[attr-defined]
        "EXPLAIN SELECT 1 FROM chunks ORDER BY vector::halfvec(256) <=> %s::halfvec(256) LIMIT 5",
        ["[" + ",".join(["1"] * 256) + "]"],
    )
    assert "chunks_by_nearness" in str(plan)
    for scope in (Scope(), Scope(articles=tuple(str(n) for n in range(0, 60, 7)))):
        found = 0
        for text in texts[:20]:
            query = embedder.query(text)
            near = library.nearest_chunks(query, 5, scope)
            exact = catalog.passages.nearest(query, 5, scope)
            assert [s for _id, s in near] == sorted((s for _id, s in near), reverse=True)
            found += len({id_ for id_, _score in near} & {id_ for id_, _score in exact})
        assert found >= 0.95 * 5 * 20
    library.close()


def test_who_makes_the_tables_looks_through_the_graph_as_all_do(library: Library) -> None:
    session = library._state.catalog.database  # type: ignore[attr-defined]
    for setting, value in (("ef_search", "1000"), ("iterative_scan", "relaxed_order")):
        assert session.row(f"SHOW hnsw.{setting}") == {f"hnsw.{setting}": value}


def test_what_is_wrong_is_said_in_one_line(postgres_server: str, server: Server) -> None:
    nowhere = Server("postgresql://desk:secret@127.0.0.1:1/news")
    with pytest.raises(OperationError, match=r"Cannot reach postgresql://desk@127.0.0.1:1/news: "):
        Library.open(nowhere, WordEmbedder())
    with store_at(server).write(server, WordEmbedder()):
        pass
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("INSERT INTO tradewire.migrations VALUES (9999, 'later')")
    with pytest.raises(IndexMismatch, match="has layout 9999, this tradewire reads 2; update"):
        Library.open(server, WordEmbedder())


def test_tables_of_the_first_layout_are_brought_up(filled: Server, embedder: WordEmbedder) -> None:
    asked = ('"duty" OR "tin"', '"steel" AND "tin"', '"export-control"', '("us" OR "u s")')

    def found() -> list[tuple[Any, ...]]:
        library = Library.open(filled, embedder)
        words = library._state.catalog.full_text
        rows = [
            (words.search(e, 9), words.search(e, 9, kind=ARTICLES), words.frequency(e))
            for e in asked
        ]
        library.close()
        return rows

    before = found()
    assert all(chunks and articles and n for chunks, articles, n in before)
    with psycopg.connect(filled.url, autocommit=True) as connection:
        connection.execute(
            "SET search_path = tradewire, public; DELETE FROM migrations WHERE number = 2;"
            "ALTER TABLE word_counts DROP COLUMN level, DROP COLUMN chunk_rows,"
            " DROP COLUMN article_rows;"
            "CREATE INDEX word_counts_by_lexeme ON word_counts (lexeme) INCLUDE (chunks, articles);"
            "CREATE FUNCTION times(words tsvector, word tsquery) RETURNS double precision"
            " LANGUAGE sql RETURN 1"
        )
    with pytest.raises(IndexMismatch, match="has layout 1, this tradewire reads 2; run"):
        Library.open(filled, embedder)
    with store_at(filled).write(filled, embedder):
        pass
    assert found() == before


@pytest.fixture
def copied(postgres_server: str, records: Path) -> Iterator[Server]:
    """An index whose readers ask a copy that follows."""
    server = Server(emptied(postgres_server))
    ingest(server, [str(records)], WordEmbedder())
    with replica_of(postgres_server) as uri:
        yield Server(server.url, uri)


def caught_up(server: Server, by: str = "pg_last_wal_replay_lsn()") -> None:
    """Wait until the copy has replayed what was written, or else has heard of it."""
    with psycopg.connect(server.url) as first, psycopg.connect(str(server.replica)) as copy:
        (written,) = first.execute("SELECT pg_current_wal_insert_lsn()").fetchone()  # type: ignore[misc]
        asked = f"SELECT pg_sleep(0.02), {by} >= %s::pg_lsn"
        deadline = time.monotonic() + 30
        while not copy.execute(asked, [written]).fetchone()[1]:  # type: ignore[index]
            assert time.monotonic() < deadline


def test_readers_ask_a_copy_that_follows(copied: Server, embedder: WordEmbedder) -> None:
    library = Library.open(copied, embedder)
    with library.as_of_now() as now:
        assert now.article("wheat").text
        assert now.remark() is None
        with psycopg.connect(str(copied.replica)) as connection:
            asked = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'tradewire%'"
            assert connection.execute(asked).fetchone() != (0,)
    remove(copied, ["tin"], embedder)
    caught_up(copied)
    assert "tin" not in [row.article_id for row in library.articles()]
    assert all(finding.sound for finding in examine(copied, embedder))

    with psycopg.connect(str(copied.replica), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET primary_conninfo = ''")
        connection.execute("SELECT pg_reload_conf()")
        asked = "SELECT pg_sleep(0.02), count(*) FROM pg_stat_wal_receiver"
        while connection.execute(asked).fetchone()[1]:  # type: ignore[index]
            pass
    remove(copied, ["steel"], embedder)
    with library.as_of_now() as now:
        assert now.article("steel").text
        assert "hears nothing new; what came after 20" in str(now.remark())
    (wrong,) = [finding for finding in examine(copied, embedder) if not finding.sound]
    assert wrong.check == "what readers ask"
    library.close()


def test_how_far_a_copy_is_behind_is_told_in_seconds(
    copied: Server, embedder: WordEmbedder
) -> None:
    remove(copied, ["tin"], embedder)
    caught_up(copied)
    with psycopg.connect(str(copied.replica), autocommit=True) as connection:
        connection.execute("SELECT pg_wal_replay_pause()")
    library = Library.open(copied, embedder)
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr("index.store.postgres.index_server.UNNOTICED", 0.0)
    remove(copied, ["steel"], embedder)
    caught_up(copied, "pg_last_wal_receive_lsn()")
    with library.as_of_now() as now:
        assert now.article("steel").text
        assert re.search(r"The copy .* is [\d,]+ s behind\.", str(now.remark()))
    monkeypatch.undo()
    library.close()


def test_only_an_index_on_a_server_has_copies(tmp_path: Path) -> None:
    copy = "postgresql://desk:secret@copy/news"
    settings = Settings(index="postgresql://db/news", read_from=copy)
    assert settings.index == Server("postgresql://db/news", copy)
    assert settings.index.for_readers == Server(copy)
    assert "secret" not in repr(settings)
    with pytest.raises(UsageError, match="is a folder"):
        Settings(index=tmp_path, read_from=copy)
    with pytest.raises(UsageError, match="no address of a copy"):
        Settings(index="postgresql://db/news", read_from="http://copy")
