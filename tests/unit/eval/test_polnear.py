from __future__ import annotations

import json
from pathlib import Path

from eval.polnear import measured

TEXT = (
    "“We will not accept a quota,” Kari Nordmann said.\n\n“The port is open,” said Olena Koval.\n"
)


def test_found_and_named_by_hand(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    rows = [
        ("We will not accept a quota", "Kari Nordmann"),
        ("The port is open", "Peter Stone"),
        ("port is", ""),
        ("Nobody said this", "Kari Nordmann"),
    ]
    path = tmp_path / "direct_quotes_x.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for words, source in rows:
            row = {"doc": "a", "source": source, "quote_spans": [words]}
            stream.write(json.dumps(row | {"content_offsets": [[0, len(TEXT)]]}) + "\n")
    found, right, wrong = measured(path, tmp_path)
    assert [top for top, _ in right] == [1, 0, 0, 0]
    assert [top for top, _ in wrong] == [0, 1, 1]
    assert len(found) == 4
