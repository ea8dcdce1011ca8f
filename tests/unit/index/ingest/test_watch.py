"""Looking again and again, in folders and at sites."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.errors import IndexBusy, UsageError
from index.ingest.load import Options
from index.ingest.pipeline import ingest, remove
from index.ingest.report import IngestReport
from index.ingest.watch import seconds_of, watch
from index.library import Library
from index.web.articles import Web
from tests.helpers.fakes import WordEmbedder
from tests.helpers.files import PARAGRAPHS, page
from tests.helpers.site import Answer, Site, rss
from tests.helpers.story import story


@pytest.mark.parametrize(
    ("period", "seconds"), [("30s", 30), ("10m", 600), ("2h", 7200), ("1d", 86400), ("5 M", 300)]
)
def test_periods(period: str, seconds: float) -> None:
    assert seconds_of(period) == seconds


@pytest.mark.parametrize("period", ["", "10", "m", "0s", "-5m", "1.5h", "10 minutes", "9999999s"])
def test_what_is_no_period_is_said(period: str) -> None:
    with pytest.raises(UsageError, match=re.escape(f"--every {period}: write a number")):
        seconds_of(period)


def test_a_watched_folder_is_followed_until_interrupted(
    tmp_path: Path, articles: Path, embedder: WordEmbedder
) -> None:
    folder, reports, waited = tmp_path / "index", [], []
    meanwhile = iter(
        [
            lambda: (articles / "new.txt").write_text("Zinc fell\n\nZinc fell in Perth."),
            lambda: (articles / "grain.txt").unlink(),
        ]
    )

    def wait(seconds: float) -> None:
        waited.append(seconds)
        change = next(meanwhile, None)
        if change is None:
            raise KeyboardInterrupt
        change()

    def look() -> None:
        reports.append(ingest(folder, [str(articles)], embedder, prune=True))

    with pytest.raises(KeyboardInterrupt):
        watch(look, 600, wait=wait, complain=pytest.fail)
    assert waited == [600, 600, 600]
    assert [(r.count("added"), r.count("unchanged"), r.count("removed")) for r in reports] == [
        (2, 0, 0), (1, 2, 0), (0, 2, 1),
    ]  # fmt: skip
    library = Library.open(folder, embedder)
    assert {row.article_id for row in library.articles()} == {"talks.txt", "new.txt"}
    library.close()


def test_a_round_that_fails_is_told_and_gone_on_from() -> None:
    rounds, told = [], []

    def look() -> None:
        rounds.append(1)
        if len(rounds) == 1:
            raise IndexBusy("Another tradewire is writing.")
        if len(rounds) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(look, 1, wait=lambda _s: None, complain=told.append)
    assert told == ["Another tradewire is writing."]


def stamped(body: str, stamp: str, kind: str = "text/html"):  # type: ignore[no-untyped-def]
    """Return what a site answers that knows its versions."""

    def answer(headers: dict[str, str]) -> Answer:
        if headers.get("if-none-match") == stamp:
            return 304, {}, b""
        return 200, {"Content-Type": kind, "ETag": stamp}, body.encode()

    return answer


def test_a_feed_is_asked_only_for_what_is_new(
    site: Site, tmp_path: Path, embedder: WordEmbedder
) -> None:
    def look() -> IngestReport:
        web = Web(private_hosts=frozenset({"127.0.0.1"}))
        return ingest(tmp_path / "index", [f"{site.url}/feed"], embedder, options=Options(web=web))

    def item(name: str) -> str:
        return f"<item><title>{name}</title><link>{site.url}/{name}</link></item>"

    site.pages["/one"] = stamped(page(*PARAGRAPHS), '"one"')
    site.pages["/feed"] = stamped(rss(item("one")), '"v1"', "application/rss+xml")
    assert look().count("added") == 1
    second = look()
    assert [(s.status, s.reason) for s in second.sources] == [
        ("unchanged", "the site says that it has not changed")
    ]
    site.pages["/two"] = stamped(page(*story(6, 20).split("\n\n")), '"2"')
    site.pages["/feed"] = stamped(rss(item("two"), item("one")), '"v2"', "application/rss+xml")
    third = look()
    assert [s.status for s in third.sources] == ["added", "unchanged"]
    # What was removed is asked for again.
    remove(tmp_path / "index", [str(third.sources[0].article_id)], embedder)
    assert look().count("added") == 1
