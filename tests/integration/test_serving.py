"""`tradewire chat` as an operator starts it, and the file of users."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from index.errors import TradewireError
from tests.conftest import ROOT
from tests.helpers.command import tradewire
from ui.cli.main import app
from ui.server.users import UserFile, matches

PASSWORD = "correct-horse"


@contextmanager
def chat(folder: Path, *options: str, **environment: str) -> Iterator[tuple[int, str]]:
    """Run the command; yields its process id and the address that it prints."""
    command = ["chat", "--no-browser", "--mode", "extractive", "--index", str(folder / "index")]
    process = subprocess.Popen(
        [sys.executable, "-c", "from ui.cli.main import main; main()", *command, *options],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        told = re.search(r"listens on (\S+?)[, ]", process.stdout.readline())
        assert told is not None
        yield process.pid, told[1]
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        (["--auth", f"anna:{PASSWORD}"], {}),
        ([f"--auth=anna:{PASSWORD}"], {}),
        ([], {"TRADEWIRE_AUTH": f"anna:{PASSWORD}"}),
    ],
)
def test_no_password_stands_in_the_process_list(
    tmp_path: Path, options: list[str], environment: dict[str, str]
) -> None:
    with chat(tmp_path, *options, **environment) as (pid, address):
        shown = Path(f"/proc/{pid}/cmdline").read_bytes()
        assert b"chat" in shown
        assert PASSWORD.encode() not in shown
        assert httpx.get(f"{address}api/articles").status_code == 401
        known = httpx.get(f"{address}api/articles", auth=("anna", PASSWORD))
        assert known.json() == {"articles": []}


def test_users_are_added_while_it_runs(tmp_path: Path) -> None:
    file = str(tmp_path / "users")
    for line in ("add anna --role editor", "add bert"):
        done = subprocess.run(
            [sys.executable, "-c", "from ui.cli.main import main; main()", "users",
             *line.split(), "--auth-file", file],
            cwd=ROOT, input=f"{PASSWORD}\n", capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert PASSWORD not in done.stdout + done.stderr
    listed = tradewire("users", "list", "--auth-file", file)
    assert listed.stdout.splitlines() == ["anna  editor", "bert  reader"]
    assert matches(PASSWORD, UserFile(Path(file)).users()["anna"].hash or "")
    with chat(tmp_path, "--auth-file", file) as (_pid, address):
        sent = {"params": {"name": "a.txt"}, "content": b"words"}
        assert httpx.post(f"{address}upload", auth=("anna", PASSWORD), **sent).status_code == 200
        assert httpx.post(f"{address}upload", auth=("bert", PASSWORD), **sent).status_code == 403
        assert tradewire("users", "remove", "bert", "--auth-file", file).returncode == 0
        assert httpx.get(f"{address}api/articles", auth=("bert", PASSWORD)).status_code == 401


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["users", "remove", "anna", "--auth-file", "nowhere"], "users add"),
        (["users", "add", "a:b", "--no-password", "--auth-file", "nowhere"], "without ':'"),
        (["chat", "--auth-file", "nowhere"], "users add"),
        (["chat", "--public-url", "https://news.example/a"], "--auth-file FILE"),
        (["chat", "--public-url", "news"], "--public-url news"),
        (["chat", "--trusted-proxy", "here"], "--trusted-proxy here"),
        (
            ["chat", "--public-url", "https://news.example/api", "--open-to-network", "--mode", "extractive"],
            "/api means something here",
        ),
    ],
)  # fmt: skip
def test_wrong_use_names_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.setenv("TRADEWIRE_INDEX", str(tmp_path / "index"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TradewireError, match=re.escape(says)):
        app(arguments, standalone_mode=False)
