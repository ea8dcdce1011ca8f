from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.library import Library
from rag.chain import AnswerChain
from rag.contract import Answer
from rag.settings import Settings
from tests.helpers.files import library_of
from tests.helpers.reading import READER

Ask = Callable[[str], Answer]


@pytest.fixture
def press(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    """Yield an open index of the articles that a test's module has as ``PRESS``."""
    library = library_of(tmp_path, request.module.PRESS)
    yield library
    library.close()


@pytest.fixture
def ask(press: Library) -> Ask:
    """Return what answers a question from ``press``, without a model."""
    settings = Settings(index=press.folder, mode="extractive")
    return AnswerChain(press, settings, reader=READER).invoke
