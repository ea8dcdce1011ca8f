"""What can go wrong with an index on disk, and what is said about it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import EmptyIndex, IndexBusy, IndexMismatch, OperationError
from index.ingest.doctor import Finding, examine
from index.ingest.pipeline import ingest
from index.ingest.rebuild import reembed
from index.library import Library
from index.store.embedded.vectors import NOTE
from index.store.index_folder import Index
from tests.conftest import ROOT
from tests.helpers.fakes import WordEmbedder
from tests.helpers.stored import catalogued_ids, sql, vector_ids
from tests.helpers.story import WHOLE, write

# What layout 3 added; without it a catalogue is as the layout before had it.
NEW = ("stamps", "copies", "fingerprints")
# What layout 5 has in place of what was before.
WORDS_APART = (
    "DROP TABLE word_counts",
    "DROP TABLE totals",
    "CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, 'row')",
)


def sick(folder: Path, embedder: WordEmbedder, *, repair: bool = False) -> dict[str, Finding]:
    return {f.check: f for f in examine(folder, embedder, repair=repair) if f.problem}


# -- two writers ------------------------------------------------------------------


def test_the_second_writer_is_told_who_writes(
    index_folder: Path, articles: Path, embedder: WordEmbedder
) -> None:
    says = r"Another tradewire \(process \d+ on .+, since \d\d:\d\d\) is writing to .*run again"
    with Index.write(index_folder, embedder), pytest.raises(IndexBusy, match=says):
        ingest(index_folder, [str(articles)], embedder)
    ingest(index_folder, [str(articles)], embedder)


# -- states -----------------------------------------------------------------------


def test_a_reader_keeps_to_one_state_until_it_moves_on(
    tmp_path: Path, articles: Path, embedder: WordEmbedder
) -> None:
    index = tmp_path / "index"
    ingest(index, [str(articles)], embedder)
    library = Library.open(index, embedder)
    query = embedder.query("grain shipments wheat exporters")
    before = library.nearest_chunks(query, 2)
    (articles / "grain.txt").unlink()
    (articles / "tin.txt").write_text("Tin fell\n\nTin fell to 5 dollars in Lima on Monday.")
    ingest(index, [str(articles)], embedder, prune=True)
    assert {row.article_id for row in library.articles()} == {"talks.txt", "grain.txt"}
    assert "40,000" in library.article("grain.txt").text
    assert [id_ for id_, _score in library.nearest_chunks(query, 2)] == [id_ for id_, _ in before]
    assert len(library.words('"wheat"', 5)) == 1
    library.refresh()
    assert {row.article_id for row in library.articles()} == {"talks.txt", "tin.txt"}
    assert library.words('"wheat"', 5) == []
    library.close()


def test_a_reader_survives_that_the_index_is_deleted_and_made_anew(
    library: Library, index_folder: Path, articles: Path, embedder: WordEmbedder
) -> None:
    query = embedder.query("grain shipments wheat exporters")
    shutil.rmtree(index_folder)
    library.refresh()
    assert library.nearest_chunks(query, 1)[0][0].startswith("grain.txt")
    assert len(library.articles()) == 2
    (articles / "grain.txt").unlink()
    ingest(index_folder, [str(articles)], embedder)
    library.refresh()
    assert [row.article_id for row in library.articles()] == ["talks.txt"]
    assert library.nearest_chunks(query, 1)[0][0].startswith("talks.txt")


def test_the_catalogue_answers_where_the_vectors_cannot(
    library: Library, index_folder: Path, embedder: WordEmbedder
) -> None:
    query = embedder.query("grain shipments wheat exporters")
    by_chroma = library.nearest_chunks(query, 3)
    (index_folder / NOTE).write_text(json.dumps({"version": 9, "busy": True}))
    by_catalogue = library.nearest_chunks(query, 3)
    assert [id_ for id_, _score in by_catalogue] == [id_ for id_, _score in by_chroma]
    assert [s for _i, s in by_catalogue] == pytest.approx([s for _i, s in by_chroma], abs=0.01)
    scope, _undated = library.scope(article="talks.txt")
    assert {id_.split(":")[0] for id_, _s in library.nearest_chunks(query, 9, scope)} == {
        "talks.txt"
    }


@pytest.mark.parametrize("note", ['{"version": 9, "busy": true}', "", "nonsense"])
def test_vectors_that_a_writer_died_over_are_made_anew(
    note: str, index_folder: Path, articles: Path, embedder: WordEmbedder
) -> None:
    (index_folder / NOTE).write_text(note)
    for file in (index_folder / "vectors").rglob("*"):
        if file.is_file():
            file.write_bytes(b"torn")
    ingest(index_folder, [str(articles)], embedder)
    assert vector_ids(index_folder, embedder) == catalogued_ids(index_folder, embedder)


# -- models and layouts -----------------------------------------------------------


def test_another_model_names_the_command_and_the_command_helps(
    index_folder: Path, articles: Path, embedder: WordEmbedder
) -> None:
    other = WordEmbedder("other")
    with pytest.raises(IndexMismatch, match="tradewire index --reembed"):
        ingest(index_folder, [str(articles)], other)
    reader = Library.open(index_folder, embedder)
    told: list[tuple[int, int]] = []
    chunks = reembed(index_folder, other, lambda done, total: told.append((done, total)))
    assert told[-1] == (chunks, chunks) == (2, 2)
    reader.refresh()
    assert reader.nearest_chunks(embedder.query("wheat"), 1)
    reader.close()
    assert ingest(index_folder, [str(articles)], other).count("unchanged") == 2
    library = Library.open(index_folder, other)
    assert library.nearest_chunks(other.query("grain shipments"), 1)[0][0].startswith("grain.txt")
    library.close()
    assert reembed(index_folder, other) == 0
    with pytest.raises(IndexMismatch, match="words@256"):
        Library.open(index_folder, embedder)


class Breaks(WordEmbedder):
    def documents(self, texts):  # type: ignore[no-untyped-def]
        raise KeyboardInterrupt


def test_a_broken_off_reembedding_leaves_the_old_model(
    index_folder: Path, embedder: WordEmbedder
) -> None:
    with pytest.raises(KeyboardInterrupt):
        reembed(index_folder, Breaks("other"))
    library = Library.open(index_folder, embedder)
    assert library.nearest_chunks(embedder.query("grain"), 1)
    library.close()


def test_reembedding_nothing_is_said(tmp_path: Path, embedder: WordEmbedder) -> None:
    with pytest.raises(EmptyIndex, match="Nothing is indexed"):
        reembed(tmp_path / "none", embedder)
    assert not (tmp_path / "none").exists()


def old_layout(folder: Path, layout: str) -> None:
    """Make an index as an older layout had it."""
    sql(
        folder,
        *(f"DROP TABLE {name}" for name in NEW if layout == "2"),
        *(["ALTER TABLE quotes DROP COLUMN stance"] if layout in {"2", "3"} else []),
        "DROP TABLE wholes",
        *(WORDS_APART if layout != "5" else ["CREATE TABLE wholes (number, vector)"]),
        f"UPDATE meta SET value = '{layout}' WHERE key = 'schema'",
    )
    (folder / NOTE).unlink()


@pytest.mark.parametrize("layout", ["2", "3", "4", "5"])
def test_an_older_layout_is_migrated_by_a_reader_and_then_knows_copies(
    layout: str, index_folder: Path, articles: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    library = Library.open(index_folder, embedder)
    words = library.words('"grain" OR "talks"', 9), library.term_frequency("grain")
    library.close()
    old_layout(index_folder, layout)
    library = Library.open(index_folder, embedder)
    assert len(library.articles()) == 2
    assert (library.words('"grain" OR "talks"', 9), library.term_frequency("grain")) == words
    assert words[0]
    assert words[1] == 1
    assert library.nearest_chunks(embedder.query("grain shipments"), 1)[0][0].startswith("grain")
    library.close()
    assert ingest(index_folder, [str(articles)], embedder).count("unchanged") == 2
    copy = tmp_path / "copy.txt"
    copy.write_text((articles / "talks.txt").read_text())
    assert ingest(index_folder, [str(copy)], embedder).count("duplicate") == 1
    assert vector_ids(index_folder, embedder) == catalogued_ids(index_folder, embedder)


@pytest.mark.parametrize("layout", ["2", "3", "4", "5"])
def test_an_older_layout_is_migrated_by_a_writer(
    layout: str, index_folder: Path, articles: Path, embedder: WordEmbedder
) -> None:
    old_layout(index_folder, layout)
    assert ingest(index_folder, [str(articles)], embedder).count("unchanged") == 2


@pytest.mark.parametrize(
    ("layout", "says"),
    [("1", "layout 1, .*delete the folder, then rebuild it: `tradewire index SOURCE"),
     ("99", "layout 99, .*update tradewire")],
)  # fmt: skip
def test_another_layout_is_refused_with_the_way_out(
    layout: str, says: str, index_folder: Path, articles: Path, embedder: WordEmbedder
) -> None:
    sql(index_folder, f"UPDATE meta SET value = '{layout}' WHERE key = 'schema'")
    with pytest.raises(IndexMismatch, match=says):
        Library.open(index_folder, embedder)
    with pytest.raises(IndexMismatch, match=says):
        ingest(index_folder, [str(articles)], embedder)


# -- full disks -------------------------------------------------------------------

FULL = """
import resource, sys
from pathlib import Path
from index.errors import TradewireError
from index.ingest.pipeline import ingest
from tests.helpers.fakes import WordEmbedder
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    ingest(Path(sys.argv[1]), [sys.argv[2]], WordEmbedder())
except TradewireError as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize(
    "room",
    [200_000, *(pytest.param(n, marks=pytest.mark.stress) for n in (0, 20_000, 80_000, 500_000))],
)
def test_a_full_disk_is_said_and_the_old_state_answers(
    room: int, tmp_path: Path, index_folder: Path, articles: Path, embedder: WordEmbedder
) -> None:
    """A limit on the size of files stands in for a disk without room."""
    more = write(tmp_path / "more.jsonl", {f"m{n}": WHOLE + f"\n\n{n} {n} " * 4000 for n in (1, 2)})
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(index_folder), str(more), str(room)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Cannot" in done.stderr
    assert "free space" in done.stderr or "Free some space" in done.stderr
    assert "Traceback" not in done.stderr
    library = Library.open(index_folder, embedder)
    assert {row.article_id for row in library.articles()} == {"talks.txt", "grain.txt"}
    assert library.nearest_chunks(embedder.query("grain shipments"), 1)[0][0].startswith("grain")
    library.close()
    assert ingest(index_folder, [str(more)], embedder).count("failed") == 0
    assert vector_ids(index_folder, embedder) == catalogued_ids(index_folder, embedder)


