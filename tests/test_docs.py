"""The README claims only what is there."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_make_target_in_the_readme_exists() -> None:
    named = set(re.findall(r"`?make ([a-z-]+)", README))
    assert {"chat", "test"} <= named
    assert named - {"a", "sure"} <= set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


@pytest.mark.parametrize("command", sorted(set(re.findall(r"tradewire ([a-z]+)", README))))
def test_every_command_in_the_readme_exists(command: str) -> None:
    from ui.cli.main import app

    known = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    assert command in known | {group.name for group in app.registered_groups} | {"listens"}


def test_every_setting_in_the_readme_exists() -> None:
    from rag.settings import Settings

    named = set(re.findall(r"TRADEWIRE_([A-Z_]+)", README)) - {"CACHE", "DATA", "CHROMIUM"}
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_every_file_the_readme_shows_is_there() -> None:
    for path in re.findall(r"\]\(([^)#]+)\)", README):
        if not path.startswith("http"):
            assert (ROOT / path).exists(), path


def test_the_python_example_uses_the_public_names() -> None:
    import rag

    for line in re.findall(r"^from rag import (.+)$", README, re.MULTILINE):
        assert set(line.split(", ")) <= set(rag.__all__)


def test_the_public_names_stay() -> None:
    import rag

    assert rag.__all__ == [
        "Answer", "AnswerChain", "AnswerEvent", "EvidenceFound", "SentenceChecked", "Waiting",
        "answer", "quotes", "stream",
    ]  # fmt: skip


def test_nothing_local_stands_in_the_tree() -> None:
    for path in [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        *(
            path
            for part in ("index", "rag", "eval", "ui", "tests")
            for path in (ROOT / part).rglob("*.py")
        ),
        *ROOT.glob("rag/*/*.md"),
        ROOT / "Makefile",
    ]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/(?:home|root|work)/", text), path
