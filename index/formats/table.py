"""A table (CSV, whatever parts its columns) to raw articles, one a row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import IO

from index.formats.encoding import MAX_BYTES, byte_lines, decode
from index.formats.records import NOT_AN_ARTICLE, article_of
from index.text.word_lists import word_lists
from index.types import Problem, RawArticle

# The keys of a record, and what tables of articles call them.
KEYS: Mapping[str, tuple[str, ...]] = {
    key: tuple(names.split()) for key, names in word_lists("words")["columns"].items()
}
_LINE_END = re.compile("\r\n?")
_AFTER_LINE_END = re.compile("(?<=\n)(?!$)")
_DELIMITERS = ",;\t|"
# The reader's own limit, 131,072 characters, is shorter than long articles.
csv.field_size_limit(MAX_BYTES)


def read_table(
    file: IO[bytes], source: str, base_id: str, columns: Mapping[str, str] | None = None
) -> Iterator[RawArticle | Problem]:
    """Yield what each row holds.

    Args:
        file: seekable; its first row names the columns.
        source: its name for reports.
        base_id: what ids begin with where a row gives neither an id nor a URL.
        columns: key of a record to name of a column, where the names do not say it.
    """
    lines = _text_lines(file)
    first = next(lines, "")
    rows = csv.reader(chain([first], lines), delimiter=max(_DELIMITERS, key=first.count))
    names = [_plain(name) for name in next(rows, [])]
    chosen = _chosen(names, columns or {})
    if "text" in chosen:
        yield from _rows(rows, chosen, source, base_id)
    elif names:
        yield Problem(source=source, status="failed", reason=_no_text(names, columns or {}))


def _text_lines(file: IO[bytes]) -> Iterator[str]:
    """Yield decoded lines, whatever ends them; one too long to be held is left out."""
    for line in byte_lines(file):
        if line is not None:
            text = _LINE_END.sub("\n", decode(line).text.replace("\0", ""))
            yield from _AFTER_LINE_END.split(text)


def _plain(name: str) -> str:
    return " ".join(name.split()).lower()


def _chosen(names: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Return the column of each key; what the caller names goes before what names say."""
    chosen = {
        key: names.index(_plain(name)) for key, name in columns.items() if _plain(name) in names
    }
    for key, known in KEYS.items():
        at = next((names.index(name) for name in known if name in names), None)
        if key not in columns and at is not None and at not in chosen.values():
            chosen[key] = at
    return chosen


def _no_text(names: Sequence[str], columns: Mapping[str, str]) -> str:
    shown = ", ".join(f"'{name[:30]}'" for name in names[:12]) or "none"
    wanted = columns.get("text", "text")
    return f"no column is named '{wanted}'; say which holds the text; the columns are {shown}"


def _rows(
    rows: Iterator[list[str]], chosen: Mapping[str, int], source: str, base_id: str
) -> Iterator[RawArticle | Problem]:
    number = 1
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            reason = f"row {number} cannot be read ({error}); a quotation mark may be missing"
            yield Problem(source=f"{source}:{number}", status="failed", reason=reason)
            continue
        if any(cell.strip() for cell in row):
            record = {key: row[at] for key, at in chosen.items() if at < len(row)}
            place, id_ = f"{source}:{number}", f"{base_id}#{number}"
            article = article_of(record, source=place, fallback_id=id_)
            yield article or Problem(source=place, status="skipped", reason=NOT_AN_ARTICLE)
