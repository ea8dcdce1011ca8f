"""An index where nothing can be written: a disc, another's share, a container's image."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import OperationError
from index.ingest.doctor import examine
from index.ingest.pipeline import ingest
from index.library import Library
from tests.conftest import ROOT
from tests.helpers.fakes import WordEmbedder
from tests.helpers.stored import sql

# In a namespace of its own, in which the folder is a read-only mount: root is held to it, too.
_MOUNTED = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
_READ = """
import json, sys
from pathlib import Path
from index.library import Library
from tests.helpers.fakes import WordEmbedder
embedder = WordEmbedder()
library = Library.open(Path(sys.argv[1]), embedder)
with library.as_of_now() as now:
    near = [id_ for id_, _score in now.nearest_chunks(embedder.query("wheat exporters"), 1)]
    found = [id_ for id_, _score in now.words('"quota"', 5)]
    said = [q.quote.text for q in now.quotes(speaker="Kari Nordmann")]
print(json.dumps({"articles": len(now.articles()), "near": near, "found": found, "said": said}))
"""
_ON = [sys.executable, "-c"]


def on_read_only_media(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    mount = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", _MOUNTED, str(folder)]
    if shutil.which("unshare") is None or subprocess.run([*mount, "true"], check=False).returncode:
        pytest.skip("no read-only mount can be made here")
    return subprocess.run(
        [*mount, *command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )


def test_it_is_read_and_found_in(index_folder: Path) -> None:
    done = on_read_only_media(index_folder, *_ON, _READ, str(index_folder))
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["articles"] == 2
    assert [id_.partition(":")[0] for id_ in seen["near"]] == ["grain.txt"]
    assert [id_.partition(":")[0] for id_ in seen["found"]] == ["talks.txt"]
    assert "We will not accept a quota on our steel," in seen["said"][0]


def test_writing_there_says_why_not(index_folder: Path) -> None:
    command = ["index", str(index_folder), "--index", str(index_folder)]
    code = "import sys; from ui.cli.main import main; main()"
    done = on_read_only_media(index_folder, *_ON, code, *command)
    assert done.returncode == 1
    assert done.stderr.startswith(f"tradewire: Cannot write to {index_folder}: Read-only file")
    assert len(done.stderr.splitlines()) == 1


def test_an_older_layout_says_where_to_bring_it_up(index_folder: Path) -> None:
    sql(index_folder, "UPDATE meta SET value = '3' WHERE key = 'schema'")
    done = on_read_only_media(index_folder, *_ON, _READ, str(index_folder))
    assert done.returncode == 1
    assert "Copy the index to where it can be written" in done.stderr


@pytest.fixture
def locked(index_folder: Path) -> Path:
    """Return an index folder in which this user may not write."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    index_folder.chmod(0o555)
    return index_folder


def test_a_folder_without_leave_to_write_is_read(locked: Path, embedder: WordEmbedder) -> None:
    library = Library.open(locked, embedder)
    assert len(library.words('"quota"', 5)) == 1
    assert len(library.nearest_chunks(embedder.query("wheat exporters"), 1)) == 1
    assert all(finding.sound for finding in examine(locked, embedder))


def test_what_others_write_there_is_seen_at_the_next_question(
    locked: Path, articles: Path, embedder: WordEmbedder
) -> None:
    library = Library.open(locked, embedder)
    assert len(library.articles()) == 2
    locked.chmod(0o755)
    (articles / "tin.txt").write_text("Tin fell\n\nTin fell to 5 dollars in Lima on Monday.")
    ingest(locked, [str(articles)], embedder)
    locked.chmod(0o555)
    assert len(library.articles()) == 2
    with library.as_of_now() as now:
        assert len(now.articles()) == 3


def test_a_copy_without_its_last_writes_is_not_read_as_if_it_were_whole(
    locked: Path, tmp_path: Path, embedder: WordEmbedder
) -> None:
    locked.chmod(0o755)
    connection = sqlite3.connect(locked / "catalog.sqlite")
    connection.execute("INSERT INTO meta VALUES ('note', 'only in the log')")
    connection.commit()
    torn = tmp_path / "torn"
    torn.mkdir()
    for name in ("catalog.sqlite", "catalog.sqlite-wal"):
        shutil.copy(locked / name, torn / name)
    torn.chmod(0o555)
    with pytest.raises(OperationError, match="copied while it was in use"):
        Library.open(torn, embedder)
    connection.close()
