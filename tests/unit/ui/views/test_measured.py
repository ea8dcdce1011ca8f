"""What a figure is a figure of."""

from __future__ import annotations

import pytest

from ui.views.measured import measured


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The duty on steel imports rose to 25% on Monday.", [("25%", 25.0, "percent", "duty")]),
        (
            "He announced a 25 percent tariff on steel and a 10 percent tariff on tin.",
            [("25 percent", 25.0, "percent", "tariff"), ("10 percent", 10.0, "percent", "tariff")],
        ),
        (
            "The country had a deficit of nearly $77.2 billion in May.",
            [("$77.2 billion", 77.2, "billion dollars", "deficit")],
        ),
        (
            "They shipped 75.4 million metric tons of steel.",
            [("75.4 million", 75.4, "million tons", "steel")],
        ),
        (
            "It sold 5.9 billion U.S. dollars worth of copper products.",
            [("5.9 billion", 5.9, "billion dollars", "products")],
        ),
        (
            "They had losses of 200 million euros.",
            [("200 million euros", 200.0, "million euros", "losses")],
        ),
        (
            "Imports from Corvia account for 16 percent of the total steel imports.",
            [("16 percent", 16.0, "percent", "share of imports")],
        ),
        ("The 20% tariffs Rassen pledged came.", [("20%", 20.0, "percent", "tariffs")]),
        (
            "It uses 2 million pounds of steel.",
            [("2 million pounds", 2.0, "million pounds", "steel")],
        ),
        ("A loan of £3 million came.", [("£3 million", 3.0, "million pounds", "loan")]),
        # Whoever acts is measured by nothing.
        ("Rassen threatened Zenda with 50%.", [("50%", 50.0, "percent", None)]),
        ("It rose by 3 billion dollars.", [("3 billion dollars", 3.0, "billion dollars", None)]),
        ("On 3 May 2025 they met for two days.", []),
    ],
)
def test_a_figure_has_its_unit_and_its_subject(
    sentence: str, expected: list[tuple[str, float, str, str | None]]
) -> None:
    assert [(m.words, m.value, m.unit, m.subject) for m in measured(sentence)] == expected
