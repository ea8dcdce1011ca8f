"""Debian's nginx, with its buffering on, and Caddy with TLS, on loopback as a test's own processes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
CADDY = shutil.which("caddy")

_NGINX_CONF = """
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  client_max_body_size 50m;
  proxy_buffering on;
  server {{
    listen 127.0.0.1:{port}{tls};
    {locations}
  }}
}}
"""
_CADDY_CONF = """
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


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def listening(port: int, process: subprocess.Popen[bytes], log: Path | None = None) -> None:
    """Wait until a process listens on a port of loopback; fail where it ended instead."""
    deadline = time.monotonic() + 180
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert process.poll() is None, log and log.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.01)


@contextmanager
def _running(folder: Path, port: int, *command: str, **environment: str) -> Iterator[None]:
    """Run a proxy until it is no longer needed; what it says lies in the folder."""
    log = folder / "log"
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=log.open("w"), stderr=subprocess.STDOUT
    )
    try:
        listening(port, process, log)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextmanager
def nginx(
    folder: Path, port: int, locations: str, *, certificate: Path | None = None
) -> Iterator[str]:
    """Run nginx with these locations; yields its address without a slash at its end.

    Args:
        folder: for its files.
        port: on loopback.
        locations: what it serves.
        certificate: with its key in the same file, for TLS.
    """
    assert NGINX is not None
    folder.mkdir(parents=True, exist_ok=True)
    conf = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    file = certificate
    tls = f" ssl; ssl_certificate {file}; ssl_certificate_key {file}" if file else ""
    conf.write_text(
        _NGINX_CONF.format(folder=folder, port=port, locations=locations, user=user, tls=tls)
    )
    with _running(folder, port, NGINX, "-p", str(folder), "-c", str(conf)):
        yield f"http{'s' if certificate else ''}://127.0.0.1:{port}"


@contextmanager
def caddy(folder: Path, port: int, routes: str, certificate: Path) -> Iterator[str]:
    """Run Caddy with these routes; yields its address without a slash at its end."""
    assert CADDY is not None
    folder.mkdir(parents=True, exist_ok=True)
    conf = folder / "Caddyfile"
    conf.write_text(_CADDY_CONF.format(port=port, certificate=certificate, routes=routes))
    own = dict.fromkeys(("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME"), str(folder))
    command = (CADDY, "run", "--config", str(conf), "--adapter", "caddyfile")
    with _running(folder, port, *command, **own):
        yield f"https://localhost:{port}"


def hashed(password: str) -> str:
    """Return a password as Caddy keeps it."""
    assert CADDY is not None
    command = [CADDY, "hash-password", "--plaintext", password]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def self_signed(folder: Path) -> Path:
    """Make a certificate for localhost, with its key in the same file, as a team's authority would."""
    file, key = folder / "own.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", key, "-out", file],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_text(file.read_text() + key.read_text())
    return file
