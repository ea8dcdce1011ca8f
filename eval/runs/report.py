"""Runs as tables for the terminal and as one page for the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.runs.compare import Comparison, Flip
from eval.runs.run import RunResult
from eval.scoring.llm_judge import Judged
from eval.scoring.metrics import Scored
from eval.scoring.stats import Difference, Estimate, short
from index.replacing import replacing

Rows = Sequence[Sequence[str]]

_HEAD = ("type", "n", "accuracy", "refused rightly", "refused wrongly", "wrong", "median", "p95")
_SHARES = ("accuracy", "refusal_recall", "false_refusal", "wrong")
_TIMES = ("latency_p50_ms", "latency_p95_ms")
_CHECKS = (
    "citation_exact", "quote_exact", "citation_recall", "citation_precision", "speaker",
    "hit@1", "hit@5", "mrr", "ndcg@10", "span_hit@5", "exact_match", "token_f1",
)  # fmt: skip
_BESIDE = (
    "accuracy", "refusal_recall", "false_refusal", "wrong", "citation_recall", "speaker",
    "hit@1", "hit@5", "span_hit@5", "first_token_p50_ms", "latency_p50_ms", "prompt_tokens_p50",
)  # fmt: skip


def table(result: RunResult) -> str:
    """Return a run as a plain-text table, one line per question type and one for all."""
    measured = [name for name in _CHECKS if result.metrics[name].n]
    checks = "; ".join(f"{name} {figure(name, result.metrics[name])}" for name in measured)
    title = f"{result.set}, {result.mode}" + (f", {result.model}" if result.model else "")
    lines = [title, *_aligned(_type_rows(result))]
    if checks:
        lines.append(checks)
    first = figure("_ms", result.metrics["first_sentence_p50_ms"])
    lines.append(f"first sentence, median: {first}; {provenance(result)}")
    return "\n".join(lines)


def systems_table(results: Sequence[RunResult]) -> str:
    """Return the systems of one evaluation side by side."""
    return "\n".join(_aligned(_system_rows(results)))


def comparison_table(comparison: Comparison, *, flips: bool = True) -> str:
    """Return what changed from one run to another, and which questions turned.

    Args:
        comparison: of two runs.
        flips: whether the questions that turned are listed.
    """
    lines = [
        f"From {comparison.before} to {comparison.after}, {comparison.n} questions in both "
        "(* more than chance at 5 % over all of these metrics together):",
        *_aligned(_difference_rows(comparison)),
    ]
    for flip in comparison.flips if flips else ():
        lines.append(f"  {flip.id}: {flip.before.verdict} → {flip.after.verdict}  {flip.question}")
    return "\n".join(lines)


def provenance(result: RunResult) -> str:
    """Say which answers came from the cache, and what scoring and keeping cost beside the others."""
    if result.kept:
        return f"{result.kept} of {result.n} answers from the cache"
    if result.overhead is None:
        return "no answer took time"
    return f"scoring took {100 * result.overhead:.1f} % of the answers' time"


def write_html(
    results: Sequence[RunResult],
    comparisons: Sequence[Comparison],
    judged: Mapping[str, Judged],
    path: Path,
) -> Path:
    """Write one self-contained page on the runs, every question to be opened; return its path.

    Args:
        results: of all systems.
        comparisons: between them.
        judged: by a model, by the name of the system; may be empty.
        path: of the page.

    Raises:
        OperationError: the page cannot be written.
    """
    page = _page(results, comparisons, judged)
    with replacing(path, "the report", "name another folder") as beside:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(page, encoding="utf-8", errors="backslashreplace")
    return path


def figure(name: str, estimate: Estimate) -> str:
    """Return an estimate as people read it: a share, seconds or a count, with interval and n.

    Args:
        name: of the metric, whose ending tells the unit.
        estimate: of it.
    """
    if estimate.value is None:
        return "–"
    if name.endswith("_ms"):
        return f"{estimate.value / 1000:.2f} s"
    if name.endswith("_p50"):
        return f"{estimate.value:.0f}"
    return f"{estimate.shown()} (n = {estimate.n})"


def _page(
    results: Sequence[RunResult], comparisons: Sequence[Comparison], judged: Mapping[str, Judged]
) -> str:
    from jinja2 import Environment, FileSystemLoader

    from eval.runs import plots

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
    )
    names = [name for name in results[0].metrics if any(r.metrics[name].n for r in results)]
    return environment.get_template("report.html").render(
        title=f"{results[0].set}: {results[0].n} questions",
        results=results,
        plots=plots.all_plots(results),
        metric_rows=[(n, [figure(n, r.metrics[n]) for r in results]) for n in names],
        type_tables=[_type_rows(result) for result in results],
        provenance=provenance,
        comparisons=[(c, _difference_rows(c), [_flip(f) for f in c.flips]) for c in comparisons],
        judged=judged,
        details=[[_detail(row) for row in result.rows] for result in results],
    )


def _type_rows(result: RunResult) -> list[tuple[str, ...]]:
    groups = [*result.by_type.items(), ("all", result.metrics)]
    return [_HEAD, *(_type_row(name, metrics) for name, metrics in groups)]


def _type_row(name: str, metrics: Mapping[str, Estimate]) -> tuple[str, ...]:
    # Every question counts in "wrong", so its n is the number of questions.
    shares = (metrics[share].shown() for share in _SHARES)
    times = (figure(time, metrics[time]) for time in _TIMES)
    return (name, str(metrics["wrong"].n), *shares, *times)


def _system_rows(results: Sequence[RunResult]) -> list[tuple[str, ...]]:
    head = ("system", *(name.removesuffix("_p50_ms").removesuffix("_p50") for name in _BESIDE))
    return [head, *((r.mode, *(_beside(n, r.metrics[n]) for n in _BESIDE)) for r in results)]


def _beside(name: str, estimate: Estimate) -> str:
    if estimate.value is None or name.endswith("_p50") or name.endswith("_ms"):
        return figure(name, estimate)
    return short(estimate.value)


def _difference_rows(comparison: Comparison) -> list[tuple[str, ...]]:
    head = ("metric", comparison.before, comparison.after, "change", "p", "n", "")
    return [
        head,
        *(
            (name, *_difference_cells(d), "*" if name in comparison.real else "")
            for name, d in comparison.differences.items()
        ),
    ]


def _difference_cells(d: Difference) -> tuple[str, ...]:
    change = f"{d.change:+.2f} [{d.low:+.2f} to {d.high:+.2f}]"
    return (short(d.before), short(d.after), change, f"{d.p:.3f}", str(d.n))


def _aligned(rows: Rows) -> list[str]:
    """Return the rows with the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_padded(row, widths)).rstrip() for row in rows]


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [row[0].ljust(widths[0])] + [
        cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)
    ]


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "id": flip.id,
        "question": flip.question,
        "sides": [(o.verdict, o.text) for o in (flip.before, flip.after)],
    }


