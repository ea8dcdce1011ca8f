"""The command line, run as a reader runs it."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import ROOT


def tradewire(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from ui.cli.main import main; main()", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120", **environment},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
