from __future__ import annotations

import pytest

from index.text.numbers import figures_in
from rag.checks.amounts import misrounded, of_another, other_way, turned_figure
from rag.checks.claim import Case


def case(claim: str, *passages: str) -> Case:
    return Case(claim=claim, passages=passages)


def test_figures_have_a_kind() -> None:
    text = (
        "On May 4, 2025 half paid 5% or $3 million, 0.5 percentage points and 40,000 tonnes more."
    )
    assert [f.kind for f in figures_in(text)] == [
        "day", "part", "percent", "money", "points", "number",
    ]  # fmt: skip
    (one,), (other,) = figures_in("on 4 May"), figures_in("by May 4, 2025")
    assert set(one.value.split()) == set(other.value.split())


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("Over 300 firms applied.", "More than 300 firms applied.", False),
        ("Nearly 300 firms applied.", "More than 300 firms applied.", True),
        ("More than 300 firms applied.", "About 300 firms applied.", True),
        ("At least 300 firms applied.", "300 or more firms applied.", False),
        ("About 300 firms applied.", "300 firms applied.", False),
        ("More than half applied.", "Almost half applied.", True),
        ("It grew over 10 years.", "It grew for 10 years.", False),
        ("300 firms applied.", "More than 300 firms applied.", False),
    ],
)
def test_a_bound_stays_a_bound(claim: str, passage: str, told: bool) -> None:
    assert bool(misrounded(case(claim, passage))) is told


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("The duty was cut to 35%.", "The duty was cut from 35% to 20%.", True),
        ("The duty was cut from 20% to 35%.", "The duty was cut from 35% to 20%.", True),
        ("The duty was cut by 20%.", "The duty was cut from 35% to 20%.", True),
        ("The duty was cut to 20% from 35%.", "The duty was cut from 35% to 20%.", False),
        ("The duty was 35%.", "The duty was cut from 35% to 20%.", False),
        ("The duty of up to 20% holds.", "The duty was cut by 20%.", False),
        ("The rate rose by 0.5 percent.", "The rate rose by 0.5 percentage points.", True),
        ("The rate rose 0.5 percentage points.", "The rate rose by 0.5 percentage points.", False),
        ("The quota holds from 2027.", "The quota holds until 2027.", True),
        ("The quota holds till 2027.", "The quota holds until 2027.", False),
    ],
)
def test_from_is_not_to(claim: str, passage: str, told: bool) -> None:
    assert bool(other_way(case(claim, passage))) is told


METALS = "Bern puts a 25% duty on tin and a 10% duty on zinc."
MONTHS = "Tea made up 12% of Kenya's exports in March and 15% in April."
DAYS = "The duty took effect on May 4 and expires on August 1."


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("Bern puts a 10% duty on tin.", METALS, True),
        ("Bern puts a 25% duty on tin.", METALS, False),
        ("Bern's zinc duty is 10%.", METALS, False),
        ("Bern puts duties of 10% on zinc and 25% on tin.", METALS, False),
        ("Bern puts duties of 25% on zinc and 10% on tin.", METALS, True),
        ("Tea made up 15% of Kenya's exports in March.", MONTHS, True),
        ("Tea made up 15% of Kenya's exports in April.", MONTHS, False),
        ("Tea made up 15% of Kenya's exports.", MONTHS, False),
        ("The duty expires on May 4.", DAYS, True),
        ("The duty took effect on August 1.", DAYS, True),
        ("The duty, in effect since May 4, expires on August 1.", DAYS, False),
        ("Tea rose 8% in the second quarter.",
         "Tea rose 8% in the first quarter and fell 3% in the second quarter.", True),
    ],
)  # fmt: skip
def test_each_figure_belongs_to_its_thing(claim: str, passage: str, told: bool) -> None:
    assert bool(of_another(case(claim, passage))) is told


@pytest.mark.parametrize(
    "sentence",
    [
        "The second grant was up to $600 for each farmer and $1,200 for couples.",
        "Norway shipped a total of 75.4 million tons of steel abroad, and only 1.2 million tons went to Peru, less "
        "than 10 percent of Norway's production.",
    ],
)
def test_a_sentence_as_it_stands_has_its_own_figures(sentence: str) -> None:
    before = "The first grant was up to $1,200 for each farmer and $2,400 for couples."
    assert of_another(case(sentence, f"{before} {sentence}")) is None


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("Sales to Peru rose 13%.", True),
        ("Sales to Peru dropped 13%.", False),
        ("Sales to Chile fell 4%.", True),
        ("Sales to Chile climbed by 4%.", False),
    ],
)
def test_each_figure_has_its_direction(claim: str, told: bool) -> None:
    imports = "Exports rose 6% while imports fell 2%."
    assert turned_figure(case("Exports fell 2%.", imports))
    assert not turned_figure(case("Imports fell 2%.", imports))
    sold = "Nordzink sold the mine to Boliden for $4 million."
    assert not turned_figure(case("Boliden bought the mine for $4 million.", sold))
    passage = "Sales to Peru fell 13% in May while those to Chile rose 4%."
    assert bool(turned_figure(case(claim, passage))) is told
