from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from index.ingest.load import expected
from index.ingest.report import IngestReport, SourceReport, Status
from ui.cli import archive_output, terminal


def told(status: Status, source: str = "a.txt", reason: str | None = None) -> SourceReport:
    return SourceReport(source=source, status=status, reason=reason)


def test_the_amount_is_known_before_reading(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.jsonl").write_text('{"text": "x"}\n' * 7)
    (tmp_path / "c.csv").write_text("id,text\n1,x\n2,y\n")
    assert expected([str(tmp_path)]) == 1 + 7 + 3
    assert expected([str(tmp_path / "gone.jsonl"), "https://example.org/feed.xml"]) == 2


def test_few_sources_have_a_line_each() -> None:
    report = IngestReport(
        sources=(
            told("added"),
            told("duplicate", "b.txt", "duplicate of 'a.txt'"),
            told("unchanged", "c.txt"),
            told("removed", "d.txt"),
            told("failed", "e.pdf", "it is no PDF"),
        )
    )
    assert archive_output.ingest_summary(report, dry_run=False).splitlines() == [
        "1 added, 1 unchanged, 1 removed, 1 duplicate, 1 failed.",
        "  added: a.txt",
        "  duplicate: b.txt: duplicate of 'a.txt'",
        "  unchanged: c.txt",
        "  removed: d.txt",
    ]


def test_of_many_sources_the_commonest_reasons_are_told() -> None:
    many = IngestReport(sources=tuple(told("skipped", f"{n}.txt", "empty") for n in range(300)))
    assert archive_output.ingest_summary(many, dry_run=True).splitlines() == [
        "Would be: 300 skipped.",
        "  skipped: 300 × empty",
    ]


def shown(monkeypatch: pytest.MonkeyPatch, *, terminal_: bool, sources: list[str]) -> str:
    """Return what standard error gets while three sources are told."""
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal_, width=100, color_system=None)
    monkeypatch.setattr(archive_output, "ERR", console)
    monkeypatch.setattr(terminal, "ERR", console)
    with archive_output.ingest_progress(quiet=False, sources=sources) as progress:
        progress(told("added"))
        progress(told("failed", "[b].pdf", "it is no PDF"))
        progress(told("added"))
    return out.getvalue()


def test_a_terminal_shows_a_bar_with_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "b.jsonl").write_text("\n" * 6)
    said = shown(monkeypatch, terminal_=True, sources=[str(tmp_path)])
    assert "2 added, 1 failed" in said
    assert "3/6" in said
    assert "/s" in said
    assert ":" in said.rpartition("/s")[2]
    assert "[b].pdf: it is no PDF" in said


def test_elsewhere_only_what_went_wrong_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = shown(monkeypatch, terminal_=False, sources=[str(tmp_path)])
    assert said == "[b].pdf: it is no PDF\n"
