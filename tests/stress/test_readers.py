"""Many readers at once, and one server for hours: what it costs, and that nothing fails.

Time and memory are printed, as they belong to the machine; run with -s to see them.
TRADEWIRE_SOAK_SECONDS sets how long the soak lasts, TRADEWIRE_STRESS_INDEX names an index of
your own to ask instead of the invented articles.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np
import psutil
import pytest

from index.ingest.pipeline import ingest
from index.models.embedder import SentenceTransformerEmbedder
from tests.conftest import ROOT

READERS, QUESTIONS_EACH, PAUSE_SECONDS = 20, 4, 10
SOAK_READERS = 4
SOAK_SECONDS = float(os.environ.get("TRADEWIRE_SOAK_SECONDS", "60"))
MOST_GROWTH_MB = 64
ARTICLES = 700
GOODS = "tin zinc copper steel wheat maize salmon cotton timber rubber coffee soy".split()
PLACES = "Ruritania Strelsau Zenda Grünwald Ostermark Lindhaven Corvia Belmora".split()
PEOPLE = "Ada Tinner;Rudolf Rassen;Olena Koval;Kari Nordmann;Peter Stone;Mei Tanaka".split(";")
MONTHS = "January March May June July September November".split()


def article(rng: random.Random, number: int) -> str:
    """Return an invented article of a dozen sentences."""
    goods, place = rng.sample(GOODS, 2), rng.choice(PLACES)
    lines = [f"{goods[0].title()} trade of {place} in report {number}"]
    for _ in range(4):
        rate, month, person = rng.randint(1, 60), rng.choice(MONTHS), rng.choice(PEOPLE)
        lines.append(
            f"Exports of {rng.choice(goods)} from {place} grew by {rate}% in {month}. "
            f"The duty on {goods[0]} stands at {rng.randint(2, 40)}%. "
            f"“We expect {rng.choice(goods)} to reach {rng.randint(100, 900)} tonnes by {month},” "
            f"trade minister {person} told reporters in {place}."
        )
    return "\n\n".join(lines)


def question(rng: random.Random) -> str:
    good, place = rng.choice(GOODS), rng.choice(PLACES)
    return rng.choice(
        (
            f"By how much did exports of {good} from {place} grow in {rng.choice(MONTHS)}?",
            f"What did {rng.choice(PEOPLE)} say about {good}?",
            f"What is the duty on {good} in {place}?",
            f"Who spoke about bananas in {place}?",
        )
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if given := os.environ.get("TRADEWIRE_STRESS_INDEX"):
        return Path(given)
    folder, rng = tmp_path_factory.mktemp("readers"), random.Random(7)
    (folder / "articles").mkdir()
    for number in range(ARTICLES):
        path = folder / "articles" / f"{number}.txt"
        path.write_text(article(rng, number), encoding="utf-8")
    ingest(
        folder / "index",
        [str(folder / "articles")],
        SentenceTransformerEmbedder("all-minilm-l6-v2"),
    )
    return folder / "index"


@dataclass(slots=True)
class Served:
    """The server as a process of its own."""

    process: subprocess.Popen[str]
    address: str

    @property
    def megabytes(self) -> float:
        return psutil.Process(self.process.pid).memory_info().rss / 1e6


@pytest.fixture(scope="module")
def served(index: Path) -> Iterator[Served]:
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", "from ui.cli.main import main; main()", "chat", "--no-browser"),
            *("--mode", "extractive", "--index", str(index)),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found
    server = Served(process, found[0])
    yield server
    process.terminate()
    process.wait(20)


@dataclass(slots=True)
class Tally:
    """What all readers saw."""

    seconds: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def ask(self, client: httpx.Client, asked: str) -> None:
        start = time.perf_counter()
        reply = client.post("/api/answer", json={"question": asked})
        self.seconds.append(time.perf_counter() - start)
        if reply.status_code != 200 or reply.json()["status"] == "failed":
            self.problems.append(f"{reply.status_code} {reply.text[:200]}")

    def ask_as_a_page(self, client: httpx.Client, asked: str) -> None:
        """Ask as a browser does: the turn as it forms, then the words beside it, then what to ask next."""
        start, shown, last = time.perf_counter(), None, {}
        with client.stream("POST", "/ask", json={"question": asked, "key": "k"}) as lines:
            for line in filter(None, lines.iter_lines()):
                last = json.loads(line)
                if shown is None and (last["sentences"] or last["done"]):
                    shown = time.perf_counter() - start
        self.seconds.append(shown or time.perf_counter() - start)
        if last.get("kind") not in {"answered", "refused"}:
            self.problems.append(str(last)[:200])
            return
        turn = {"conversation": last["conversation"], "turn": last["turn"]}
        for wish in ({"do": "next", **turn}, {"do": "found", "question": asked}):
            client.post("/room", json=wish).raise_for_status()

    def line(self) -> str:
        p50, p95 = np.percentile(self.seconds, [50, 95])
        return (
            f"{len(self.seconds)} answers, p50 {p50:.2f} s, p95 {p95:.2f} s, "
            f"longest {max(self.seconds):.2f} s, {len(self.problems)} problems"
        )


def visit(address: str, readers: int) -> Tally:
    """Let readers with open pages ask now and then, each at moments of his own."""
    tally = Tally()

    def reader(seed: int) -> None:
        rng = random.Random(seed)
        with httpx.Client(base_url=address, timeout=120) as client:
            client.get("/")
            for _ in range(QUESTIONS_EACH):
                time.sleep(rng.uniform(0, 2 * PAUSE_SECONDS))
                tally.ask_as_a_page(client, question(rng))

    threads = [threading.Thread(target=reader, args=(seed,)) for seed in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def read(address: str, readers: int, seconds: float | None = None) -> Tally:
    """Let readers ask at once: each a number of questions, or for some time."""
    tally, together = Tally(), threading.Barrier(readers)

    def reader(seed: int) -> None:
        rng = random.Random(seed)
        with httpx.Client(base_url=address, timeout=120) as client:
            together.wait()
            until = time.perf_counter() + (seconds or 0)
            asked = 0
            while time.perf_counter() < until if seconds else asked < QUESTIONS_EACH:
                tally.ask(client, question(rng))
                asked += 1

    threads = [threading.Thread(target=reader, args=(seed,)) for seed in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


@pytest.mark.stress
def test_twenty_readers_with_pauses(served: Served) -> None:
    read(served.address, 1)
    tally = visit(served.address, READERS)
    print(
        f"\n{READERS} open pages, {PAUSE_SECONDS} s between questions, first words: {tally.line()}"
    )
    assert len(tally.seconds) == READERS * QUESTIONS_EACH
    assert tally.problems == []


@pytest.mark.stress
def test_twenty_readers_at_once(served: Served) -> None:
    read(served.address, 1)
    tally = read(served.address, READERS)
    print(f"\n{READERS} readers who never pause: {tally.line()}")
    assert len(tally.seconds) == READERS * QUESTIONS_EACH
    assert tally.problems == []


@pytest.mark.stress
def test_hours_of_questions_do_not_grow_the_server(served: Served) -> None:
    # The caches fill first; what grows after that would grow for ever.
    read(served.address, SOAK_READERS, SOAK_SECONDS / 2)
    before = served.megabytes
    tally = read(served.address, SOAK_READERS, SOAK_SECONDS / 2)
    growth = served.megabytes - before
    print(
        f"\n{SOAK_SECONDS:.0f} s: {tally.line()}; {before:.0f} MB, {growth:+.1f} MB since half-time"
    )
    assert tally.problems == []
    assert growth < MOST_GROWTH_MB
