"""Runs as tables for the terminal and as one page for the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from eval.runs import plots
from eval.runs.compare import Comparison
from eval.runs.run import RunResult
from eval.scoring.llm_judge import Judged
from eval.scoring.stats import Estimate, short
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
    first = figure("_ms", result.metrics["first_sentence_p50_ms"])
    last = f"first sentence, median: {first}; {provenance(result)}"
    return "\n".join([title, *_aligned(_type_rows(result)), *filter(None, [checks]), last])


def systems_table(results: Sequence[RunResult]) -> str:
    """Return the systems of one evaluation side by side."""
    head = ("system", *(name.removesuffix("_p50_ms").removesuffix("_p50") for name in _BESIDE))
    rows = ((r.mode, *(_beside(name, r.metrics[name]) for name in _BESIDE)) for r in results)
    return "\n".join(_aligned([head, *rows]))


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
    for before, after in comparison.flips if flips else ():
        lines.append(f"  {before.id}: {before.verdict} → {after.verdict}  {before.question}")
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
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
    )
    names = [name for name in results[0].metrics if any(r.metrics[name].n for r in results)]
    page = environment.get_template("report.html").render(
        title=f"{results[0].set}: {results[0].n} questions",
        results=results,
        plots=plots.all_plots(results),
        metric_rows=[(n, [figure(n, r.metrics[n]) for r in results]) for n in names],
        type_tables=[_type_rows(result) for result in results],
        provenance=provenance,
        comparisons=[(c, _difference_rows(c)) for c in comparisons],
        judged=judged,
    )
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


def _type_rows(result: RunResult) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [_HEAD]
    for name, metrics in [*result.by_type.items(), ("all", result.metrics)]:
        shares = (metrics[share].shown() for share in _SHARES)
        times = (figure(time, metrics[time]) for time in _TIMES)
        # Every question counts in "wrong", so its n is the number of questions.
        rows.append((name, str(metrics["wrong"].n), *shares, *times))
    return rows


def _beside(name: str, estimate: Estimate) -> str:
    return figure(name, estimate) if name.endswith(("_p50", "_ms")) else short(estimate.value)


def _difference_rows(comparison: Comparison) -> list[tuple[str, ...]]:
    head = ("metric", comparison.before, comparison.after, "change", "p", "n", "")
    rows: list[tuple[str, ...]] = [head]
    for name, d in comparison.differences.items():
        change = f"{d.change:+.2f} [{d.low:+.2f} to {d.high:+.2f}]"
        star = "*" if name in comparison.real else ""
        rows.append((name, short(d.before), short(d.after), change, f"{d.p:.3f}", str(d.n), star))
    return rows


def _aligned(rows: Rows) -> list[str]:
    """Return the rows with the first column to the left and the others to the right."""
    first, *widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join([row[0].ljust(first), *map(str.rjust, row[1:], widths)]).rstrip() for row in rows
    ]
