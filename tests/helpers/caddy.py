"""Debian's Caddy on loopback with TLS, as a test's own process."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CADDY = shutil.which("caddy")

_CONF = """
{{
  admin off
  auto_https disable_redirects
  skip_install_trust
}}
https://localhost:{port} {{
  bind 127.0.0.1
  tls {certificate} {certificate}
  {routes}
}}
"""


def hashed(password: str) -> str:
    """Return a password as Caddy keeps it."""
    assert CADDY is not None
    command = [CADDY, "hash-password", "--plaintext", password]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@contextmanager
def caddy(folder: Path, port: int, routes: str, certificate: Path) -> Iterator[str]:
    """Run Caddy with these routes; yields its address without a slash at its end."""
    assert CADDY is not None
    folder.mkdir(parents=True, exist_ok=True)
    conf = folder / "Caddyfile"
    conf.write_text(_CONF.format(port=port, certificate=certificate, routes=routes))
    own = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    process = subprocess.Popen(
        [CADDY, "run", "--config", str(conf), "--adapter", "caddyfile"],
        env={**os.environ, **own}, stderr=(folder / "log").open("w"),
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < deadline
        yield f"https://localhost:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=10)
