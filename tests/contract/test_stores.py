"""The contract of stores, over the index folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.store_contract import StoreContract


class TestIndexFolder(StoreContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        return tmp_path / "kept"
