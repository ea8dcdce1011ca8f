"""Twenty readers at once over each store that a server keeps, while a writer writes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.ingest.pipeline import ingest
from index.library import Library
from index.store.place import Place, Server, Split, VectorServer
from rag.chain import AnswerChain
from rag.settings import Settings
from tests.contract.store_contract import RECORDS
from tests.helpers.fakes import WordEmbedder
from tests.helpers.proxies import NGINX, free_port, nginx
from tests.helpers.servers import ChromaServer, emptied
from ui.server.access import allow
from ui.server.server import Running, application

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(NGINX is None, reason="there is no nginx on this machine"),
]
READERS, EACH = 20, 3
ASKED = ("What did Kari Nordmann say about steel?", "How many tonnes of wheat were loaded?",
         "Who said that the port is open again?")  # fmt: skip


@pytest.fixture(params=["postgres", "chroma"])
def place(
    request: pytest.FixtureRequest,
    postgres_server: str,
    chroma_server: ChromaServer,
    tmp_path: Path,
) -> Place:
    if request.param == "postgres":
        return Server(emptied(postgres_server))
    return Split(tmp_path / "index", VectorServer(chroma_server.url))


@pytest.fixture
def served(place: Place, tmp_path: Path) -> Iterator[str]:
    records = tmp_path / "records.jsonl"
    records.write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8")
    ingest(place, [str(records)], WordEmbedder())
    library = Library.open(place, WordEmbedder())
    chain = AnswerChain(library, Settings(index=tmp_path, mode="extractive"))
    port = free_port()
    access = allow("127.0.0.1", public_url=f"http://127.0.0.1:{port}/archive")
    server = Running(application(chain, None, access), "127.0.0.1", None)
    location = f"location /archive/ {{ proxy_pass {server.address}; }}"
    with nginx(tmp_path / "nginx", port, location) as address:
        yield f"{address}/archive/"
    server.close()
    library.close()


def test_twenty_readers_get_the_answer_of_one(served: str, place: Place, tmp_path: Path) -> None:
    def ask(question: str, client: httpx.Client) -> dict[str, Any]:
        reply = client.post("api/answer", json={"question": question})
        assert reply.status_code == 200, reply.text
        answer = reply.json()
        return {key: answer[key] for key in ("status", "text", "citations", "quotes")}

    with httpx.Client(base_url=served, timeout=60) as client:
        expected = {question: ask(question, client) for question in ASKED}
    assert {answer["status"] for answer in expected.values()} == {"answered"}
    found: list[tuple[str, dict[str, Any]]] = []
    together = threading.Barrier(READERS + 1)

    def reader(number: int) -> None:
        with httpx.Client(base_url=served, timeout=120) as client:
            together.wait()
            for n in range(EACH):
                question = ASKED[(number + n) % len(ASKED)]
                found.append((question, ask(question, client)))

    threads = [threading.Thread(target=reader, args=(n,)) for n in range(READERS)]
    for thread in threads:
        thread.start()
    together.wait()
    other = tmp_path / "other.jsonl"
    text = "Copper fell in Santiago on Sunday. Nobody there spoke about it at all."
    other.write_text(json.dumps({"id": "copper", "text": text}), encoding="utf-8")
    assert ingest(place, [str(other)], WordEmbedder()).count("added") == 1
    for thread in threads:
        thread.join()
    assert len(found) == READERS * EACH
    assert all(answer == expected[question] for question, answer in found)
