"""Debian's nginx on loopback, with its buffering on, as a test's own process."""

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

_CONF = """
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


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


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
    conf.write_text(_CONF.format(folder=folder, port=port, locations=locations, user=user, tls=tls))
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(conf)], stderr=subprocess.PIPE)
    try:
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, process.stderr and process.stderr.read()
                assert time.monotonic() < deadline
        yield f"http{'s' if certificate else ''}://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=10)
