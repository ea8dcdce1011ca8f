"""Dockerfile and compose.yaml, as far as they can be tried where no image can be built."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from index.library import Library
from index.store.place import Server, place_of
from rag.chain import AnswerChain
from rag.settings import Settings
from tests.conftest import ROOT
from ui.cli.main import app
from ui.server.access import allow
from ui.server.server import Running, application

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
OURS = {name: s for name, s in COMPOSE["services"].items() if s["image"] == "tradewire"}


def instructions(name: str) -> list[str]:
    return re.findall(rf"^\s*{name}\s+(.+)$", DOCKERFILE, re.MULTILINE)


def check_command(arguments: list[str]) -> None:
    """Fail unless the command line takes these arguments."""
    command: Any = typer.main.get_command(app)
    context: Any = None
    while hasattr(command, "commands"):
        name, *arguments = arguments
        command = command.commands[name]
    context = command.make_context("tradewire", list(arguments), resilient_parsing=False)
    context.close()


def test_the_linter_has_nothing_to_say() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_it_runs_without_root_and_keeps_what_it_writes_in_volumes() -> None:
    assert instructions("USER") == ["10001"]
    volumes = json.loads(instructions("VOLUME")[0])
    environment = dict(pair.split("=", 1) for line in instructions("ENV") for pair in line.split())
    for name in ("TRADEWIRE_INDEX", "TRADEWIRE_HISTORY", "TRADEWIRE_CACHE"):
        assert any(environment[name].startswith(volume) for volume in volumes)


def test_what_it_starts_is_a_command_of_ours() -> None:
    assert json.loads(instructions("ENTRYPOINT")[0]) == ["tradewire"]
    check_command(json.loads(instructions("CMD")[-1]))


def test_the_image_holds_the_whole_package(tmp_path: Path) -> None:
    """The wheel that the build stage makes, from the files that it copies and no others."""
    copied = [line.split()[:-1] for line in instructions("COPY") if "--from" not in line]
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    source = tmp_path / "src"
    source.mkdir()
    for name in (name for line in copied for name in line):
        assert f"!{name}" in ignored
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name)
        else:
            shutil.copy(ROOT / name, source)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, source],
        check=True,
    )  # fmt: skip
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    for file in ("index/store/embedded/schema.sql", "index/store/postgres/0001_tables.sql", "ui/history/history.sql", "ui/page/static/page.html",
                 "rag/reader/reader.onnx", "ui/cli/main.py"):  # fmt: skip
        assert file in names


def test_the_image_can_open_the_index_that_compose_names() -> None:
    place = place_of(OURS["chat"]["environment"]["TRADEWIRE_INDEX"])
    assert isinstance(place, Server)
    (extras,) = re.findall(r"pip install .*\.\[([\w,]+)\]", DOCKERFILE)
    assert "server" in extras.split(",")


@pytest.fixture
def server(library: Library) -> Iterator[Running]:
    chain = AnswerChain(library, Settings(index=library.folder, mode="extractive"))
    running = Running(application(chain, None, allow("127.0.0.1")), "127.0.0.1", None)
    yield running
    running.close()


def test_the_health_check_tells_a_live_server_from_a_dead_one(server: Running) -> None:
    code = json.loads(re.search(r"HEALTHCHECK .*?CMD (\[.*?\])\s*$", DOCKERFILE, re.M)[1])  # type: ignore[index]
    port = server.address.rstrip("/").rpartition(":")[2]
    command = [sys.executable, *code[1:]]
    assert f":{8000}/healthz" in command[-1]
    command[-1] = command[-1].replace("8000", port)
    assert subprocess.run(command, capture_output=True).returncode == 0
    server.close()
    assert subprocess.run(command, capture_output=True).returncode != 0


@pytest.mark.parametrize("name", OURS)
def test_a_service_is_a_command_of_ours_with_settings_of_ours(name: str) -> None:
    service = OURS[name]
    check_command([str(part) for part in service["command"]])
    known = {f"TRADEWIRE_{field.upper()}" for field in Settings.model_fields}
    assert set(service["environment"]) <= known | {"PGPASSWORD"}
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert {volume.partition(":")[2] for volume in service["volumes"]} >= {"/data", "/weights"}


def test_no_secret_stands_in_compose_or_on_a_command_line() -> None:
    for service in COMPOSE["services"].values():
        for key, value in service["environment"].items():
            if "PASSWORD" in key or "KEY" in key:
                assert re.fullmatch(r"\$\{\w+:[-?].*\}", value)
        assert not any("PASSWORD" in str(part) for part in service.get("command", ()))
    assert "@" in OURS["chat"]["environment"]["TRADEWIRE_INDEX"]
    assert not re.search(r"//[^/@]*:[^/@]*@", OURS["chat"]["environment"]["TRADEWIRE_INDEX"])


def test_readers_reach_it_through_a_proxy_only() -> None:
    published = [p for s in COMPOSE["services"].values() for p in s.get("ports", ())]
    assert published == ["127.0.0.1:8000:8000"]
    used = {v.partition(":")[0] for s in COMPOSE["services"].values() for v in s["volumes"]}
    assert {name for name in used if not name.startswith(".")} == set(COMPOSE["volumes"])
