"""The command line, run as a reader runs it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from unittest import mock

from tests.conftest import ROOT
from ui.cli.main import main

Done = subprocess.CompletedProcess[str]


def tradewire(*arguments: str, **environment: str) -> Done:
    """Run the command in this process: no second start of Python, no second load of a model."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, {"COLUMNS": "120", **environment}),
        mock.patch.object(sys, "argv", ["tradewire", *arguments]),
        chdir(ROOT),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
            status = 0
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else int(left.code is not None)
    return Done(arguments, status, out.getvalue(), err.getvalue())


def started(*arguments: str, **environment: str) -> Done:
    """Run the command as a process of its own, with nothing but its two streams and its status."""
    return subprocess.run(
        [sys.executable, "-c", "from ui.cli.main import main; main()", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120", **environment},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
