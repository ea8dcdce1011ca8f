"""The contract of stores, over the index folder, over one with its vectors on a server, and over a real database."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.store.place import Server, Split, VectorServer
from tests.contract.store_contract import StoreContract
from tests.helpers.servers import ChromaServer, emptied


class TestIndexFolder(StoreContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        return tmp_path / "kept"


@pytest.mark.servers
class TestPostgres(StoreContract):
    @pytest.fixture
    def place(self, postgres_server: str) -> Server:
        return Server(emptied(postgres_server))


@pytest.mark.servers
class TestVectorsOnAServer(StoreContract):
    @pytest.fixture
    def place(self, tmp_path: Path, chroma_server: ChromaServer) -> Split:
        return Split(tmp_path / "kept", VectorServer(chroma_server.url))
