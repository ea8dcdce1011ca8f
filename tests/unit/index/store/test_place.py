from __future__ import annotations

from pathlib import Path

import pytest

import rag
from index.errors import UsageError
from index.store.place import place_of
from rag.settings import Settings


@pytest.mark.parametrize("address", ["mysql://desk:secret@db/news", "s3://bucket/index", "file:/x"])
def test_an_address_that_no_store_knows_is_refused_by_name(address: str, tmp_path: Path) -> None:
    scheme = address.partition(":")[0]
    for given in (address, Path(address)):
        with pytest.raises(UsageError, match=f"'{scheme}://' addresses.*--index") as refused:
            place_of(given)
        assert "secret" not in str(refused.value)


def test_a_folder_is_a_folder(tmp_path: Path) -> None:
    assert place_of(str(tmp_path)) == place_of(tmp_path) == tmp_path
    assert place_of("~/news") == Path.home() / "news"
    assert place_of("a:b/c") == Path("a:b/c")
    assert place_of("c:/news") == Path("c:/news")


def test_settings_and_python_refuse_it_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="'redis://'"):
        rag.quotes(index="redis://host/0")
    monkeypatch.setenv("TRADEWIRE_INDEX", "redis://host/0")
    with pytest.raises(UsageError, match="'redis://'"):
        Settings()
    assert list(tmp_path.iterdir()) == []
