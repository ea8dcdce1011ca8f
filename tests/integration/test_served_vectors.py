"""An index folder with its vectors on a real Chroma server: away, back, behind TLS, elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest

from index.errors import OperationError, UsageError
from index.ingest.doctor import examine
from index.ingest.pipeline import ingest, remove
from index.library import Library
from index.store.chroma import connection
from index.store.chroma.connection import VectorsAway
from index.store.index_folder import Index
from index.store.place import Server, Split, VectorServer
from rag.chain import AnswerChain
from rag.settings import Settings
from tests.helpers.fakes import WordEmbedder
from tests.helpers.proxies import NGINX, free_port, nginx, self_signed
from tests.helpers.servers import ChromaServer
from ui.server.access import allow
from ui.server.server import Running, application

pytestmark = pytest.mark.servers
ASKED = "What did Kari Nordmann say about steel?"


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[ChromaServer]:
    """A server that a test may stop."""
    server = ChromaServer(tmp_path / "chroma")
    yield server
    server.stop()


def split(folder: Path, server: ChromaServer, token: str | None = None) -> Split:
    return Split(folder / "index", VectorServer(server.url, token))


def answered(chain: AnswerChain) -> dict[str, object]:
    answer = chain.invoke(ASKED).to_dict()
    return {key: answer[key] for key in ("status", "text", "citations", "retrieved")}


def test_while_it_is_away_all_is_answered_and_said(
    own_server: ChromaServer, tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "REMEMBERED", 0.0)
    place, embedder = split(tmp_path, own_server), WordEmbedder()
    ingest(place, [str(articles)], embedder)
    library = Library.open(place, embedder)
    chain = AnswerChain(library, Settings(index=place, mode="extractive"))
    web = Running(application(chain, None, allow("127.0.0.1")), "127.0.0.1", None)
    before = answered(chain)
    assert before["status"] == "answered"
    assert chain.invoke(ASKED).note is None
    assert httpx.get(f"{web.address}readyz").json() == {"ready": True}

    own_server.stop()
    assert answered(chain) == before
    note = chain.invoke(ASKED).note
    assert note
    assert own_server.url in note
    assert "away" in note
    assert library.quotes(speaker="Nordmann")
    assert library.words('"wheat"', 5)
    ready = httpx.get(f"{web.address}readyz")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "degraded": True})
    (wrong,) = [finding for finding in examine(place, embedder) if not finding.sound]
    assert str(wrong.problem).startswith(f"Cannot reach the vectors at {own_server.url}: ")
    assert wrong.way_out
    assert "start that server" in wrong.way_out
    with pytest.raises(OperationError, match="Cannot reach the vectors"):
        remove(place, ["grain.txt"], embedder)

    own_server.start()
    assert answered(chain) == before
    assert chain.invoke(ASKED).note is None
    assert remove(place, ["grain.txt"], embedder) == []
    assert all(finding.sound for finding in examine(place, embedder))
    web.close()
    library.close()


def test_a_server_that_is_away_keeps_only_one_question_waiting(tmp_path: Path) -> None:
    """It is not asked again for a while: nothing listens there, and nobody knocks."""
    chroma = connection.Chroma(VectorServer(f"http://127.0.0.1:{free_port()}"))
    with pytest.raises(VectorsAway):
        chroma.ask("GET", "", quickly=True)
    asked = chroma._asked
    with pytest.raises(VectorsAway):
        chroma.ask("GET", "", quickly=True)
    assert chroma.away()
    assert chroma._asked == asked


def test_who_writes_elsewhere_takes_the_vectors_along(
    chroma_server: ChromaServer, tmp_path: Path, articles: Path
) -> None:
    """A reader with yesterday's setting looks through the catalogue, never into stale vectors."""
    place, embedder = split(tmp_path, chroma_server), WordEmbedder()
    ingest(place.folder, [str(articles)], embedder)
    query = embedder.query("exporters loaded tin in the port of Lima")

    def best(at: Path | Split) -> str:
        library = Library.open(at, embedder)
        near = library.nearest_chunks(query, 1)[0][0]
        library.close()
        return near.partition(":")[0]

    for number, writer in enumerate((place, place.folder, place)):
        other = place.folder if writer is place else place
        text = f"Exporters loaded tin in the port of Lima on day {number}."
        (articles / f"{number}.txt").write_text(text)
        ingest(writer, [str(articles)], embedder, prune=True)
        assert best(writer) == best(other) == f"{number}.txt"
        assert all(finding.sound for finding in examine(writer, embedder))
        unsound = [finding.check for finding in examine(other, embedder) if not finding.sound]
        assert unsound == ["vectors are those of the catalogue"]
        (articles / f"{number}.txt").unlink()


def test_made_anew_it_leaves_nothing_behind(
    chroma_server: ChromaServer, tmp_path: Path, articles: Path
) -> None:
    place, embedder = split(tmp_path, chroma_server), WordEmbedder()
    ingest(place, [str(articles)], embedder)
    with Index.write(place, embedder) as index:
        stem = index.vectors._noted().stem  # type: ignore[union-attr]

        def dies() -> Iterator[tuple[list[str], np.ndarray]]:
            yield ["a"], np.ones((1, 256), np.float32)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            index.vectors.make_anew(dies())
        assert index.vector_ids()
        assert len([c for c in chroma_server.collections() if c.startswith(stem)]) == 2
        index.make_anew()
        assert [c for c in chroma_server.collections() if c.startswith(stem)] == [f"{stem}-2"]
    assert all(finding.sound for finding in examine(place, embedder))


@pytest.mark.skipif(NGINX is None, reason="there is no nginx on this machine")
def test_behind_tls_and_a_token(
    chroma_server: ChromaServer, tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    port, embedder = free_port(), WordEmbedder()
    guarded = (
        'location /vectors/ { if ($http_authorization != "Bearer s3cret") { return 401 "{}"; }'
        f" proxy_pass {chroma_server.url}/; }}"
    )
    with nginx(tmp_path / "nginx", port, guarded, certificate=certificate) as address:
        address = address.replace("127.0.0.1", "localhost")
        server = VectorServer(f"{address}/vectors", "s3cret")
        place = Split(tmp_path / "index", server)
        ingest(place, [str(articles)], embedder)
        library = Library.open(place, embedder)
        assert library._state.index.vector_ids()
        assert library.remark() is None
        library.close()
        stranger = Split(place.folder, VectorServer(server.url, "guess"))
        with pytest.raises(OperationError, match="401, set TRADEWIRE_VECTORS_TOKEN") as error:
            ingest(stranger, [str(articles)], embedder)
        assert "guess" not in str(error.value)


def test_the_settings_name_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRADEWIRE_VECTORS", "https://anna:secret@vectors.example/chroma")
    monkeypatch.setenv("TRADEWIRE_VECTORS_TOKEN", "t0ken")
    settings = Settings(index=tmp_path)
    server = VectorServer("https://anna:secret@vectors.example/chroma", "t0ken")
    assert settings.index == Split(tmp_path, server)
    assert str(server) == "https://vectors.example/chroma"
    assert "secret" not in repr(settings)
    assert "t0ken" not in repr(settings)
    with pytest.raises(UsageError, match="keeps its vectors itself"):
        Settings(index=Server("postgresql://desk@db/news"))
    monkeypatch.setenv("TRADEWIRE_VECTORS", "vectors.example:8000")
    with pytest.raises(UsageError, match="write http://HOST:8000"):
        Settings(index=tmp_path)