def test_a_folder_that_cannot_be_made_is_said(
    tmp_path: Path, articles: Path, embedder: WordEmbedder
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OperationError, match=r"Cannot write to .*--index"):
        ingest(tmp_path / "file" / "index", [str(articles)], embedder)


# -- doctor -----------------------------------------------------------------------


def test_a_sound_index_is_said_to_be_sound(index_folder: Path, embedder: WordEmbedder) -> None:
    findings = list(examine(index_folder, embedder))
    assert len(findings) == 6
    assert all(finding.sound for finding in findings)


def test_lost_and_stray_vectors_are_found_and_repaired(
    index_folder: Path, embedder: WordEmbedder
) -> None:
    with Index.write(index_folder, embedder) as index:
        index.vectors.delete([next(iter(index.vectors.ids()))])
        index.vectors.put(["stray"], WordEmbedder().documents(["stray"]))
    found = sick(index_folder, embedder)
    assert list(found) == ["vectors are those of the catalogue"]
    problem = found["vectors are those of the catalogue"]
    assert "1 × vector missing" in str(problem.problem)
    assert "1 × vector of no article: 'stray'" in str(problem.problem)
    assert problem.way_out == "run `tradewire doctor --repair`"
    assert sick(index_folder, embedder, repair=True)["vectors are those of the catalogue"].repaired
    assert sick(index_folder, embedder) == {}
    assert vector_ids(index_folder, embedder) == catalogued_ids(index_folder, embedder)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE sentences SET \"end\" = 99999 WHERE article_id = 'grain.txt' AND number = 1",
        "UPDATE chunks SET start = start + 1 WHERE article_id = 'grain.txt'",
        "UPDATE quotes SET start = -4 WHERE article_id = 'grain.txt'",
        "DELETE FROM chunks WHERE article_id = 'grain.txt'",
    ],
)
def test_parts_that_are_not_the_text_are_found_and_repaired(
    damage: str, index_folder: Path, embedder: WordEmbedder
) -> None:
    sql(index_folder, damage)
    found = sick(index_folder, embedder)["parts are the words of their article"]
    assert found.problem == "1 × article does not match its parts: 'grain.txt'"
    repaired = sick(index_folder, embedder, repair=True)
    assert all(finding.repaired for finding in repaired.values())
    assert sick(index_folder, embedder) == {}
    library = Library.open(index_folder, embedder)
    assert len(library.words('"wheat"', 5)) == 1
    library.close()


