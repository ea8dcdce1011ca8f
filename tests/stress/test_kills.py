"""Writers killed at random points: the old or the new state answers, the next run finishes."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from index.ingest.pipeline import ingest
from index.library import Library
from index.store.embedded.folder import HOLDER
from index.store.embedded.vectors import NOTE
from index.store.index_folder import Index
from index.store.place import Place, Server
from index.store.seam import store_at
from tests.conftest import ROOT
from tests.helpers.fakes import WordEmbedder
from tests.helpers.servers import emptied
from tests.helpers.story import story

MOST_FILES = 40


@dataclass
class World:
    """A folder of articles, what its files hold, and an index that should follow."""

    folder: Path
    index: Place
    rng: random.Random
    files: dict[str, str] = field(default_factory=dict)
    made: int = 0

    def text(self) -> str:
        """Return a new article, or now and then a reprint or a cut of an old one."""
        if self.files and self.rng.random() < 0.2:
            old = self.rng.choice(sorted(self.files.values()))
            return "\n\n".join(old.split("\n\n")[: self.rng.choice((6, 9, 12))])
        self.made += 1
        return f"Report {self.made} of the harbours\n\n{story(10, 100 * self.made)}"

    def change(self) -> dict[str, object]:
        """Change some files at random, and return the job that brings the index after them."""
        few = len(self.files) < 15
        kind = "add" if few else self.rng.choice(("add", "change", "remove", "prune", "all"))
        names = sorted(self.files)
        if kind in {"add", "all"}:
            for _ in range(self.rng.randint(1, 12)):
                self.files[f"{len(self.files) + self.made}-{self.rng.randrange(10**6)}.txt"] = (
                    self.text()
                )
        if kind in {"change", "all"}:
            for name in self.rng.sample(names, min(len(names), 8)):
                self.files[name] = self.text()
        if kind in {"prune", "all"} or len(self.files) > MOST_FILES:
            for name in self.rng.sample(names, min(len(names), max(5, len(names) - MOST_FILES))):
                del self.files[name]
        self.write()
        if kind == "remove" and names:
            ids = self.rng.sample(names, min(len(names), 4))
            for name in ids:
                del self.files[name]
            self.write()
            stored = self.stored_ids()
            return {"do": "remove", "ids": [id_ for id_ in ids if id_ in stored]}
        return {"do": "prune", "sources": [str(self.folder)]}

    def write(self) -> None:
        self.folder.mkdir(exist_ok=True)
        for path in self.folder.iterdir():
            if path.name not in self.files:
                path.unlink()
        for name, text in self.files.items():
            (self.folder / name).write_text(text)

    def stored_ids(self) -> set[str]:
        with store_at(self.index).peek(self.index) as catalog:
            return set(catalog.known()) if catalog else set()


def check_whole(index: Place, allowed: dict[str, set[str]]) -> dict[str, str]:
    """Check that every stored article answers, with a text that it had; return the texts."""
    embedder = WordEmbedder()
    library = Library.open(index, embedder)
    texts = {}
    try:
        catalog = library._state.catalog
        chunks = 0
        for id_ in catalog.known():
            article = catalog.story(id_).article
            texts[id_] = article.text
            assert article.text in allowed[id_], id_
        for row in library.articles():
            text = texts[row.article_id]
            parts = library.chunks_of(row.article_id)
            chunks += len(parts)
            assert parts
            for part in (*parts, *library.sentences(row.article_id)):
                assert text[part.start : part.end] == part.text
            assert len(library.embedded([p.chunk_id for p in parts])) == len(parts)
            best = library.nearest_chunks(embedder.query(parts[0].text), 3)
            assert best[0][1] == pytest.approx(
                catalog.passages.nearest(embedder.query(parts[0].text), 1)[0][1], abs=0.02
            )
        assert chunks == library.chunk_count()
        assert len(library.words('"exporters"', 10**6)) == chunks
    finally:
        library.close()
    return texts


def check_finished(index: Place, texts: dict[str, str], world: World) -> None:
    """Check that the index holds what the folder holds, once, and nothing else."""
    assert texts == world.files
    opened = store_at(index).read(index, WordEmbedder())
    try:
        catalogued = {id_ for part in opened.catalog.passages.vectors() for id_ in part[0]}
        assert opened.vector_ids() == catalogued
        if isinstance(opened, Index):
            assert opened.catalog.orphans.count_latest() == 0
    finally:
        opened.close()


def where_it_died(index: Place) -> str:
    """Name the step of writing during which the writer was killed."""
    if not isinstance(index, Path):
        return "somewhere"
    if json.loads((index / NOTE).read_text())["busy"]:
        return "in the store of vectors"
    with Index.peek(index) as catalog:
        assert catalog
        if catalog.orphans.count_latest():
            return "between the stores"
    return "before or after" if not (index / HOLDER).exists() else "planning or embedding"


class Writer:
    """A writing process, started ahead so that a kill falls into its work."""

    def __init__(self, index: Place) -> None:
        self._index = index
        address = index.url if isinstance(index, Server) else str(index)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.stress.writer", address],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout
        assert self._process.stdout.readline() == "ready\n"

    def start(self, job: dict[str, object]) -> None:
        assert self._process.stdin
        print(json.dumps(job), file=self._process.stdin, flush=True)

    def finish(self) -> float:
        """Return how long a job took."""
        start = time.perf_counter()
        assert self._process.stdout
        assert self._process.stdout.readline() == "done\n"
        return time.perf_counter() - start

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()
        if isinstance(self._index, Server):
            gone(self._index, self._process.pid)


def gone(server: Server, pid: int) -> None:
    """Wait until the server has noticed that a client is dead: till then its last word may count."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        asked = (
            "SELECT pg_sleep(0.02), count(*) FROM pg_stat_activity WHERE application_name LIKE %s"
        )
        deadline = time.monotonic() + 30
        while connection.execute(asked, [f"%(process {pid} on %"]).fetchone()[1]:  # type: ignore[index]
            assert time.monotonic() < deadline