def _detail(row: Scored) -> dict[str, Any]:
    """Return what is worth reading about one question, in order; empty texts are left out."""
    question, answer = row.question, row.reply.answer
    cited = (f"[{c.get('number')}] {c.get('quote')}" for c in answer.get("citations") or ())
    facts = {
        "before": "\n".join(f"{turn['role']}: {turn['content']}" for turn in question.history),
        "answer": str(answer.get("text") or ""),
        "error": str(answer.get("error") or ""),
        "expected": question.answer or "",
        "missing": "; ".join(" or ".join(group) for group in row.score.missing),
        "forbidden": "; ".join(row.score.forbidden),
        "cited": "\n".join(cited),
        "evidence": "\n".join(f"{e['article_id']}: {e['text']}" for e in row.reply.evidence),
        "checks": _checks(row),
        "timings": _timings(row),
    }
    return {
        "id": question.id,
        "type": question.type,
        "question": question.question,
        "verdict": row.score.verdict,
        "facts": [(name, text) for name, text in facts.items() if text],
    }


def _checks(row: Scored) -> str:
    score = row.score
    lines = [
        f"{'supported' if s.supported else 'not supported'} ({s.score:.2f}): {s.text} "
        f"[{'; '.join(s.reasons)}]"
        for s in row.sentences
    ]
    if score.citations:
        lines.append(f"citations exact: {sum(score.citations)} of {len(score.citations)}")
    if score.quotes:
        lines.append(f"quotations exact: {sum(score.quotes)} of {len(score.quotes)}")
    if score.speaker is not None:
        lines.append(f"speaker {'right' if score.speaker else 'wrong or not shown'}")
    if score.retrieved is not None:
        lines.append(f"gold article {'retrieved' if score.retrieved else 'not retrieved'}")
    return "\n".join(lines)


def _timings(row: Scored) -> str:
    times = row.reply.answer.get("timings_ms") or {}
    parts = [f"{name} {ms:.0f} ms" for name, ms in times.items() if ms is not None]
    parts += [f"{name} tokens {n}" for name, n in (row.reply.tokens or {}).items()]
    return ", ".join(parts) + (" (from the cache)" if row.kept else "")