def test_a_copy_without_its_article_is_found_and_takes_its_place(
    tmp_path: Path, embedder: WordEmbedder
) -> None:
    folder = tmp_path / "index"
    ingest(folder, [str(write(tmp_path / "a.jsonl", {"a": WHOLE, "b": WHOLE}))], embedder)
    sql(folder, "UPDATE copies SET original = 'nowhere'")
    assert "'b'" in str(sick(folder, embedder)["copies have their article"].problem)
    assert sick(folder, embedder, repair=True)["copies have their article"].repaired
    library = Library.open(folder, embedder)
    assert [copy.article_id for copy in library.also_in("a")] == ["b"]
    library.close()


def test_a_torn_catalogue_is_not_called_sound(index_folder: Path, embedder: WordEmbedder) -> None:
    path = index_folder / "catalog.sqlite"
    data = bytearray(path.read_bytes())
    data[-4096:-4000] = b"\xff" * 96
    path.write_bytes(bytes(data))
    found = list(examine(index_folder, embedder, repair=True))
    assert [(f.check, f.sound) for f in found] == [("catalogue file", False)]
    assert "tradewire index SOURCE" in str(found[0].way_out)


def test_another_model_is_found(index_folder: Path) -> None:
    found = sick(index_folder, WordEmbedder("other"))["embedding model"]
    assert found.problem == "made with words@256, not other@256"
    assert "--reembed" in str(found.way_out)
