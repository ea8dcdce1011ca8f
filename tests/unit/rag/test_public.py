from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_public_functions_are_no_modules() -> None:
    """A package of a function's name would take its place as soon as it is imported."""
    code = "import rag, rag.build, rag.chain; print(*(callable(getattr(rag, n)) for n in ('answer', 'quotes', 'stream')))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(told.stdout.split()) == {"True"}


def test_what_the_contract_names_can_be_imported() -> None:
    from index.quotes import extract_quotes
    from rag.verify import check_support

    (quote,) = extract_quotes("“The port is open again,” said harbour master Olena Koval.")
    assert quote.speaker == "Olena Koval"
    assert check_support("The port is open.", ["The port is open."]).supported


def test_a_readers_folder_of_a_packages_name_does_not_come_first(tmp_path: Path) -> None:
    (tmp_path / "index" / "vectors").mkdir(parents=True)
    (tmp_path / "rag").mkdir()
    code = "from rag import answer; print(callable(answer))"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "True"
