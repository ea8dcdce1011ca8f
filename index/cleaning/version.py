"""Whether cleaning an article again could give anything new, told without cleaning it."""

from __future__ import annotations

import ast
import hashlib
import json
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

from index.types import RawArticle

# Where cleaning begins; what these modules import of the index cleans too.
_CLEANING = ("cleaning.clean", "formats.records")
_LISTS = "text.word_lists"
_INDEX = Path(__file__).parents[1]


def raw_hash(raw: RawArticle) -> str:
    """Return the SHA-256 of a raw article and of the code that would clean it.

    Equal hashes give equal articles, so that an index that keeps it need not clean, segment or
    compare what has not changed.
    """
    # Where it was read does not count.
    values = asdict(replace(raw, source=cleaning_hash()))
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


@cache
def cleaning_hash() -> str:
    """Return the SHA-256 of the code that cleans."""
    return code_hash(*_CLEANING)


def code_hash(*modules: str) -> str:
    """Return the SHA-256 of modules of the index and of all that they import of it."""
    found = hashlib.sha256()
    for _name, code in sorted(modules_of(*modules).items()):
        found.update(code)
    return found.hexdigest()


def modules_of(*modules: str) -> dict[str, bytes]:
    """Return the code of modules of the index and of all that they import of it, by name.

    Word lists count as code: ``text.word_lists`` brings all of ``text/data`` along.
    """
    found: dict[str, bytes] = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _file(name).read_bytes()
            waiting += _imported(found[name])
    if _LISTS in found:
        files = sorted((_INDEX / "text" / "data").iterdir())
        found |= {f"text.data.{file.name}": file.read_bytes() for file in files}
    return found


def _file(name: str) -> Path:
    path = _INDEX.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _imported(code: bytes) -> list[str]:
    """Return what code imports of the index, late imports too: modules, and packages by their names."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("index."):
            name = str(node.module).removeprefix("index.")
            inside = [f"{name}.{alias.name}" for alias in node.names]
            found += [name, *(module for module in inside if _file(module).is_file())]
    return found
