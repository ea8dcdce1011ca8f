"""The word lists of ``data``, each read once."""

from __future__ import annotations

import csv
import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def word_lists(name: str) -> dict[str, Any]:
    """Return the lists of ``data/NAME.toml``, a string of words each, by their names."""
    return tomllib.loads(_read(f"{name}.toml"))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``data/NAME.csv``."""
    return tuple(csv.DictReader(_read(f"{name}.csv").splitlines()))


def words(name: str, key: str) -> frozenset[str]:
    """Return one list of ``data/NAME.toml`` as a set of words.

    Args:
        name: of the file.
        key: of the list within it.
    """
    return frozenset(word_lists(name)[key].split())


def pairs(name: str, key: str) -> dict[str, str]:
    """Return one list of ``data/NAME.toml`` whose words are pairs, ``ONE:OTHER``, in its order.

    Args:
        name: of the file.
        key: of the list within it.
    """
    return dict(pair.split(":") for pair in word_lists(name)[key].split())


def pattern(name: str, *forms: str, **parts: str) -> str:
    """Return forms that ``data/NAME.toml`` lists as one pattern; line ends in them do not count.

    Args:
        name: of the file; ``{PART}`` in a form stands for an entry of its table ``parts``.
        forms: any of which is meant.
        parts: further entries.
    """
    known = word_lists(name)["parts"] | parts
    whole, filled = "", "|".join(forms)
    while whole != filled:
        whole, filled = filled, re.sub(r"\{([a-z]+)\}", lambda match: known[match[1]], filled)
    return whole.replace("\n", "")


def _read(name: str) -> str:
    return resources.files("index.text").joinpath("data", name).read_text(encoding="utf-8")
