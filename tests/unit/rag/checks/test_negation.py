from __future__ import annotations

import pytest

from rag.checks.claim import Case
from rag.checks.negation import negated


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("The sides agreed on cod.", "The sides did not agree on cod.", True),
        ("The sides agreed on cod.", "The sides failed to agree on cod.", True),
        ("The sides failed to agree on cod.", "The sides did not agree on cod.", False),
        ("The sides did not agree on cod.", "The sides failed to agree on cod.", False),
        ("Bern lifted its duty on wine.", "Bern refused to lift its duty on wine.", True),
        ("Bern did not lift its duty.", "Bern refused to lift its duty.", False),
        ("Hanoi relabelled the goods.", "Hanoi denied that it had relabelled the goods.", True),
        ("Hanoi denied having relabelled goods.", "Hanoi denied that it relabelled goods.", False),
        ("There is a deal on whisky.", "There is still no deal on whisky.", True),
        (
            "Rome and Delhi have a deal on tea.",
            "There is no deal between Rome and Delhi on tea.",
            True,
        ),
        ("Bern decided to drop its tax.", "Bern has not yet decided to drop its tax.", True),
        ("No deal on whisky was struck.", "There is still no deal on whisky.", False),
        ("Bern rejected the deal.", "Bern dismissed the deal.", False),
        ("Bern cut not only tea duty.", "Bern cut the duty on tea.", False),
    ],
)
def test_yes_is_not_no(claim: str, passage: str, told: bool) -> None:
    assert bool(negated(Case(claim=claim, passages=(passage,)))) is told


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("Peru lifted its ban on poultry.", False),
        ("Peru did not lift its ban on poultry.", True),
        ("Peru lifted its ban on beef.", True),
        ("The ban on beef was not lifted.", False),
    ],
)
def test_each_clause_has_its_own_no(claim: str, told: bool) -> None:
    passage = "Peru lifted its ban on poultry but did not lift its ban on beef."
    assert bool(negated(Case(claim=claim, passages=(passage,)))) is told


def test_a_no_on_another_subject_is_none_here() -> None:
    passages = ("There is no deal on whisky.", "The talks on textiles are going well.")
    assert negated(Case(claim="The talks on textiles are not going well.", passages=passages))
    assert not negated(Case(claim="The talks on textiles are going well.", passages=passages))
