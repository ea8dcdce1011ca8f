"""Runs as a table for the terminal and as one page for the browser."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from eval.run import RunResult, Scored
from eval.stats import Estimate
from index.errors import OperationError

Rows = Sequence[Sequence[str]]

_HEAD = ("type", "n", "accuracy", "refused rightly", "refused wrongly", "wrong", "median", "p95")
_SHARES = ("accuracy", "refusal_recall", "false_refusal", "wrong")
_TIMES = ("latency_p50_ms", "latency_p95_ms")
_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .25rem .75rem; text-align: right; border-bottom: 1px solid #8886; }
th:first-child, td:first-child { text-align: left; }
details { border-bottom: 1px solid #8884; padding: .3rem 0; }
summary { cursor: pointer; }
pre { white-space: pre-wrap; font: inherit; margin: .3rem 0; }
dt { font-weight: 600; }
.correct { color: #1a7f37; } .wrong, .failed { color: #c62828; } .false_refusal { color: #b26a00; }
"""
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>tradewire: question sets</title><style>{style}</style></head>
<body><h1>Question sets</h1>
<p>Shares with their 95 % bootstrap interval and the number of observations; times in seconds.</p>
{body}
</body></html>
"""


def table(result: RunResult) -> str:
    """Return a run as a plain-text table, one line per question type and one for all."""
    checks = "; ".join(
        f"{name} {_share(result.metrics[name])}"
        for name in ("citation_exact", "quote_exact", "speaker", "retrieved")
    )
    title = f"{result.set}, {result.mode}" + (f", {result.model}" if result.model else "")
    first = _seconds(result.metrics["first_sentence_p50_ms"])
    lines = [title, *_aligned(_type_rows(result)), checks, f"first sentence, median: {first}"]
    return "\n".join(lines)


def write_html(results: Sequence[RunResult], path: Path) -> Path:
    """Write one self-contained page on the runs, every question to be opened; return its path.

    Raises:
        OperationError: the page cannot be written.
    """
    body = _compared(results) + "".join(_section(result) for result in results)
    beside = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        page = _PAGE.format(style=_STYLE, body=body)
        beside.write_text(page, encoding="utf-8", errors="backslashreplace")
        os.replace(beside, path)
    except OSError as error:
        raise OperationError(
            f"Cannot write the report {path}: {error.strerror}; name another folder."
        ) from error
    return path


def _type_rows(result: RunResult) -> list[tuple[str, ...]]:
    groups = [*result.by_type.items(), ("all", result.metrics)]
    return [_HEAD, *(_type_row(name, metrics) for name, metrics in groups)]


def _type_row(name: str, metrics: Mapping[str, Estimate]) -> tuple[str, ...]:
    # Every question counts in "wrong", so its n is the number of questions.
    shares = (_interval(metrics[share]) for share in _SHARES)
    times = (_seconds(metrics[time]) for time in _TIMES)
    return (name, str(metrics["wrong"].n), *shares, *times)


def _interval(estimate: Estimate) -> str:
    if estimate.value is None:
        return "–"
    return f"{_short(estimate.value)} [{_short(estimate.low)}–{_short(estimate.high)}]"


def _share(estimate: Estimate) -> str:
    return f"{_interval(estimate)} (n = {estimate.n})"


def _short(value: float | None) -> str:
    """Write a share without its leading nought: .47, 1.00."""
    return "–" if value is None else f"{value:.2f}".removeprefix("0")


def _seconds(estimate: Estimate) -> str:
    return "–" if estimate.value is None else f"{estimate.value / 1000:.2f} s"


def _aligned(rows: Rows) -> list[str]:
    """Return the rows with the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_padded(row, widths)).rstrip() for row in rows]


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [row[0].ljust(widths[0])] + [
        cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)
    ]


def _compared(results: Sequence[RunResult]) -> str:
    """Return every metric of every run side by side."""
    names = results[0].metrics if results else {}
    head = ("metric", *(f"{r.set}, {r.mode}" for r in results))
    rows = [(name, *(_cell(name, r.metrics[name]) for r in results)) for name in names]
    return _html_table([head, *rows])


def _cell(name: str, estimate: Estimate) -> str:
    if name.endswith("_ms"):
        return f"{_seconds(estimate)} (n = {estimate.n})"
    return _share(estimate)


def _html_table(rows: Rows) -> str:
    head, *body = rows
    lines = [_html_row("th", head), *(_html_row("td", row) for row in body)]
    return f"<table>{''.join(lines)}</table>"


def _html_row(tag: str, cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _section(result: RunResult) -> str:
    hashes = (
        f"model {result.model or 'none'}; corpus {_head(result.corpus_hash)}; "
        f"questions {_head(result.questions_hash)}; settings {_head(result.settings_hash)}"
    )
    return (
        f"<h2>{escape(f'{result.set}, {result.mode}')}</h2><p>{escape(hashes)}</p>"
        + _html_table(_type_rows(result))
        + "".join(_detail(row) for row in result.scored)
    )


def _head(digest: str | None) -> str:
    return digest[:12] if digest else "not given"


def _detail(row: Scored) -> str:
    """Return one question to be opened; all text in it is escaped."""
    verdict = row.score.verdict
    facts = "".join(
        f"<dt>{escape(name)}</dt><dd><pre>{escape(text)}</pre></dd>"
        for name, text in _facts(row)
        if text
    )
    return (
        f'<details><summary><span class="{verdict}">{verdict.replace("_", " ")}</span> '
        f"{escape(row.question.id)} ({escape(row.question.type)}): "
        f"{escape(row.question.question)}</summary><dl>{facts}</dl></details>"
    )


def _facts(row: Scored) -> list[tuple[str, str]]:
    """Return what is worth reading about one question; empty texts are left out later."""
    question, answer, score = row.question, row.answer, row.score
    history = "\n".join(f"{turn['role']}: {turn['content']}" for turn in question.history)
    cited = (f"[{c.get('number')}] {c.get('quote')}" for c in answer.get("citations") or ())
    return [
        ("before", history),
        ("answer", str(answer.get("text") or "")),
        ("error", str(answer.get("error") or "")),
        ("expected", question.answer or ""),
        ("missing", "; ".join(" or ".join(group) for group in score.missing)),
        ("forbidden", "; ".join(score.forbidden)),
        ("cited", "\n".join(cited)),
        ("checks", _checks(row)),
    ]


def _checks(row: Scored) -> str:
    score = row.score
    parts = [
        f"citations exact {sum(score.citations)} of {len(score.citations)}",
        f"quotations exact {sum(score.quotes)} of {len(score.quotes)}",
    ]
    if score.speaker is not None:
        parts.append(f"speaker {'right' if score.speaker else 'wrong or not shown'}")
    if score.retrieved is not None:
        parts.append(f"gold article {'retrieved' if score.retrieved else 'not retrieved'}")
    return "; ".join(parts)
