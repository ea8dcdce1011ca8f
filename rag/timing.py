"""What a question's time went into."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from rag.contract import Timings


@dataclass(slots=True)
class Clock:
    """Milliseconds since the question came; each stage is noted when it is over."""

    start: float = field(default_factory=time.perf_counter)
    retrieve: float | None = None
    first_token: float | None = None
    first_sentence: float | None = None

    def now(self) -> float:
        """Return the milliseconds since the question came."""
        return round(1000 * (time.perf_counter() - self.start), 1)

    def shows_a_sentence(self) -> None:
        """Note the first sentence; later ones change nothing."""
        self.first_sentence = self.first_sentence or self.now()

    def timings(self) -> Timings:
        """Return what an answer tells of its time."""
        return Timings(
            retrieve=self.retrieve,
            first_sentence=self.first_sentence,
            first_token=self.first_token,
            total=self.now(),
        )
