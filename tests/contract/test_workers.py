"""The contract of workers: this process, others of this machine, a real Ray cluster on loopback."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from index.errors import OperationError, UsageError
from index.ingest.pipeline import ingest
from index.ingest.workers.crew import AHEAD, HERE, Workers, workers_named
from index.library import Library
from tests.helpers.fakes import WordEmbedder
from tests.helpers.servers import ray_cluster
from tests.helpers.story import WHOLE, story


def squared(number: int) -> int:
    return number * number


def fails(number: int) -> int:
    raise OperationError(f"{number} is too many.")


def dies_once(number: int, folder: Path) -> int:
    """Kill the worker at its first try of 3."""
    mark = folder / "died"
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def always_dies(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


class WorkersContract:
    cores = 1

    @pytest.fixture
    def workers(self) -> Workers:
        raise NotImplementedError

    def test_results_come_in_order(self, workers: Workers) -> None:
        assert list(workers.in_order(squared, range(20))) == [n * n for n in range(20)]
        assert list(workers.in_order(squared, ())) == []

    def test_pieces_are_drawn_as_they_are_needed(self, workers: Workers) -> None:
        drawn: list[int] = []

        def pieces() -> Iterator[int]:
            for n in range(10_000):
                drawn.append(n)
                yield n

        results = workers.in_order(squared, pieces())
        for _ in range(5):
            next(results)
        assert len(drawn) <= 5 + AHEAD * self.cores

    def test_what_the_work_raises_is_raised(self, workers: Workers) -> None:
        with pytest.raises(OperationError, match="7 is too many"):
            list(workers.in_order(fails, [7]))

    def test_an_index_is_the_same_as_without(self, workers: Workers, tmp_path: Path) -> None:
        folder = tmp_path / "articles"
        folder.mkdir()
        for n in range(40):
            # Every seventh is a reprint, and one a fuller version of what came before.
            text = story(6, 100 * (n // 7 if n % 7 == 6 else n))
            (folder / f"{n:02}.md").write_text(f"# Report of the harbours\n\n{text}")
        (folder / "39.md").write_text(WHOLE)
        (folder / "empty.txt").write_text("")
        (folder / "page.html").write_text(f"<title>Tin</title><p>{story(3, 9_000)}</p>")
        told: list[str] = []
        alone = ingest(tmp_path / "alone", [str(folder)], WordEmbedder())
        shared = ingest(
            tmp_path / "shared", [str(folder)], WordEmbedder(), workers=workers,
            progress=lambda report: told.append(report.source),
        )  # fmt: skip
        assert shared == alone
        assert told == [source.source for source in alone.sources]
        kept = [everything(tmp_path / name) for name in ("alone", "shared")]
        assert kept[0] == kept[1]
        again = ingest(tmp_path / "shared", [str(folder)], WordEmbedder(), workers=workers)
        assert again.count("unchanged") == alone.count("added") + alone.count("duplicate")


def everything(place: Path) -> list[object]:
    library = Library.open(place, WordEmbedder())
    try:
        return [
            (library.article(row.article_id), library.chunks_of(row.article_id),
             library.quotes_in(row.article_id), library.also_in(row.article_id))
            for row in library.articles()
        ]  # fmt: skip
    finally:
        library.close()


class TestHere(WorkersContract):
    @pytest.fixture
    def workers(self) -> Workers:
        return HERE


class SeveralContract(WorkersContract):
    """Workers who can die without this process."""

    cores = 2

    def test_a_killed_worker_loses_nothing(self, workers: Workers, tmp_path: Path) -> None:
        work: Callable[[int], int] = partial(dies_once, folder=tmp_path)
        assert list(workers.in_order(work, range(9))) == list(range(9))
        assert (tmp_path / "died").exists()
        assert list(workers.in_order(squared, [3])) == [9]

    def test_what_kills_every_worker_is_said(self, workers: Workers) -> None:
        with pytest.raises(OperationError, match="what was stored before stays"):
            list(workers.in_order(always_dies, [1]))


class TestProcesses(SeveralContract):
    @pytest.fixture(scope="class")
    @classmethod
    def workers(cls) -> Iterator[Workers]:
        with workers_named("2") as workers:
            yield workers


@pytest.mark.servers
@pytest.mark.cluster
class TestCluster(SeveralContract):
    @pytest.fixture(scope="class")
    @classmethod
    def workers(cls) -> Iterator[Workers]:
        with ray_cluster(cls.cores) as address, workers_named(address) as workers:
            yield workers


def test_workers_have_a_name() -> None:
    with workers_named(None) as workers:
        assert workers is HERE
    for wrong in ("0", "-2", "many", "http://head:10001", "1000"):
        with pytest.raises(UsageError, match="give a number of processes, or ray://HOST:10001"):
            workers_named(wrong)
