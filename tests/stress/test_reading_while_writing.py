"""Readers while others write: each question sees one state, the old or the new."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from index.ingest.pipeline import ingest
from index.library import Library
from tests.conftest import ROOT
from tests.helpers.fakes import WordEmbedder

ARTICLES = 24
WORDS = "zinc copper nickel cobalt lithium timber cotton wheat barley soybeans maize".split()


def write_version(folder: Path, version: int) -> None:
    """Write all articles of a version; which of them there are changes too."""
    folder.mkdir(exist_ok=True)
    for number in range(ARTICLES):
        path = folder / f"{number}.txt"
        if (number + version) % 5 == 0:
            path.unlink(missing_ok=True)
            continue
        path.write_text(
            f"Story {number} of edition {version}\n\n"
            + "\n\n".join(
                f"In edition{version} the port of {WORDS[(number + n) % 11]} number {number} counted "
                f"{version * 1000 + number * 10 + n} tonnes of {WORDS[n]} on pier {n}, said guard {n}."
                for n in range(6)
            )
        )


def check_state(library: Library, embedder: WordEmbedder) -> int:
    """Ask as the chat does, and check that every answer is of one edition; return which."""
    library.refresh()
    rows = library.articles()
    editions = set()
    for row in rows:
        text = library.article(row.article_id).text
        editions.add(int(text.split("edition")[1].split()[0]))
        for sentence in library.sentences(row.article_id):
            assert text[sentence.start : sentence.end] == sentence.text
        chunks = library.chunks_of(row.article_id)
        assert {c.chunk_id for c in chunks} == set(library.chunks([c.chunk_id for c in chunks]))
    assert len(editions) == 1, editions
    edition = editions.pop()
    query = embedder.query("the port of zinc counted tonnes on pier")
    found = library.nearest_chunks(query, 10)
    exact = library._state.catalog.passages.nearest(query, 10)
    assert np.allclose([s for _i, s in found], [s for _i, s in exact], atol=0.02)
    assert len(library.chunks([id_ for id_, _score in found])) == 10
    assert len(library.words(f'"edition{edition}"', 500)) == sum(
        len(library.chunks_of(row.article_id)) for row in rows
    )
    return edition


def read_while_written(tmp_path: Path, editions: int) -> None:
    source, folder, embedder = tmp_path / "articles", tmp_path / "index", WordEmbedder()
    write_version(source, 0)
    ingest(folder, [str(source)], embedder)
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.stress.writer", str(folder)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdin
    assert writer.stdout
    assert writer.stdout.readline() == "ready\n"

    said = writer.stdout

    def write() -> None:
        for version in range(1, editions + 1):
            write_version(source, version)
            print(
                json.dumps({"do": "prune", "sources": [str(source)]}), file=writer.stdin, flush=True
            )
            assert said.readline() == "done\n"

    thread = threading.Thread(target=write)
    thread.start()
    libraries = [Library.open(folder, embedder) for _ in range(2)]
    seen: set[int] = set()
    while thread.is_alive():
        for library in libraries:
            seen.add(check_state(library, embedder))
    thread.join()
    writer.stdin.close()
    assert writer.wait(30) == 0
    assert {check_state(library, embedder) for library in libraries} == {editions}
    assert len(seen) > 1
    for library in libraries:
        library.close()


def test_a_reader_beside_a_writer(tmp_path: Path) -> None:
    read_while_written(tmp_path, 2)


@pytest.mark.stress
def test_readers_beside_a_writer_for_long(tmp_path: Path) -> None:
    read_while_written(tmp_path, 60)
