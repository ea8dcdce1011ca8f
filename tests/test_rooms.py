"""The rooms of the house: what each may read, and how full it may be."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT
from ui.cli.main import app

PACKAGES = ("index", "rag", "eval", "ui")
MOST_MODULES = 14


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def test_a_question_is_read_once() -> None:
    """What comes after understanding reads a query's fields; its words go to models and pages only."""
    readers = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "rag").rglob("*.py")
        if "question" not in path.parts and re.search(r"query\.question\b", path.read_text("utf-8"))
    ]
    assert readers == []


def test_no_room_is_crowded() -> None:
    count = Counter(path.parent for path in modules() if path.name != "__init__.py")
    assert {str(room): n for room, n in count.items() if n > MOST_MODULES} == {}


def test_every_room_says_what_it_is_for() -> None:
    for path in modules():
        if path.name == "__init__.py" and path.parent.parent != ROOT:
            told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
            assert len(told.splitlines()) >= 3, path


def declared() -> dict[str, set[str]]:
    """Return what classes of a name declare: what another class takes over is told there."""
    found = defaultdict[str, set[str]](set)
    for path in modules():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found[node.name] |= {f.name for f in node.body if isinstance(f, ast.FunctionDef)}
    return found


DECLARED = declared()


def taken_over(node: ast.ClassDef) -> set[str]:
    bases = [b.value if isinstance(b, ast.Subscript) else b for b in node.bases]
    return set().union(*(DECLARED[b.id] for b in bases if isinstance(b, ast.Name)))


def public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions and methods that others may call."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            own = taken_over(node)
            yield from (f for f in public(node.body) if f.name not in own)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
            yield node


def commands() -> set[str]:
    """Return the functions of the command line: what they take is told by its help."""
    apps = [app, *(group.typer_instance for group in app.registered_groups)]
    infos = [i for a in apps if a for i in (*a.registered_commands, a.registered_callback) if i]
    return {f"{i.callback.__module__}.{i.callback.__name__}" for i in infos if i.callback}


def test_what_a_function_takes_is_told() -> None:
    silent = []
    for path in modules():
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for function in public(ast.parse(path.read_text("utf-8")).body):
            taken = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
            several = len([a for a in taken if a.arg not in {"self", "cls"}]) > 1
            if several and "Args:" not in (ast.get_docstring(function) or ""):
                silent.append(f"{module}.{function.name}")
    assert [f for f in silent if f not in commands()] == []


def test_tests_import_no_tests() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        assert not re.search(r"^from tests\.[\w.]*\btest_", path.read_text("utf-8"), re.M), path


def test_months_are_spelled_out_once() -> None:
    told = [
        p.name for p in modules() if re.search(r"january.{0,4}february", p.read_text("utf-8"), re.I)
    ]
    assert told == ["calendar_words.py"]
