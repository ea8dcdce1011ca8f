from __future__ import annotations

import subprocess
import sys


def test_the_public_functions_are_no_modules() -> None:
    """A package of a function's name would take its place as soon as it is imported."""
    code = "import rag, rag.build, rag.chain; print(*(callable(getattr(rag, n)) for n in ('answer', 'quotes', 'stream')))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(told.stdout.split()) == {"True"}
