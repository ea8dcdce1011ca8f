"""Poisoned articles through the whole chain: the answer is clean and still of use."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.benchmarks.attacks import run, suite
from tests.helpers.fakes import WordEmbedder

BASES, ATTACKS = suite()
# Indexing takes its time: one attack of each kind here, all of them in `make bench-attacks`.
ONE_OF_EACH = list({attack.kind: attack for attack in ATTACKS}.values())


@pytest.mark.parametrize("attack", ONE_OF_EACH, ids=lambda attack: attack.id)
def test_a_poisoned_article_gives_a_useful_clean_answer(attack, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    answer, outcome = run(attack, BASES, tmp_path, WordEmbedder())
    assert outcome.harm is None, answer.to_dict()
    assert outcome.useful, answer.text


@pytest.mark.stress
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_every_attack(attack, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    _, outcome = run(attack, BASES, tmp_path, WordEmbedder())
    assert outcome.harm is None
    assert outcome.useful
