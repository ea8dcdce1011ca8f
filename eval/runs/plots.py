"""The report's plots, as pictures that stand in the page itself."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes

# Without pyplot: no window, no state shared between threads.
from matplotlib.figure import Figure

from eval.runs.run import RunResult
from eval.scoring.metrics import NUMBERS, Scored, risk_coverage

SIZE, WIDE = (5.6, 3.4), (11.4, 3.4)
OUTCOMES = (("correct", "#2e7d4f"), ("refused or failed", "#c9a227"), ("wrong", "#b3362b"))


def all_plots(results: Sequence[RunResult]) -> list[tuple[str, str]]:
    """Return (what it shows, data URL of an SVG) of every plot that these runs give."""
    drawn = {
        "Accuracy by type of question (refusal recall where there is no answer)": _types,
        "What became of the questions, by system": _outcomes,
        "Risk and coverage": _risk,
        "Time to the whole answer": _latency,
    }
    # Types and systems are named by the files that are read: a "$" in there is no formula.
    with matplotlib.rc_context({"text.parse_math": False}):
        return [(name, draw(results)) for name, draw in drawn.items()]


def _outcomes(results: Sequence[RunResult]) -> str:
    figure, axes = _figure("What became of the questions")
    right, wrong = (
        np.array([np.mean([row.score.verdict == verdict for row in r.rows]) for r in results])
        for verdict in ("correct", "wrong")
    )
    left = np.zeros(len(results))
    for (label, colour), values in zip(OUTCOMES, (right, 1 - right - wrong, wrong), strict=True):
        axes.barh([r.mode for r in results], values, left=left, color=colour, label=label)
        left = left + values
    axes.set_xlabel("share of all questions")
    axes.set_ylim(len(results) - 0.5, -0.5)
    axes.legend(ncols=3, loc="upper center", bbox_to_anchor=(0.5, -0.2), frameon=False)
    return _data_url(figure)


def _types(results: Sequence[RunResult]) -> str:
    figure, axes = _figure("Right answers, or right refusals, by type", WIDE)
    kinds = list(results[0].by_type)
    step = 0.7 / len(results)
    for number, result in enumerate(results):
        every = [result.by_type[kind] for kind in kinds]
        found = [m["accuracy"] if m["accuracy"].n else m["refusal_recall"] for m in every]
        places = [i + (number - (len(results) - 1) / 2) * step for i in range(len(kinds))]
        values, low, high = (
            np.array([getattr(estimate, part) or 0.0 for estimate in found])
            for part in ("value", "low", "high")
        )
        axes.errorbar(
            places,
            values,
            yerr=[values - low, high - values],
            fmt="o",
            markersize=5,
            elinewidth=0.9,
            label=result.mode,
        )
    for i in range(len(kinds) - 1):
        axes.axvline(i + 0.5, color="#ddd", linewidth=0.8)
    axes.set_xticks(range(len(kinds)), kinds)
    axes.set_ylim(-0.03, 1.03)
    axes.legend(ncols=7, loc="upper center", bbox_to_anchor=(0.5, -0.1), frameon=False)
    return _data_url(figure)


def _risk(results: Sequence[RunResult]) -> str:
    figure, axes = _figure("Risk and coverage")
    drawn = [(r.mode, curve) for r in results if (curve := risk_coverage(r.rows))]
    for name, curve in drawn:
        axes.plot(*zip(*curve, strict=True), label=name, drawstyle="steps-post")
    axes.set_xlabel("coverage: answers shown ÷ questions, surest first")
    axes.set_ylabel("wrong ÷ shown")
    axes.set_xlim(0, 1)
    axes.set_ylim(bottom=0)
    if drawn:
        axes.legend(frameon=False)
    return _data_url(figure)


def _latency(results: Sequence[RunResult]) -> str:
    figure, axes = _figure("Time to the whole answer")
    timed = {r.mode: times for r in results if (times := _seconds(r.rows))}
    if timed:
        axes.boxplot(
            list(timed.values()), orientation="horizontal", tick_labels=list(timed), whis=(5, 95),
            sym="",
        )  # fmt: skip
        axes.set_xscale("log")
        # Powers of ten would be formulas.
        axes.xaxis.set_major_formatter("{x:g}")
        axes.xaxis.set_minor_formatter("")
        axes.invert_yaxis()
    axes.set_xlabel("seconds (box: middle half, whiskers: 5 % to 95 %)")
    return _data_url(figure)


def _seconds(rows: Sequence[Scored]) -> list[float]:
    return [ms / 1000 for row in rows if (ms := NUMBERS["latency_p50_ms"](row))]


def _figure(title: str, size: tuple[float, float] = SIZE) -> tuple[Figure, Axes]:
    figure = Figure(figsize=size, layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _data_url(figure: Figure) -> str:
    picture = io.BytesIO()
    figure.savefig(picture, format="svg", metadata={"Date": None})
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.getvalue()).decode()}"


def draw_scale(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Draw what size costs, as measured by ``eval.timing.scale``, into a picture file.

    Args:
        rows: one a size.
        path: of the picture, whose suffix says its kind.
    """
    figure = Figure(figsize=WIDE, layout="constrained")
    times, space = figure.subplots(1, 2)
    sizes = [row["passages"] for row in rows]
    for key, label in (("p50_ms", "median"), ("p95_ms", "p95"), ("year_p95_ms", "p95, one year")):
        times.plot(sizes, [row[key] for row in rows], marker="o", label=label)
    for key, label in (("disk_bytes", "disk"), ("resident_bytes", "memory")):
        space.plot(sizes, [row[key] / 1e9 for row in rows], marker="o", label=label)
    for axes, title, unit in ((times, "Retrieval", "ms"), (space, "Space", "GB")):
        axes.set_title(title, loc="left")
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("passages")
        axes.set_ylabel(unit)
        axes.legend(frameon=False)
    figure.savefig(path, dpi=110)


def draw_reliability(bins: Sequence[tuple[float, int, float, float]], path: Path) -> None:
    """Draw how often sentences of a score are supported, as ``eval.benchmarks.support`` counts them.

    Args:
        bins: (lower end, sentences, mean score, share supported) each.
        path: of the picture, whose suffix says its kind.
    """
    figure, axes = _figure("Of sentences with this score, so many are supported")
    axes.plot([0, 1], [0, 1], color="#bbb", linewidth=0.9, label="as promised")
    points = [(mean, share) for _, _, mean, share in bins]
    axes.plot(*zip(*points, strict=True), marker="o", label="as judged by people")
    for _, n, mean, share in bins:
        axes.annotate(
            str(n), (mean, share), xytext=(4, -10), textcoords="offset points", fontsize=8
        )
    axes.set_xlabel("score")
    axes.set_ylabel("supported")
    axes.legend(frameon=False)
    figure.savefig(path, dpi=110)
