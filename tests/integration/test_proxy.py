"""Behind Debian's nginx, under a path, with buffering on."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest

from index.library import Library
from rag.chain import AnswerChain
from rag.settings import Settings
from tests.helpers.proxies import NGINX, free_port, nginx
from ui.history.history import History
from ui.server.access import Access, allow
from ui.server.guard import COOKIE
from ui.server.launch import serve
from ui.server.server import Running, application
from ui.server.users import User, UserFile

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(NGINX is None, reason="there is no nginx on this machine"),
]

# The proxy takes the path off, or hands it on; it names the host, or itself.
CUT = "location /archive/ {{ proxy_pass {server}; {more} }}"
KEPT = "location /archive {{ proxy_pass {bare}; proxy_set_header Host $http_host; {more} }}"
WORDS = "Who says so?"
NAMED = re.compile(r'(?:src|href)="([^"#]+)"')


@pytest.fixture
def chain(library: Library) -> AnswerChain:
    return AnswerChain(library, Settings(index=library.folder, mode="extractive"))


@contextmanager
def behind(
    chain: AnswerChain, folder: Path, location: str, more: str = "", **allowed: Any
) -> Iterator[str]:
    """Serve a chain behind nginx at /archive; yields the public address with its slash."""
    port = free_port()
    public = f"http://127.0.0.1:{port}/archive"
    access = allow("127.0.0.1", public_url=public, **allowed)
    server, address = serve(chain, history=History(folder / "h.sqlite"), access=access)
    places = location.format(server=address, bare=address.rstrip("/"), more=more)
    try:
        with nginx(folder / "nginx", port, places):
            yield f"{public}/"
    finally:
        server.close()


@pytest.mark.parametrize("location", [CUT, KEPT])
def test_the_page_and_all_it_names_are_there(
    chain: AnswerChain, tmp_path: Path, location: str
) -> None:
    with behind(chain, tmp_path, location) as public, httpx.Client(timeout=30) as client:
        page = client.get(public)
        assert page.status_code == 200
        named = NAMED.findall(page.text)
        frame = client.get(f"{public}plot/")
        assert f'"root":"{public}plot"' in frame.text
        # Gradio names a manifest at the root of every host, and has none there.
        named += [
            urljoin("plot/", one) for one in NAMED.findall(frame.text) if one != "/manifest.json"
        ]
        assert sum(".js" in one for one in named) > 1
        for one in (urljoin(public, one) for one in named if not one.startswith("data:")):
            assert one.startswith(public), one
            assert client.get(one).status_code == 200, one
        bare = client.get(public.rstrip("/"))
        assert bare.status_code in {301, 308}
        assert bare.headers["location"] == public
        described = client.get(f"{public}api/openapi.json").json()
        assert described["servers"] == [{"url": public.rstrip("/")}]
        assert "Path=/archive/" in page.headers["set-cookie"]
        assert client.cookies[COOKIE]


@pytest.mark.parametrize("location", [CUT, KEPT])
def test_only_its_own_page_may_change_anything(
    chain: AnswerChain, tmp_path: Path, location: str
) -> None:
    with behind(chain, tmp_path, location) as public, httpx.Client(base_url=public) as client:
        own = public.removesuffix("/archive/")
        fine = client.post("room", json={"do": "status"}, headers={"Origin": own})
        assert fine.json()["articles"] == "2 articles"
        for origin in ("https://evil.example", own.replace("http:", "https:"), "null"):
            foreign = client.post("room", json={"do": "status"}, headers={"Origin": origin})
            assert foreign.status_code == 403
        large = client.post("upload", params={"name": "a.txt"}, content=b"word " * 400_000)
        assert large.status_code == 200
        assert client.post(
            "mcp", json={"jsonrpc": "2.0", "id": 1, "method": "ping"},
            headers={"Accept": "application/json, text/event-stream"},
        ).status_code == 200  # fmt: skip


class Slow:
    """A room that goes on only once its first words were heard."""

    def __init__(self) -> None:
        self.heard = threading.Event()

    def serve(self, asked: Mapping[str, Any], owner: str) -> dict[str, Any]:
        return {}

    def ask(self, asked: Mapping[str, Any], owner: str, session: str) -> Iterator[dict[str, Any]]:
        yield {"status": WORDS}
        yield {"done": self.heard.wait(timeout=20)}

    def bring(self, asked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        yield {"done": True}

    def plot(self, asked: Mapping[str, Any]) -> str | None:
        return None

    def stop(self, session: str) -> None:
        self.heard.set()


def test_words_come_through_as_they_are_said(chain: AnswerChain, tmp_path: Path) -> None:
    room, port = Slow(), free_port()
    public = f"http://127.0.0.1:{port}/archive"
    access = allow("127.0.0.1", public_url=public)
    server = Running(application(chain, room, access), "127.0.0.1", None)
    places = CUT.format(server=server.address, more="")
    with (
        nginx(tmp_path / "nginx", port, places),
        httpx.stream("POST", f"{public}/ask", json={"question": "x"}, timeout=25) as reply,
    ):
        lines = reply.iter_lines()
        assert json.loads(next(lines)) == {"status": WORDS}
        room.heard.set()
        assert json.loads(next(lines)) == {"done": True}
    server.close()


LOGIN = (
    'auth_basic "archive"; auth_basic_user_file {file}; '
    "proxy_set_header X-Forwarded-User $remote_user;"
)


def test_the_proxys_users_have_conversations_and_roles_of_their_own(
    chain: AnswerChain, tmp_path: Path
) -> None:
    passwords = tmp_path / "passwords"
    passwords.write_text("anna:{PLAIN}secret-a\nbert:{PLAIN}secret-b\n", encoding="utf-8")
    file = UserFile(tmp_path / "users")
    file.put(User(name="anna", role="editor"))
    login = LOGIN.format(file=passwords)
    with behind(chain, tmp_path, CUT, login, proxies=["127.0.0.1"], auth_file=file.path) as public:
        assert httpx.get(public).status_code == 401
        # What a reader claims to be is overwritten by the proxy.
        claims = {"X-Forwarded-User": "anna"}
        anna = httpx.Client(base_url=public, auth=("anna", "secret-a"), timeout=30)
        bert = httpx.Client(base_url=public, auth=("bert", "secret-b"), timeout=30, headers=claims)
        with anna, bert:
            asked = {"key": "k", "question": "What did Kari Nordmann say?"}
            last = json.loads(anna.post("ask", json=asked).text.splitlines()[-1])
            assert last["done"]
            assert last["turn"]
            kept = [
                c.post("room", json={"do": "conversations"}).json()["html"] for c in (anna, bert)
            ]
            assert "Kari Nordmann" in kept[0]
            assert "Kari Nordmann" not in kept[1]
            rated = {"do": "rate", "turn": last["turn"], "thumb": "up"}
            assert "error" in bert.post("room", json=rated).json()
            assert anna.post("room", json=rated).json() == {"thumb": "up"}
            status = [c.post("room", json={"do": "status"}).json()["editor"] for c in (anna, bert)]
            assert status == [True, False]
            sent = {"params": {"name": "a.txt"}, "content": b"words"}
            assert bert.post("upload", **sent).status_code == 403
            assert anna.post("upload", **sent).status_code == 200
            removal = {"do": "remove", "article": "grain.txt"}
            assert "Only editors" in bert.post("room", json=removal).json()["error"]
            bring = {"address": "https://news.example/a"}
            assert "Only editors" in bert.post("bring", json=bring).json()["report"]
            assert "error" not in anna.post("room", json=removal).json()
            assert "tradewire_questions_total" in bert.get("metrics").text


def test_nobody_comes_in_past_the_proxy(chain: AnswerChain) -> None:
    elsewhere = allow("127.0.0.1", proxies=["10.0.0.5"])
    server = Running(application(chain, None, elsewhere), "127.0.0.1", None)
    with httpx.Client(base_url=server.address) as client:
        claims = {"X-Forwarded-User": "anna", "X-Forwarded-For": "10.0.0.5"}
        for headers in ({}, {"X-Forwarded-User": "anna"}, claims):
            reply = client.get("/api/articles", headers=headers)
            assert reply.status_code == 401
            assert "sign in at the proxy" in reply.json()["error"]
        assert client.get("/healthz").text == "alive\n"
    server.close()
    here = Access(host="127.0.0.1", proxies=allow("127.0.0.1", proxies=["127.0.0.1"]).proxies)
    server = Running(application(chain, None, here), "127.0.0.1", None)
    with httpx.Client(base_url=server.address) as client:
        twice = [("X-Forwarded-User", "anna"), ("X-Forwarded-User", "bert")]
        assert client.get("/api/articles", headers=twice).status_code == 401
        assert client.get("/api/articles", headers={"X-Forwarded-User": "a:b"}).status_code == 400
        assert client.get("/api/articles", headers={"X-Forwarded-User": "eve"}).status_code == 200
    server.close()


def test_a_file_of_users_that_breaks_closes_the_door(
    chain: AnswerChain, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = UserFile(tmp_path / "users")
    file.put(User(name="anna"))
    access = allow("127.0.0.1", auth_file=file.path)
    server = Running(application(chain, None, access), "127.0.0.1", None)
    file.path.write_text("anna:god\n", encoding="utf-8")
    reply = httpx.get(f"{server.address}api/articles", auth=("anna", "a password"))
    server.close()
    assert reply.status_code == 503
    assert str(tmp_path) not in reply.text
    assert "line 1" in capsys.readouterr().err
