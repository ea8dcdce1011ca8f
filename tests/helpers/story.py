"""Stories of any length whose paragraphs are alike in nothing but their build."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

SUBJECTS = "zinc copper nickel cobalt lithium timber cotton wheat barley soybeans".split()


PLACES = "Oslo Lima Quito Dakar Hanoi Perth Turin Izmir Osaka Delhi".split()


def story(count: int = 10, seed: int = 0) -> str:
    """Return a text of so many paragraphs, each of 24 words that differ from the others'."""
    return "\n\n".join(
        f"Exporters of {SUBJECTS[(n + seed) % 10]} in {PLACES[n % 10]} shipped {n + 3 + seed} cargoes "
        f"to {PLACES[(n + 3) % 10]} while brokers there counted {7 * n + 11 + seed} tonnes of stock "
        f"and ministers argued about quota number {n + seed} again."
        for n in range(count)
    )


WHOLE = story()


def write(path: Path, articles: Mapping[str, str]) -> Path:
    """Write a file of records, each with its publisher and day."""
    rows = [
        {"id": id_, "text": text, "title": f"Title {id_}", "publisher": f"The {id_} Post",
         "date": f"2025-04-{number + 1:02}"}
        for number, (id_, text) in enumerate(articles.items())
    ]  # fmt: skip
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path
