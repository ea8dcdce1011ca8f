from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from index.ingest.pipeline import ingest
from index.library import Library
from index.models.embedder import SentenceTransformerEmbedder
from rag.models.chat_model import ChatModel
from rag.settings import Settings
from tests.helpers.fakes import WordEmbedder
from tests.helpers.servers import ChromaServer, postgres

# How long a case takes is the machine's affair: speed stands in the tables of `make bench`.
# The same cases each time, so that nothing fails by chance; `make stress` draws more, and anew.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("anew", deadline=None, max_examples=400)
settings.load_profile("same")
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "000_f022e26ff195047d.txt"
SEED_ID = "000_f022e26ff195047d.txt"

TALKS = """Ministers meet over steel

Trade ministers met in Oslo on Monday to discuss steel duties. The duty on steel rose to 25% in March.

“We will not accept a quota on our steel,” Norwegian Trade Minister Kari Nordmann told reporters. “A quota would hurt both sides.”

Canadian envoy Peter Stone said that Ottawa may lift its duty on salmon in June.
"""
GRAIN = """Grain shipments resume

Grain shipments from Odesa resumed on Friday after two weeks. Exporters loaded 40,000 tonnes of wheat.

“The port is open again,” said harbour master Olena Koval.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together, where two processes share the tests, what shares something dear.

    A file stays whole; the files of one browser, of one language model, of one server go together.
    """
    dear = {
        item.path: mark.name
        for item in items
        for mark in item.iter_markers()
        if mark.name in {"browser", "llm", "servers"}
    }
    for item in items:
        item.add_marker(pytest.mark.xdist_group(dear.get(item.path, str(item.path))))


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Return a folder with two short invented articles."""
    return _invented(tmp_path / "articles")


def _invented(folder: Path) -> Path:
    folder.mkdir()
    (folder / "talks.txt").write_text(TALKS, encoding="utf-8")
    (folder / "grain.txt").write_text(GRAIN, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def two_articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of the two invented articles, to copy: making one anew takes its time."""
    folder = tmp_path_factory.mktemp("two") / "index"
    ingest(folder, [str(_invented(folder.parent / "articles"))], WordEmbedder())
    return folder


@pytest.fixture
def index_folder(tmp_path: Path, two_articles: Path) -> Path:
    return shutil.copytree(two_articles, tmp_path / "index")


@pytest.fixture
def library(index_folder: Path, embedder: WordEmbedder) -> Iterator[Library]:
    library = Library.open(index_folder, embedder)
    yield library
    library.close()


@pytest.fixture(scope="session")
def real_embedder() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder("all-minilm-l6-v2")


@pytest.fixture(scope="session")
def seed_index(
    tmp_path_factory: pytest.TempPathFactory, real_embedder: SentenceTransformerEmbedder
) -> Path:
    """Return an index of the seed article, made with the real embedder."""
    folder = tmp_path_factory.mktemp("seed") / "index"
    ingest(folder, [str(SEED)], real_embedder)
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Return the address of a real PostgreSQL with pgvector, started for all tests."""
    with postgres() as uri:
        yield uri


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """Return a real Chroma server, started for all tests."""
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def local_model() -> Iterator[ChatModel]:
    """Return the real local language model, loaded once for all tests."""
    model = ChatModel(Settings())
    yield model
    model.stop()
