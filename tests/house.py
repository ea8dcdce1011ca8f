"""Counts of the house: ``make house`` prints modules, lines, floors, word lists and duplicates.

A floor is a step of the longest chain of imports inside a package, circles counted as one floor.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import grimp

PACKAGES = ("index", "rag", "eval", "ui")
# What should stand once, by how it looks where it is spelled out.
ONCE = {
    "months spelled out": r"january.{0,4}february|Jan\W.{0,12}Feb",
    "weekdays spelled out": r"monday\W{1,4}tuesday",
    "tables of nations": r"norwegian\W.{0,40}norway|norway\W.{0,20}norwegian",
    "stem in one spelling": r"def stems_of",
    "the raw question read after understanding": r"query\.question\b",
}


def files(root: Path, package: str) -> list[Path]:
    """Return the modules of a package."""
    return sorted((root / package).rglob("*.py"))


def floors(package: str) -> int:
    """Return the length of the longest chain of imports inside a package, in modules."""
    graph = grimp.build_graph(package)
    imports: Mapping[str, set[str]] = {
        m: {i for i in graph.find_modules_directly_imported_by(m) if i.startswith(f"{package}.")}
        for m in graph.modules
    }
    open_: set[str] = set()

    @cache
    def height(module: str) -> int:
        if module in open_:
            return 0
        open_.add(module)
        found = 1 + max((height(i) for i in imports[module]), default=0)
        open_.discard(module)
        return found

    return max(map(height, imports))


def words_in_code(paths: list[Path]) -> int:
    """Return how many words stand in lists written out in code: ``\"\"\"a b c\"\"\".split()``."""
    lists = re.compile(r'"{3}((?:[\w\s.’\'’-]+))"{3}\s*\.split\(\)')
    return sum(len(m[1].split()) for p in paths for m in lists.finditer(p.read_text("utf-8")))


def main() -> None:
    """Print the tables."""
    root = Path(__file__).parent.parent
    sys.path.insert(0, str(root))
    print("| package | modules | lines | fullest folder | floors | words in code |")
    print("|---|---|---|---|---|---|")
    every = {package: files(root, package) for package in PACKAGES}
    for package, paths in every.items():
        lines = sum(len(p.read_text("utf-8").splitlines()) for p in paths)
        rooms = Counter(p.parent for p in paths if p.name != "__init__.py")
        cells = (
            len(paths),
            f"{lines:,}",
            max(rooms.values()),
            floors(package),
            words_in_code(paths),
        )
        print(f"| {package} | {' | '.join(map(str, cells))} |")
    print("\n| once | modules |\n|---|---|")
    for name, look in ONCE.items():
        held = [
            p for ps in every.values() for p in ps if re.search(look, p.read_text("utf-8"), re.I)
            and not (name.endswith("understanding") and "question" in p.parts)
        ]  # fmt: skip
        print(f"| {name} | {len(held)} |")


if __name__ == "__main__":
    main()
