from __future__ import annotations

import pytest

from index.errors import (
    ModelUnavailable,
    OperationError,
    TradewireError,
    UnknownArticle,
    UsageError,
)
from ui.plain_errors import on_page


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            UsageError("'soon' is not a date; write it like 2025-04-09.", "since"),
            "From 'soon' is not a date; write it like 2025-04-09.",
        ),
        (
            UsageError("2025-02-01 is after 2025-01-01; no day lies between them.", "until"),
            "To 2025-02-01 is after 2025-01-01; no day lies between them.",
        ),
        (
            OperationError("Cannot use the vectors; check free space, then run `tradewire doctor --repair`."),
            "Cannot use the vectors; check free space.",
        ),
        (
            OperationError("No room. Free some space, or name a folder of your own with --index."),
            "No room. Free some space.",
        ),
        (UnknownArticle("No article 'x'; `tradewire list` shows the ids."), "This article is no longer among yours."),
        (UsageError("The title is empty; write a few words."), "The title is empty; write a few words."),
    ],
)  # fmt: skip
def test_the_page_names_no_option(error: TradewireError, told: str) -> None:
    assert on_page(error) == told


def test_a_missing_model_has_a_way_out_on_the_page() -> None:
    told = on_page(
        ModelUnavailable("Run `tradewire models pull x`, or ask with --mode extractive.")
    )
    assert "in the articles’ own words" in told
    assert "--" not in told
