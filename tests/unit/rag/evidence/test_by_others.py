"""Whose words are shown where one person's are asked for: never a namesake's."""

from __future__ import annotations

from tests.unit.rag.conftest import Ask

PRESS = [
    {"id": "ice", "title": "Two Solhaugs on fish", "publisher": "Fjord Post", "date": "2026-01-12",
     "text": "BODO, Jan 12 - “We pay for ice twice,” Ingrid Solhaug said. She runs the cold store.\n\n“The buyers have "
             "stopped bidding by telephone,” Ingunn Solhaug said at the auction."},
]  # fmt: skip


def test_the_words_of_a_namesake_are_not_shown(ask: Ask) -> None:
    assert "We pay for ice twice" in ask("What did Ingrid Solhaug say about ice?").text
    answer = ask("What did Ingrid Solhaug say about the buyers?")
    assert answer.confidence != "high"
    assert "bidding by telephone" not in " ".join(s.text for s in answer.sentences)
