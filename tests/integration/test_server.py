"""The server as programs and foreign pages meet it, over loopback."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client

from index.ingest.pipeline import ingest
from index.library import Library
from rag.chain import AnswerChain
from rag.settings import Settings
from tests.conftest import GRAIN, TALKS
from tests.helpers.fakes import ScriptedModel, WordEmbedder
from tests.helpers.reading import READER
from ui import uploads
from ui.server.access import allow
from ui.server.guard import COOKIE, MAX_BODY_BYTES
from ui.server.server import Running, application


class Named:
    """A room that tells who asks."""

    def serve(self, asked: Mapping[str, Any], owner: str) -> dict[str, Any]:
        return {"owner": owner}

    def ask(self, asked: Mapping[str, Any], owner: str, session: str) -> Iterator[dict[str, Any]]:
        yield {"done": True}

    def bring(self, asked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        yield {"done": True}

    def plot(self, asked: Mapping[str, Any]) -> str | None:
        return None

    def stop(self, session: str) -> None: ...


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    folder = tmp_path_factory.mktemp("server")
    (folder / "articles").mkdir()
    (folder / "articles" / "talks.txt").write_text(TALKS, encoding="utf-8")
    (folder / "articles" / "grain.txt").write_text(GRAIN, encoding="utf-8")
    embedder = WordEmbedder()
    ingest(folder / "index", [str(folder / "articles")], embedder)
    library = Library.open(folder / "index", embedder)
    yield AnswerChain(library, Settings(index=folder / "index", mode="extractive"), reader=READER)
    library.close()


@pytest.fixture(scope="module")
def address(chain: AnswerChain) -> Iterator[str]:
    server = Running(application(chain, None, allow("127.0.0.1", None)), "127.0.0.1", None)
    yield server.address
    server.close()


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


def test_an_answer_over_rest_is_the_contracts_object(client: httpx.Client) -> None:
    reply = client.post("/api/answer", json={"question": "What did Kari Nordmann say?"})
    assert reply.status_code == 200
    answer = reply.json()
    assert answer["status"] == "answered"
    assert "We will not accept a quota" in answer["text"]
    article = client.get("/api/articles/talks.txt").json()
    for cited in answer["citations"]:
        assert article["text"][cited["start"] : cited["end"]] == cited["quote"]


def test_history_is_understood(client: httpx.Client) -> None:
    history = [{"role": "user", "content": "What did Kari Nordmann say?"}]
    answer = client.post(
        "/api/answer", json={"question": "and what did she say on a quota?", "history": history}
    ).json()
    assert "Nordmann" in answer["standalone_question"]


def test_passages_quotes_and_articles(client: httpx.Client) -> None:
    found = client.post("/api/search", json={"question": "wheat from Odesa", "top_k": 1}).json()
    assert [r["article_id"] for r in found["results"]] == ["grain.txt"]
    said = client.post("/api/quotes", json={"speaker": "Koval"}).json()
    assert [q["text"] for q in said["quotes"]] == ["The port is open again,"]
    every = client.post("/api/quotes", json={}).json()
    behind = client.post("/api/quotes", json={"skip": 1}).json()
    assert (every["left_off"], behind["quotes"]) == (0, every["quotes"][1:])
    listed = client.get("/api/articles").json()["articles"]
    assert {row["article_id"] for row in listed} == {"talks.txt", "grain.txt"}


@pytest.mark.parametrize(
    ("path", "body", "status", "says"),
    [
        ("answer", {"question": " "}, 400, "question is empty"),
        ("answer", {}, 400, "question: Field required"),
        ("answer", {"question": "x", "colour": 1}, 400, "colour"),
        ("answer", {"question": "x", "since": "today"}, 400, "since 'today' is not a date"),
        ("answer", {"question": "x", "top_k": 0}, 400, "top_k"),
        ("answer", {"question": "x", "history": [{"role": "god", "content": ""}]}, 400, "role"),
        ("answer", {"question": "half \ud83d"}, 400, "question"),
        ("answer", {"question": "x", "mode": "llm"}, 503, "no language model"),
        ("search", {"question": "x" * 10_000}, 400, "10,000"),
        ("quotes", {"since": "2025-05-01", "until": "2025-04-01"}, 400, "is after"),
        ("quotes", {"speaker": "A" * 201}, 400, "200"),
        ("quotes", {"speaker": ["A"] * 51}, 400, "50"),
        ("quotes", {"about": "A" * 501}, 400, "500"),
        (
            "answer",
            {"question": "x", "history": [{"role": "user", "content": "y"}] * 101},
            400,
            "100",
        ),
    ],
)
def test_wrong_use_is_one_line(
    client: httpx.Client, path: str, body: dict[str, Any], status: int, says: str
) -> None:
    reply = client.post(
        f"/api/{path}", content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    assert (reply.status_code, list(reply.json())) == (status, ["error"])
    error = reply.json()["error"]
    assert says in error
    assert "\n" not in error
    assert "--" not in error


def test_errors_have_one_form_beside_the_page_too(chain: AnswerChain) -> None:
    for room in (None, Named()):
        server = Running(application(chain, room, allow("127.0.0.1", None)), "127.0.0.1", None)
        with httpx.Client(base_url=server.address) as client:
            for method, path, status, taken in (
                ("GET", "answer", 405, "POST"),
                ("PUT", "search", 405, "POST"),
                ("DELETE", "articles", 405, "GET"),
                ("PATCH", "articles/talks.txt", 405, "GET"),
                ("GET", "nothing", 404, None),
            ):
                reply = client.request(method, f"/api/{path}")
                assert (reply.status_code, list(reply.json())) == (status, ["error"])
                assert reply.headers.get("allow") == taken
        server.close()


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000 + b"]" * 100_000, b'{"question":' * 50_000 + b"1" + b"}" * 50_000,
        b'{"question": "\xff"}', b'{"question": "x", "top_k": ' + b"9" * 10_000 + b"}", b"", b"x",
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused_at_once(client: httpx.Client, body: bytes) -> None:
    for path in ("answer", "search", "quotes"):
        reply = client.post(
            f"/api/{path}", content=body, headers={"Content-Type": "application/json"}
        )
        assert (reply.status_code, list(reply.json())) == (400, ["error"])


def test_an_unknown_article_is_not_found(client: httpx.Client) -> None:
    for path in ("nothing.txt", "../../etc/passwd", "%2e%2e%2fcatalog.sqlite", "a'; DROP TABLE--"):
        reply = client.get(f"/api/articles/{path}")
        assert reply.status_code == 404


def test_a_model_that_fails_is_told_and_the_answer_is_extractive(chain: AnswerChain) -> None:
    settings = Settings(index=chain.library.folder, mode="llm")
    failing = AnswerChain(chain.library, settings, ScriptedModel(fails=True), reader=READER)
    server = Running(application(failing, None, allow("127.0.0.1", None)), "127.0.0.1", None)
    try:
        reply = httpx.post(
            f"{server.address}api/answer",
            json={"question": "How high is the duty on steel?"},
        )
        assert (reply.status_code, reply.json()["mode"]) == (200, "extractive")
        assert "on purpose" in reply.json()["note"]
    finally:
        server.close()


def test_the_description_is_complete(client: httpx.Client) -> None:
    described = client.get("/api/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/answer", "/api/search", "/api/quotes", "/api/articles", "/api/articles/{article_id}"
    }  # fmt: skip
    asked = described["components"]["schemas"]["AnswerRequest"]["properties"]
    assert set(asked) == {
        "question", "history", "mode", "top_k", "since", "until", "publisher", "speaker", "article"
    }  # fmt: skip
    assert {"400", "404", "503"} <= set(described["paths"]["/api/answer"]["post"]["responses"])
    assert "citations" in described["components"]["schemas"]["Answer"]["properties"]


# -- the door -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.org", "evil.org:7860", "127.0.0.1.evil.org", "", "[", "localhost@evil.org:1"]
)
def test_a_foreign_name_for_this_machine_is_refused(client: httpx.Client, host: str) -> None:
    for path in ("/api/articles", "/mcp", "/"):
        reply = client.get(path, headers={"Host": host})
        assert reply.status_code in {400, 421}
        assert "talks" not in reply.text


@pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost", "LOCALHOST:7860", "[::1]:80"])
def test_this_machines_own_names_are_let_in(client: httpx.Client, host: str) -> None:
    assert client.get("/api/articles", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.org", "null", "http://127.0.0.1:1", "https://localhost"]
)
def test_another_sites_page_changes_nothing(client: httpx.Client, origin: str) -> None:
    for path in ("/api/answer", "/mcp"):
        reply = client.post(path, json={"question": "x"}, headers={"Origin": origin})
        assert reply.status_code == 403
    preflight = client.options(
        "/api/answer", headers={"Origin": origin, "Access-Control-Request-Method": "POST"}
    )
    read = client.get("/api/articles", headers={"Origin": origin})
    for reply in (preflight, read):
        assert "access-control-allow-origin" not in reply.headers


def test_the_servers_own_page_may_ask(client: httpx.Client, address: str) -> None:
    reply = client.post("/api/quotes", json={}, headers={"Origin": address.rstrip("/")})
    assert reply.status_code == 200


def test_every_reply_carries_the_headers(client: httpx.Client) -> None:
    replies = [
        client.get("/api/articles"), client.get("/api/articles/none"), client.get("/nowhere"),
        client.get("/api/articles", headers={"Host": "evil.org"}),
    ]  # fmt: skip
    for reply in replies:
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
        assert "default-src 'self'" in reply.headers["content-security-policy"]
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert "server" not in reply.headers


def test_only_the_frame_of_the_plot_may_run_what_is_not_a_file(chain: AnswerChain) -> None:
    server = Running(application(chain, Named(), allow("127.0.0.1")), "127.0.0.1", None)
    with httpx.Client(base_url=server.address) as client:
        page, frame = client.get("/"), client.get("/plot/")
        named = re.findall(r'(?:src|href)="\./(page\.[^"]+)"', page.text)
        kept = [client.get(f"/{name}").headers["cache-control"] for name in named]
    server.close()
    # What a browser keeps for good has another name once it is another.
    assert [name.partition("?")[0] for name in named] == ["page.css", "page.js"]
    assert all("immutable" in how for how in kept)
    assert page.headers["cache-control"] == "no-cache"
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'self'" in frame.headers["content-security-policy"]
    assert (frame.status_code, frame.headers["x-frame-options"]) == (200, "SAMEORIGIN")


def test_a_body_too_large_is_refused_however_it_is_sent(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/json"}
    whole = b'"' + b"x" * MAX_BODY_BYTES + b'"'
    assert client.post("/api/answer", content=whole, headers=headers).status_code == 413
    pieces = (b"x" * 100_000 for _ in range(11))
    assert client.post("/api/answer", content=pieces, headers=headers).status_code == 413


def test_every_browser_has_a_cookie_of_its_own(client: httpx.Client, address: str) -> None:
    given = client.get("/").headers["set-cookie"]
    assert "HttpOnly" in given
    assert "SameSite=Lax" in given
    assert "set-cookie" not in client.get("/").headers, "it stays the same"
    with httpx.Client(base_url=address) as other:
        other.get("/")
        assert other.cookies[COOKIE] != client.cookies[COOKIE]
        forged = other.get("/", headers={"Cookie": f"{COOKIE}=short"})
        assert COOKIE in forged.headers["set-cookie"]


def test_a_login_guards_everything(chain: AnswerChain) -> None:
    access = allow("127.0.0.1", ("anna", "pass:wörd"))
    server = Running(application(chain, None, access), "127.0.0.1", None)
    try:
        with httpx.Client(base_url=server.address) as client:
            assert client.get("/api/articles", auth=("anna", "pass:wörd")).status_code == 200
            for path in ("/", "/api/articles", "/api/openapi.json", "/mcp", "/plot/"):
                for auth in (None, ("anna", "wrong"), ("bert", "pass:wörd"), ("", "")):
                    reply = client.get(path, auth=auth)
                    # Wrong ones are soon asked to wait; what is no login at all is not.
                    assert reply.status_code in ({401, 429} if auth else {401})
                    if reply.status_code == 401:
                        assert reply.headers["www-authenticate"].startswith("Basic")
                    else:
                        assert int(reply.headers["retry-after"]) >= 1
            for broken in ("Basic", "Basic !!", "Bearer x", "Basic " + "A" * 9):
                reply = client.get("/api/articles", headers={"Authorization": broken})
                assert reply.status_code == 401
            known = client.get("/api/articles", auth=("anna", "pass:wörd"))
            assert known.status_code == 200, "others' guesses do not keep her out"
    finally:
        server.close()


def test_a_page_knows_who_asks(chain: AnswerChain) -> None:
    def asked(client: httpx.Client) -> str:
        return str(client.post("/room", json={"do": "who"}).json()["owner"])

    def served(auth: tuple[str, str] | None) -> Running:
        access = allow("127.0.0.1", auth)
        return Running(application(chain, Named(), access), "127.0.0.1", None)

    server = served(None)
    with (
        httpx.Client(base_url=server.address) as anna,
        httpx.Client(base_url=server.address) as bert,
    ):
        anna.get("/")
        bert.get("/")
        assert asked(anna) == asked(anna) == anna.cookies[COOKIE]
        assert asked(bert) == bert.cookies[COOKIE] != anna.cookies[COOKIE]
    server.close()
    server = served(("carla", "secret"))
    with httpx.Client(base_url=server.address, auth=("carla", "secret")) as carla:
        assert asked(carla) == "carla"
    server.close()


def test_only_checked_files_are_taken_in(chain: AnswerChain, tmp_path: Path) -> None:
    server = Running(application(chain, Named(), allow("127.0.0.1", None)), "127.0.0.1", None)
    folder = chain.library.folder / "uploads"
    with httpx.Client(base_url=server.address) as client:
        taken = client.post("/upload", params={"name": "a.txt"}, content=b"word " * 400_000)
        assert taken.status_code == 200
        assert (folder / taken.json()["file"]).stat().st_size == 2_000_000
        refused = client.post("/upload", params={"name": "a.sh"}, content=b"echo")
        assert refused.status_code == 400
        assert list(refused.json()) == ["error"]
        elsewhere = {"Origin": "https://evil.example"}
        foreign = client.post("/upload", params={"name": "b.txt"}, content=b"x", headers=elsewhere)
        assert foreign.status_code == 403
        large = b"x" * (uploads.MAX_BYTES + 1)
        assert client.post("/upload", params={"name": "c.txt"}, content=large).status_code == 413
        halves = iter([large[: uploads.MAX_BYTES], b"xx"])
        assert client.post("/upload", params={"name": "d.txt"}, content=halves).status_code == 413
        gradios = client.post("/plot/gradio_api/upload", files={"files": ("a.exe", b"MZ")})
        assert gradios.status_code == 404
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["a.txt"]
    server.close()


# -- MCP ------------------------------------------------------------------------------


def called(address: str, tool: str, arguments: dict[str, Any]) -> Any:
    async def call() -> Any:
        async with Client(f"{address}mcp") as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(call())


def test_the_tools_tell_what_they_take(address: str) -> None:
    async def listed() -> Any:
        async with Client(f"{address}mcp") as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asyncio.run(listed())}
    assert set(tools) == {"answer", "search", "quotes", "articles", "article"}
    assert set(tools["answer"].input_schema["properties"]) == {
        "question", "history", "mode", "since", "until", "publisher", "speaker", "article", "top_k"
    }  # fmt: skip
    assert tools["quotes"].input_schema.get("required", []) == []
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools.values())
    # Known clients fail on each of these.
    assert all(tool.output_schema is None for tool in tools.values())
    for tool in tools.values():
        assert not any(word in json.dumps(tool.input_schema) for word in ("$", "anyOf", "null"))
        for declared in tool.input_schema["properties"].values():
            assert isinstance(declared["type"], str)
            assert "items" in declared or declared["type"] != "array"


@pytest.mark.parametrize("speaker", ["Kari Nordmann", ["Kari Nordmann"], '["Kari Nordmann"]'])
def test_a_tool_takes_what_clients_make_of_its_arguments(address: str, speaker: object) -> None:
    plain = called(address, "quotes", {"speaker": "Kari Nordmann"})
    sent = {"speaker": speaker, "since": "", "until": None, "about": "", "skip": "0"}
    assert called(address, "quotes", sent).content[0].text == plain.content[0].text
    assert json.loads(plain.content[0].text)["quotes"]


def test_a_tool_goes_on_behind_what_was_read(address: str) -> None:
    listed = json.loads(called(address, "articles", {}).content[0].text)
    later = json.loads(called(address, "articles", {"skip": 1}).content[0].text)
    assert later == {"articles": listed["articles"][1:], "left_off": 0}


def test_the_tools_hand_out_the_articles(address: str) -> None:
    listed = json.loads(called(address, "articles", {}).content[0].text)["articles"]
    article_id = listed[0]["article_id"]
    whole = json.loads(called(address, "article", {"article_id": article_id}).content[0].text)
    assert whole["article_id"] == article_id
    assert whole["text"]
    asked = {"question": "And she?", "history": [{"role": "user", "content": "Who spoke?"}]}
    assert not called(address, "answer", asked).is_error


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("answer", {"question": "x", "speakr": "Ada"}, "'speakr' is no argument of answer"),
        ("articles", {"since": "2025-01-01"}, "'since' is no argument of articles"),
        ("answer", {"question": "x", "history": [{"role": "cook", "content": "y"}]}, "role"),
        ("quotes", {"speaker": "A" * 201}, "200"),
    ],
)
def test_a_tool_refuses_what_it_does_not_take(
    address: str, tool: str, arguments: dict[str, Any], says: str
) -> None:
    result = called(address, tool, arguments)
    assert result.is_error
    assert says in result.content[0].text


def test_a_tools_failure_is_one_line(address: str) -> None:
    result = called(address, "answer", {"question": " "})
    assert result.is_error
    assert "question is empty" in result.content[0].text
    assert "\n" not in result.content[0].text
    assert called(address, "destroy", {}).is_error
    assert called(address, "answer", {"question": "x", "top_k": 0}).is_error


# -- where it listens -------------------------------------------------------------------


def test_a_busy_port_is_named(chain: AnswerChain) -> None:
    from index.errors import UsageError

    app = application(chain, None, allow("127.0.0.1", None))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"{port}.*--port"):
            Running(app, "127.0.0.1", port)


def test_other_addresses_need_a_login_or_a_word() -> None:
    from index.errors import UsageError

    for host in ("0.0.0.0", "::", "192.0.2.7", "example.org"):
        with pytest.raises(UsageError, match="--auth USER:PASSWORD"):
            allow(host, None)
        assert not allow(host, ("anna", "p")).local
        assert not allow(host, None, open_to_network=True).local
    for host in ("127.0.0.1", "localhost", "::1", "127.8.9.1"):
        assert allow(host, None).local


def test_what_was_indexed_since_is_found(
    chain: AnswerChain, client: httpx.Client, tmp_path: Path
) -> None:
    late = tmp_path / "late.txt"
    late.write_text("Copper news\n\nCopper rose by 3% in July.\n", encoding="utf-8")
    ingest(chain.library.folder, [str(late)], WordEmbedder())
    assert client.get("/api/articles/late.txt").status_code == 200
    found = client.post("/api/search", json={"question": "copper in July", "top_k": 1}).json()
    assert found["results"][0]["article_id"] == "late.txt"
