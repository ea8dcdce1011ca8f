"""A record file, one JSON object a line, to raw articles; a bad line costs that line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from index.formats.encoding import MAX_BYTES, byte_lines, decode
from index.formats.records import NOT_AN_ARTICLE, article_of
from index.types import Problem, RawArticle


def read_jsonl(file: IO[bytes], source: str, base_id: str) -> Iterator[RawArticle | Problem]:
    """Yield what each filled line holds.

    Args:
        file: seekable.
        source: its name for reports.
        base_id: what ids begin with where a record gives neither an id nor a URL.
    """
    for number, line in enumerate(byte_lines(file), start=1):
        place = f"{source}:{number}"
        if line is None:
            reason = f"line {number} is longer than {MAX_BYTES // 1_000_000} MB"
            yield Problem(source=place, status="failed", reason=reason)
        elif line.strip():
            yield _record(line, place, f"{base_id}#{number}", number)


def _record(line: bytes, source: str, fallback_id: str, number: int) -> RawArticle | Problem:
    decoded = decode(line)
    try:
        record = json.loads(decoded.text)
    except json.JSONDecodeError as error:
        reason = f"line {number} is not JSON: {error.msg} at column {error.colno}"
        return Problem(source=source, status="failed", reason=reason)
    except (ValueError, RecursionError):
        reason = f"line {number} is not JSON that can be read"
        return Problem(source=source, status="failed", reason=reason)
    if not isinstance(record, dict):
        reason = f"line {number} is not a JSON object"
        return Problem(source=source, status="failed", reason=reason)
    article = article_of(record, source=source, fallback_id=fallback_id)
    if article is None:
        return Problem(source=source, status="skipped", reason=NOT_AN_ARTICLE)
    return replace(article, problems=(*decoded.problems, *article.problems))
