from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import UsageError
from ui.server.access import allow, public_address
from ui.server.users import User, UserFile


@pytest.mark.parametrize(
    ("given", "origin", "path"),
    [
        ("https://news.example/archive", "https://news.example", "/archive"),
        ("https://News.Example:8443/a/b/", "https://news.example:8443", "/a/b"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", ""),
        ("http://[::1]:8080/", "http://[::1]:8080", ""),
    ],
)
def test_a_public_address_is_read(given: str, origin: str, path: str) -> None:
    public = public_address(given)
    assert (f"{public.scheme}://{public.netloc}", public.path) == (origin, path)
    assert public.geturl() == origin + path


@pytest.mark.parametrize(
    "given",
    ["news.example", "ftp://news.example", "https://", "https://a:x/", "https://u:p@news.example",
     "https://news.example/?q", "https://news.example//a"],
)  # fmt: skip
def test_what_is_no_public_address(given: str) -> None:
    with pytest.raises(UsageError, match="--public-url"):
        public_address(given)


def test_a_public_address_needs_a_login_too() -> None:
    public = "https://news.example/archive"
    with pytest.raises(UsageError, match=r"https://news.example/archive everyone"):
        allow("127.0.0.1", public_url=public)
    assert allow("127.0.0.1", ("anna", "p"), public_url=public).logins
    assert allow("127.0.0.1", proxies=["10.0.0.5"], public_url=public).proxies
    assert allow("127.0.0.1", public_url=public, open_to_network=True).public
    assert allow("127.0.0.1", public_url="http://127.0.0.1:8080/archive").public


@pytest.mark.parametrize(
    ("peer", "trusted"),
    [("10.0.0.5", True), ("::ffff:10.0.0.5", True), ("10.1.2.3", True), ("10.2.0.1", False),
     ("fd00::7", True), ("10.0.0.50", False), ("", False), ("testclient", False)],
)  # fmt: skip
def test_proxies_are_known_by_address(peer: str, trusted: bool) -> None:
    access = allow("127.0.0.1", proxies=["10.0.0.5", "10.1.0.0/16", "fd00::/64"])
    assert access.trusts(peer) is trusted


def test_roles_of_those_whom_a_proxy_names(tmp_path: Path) -> None:
    file = UserFile(tmp_path / "users")
    file.put(User(name="anna", role="editor"))
    access = allow("127.0.0.1", auth_file=file.path, proxies=["127.0.0.1"])
    assert access.logins is None, "the proxy asks for passwords, not we"
    assert access.named("anna").role == "editor"
    assert access.named("eve").role == "reader"
    with pytest.raises(UsageError):
        access.named("a:b")


@pytest.mark.parametrize("more", [{"proxies": ["10.0.0.5"]}, {"auth_file": Path("users")}])
def test_a_single_user_and_many_do_not_go_together(more: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="--auth is for a single user"):
        allow("127.0.0.1", ("anna", "p"), **more)  # type: ignore[arg-type]


def test_what_is_no_address_of_a_proxy() -> None:
    with pytest.raises(UsageError, match=r"--trusted-proxy proxy\.example"):
        allow("127.0.0.1", proxies=["proxy.example"])
