"""A user's word on names: which forms are one person, and which names are two.

The file is TOML::

    [[person]]
    name = "Li Chenggang"
    forms = ["Vice Minister Li", "C. G. Li"]

    [[apart]]
    names = ["Li Qiang", "Qiang Li"]

or, as CSV, one line a form: ``name,form`` and, to keep two apart, ``name,form,apart``.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.errors import UsageError
from index.text.names import plain

LARGEST = 1_000_000
Pair = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aliases:
    """What a user says: form → name, and pairs of names that are two people."""

    names: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[Pair] = frozenset()

    def name_of(self, form: str) -> str | None:
        """Return the name that a form stands for; None if the user does not say."""
        return self.names.get(name_key(form)) if self.names else None

    def separate(self, a: str, b: str) -> bool:
        """Tell whether two names are two people.

        Args:
            a: a name as written.
            b: the other, likewise; which is which does not matter.
        """
        return bool(self.apart) and frozenset({name_key(a), name_key(b)}) in self.apart


NO_ALIASES = Aliases()


def load_aliases(path: Path) -> Aliases:
    """Read a user's alias file, TOML or CSV by its suffix.

    Raises:
        UsageError: it cannot be read, or is not of the form above.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"alias file {path}: {error.strerror}; check the path") from error
    if len(data) > LARGEST:
        raise UsageError(f"alias file {path} holds {len(data)} bytes; the most is {LARGEST}")
    try:
        text = data.decode("utf-8-sig")
        rows = _csv_rows(text) if path.suffix.lower() == ".csv" else _toml_rows(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as error:
        raise UsageError(f"alias file {path}: {error}; write it as TOML or CSV in UTF-8") from error
    except ValueError as error:
        raise UsageError(f"alias file {path}: {error}") from error
    return aliases_of(rows)


def aliases_of(rows: Iterable[tuple[str, str, bool]]) -> Aliases:
    """Return the aliases of rows (name, form, apart)."""
    names: dict[str, str] = {}
    apart: set[Pair] = set()
    for name, form, separate in rows:
        if separate:
            apart.add(frozenset({name_key(name), name_key(form)}))
        else:
            names[name_key(form)] = name
            names.setdefault(name_key(name), name)
    return Aliases(names=names, apart=frozenset(apart))


def _toml_rows(text: str) -> list[tuple[str, str, bool]]:
    content = tomllib.loads(text)
    if set(content) - {"person", "apart"}:
        unknown = ", ".join(sorted(set(content) - {"person", "apart"}))
        raise ValueError(f"unknown table {unknown}; use [[person]] and [[apart]]")
    rows = []
    for person in _tables(content, "person"):
        name, forms = person.get("name"), person.get("forms")
        if not isinstance(name, str) or not name.strip() or not _are_words(forms):
            raise ValueError('a [[person]] needs name = "…" and forms = ["…"]')
        rows += [(name, form, False) for form in forms or ()]
    for pair in _tables(content, "apart"):
        both = pair.get("names")
        if not _are_words(both) or len(both or ()) != 2:
            raise ValueError('an [[apart]] needs names = ["…", "…"], two of them')
        rows.append((both[0], both[1], True))  # type: ignore[index]
    return rows


def _tables(content: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    tables = content.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ValueError(f"{name} must be a list of tables, [[{name}]]")
    return tables


def _are_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)


def _csv_rows(text: str) -> list[tuple[str, str, bool]]:
    rows = []
    for number, row in enumerate(csv.reader(io.StringIO(text)), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[:2] == ["name", "form"]):
            continue
        if len(cells) not in {2, 3} or not all(cells[:2]) or cells[2:] not in ([], [""], ["apart"]):
            raise ValueError(f"line {number} is not name,form or name,form,apart")
        rows.append((cells[0], cells[1], cells[2:] == ["apart"]))
    return rows


def name_key(name: str) -> str:
    """Return a form as it is looked up: case, accents and spacing do not matter."""
    return " ".join(plain(word) for word in name.split())
