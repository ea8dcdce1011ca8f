"""The same story printed more than once: one article stands for it, the others are kept beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from index.errors import UnknownArticle
from index.ingest.pipeline import ingest, remove
from index.ingest.report import IngestReport
from index.library import Library
from tests.helpers.fakes import WordEmbedder
from tests.helpers.stored import catalogued_ids, vector_ids
from tests.helpers.story import WHOLE, story, write

CUT = story(6)


def index(tmp_path: Path, embedder: WordEmbedder, articles: Mapping[str, str]) -> IngestReport:
    source = write(tmp_path / "articles.jsonl", articles)
    return ingest(tmp_path / "index", [str(source)], embedder)


def fates(report: IngestReport) -> dict[str | None, tuple[str, str | None]]:
    return {source.article_id: (source.status, source.reason) for source in report.sources}


def standing(tmp_path: Path, embedder: WordEmbedder) -> dict[str, list[str]]:
    """Return each article of the list with its copies, and check that the stores agree."""
    library = Library.open(tmp_path / "index", embedder)
    found = {
        row.article_id: [copy.article_id for copy in library.also_in(row.article_id)]
        for row in library.articles()
    }
    assert {row.article_id: row.copies for row in library.articles()} == {
        original: len(copies) for original, copies in found.items()
    }
    library.close()
    stored = vector_ids(tmp_path / "index", embedder)
    assert stored == catalogued_ids(tmp_path / "index", embedder)
    return found


def test_a_copy_is_kept_beside_the_article_and_not_searched(
    tmp_path: Path, embedder: WordEmbedder
) -> None:
    report = index(
        tmp_path, embedder, {"a": WHOLE, "b": WHOLE.upper(), "c": CUT, "d": story(5, 40)}
    )
    assert fates(report) == {
        "a": ("added", None),
        "b": ("duplicate", "duplicate of 'a'"),
        "c": ("duplicate", "duplicate of 'a'"),
        "d": ("added", None),
    }
    assert (report.count("added"), report.count("duplicate")) == (2, 2)
    assert standing(tmp_path, embedder) == {"a": ["b", "c"], "d": []}
    library = Library.open(tmp_path / "index", embedder)
    first = library.also_in("a")[0]
    assert (first.publisher, first.title, first.published) == (
        "The b Post",
        "Title b",
        "2025-04-02",
    )
    assert {chunk for chunk, _score in library.words('"zinc"', 50)} <= {
        c.chunk_id for id_ in "ad" for c in library.chunks_of(id_)
    }
    with pytest.raises(UnknownArticle, match="'c' is kept as a copy of 'a'"):
        library.article("c")
    library.close()


def test_copies_survive_a_second_run_without_work(tmp_path: Path, embedder: WordEmbedder) -> None:
    index(tmp_path, embedder, {"a": WHOLE, "b": CUT})
    before = embedder.embedded
    again = index(tmp_path, embedder, {"a": WHOLE, "b": CUT})
    assert fates(again) == {"a": ("unchanged", None), "b": ("unchanged", "duplicate of 'a'")}
    assert embedder.embedded == before
    assert standing(tmp_path, embedder) == {"a": ["b"]}


def test_a_fuller_article_takes_the_place(tmp_path: Path, embedder: WordEmbedder) -> None:
    index(tmp_path, embedder, {"cut": CUT, "reprint": CUT})
    report = index(tmp_path, embedder, {"whole": WHOLE})
    assert fates(report) == {"whole": ("added", "fuller than 'cut', which is kept as its copy")}
    assert standing(tmp_path, embedder) == {"whole": ["cut", "reprint"]}


def test_within_one_run_the_report_says_how_it_ended(
    tmp_path: Path, embedder: WordEmbedder
) -> None:
    report = index(tmp_path, embedder, {"cut": CUT, "whole": WHOLE})
    assert fates(report)["cut"] == ("duplicate", "duplicate of 'whole'")
    assert fates(report)["whole"][0] == "added"


def test_the_longest_copy_takes_the_place_of_what_is_removed(
    tmp_path: Path, embedder: WordEmbedder
) -> None:
    index(tmp_path, embedder, {"a": WHOLE, "short": story(4), "long": story(8)})
    assert standing(tmp_path, embedder) == {"a": ["short", "long"]}
    assert remove(tmp_path / "index", ["a"], embedder) == ["long"]
    assert standing(tmp_path, embedder) == {"long": ["short"]}


def test_copies_that_are_none_of_each_other_both_stand(
    tmp_path: Path, embedder: WordEmbedder
) -> None:
    paragraphs = WHOLE.split("\n\n")
    index(
        tmp_path, embedder,
        {"a": WHOLE, "top": "\n\n".join(paragraphs[:5]), "end": "\n\n".join(paragraphs[5:])},
    )  # fmt: skip
    assert standing(tmp_path, embedder) == {"a": ["top", "end"]}
    remove(tmp_path / "index", ["a"], embedder)
    assert standing(tmp_path, embedder) == {"top": [], "end": []}


def test_a_changed_original_lets_its_copies_go(tmp_path: Path, embedder: WordEmbedder) -> None:
    index(tmp_path, embedder, {"a": WHOLE, "b": WHOLE})
    report = index(tmp_path, embedder, {"a": story(6, 50)})
    assert fates(report)["a"] == ("changed", "'b' was its copy and now stands for the story")
    assert standing(tmp_path, embedder) == {"a": [], "b": []}


def test_a_changed_copy_may_become_an_article(tmp_path: Path, embedder: WordEmbedder) -> None:
    index(tmp_path, embedder, {"a": WHOLE, "b": WHOLE})
    report = index(tmp_path, embedder, {"a": WHOLE, "b": story(6, 50)})
    assert fates(report)["b"] == ("changed", None)
    assert standing(tmp_path, embedder) == {"a": [], "b": []}


def test_an_article_changed_into_a_copy_leaves_no_vector(
    tmp_path: Path, embedder: WordEmbedder
) -> None:
    index(tmp_path, embedder, {"a": WHOLE, "b": story(6, 50)})
    report = index(tmp_path, embedder, {"a": WHOLE, "b": WHOLE})
    assert fates(report)["b"] == ("duplicate", "duplicate of 'a'")
    assert standing(tmp_path, embedder) == {"a": ["b"]}


def test_a_copy_can_be_removed(tmp_path: Path, embedder: WordEmbedder) -> None:
    index(tmp_path, embedder, {"a": WHOLE, "b": WHOLE})
    assert remove(tmp_path / "index", ["b"], embedder) == []
    assert standing(tmp_path, embedder) == {"a": []}


def test_a_pruned_article_gives_its_place_to_its_copy(
    tmp_path: Path, embedder: WordEmbedder
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("old.txt", "reprint.txt"):
        (folder / name).write_text(WHOLE)
    ingest(tmp_path / "index", [str(folder)], embedder)
    (folder / "old.txt").unlink()
    report = ingest(tmp_path / "index", [str(folder)], embedder, prune=True)
    assert fates(report) == {
        "reprint.txt": ("unchanged", None),
        "old.txt": ("removed", "'reprint.txt' was its copy and now stands for the story"),
    }
    assert standing(tmp_path, embedder) == {"reprint.txt": []}


def test_a_renamed_file_is_no_duplicate_once_the_old_name_is_pruned(
    tmp_path: Path, embedder: WordEmbedder
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "old.txt").write_text(WHOLE)
    ingest(tmp_path / "index", [str(folder)], embedder)
    (folder / "old.txt").rename(folder / "new.txt")
    report = ingest(tmp_path / "index", [str(folder)], embedder, prune=True)
    assert {id_: status for id_, (status, _reason) in fates(report).items()} == {
        "new.txt": "added",
        "old.txt": "removed",
    }
    assert standing(tmp_path, embedder) == {"new.txt": []}


@pytest.mark.parametrize(
    "later",
    [{"b": WHOLE}, {"w": WHOLE, "c": CUT}, {"a": story(6, 50)}, {"b": story(6, 60), "x": CUT}],
)
def test_a_dry_run_foresees_what_a_run_does(
    tmp_path: Path, embedder: WordEmbedder, later: dict[str, str]
) -> None:
    index(tmp_path, embedder, {"a": CUT, "b": CUT})
    source = write(tmp_path / "later.jsonl", later)
    foreseen = ingest(tmp_path / "index", [str(source)], embedder, dry_run=True)
    assert standing(tmp_path, embedder) == {"a": ["b"]}
    assert foreseen == ingest(tmp_path / "index", [str(source)], embedder)
