"""Behind nginx and Caddy with TLS and a sub-path: origins, users, words as they are said."""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from index.library import Library
from rag.chain import AnswerChain
from rag.settings import Settings
from tests.helpers.proxies import CADDY, NGINX, caddy, free_port, hashed, nginx, self_signed
from ui.history.history import History
from ui.server.access import allow
from ui.server.launch import serve
from ui.server.users import User, UserFile

PROXIES = [
    pytest.param("nginx", marks=pytest.mark.skipif(NGINX is None, reason="there is no nginx here")),
    pytest.param("caddy", marks=pytest.mark.skipif(CADDY is None, reason="there is no Caddy here")),
]
pytestmark = [pytest.mark.servers, pytest.mark.parametrize("proxy", PROXIES)]


def started(
    proxy: str, folder: Path, port: int, server: str, certificate: Path
) -> AbstractContextManager[str]:
    """Start a proxy as docs/serving.md shows it, which asks for the password of anna or bert."""
    if proxy == "nginx":
        passwords = folder / "passwords"
        passwords.write_text("anna:{PLAIN}secret-a\nbert:{PLAIN}secret-b\n", encoding="utf-8")
        places = (
            f'location /archive/ {{ auth_basic "archive"; auth_basic_user_file {passwords};'
            f" proxy_pass {server}; proxy_set_header X-Forwarded-User $remote_user;"
            " proxy_read_timeout 300s; }"
        )
        return nginx(folder / "nginx", port, places, certificate=certificate)
    routes = f"""
      redir /archive /archive/
      handle_path /archive/* {{
        basicauth {{
          anna {hashed("secret-a")}
          bert {hashed("secret-b")}
        }}
        reverse_proxy {server.removeprefix("http://").rstrip("/")} {{
          header_up X-Forwarded-User {{http.auth.user.id}}
        }}
      }}
    """
    return caddy(folder / "caddy", port, routes, certificate)


@pytest.fixture
def public(library: Library, tmp_path: Path, proxy: str) -> Iterator[tuple[str, ssl.SSLContext]]:
    """Yield the public address, with its slash, and whom to trust."""
    certificate, port = self_signed(tmp_path), free_port()
    address = f"https://localhost:{port}/archive"
    file = UserFile(tmp_path / "users")
    file.put(User(name="anna", role="editor"))
    access = allow("127.0.0.1", public_url=address, proxies=["127.0.0.1"], auth_file=file.path)
    chain = AnswerChain(library, Settings(index=library.folder, mode="extractive"))
    server, own = serve(chain, history=History(tmp_path / "h.sqlite"), access=access)
    try:
        with started(proxy, tmp_path, port, own, certificate):
            yield f"{address}/", ssl.create_default_context(cafile=str(certificate))
    finally:
        server.close()


def test_a_reader_asks_through_it(public: tuple[str, ssl.SSLContext]) -> None:
    address, trusted = public
    assert httpx.get(address, verify=trusted).status_code == 401
    claims = {"X-Forwarded-User": "anna"}
    login = {"base_url": address, "verify": trusted, "timeout": 30}
    anna = httpx.Client(auth=("anna", "secret-a"), **login)  # type: ignore[arg-type]
    bert = httpx.Client(auth=("bert", "secret-b"), headers=claims, **login)  # type: ignore[arg-type]
    with anna, bert:
        page = anna.get("")
        assert page.status_code == 200
        named = re.findall(r'(?:src|href)="([^"#]+)"', page.text)
        named = [urljoin(address, one) for one in named if not one.startswith("data:")]
        for one in named:
            assert one.startswith(address), one
            assert anna.get(one).status_code == 200, one
        asked = {"key": "k", "question": "What did Kari Nordmann say?"}
        own = {"Origin": address.removesuffix("/archive/")}
        lines = anna.post("ask", json=asked, headers=own).text.splitlines()
        assert json.loads(lines[-1])["done"]
        assert len(lines) > 1
        foreign = {"Origin": own["Origin"].replace("https", "http")}
        assert anna.post("ask", json=asked, headers=foreign).status_code == 403
        status = [c.post("room", json={"do": "status"}).json()["editor"] for c in (anna, bert)]
        assert status == [True, False]
        kept = [c.post("room", json={"do": "conversations"}).json()["html"] for c in (anna, bert)]
        assert "Kari Nordmann" in kept[0]
        assert "Kari Nordmann" not in kept[1]
