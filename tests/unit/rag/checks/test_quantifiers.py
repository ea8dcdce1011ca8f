from __future__ import annotations

import pytest

from rag.checks.claim import Case
from rag.checks.quantifiers import only_part, overstated, promoted


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("All members oppose the pact.", "Some members oppose the pact.", True),
        ("Most members oppose the pact.", "Some members oppose the pact.", True),
        ("Several members oppose the pact.", "Some members oppose the pact.", False),
        ("All of the duties fell.", "Most of the duties fell.", True),
        ("Every duty fell.", "All duties fell, some fees rose.", False),
        ("After all, the duties fell.", "Most of the duties fell.", False),
        ("Peru ships only tin to Chile.", "Peru ships tin and zinc to Chile.", True),
        ("Peru ships only tin to Chile.", "Tin is the sole good that Peru ships to Chile.", False),
        ("Peru not only ships tin to Chile.", "Peru ships tin and zinc to Chile.", False),
    ],
)
def test_some_are_not_all(claim: str, passage: str, told: bool) -> None:
    assert bool(overstated(Case(claim=claim, passages=(passage,)))) is told


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("Peru was the first to sign.", "Peru was one of the first countries to sign.", True),
        ("Peru was among the first to sign.", "Peru was one of the first to sign.", False),
        ("Peru is the largest seller.", "Peru is the second-largest seller.", True),
        ("Peru is the second-largest seller.", "Peru is the second-largest seller.", False),
        (
            "Peru is the largest seller.",
            "Peru is the largest seller, among the largest of all.",
            False,
        ),
    ],
)
def test_one_of_the_first_is_not_the_first(claim: str, passage: str, told: bool) -> None:
    assert bool(promoted(Case(claim=claim, passages=(passage,)))) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Two of the three members oppose the pact.", True),
        ("2 out of 3 members oppose the pact.", True),
        ("Three of the three members oppose the pact.", False),
        ("All three of the members oppose the pact, two of the three loudly.", False),
        ("Members, four in 2024, oppose the pact.", False),
        (f"{'1' * 5000} of {'9' * 5000} members oppose the pact.", False),
    ],
)
def test_what_is_counted_of_some_is_not_all(text: str, told: bool) -> None:
    assert only_part("All members oppose the pact.", text) is told
