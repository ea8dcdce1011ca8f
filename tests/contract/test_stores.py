"""The contract of stores, over the index folder and over a real server."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.store.place import Server
from tests.contract.store_contract import StoreContract
from tests.helpers.servers import emptied


class TestIndexFolder(StoreContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        return tmp_path / "kept"


@pytest.mark.servers
class TestPostgres(StoreContract):
    @pytest.fixture
    def place(self, postgres_server: str) -> Server:
        return Server(emptied(postgres_server))
