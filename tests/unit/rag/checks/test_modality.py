from __future__ import annotations

import pytest

from rag.checks.claim import Case
from rag.checks.modality import hardened, unconditional


def case(claim: str, *passages: str) -> Case:
    return Case(claim=claim, passages=passages)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Ottawa cut its duty on salmon.", "Ottawa may cut its duty on salmon."),
        ("Ottawa scrapped its fee on cod.", "Ottawa plans to scrap its fee on cod."),
        ("The fee on cod was scrapped.", "Ottawa intends to scrap its fee on cod."),
        ("Both agreed to a pact on cod.", "Both agreed in principle to a pact on cod."),
        ("Bern introduced a levy on wine.", "Bern proposed a levy on wine."),
        ("Bern has a quota on wine.", "Bern is considering a quota on wine."),
        ("Bern introduced a quota on wine.", "A quota on wine is being considered by Bern."),
        ("Bern introduced a quota on wine.", "Bern is considering a quota on wine."),
        ("Peru shipped 3 tonnes of cod.", "Peru is expected to ship 3 tonnes of cod."),
        ("The port dropped its fee.", "Shippers urged the port to drop its fee."),
        ("Peru opened its market.", "Norway wants Peru to open its market."),
    ],
)
def test_what_is_only_intended_is_not_done(claim: str, passage: str) -> None:
    assert hardened(case(claim, passage))
    assert not hardened(case(passage, passage))


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("Cairo raised its price.", "Cairo will raise its price.", True),
        ("Cairo has cut its price.", "Cairo pledged to cut its price.", True),
        ("The price was raised by Cairo.", "Cairo is set to raise its price.", True),
        ("Cairo is to raise its price.", "Cairo will raise its price.", False),
        ("Cairo raises its price.", "Cairo will raise its price.", False),
        ("The price is raised by Cairo.", "The price will be raised by Cairo.", False),
    ],
)
def test_what_is_to_come_has_not_happened(claim: str, passage: str, told: bool) -> None:
    assert bool(hardened(case(claim, passage))) is told


def test_a_hedge_may_be_changed_for_another() -> None:
    assert not hardened(case("Bern could cut its duty.", "Bern may cut its duty."))
    assert not hardened(case("Bern intends to cut its duty.", "Bern plans to cut its duty."))


def test_what_is_stated_elsewhere_may_be_said() -> None:
    threat = "Bern threatened to impose a levy on wine."
    done = "Bern imposed a levy on wine on Monday."
    assert hardened(case("Bern imposed a levy on wine.", threat))
    assert not hardened(case("Bern imposed a levy on wine.", threat, done))


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("Bern will tax cement.", "If the talks fail, Bern would tax cement.", True),
        ("Bern will tax cement.", "Bern will tax cement unless Rome pays.", True),
        ("Bern would tax cement.", "If the talks fail, Bern would tax cement.", False),
        ("Bern will tax cement if talks fail.", "If talks fail, Bern will tax cement.", False),
        ("Bern will tax cement.", "Bern will tax cement even if the talks go well.", False),
        ("Bern will tax cement.", "Asked if it was sure, the office said Bern will tax cement.", False),
    ],
)  # fmt: skip
def test_a_condition_is_kept(claim: str, passage: str, told: bool) -> None:
    assert bool(unconditional(case(claim, passage))) is told
