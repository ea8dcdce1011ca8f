"""What became of each source, in words a person can act on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["added", "changed", "unchanged", "removed", "duplicate", "skipped", "failed"]

_HELD = frozenset({"added", "changed", "unchanged", "removed", "duplicate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What became of one source."""

    source: str
    status: Status
    article_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What became of all sources, in order."""

    sources: tuple[SourceReport, ...] = field(default=())

    def count(self, status: Status) -> int:
        """Return how many sources ended that way."""
        return sum(report.status == status for report in self.sources)

    @property
    def stored(self) -> bool:
        """Tell whether anything was stored, or was there already."""
        return any(report.status in _HELD for report in self.sources)


def because(*reasons: str | None) -> str | None:
    """Return some reasons as one, None if there is none."""
    return "; ".join(filter(None, reasons)) or None
