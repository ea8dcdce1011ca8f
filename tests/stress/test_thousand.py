"""A folder of a thousand mixed files, half of them damaged: one run, one report."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from index.ingest.load import discover, file_of
from index.ingest.pipeline import ingest
from tests.helpers.damaged import SOUND, damaged
from tests.helpers.fakes import WordEmbedder
from ui.cli.archive_output import ingest_summary

KINDS = [suffix for suffix in SOUND if suffix != ".xml"]


def dirty_folder(folder: Path, count: int) -> None:
    rng = random.Random(count)
    for number in range(count):
        suffix = rng.choice(KINDS)
        path = folder / f"{rng.choice('abc')}" / f"{number} “zinc” {rng.choice('ßé€')}{suffix}"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(damaged(rng, suffix) if number % 2 else SOUND[suffix])


def check_report(tmp_path: Path, count: int) -> None:
    folder = tmp_path / "dirty"
    dirty_folder(folder, count)
    report = ingest(tmp_path / "index", [str(folder)], WordEmbedder())
    named = {file_of(source.source) for source in report.sources}
    assert set(discover(folder)) <= named
    for source in report.sources:
        assert source.reason or source.status == "added", source
        assert "\n" not in (source.reason or "")
    said = ingest_summary(report, dry_run=False)
    assert said.count("\n") <= 10
    assert "failed" in said
    counts = Counter(source.status for source in report.sources)
    # The sound files of a kind are one story.
    assert counts["added"] + counts["duplicate"] >= count // 2
    assert counts["duplicate"] > counts["added"]


def test_a_small_dirty_folder(tmp_path: Path) -> None:
    check_report(tmp_path, 30)


@pytest.mark.stress
def test_a_thousand_dirty_files(tmp_path: Path) -> None:
    check_report(tmp_path, 1000)