def kill_and_go_on(tmp_path: Path, kills: int, index: Place | None = None) -> None:
    rng = random.Random(kills)
    world = World(folder=tmp_path / "articles", index=index or tmp_path / "index", rng=rng)
    for _ in range(20):
        world.files[f"{world.made}.txt"] = world.text()
    world.write()
    ingest(world.index, [str(world.folder)], WordEmbedder())
    before = check_whole(world.index, {id_: {text} for id_, text in world.files.items()})
    check_finished(world.index, before, world)
    writer = Writer(world.index)
    world_job = world.change()
    writer.start(world_job)
    seconds = writer.finish()
    before = dict(world.files)
    places: Counter[str] = Counter()
    for _ in range(kills):
        job = world.change()
        writer.start(job)
        time.sleep(rng.random() * max(seconds, 0.1))
        writer.kill()
        places[where_it_died(world.index)] += 1
        names = {*before, *world.files}
        allowed = {
            name: {texts[name] for texts in (before, world.files) if name in texts}
            for name in names
        }
        found = check_whole(world.index, allowed)
        for name in before.keys() & world.files.keys():
            assert name in found, "lost"
        writer = Writer(world.index)
        if rng.random() < 0.7:
            writer.start({"do": "prune", "sources": [str(world.folder)]})
            seconds = writer.finish()
            found = check_whole(world.index, {id_: {t} for id_, t in world.files.items()})
            check_finished(world.index, found, world)
            before = dict(world.files)
        else:
            # Killed twice in a row: what is allowed is what was found.
            before = found
    writer.kill()
    print(dict(places))


def test_a_kill(tmp_path: Path) -> None:
    kill_and_go_on(tmp_path, 1)


@pytest.mark.servers
def test_kills_over_a_server(tmp_path: Path, postgres_server: str) -> None:
    kill_and_go_on(tmp_path, 2, Server(emptied(postgres_server)))


@pytest.mark.stress
def test_fifty_kills(tmp_path: Path) -> None:
    kill_and_go_on(tmp_path, 50)


@pytest.mark.stress
def test_fifty_kills_over_a_server(tmp_path: Path, postgres_server: str) -> None:
    kill_and_go_on(tmp_path, 50, Server(emptied(postgres_server)))
