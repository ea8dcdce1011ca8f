"""Damaged files of every format: a report for each, no traceback, no hang."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.cleaning.clean import clean
from index.errors import SourceError
from index.ingest.load import read
from index.types import Problem
from index.web.feeds import read_listing
from tests.helpers.damaged import SOUND, damaged


def check_file(path: Path) -> None:
    """Read and clean a file; anything but an article or a problem is an error here."""
    for item in read(path, path.parent):
        assert item.source
        if isinstance(item, Problem):
            assert item.reason
            assert "\n" not in item.reason
        else:
            article = clean(item)
            assert clean(replace(item, text=article.text)).text == article.text
            assert len(article.pages) == len(item.pages)
            assert all(0 <= start <= len(article.text) for start in article.pages)


def check_feed(path: Path) -> None:
    """Read a feed; a refusal is the house's error."""
    with contextlib.suppress(SourceError):
        read_listing(path.read_bytes(), "https://example.org/feed")


CHECKS: dict[str, Callable[[Path], None]] = {".xml": check_feed}


@pytest.mark.parametrize("suffix", SOUND)
def test_a_few_damaged_files(tmp_path: Path, suffix: str) -> None:
    damage_and_read(tmp_path, suffix, 6)


@pytest.mark.stress
@pytest.mark.parametrize("suffix", SOUND)
def test_two_thousand_damaged_files(tmp_path: Path, suffix: str) -> None:
    damage_and_read(tmp_path, suffix, 200)


def damage_and_read(folder: Path, suffix: str, count: int) -> None:
    rng = random.Random(f"{suffix}{count}")
    for number in range(count):
        path = folder / f"a{number}{suffix}"
        path.write_bytes(damaged(rng, suffix))
        CHECKS.get(suffix, check_file)(path)
