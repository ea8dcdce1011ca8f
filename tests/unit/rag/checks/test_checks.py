from __future__ import annotations

import pytest

from rag.checks.claim import Case
from rag.checks.dates import spelled_out
from rag.checks.figures import foreign_day, foreign_figure, foreign_name, other_unit
from rag.checks.modality import hardened
from rag.checks.negation import negated
from rag.checks.quotations import foreign_quote, wrong_speaker
from rag.checks.relations import opposite, swapped_end, swapped_order, swapped_subject


def case(claim: str, *passages: str, background: str = "") -> Case:
    return Case(claim=claim, passages=passages, background=background)


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("The tariff is 145%.", "Imports of 145 billion dollars.", True),
        ("The tariff is 145 percent.", "The tariff rose to 145%.", False),
        ("It cost $34 billion.", "It cost $34 million.", True),
        ("Two ships sailed.", "The ships sailed.", False),
        ("It cost $36,000.", "It cost $ 36, 000 in all.", False),
        ("It fell by 98.7%.", "It fell by 98. 7 per cent.", False),
        ("It cost $36,000.", "It cost $ 36, 500 in all.", True),
        ("On May 9 145 ships sailed.", "On May 9, 145 ships sailed.", False),
        ("They sailed on May 1.", "They sailed on May 3.", True),
        ("They sailed on May 1.", "They sailed on 1 May.", False),
    ],
)
def test_a_figure_with_its_scale(claim: str, passage: str, told: bool) -> None:
    assert bool(foreign_figure(case(claim, passage))) is told


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("China bought 34 billion dollars of soy.", "China bought 34 billion yuan of soy.", True),
        ("China bought $34 billion of soy.", "China bought 34 billion dollars of soy.", False),
        ("The truce lasts 90 days.", "The truce lasts 90 weeks.", True),
        ("The truce lasts 90 days.", "The 90-day truce holds; 90 firms gain.", False),
        ("It loaded 40,000 barrels.", "It loaded 40,000 tonnes.", True),
        ("It loaded 40,000 bags.", "It loaded 40,000 tonnes.", False),
    ],
)
def test_what_a_figure_counts(claim: str, passage: str, told: bool) -> None:
    assert bool(other_unit(case(claim, passage))) is told


def test_relative_days_are_resolved_by_the_date_of_the_article() -> None:
    # June 10, 2025 was a Tuesday.
    text = "(June 10, 2025) They met on Monday and yesterday; it began last month, ends next year."
    resolved = spelled_out(text)
    assert "June 9, 2025 (Monday)" in resolved
    assert "May 2025" in resolved
    assert "2026" in resolved
    assert spelled_out("They met on Monday.") == ""
    assert "December 2024" in spelled_out("It began last month.", "Published 2025-01-03.")


def test_a_month_is_one_of_the_year_of_writing_unless_yet_to_come() -> None:
    assert spelled_out("It began on April 10.", "2025-06-01") == "April 2025"
    assert spelled_out("It began in October.", "2025-06-01") == ""
    assert spelled_out("It began on April 10, 2016, and in May 2017.", "2025-06-01") == ""
    assert spelled_out("It began on April 10.") == ""


def test_a_date_resolved_is_no_foreign_figure() -> None:
    passage, article = "The ministers met yesterday in Geneva.", "LONDON, June 10, 2025: talks"
    assert foreign_figure(case("They met on June 9.", passage)) is not None
    assert foreign_figure(case("They met on June 9.", passage, background=article)) is None
    assert foreign_name(case("They met in Geneva in June.", passage, background=article)) is None


def test_a_relative_day_must_be_the_passage_s_own() -> None:
    assert foreign_day(case("Oslo will sign tomorrow.", "Oslo signed yesterday."))
    assert not foreign_day(case("Yesterday Oslo signed.", "Oslo signed yesterday."))


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("Bern taxes sugar to Peru.", True),
        ("Bern taxes sugar from Peru.", False),
        ("Bern ships tin from Chile.", False),
    ],
)
def test_from_and_to_a_place(claim: str, told: bool) -> None:
    passage = "Bern taxes sugar from Peru and ships tin to Chile; Chile agreed."
    assert bool(swapped_end(case(claim, passage))) is told


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("China accused Washington of delay.", "Washington accused China of delay.", True),
        ("China was accused by Washington.", "Washington accused China of delay.", False),
        ("Washington was accused by China.", "Washington accused China of delay.", True),
        ("Washington accused China.", "China was accused by Washington.", False),
        ("Boliden sold the mine to Nordzink.", "Nordzink sold the mine to Boliden.", True),
        (
            "It was approved by Peru's senate.",
            "The senate of Peru approved it. Lima approved.",
            False,
        ),
        ("It was approved by Peru's senate.", "Chile approved it.", False),
        ("China accused Oslo of delay.", "Beijing accused Oslo of delay.", False),
        ("In Lima, Varga signed a contract.", "Varga flew to Lima. She signed a contract.", False),
    ],
)
def test_who_did_it(claim: str, passage: str, told: bool) -> None:
    assert bool(swapped_subject(case(claim, passage))) is told


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("Exports rose by 5%.", "Exports fell by 5%.", True),
        ("Exports rose by 5%.", "Exports climbed by 5%.", False),
        ("Imports rose.", "Exports rose.", True),
        ("Exports rose by 5%.", "Exports rose by 5%, imports fell.", False),
        ("Brussels lifted the duty.", "Brussels imposed the duty.", True),
        ("The deficit narrowed.", "The deficit widened.", True),
        ("The deficit grew.", "The deficit widened.", False),
        ("Bern tightened its limits.", "Bern eased its limits.", True),
        ("A weak yen hurt firms.", "A stronger yen hurt firms.", True),
        ("The levy was lawful.", "The levy was unlawful.", True),
        ("Boliden bought the mine.", "Nordzink sold the mine to Boliden.", False),
        ("Nordzink bought the mine.", "Nordzink sold the mine to Boliden.", True),
        ("Peru exports gas to Japan.", "Japan imports gas from Peru.", False),
        ("Japan exports gas to Peru.", "Japan imports gas from Peru.", True),
    ],
)
def test_up_is_not_down(claim: str, passage: str, told: bool) -> None:
    assert bool(opposite(case(claim, passage))) is told


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("Ottawa will lift its duty on salmon.", "Ottawa may lift its duty on salmon.", True),
        ("Ottawa may lift its duty.", "Ottawa may lift its duty.", False),
        ("Both have agreed to a framework.", "Both agreed in principle to a framework.", True),
        ("He has imposed tariffs on steel.", "He threatened to impose tariffs on steel.", True),
        ("The firm is moving to Vietnam.", "The firm is considering moving to Vietnam.", True),
        ("The firm has sold arms.", "The firm allegedly sold arms.", True),
    ],
)
def test_maybe_is_not_a_fact(claim: str, passage: str, told: bool) -> None:
    assert bool(hardened(case(claim, passage))) is told


def test_no_and_order() -> None:
    assert negated(case("The duty was not lifted.", "The duty was lifted."))
    assert negated(case("The duty was lifted.", "The duty was not lifted."))
    assert swapped_order(case("It fell after the truce.", "It fell before a truce."))
    assert not swapped_order(case("It fell after the truce.", "It fell after the truce."))
    assert not swapped_order(case("It rose after being cut.", "It fell before being cut."))
    paid = "Oslo paid the fine before the court ruled on the appeal."
    assert swapped_order(case("The court ruled on the appeal before Oslo paid the fine.", paid))
    assert not swapped_order(case("The court ruled on the appeal after Oslo paid.", paid))
    assert not swapped_order(case("Before the court ruled on the appeal, Oslo paid.", paid))


@pytest.mark.parametrize(
    "opener", ["Additionally", "Meanwhile", "Instead", "Overall", "Today", "Twelve", "Eighty"]
)
def test_a_word_that_opens_a_sentence_is_no_name(opener: str) -> None:
    assert foreign_name(case(f"{opener}, Oslo protested.", "Oslo protested.")) is None
    assert foreign_name(case(f"{opener}, Bergen protested.", "Oslo protested.")) is not None


SPOKEN = "“We will not accept a quota on our steel,” Kari Nordmann told reporters."


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("Peter Stone said “We will not accept a quota on our steel”.", True),
        ("Stone said “We will not accept a quota on our steel”.", True),
        ("A spokesman said “We will not accept a quota on our steel”.", False),
        ("Nordmann said “We will not accept a quota on our steel”.", False),
    ],
)
def test_an_office_may_be_the_person_who_is_named(claim: str, told: bool) -> None:
    assert bool(wrong_speaker(case(claim, SPOKEN))) is told


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("Mina Cho said the cost would be $3 billion.", True),
        ("Jae Park said the cost would be $3 billion.", False),
        ("Mina Cho said the levy would cost carmakers $2 billion.", False),
    ],
)
def test_speakers_on_one_subject_are_told_apart_by_their_figures(claim: str, told: bool) -> None:
    passage = (
        "Analyst Mina Cho said the levy would cost carmakers $2 billion. "
        "Jae Park said the cost would be $3 billion."
    )
    assert bool(wrong_speaker(case(claim, passage))) is told


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("She said “We will accept a quota on our steel”.", True),
        ("She said “We will … our steel”.", False),
        ("She said “We will [...] raise it”.", True),
        ("She is quoted in “The Price of Steel”.", False),
        ("She lost “Nordmann v. City of Oslo”.", False),
        ("She said “Steel”.", False),
        ("She said “Zinc”.", True),
    ],
)
def test_quoted_words_and_titles(claim: str, told: bool) -> None:
    assert bool(foreign_quote(case(claim, SPOKEN))) is told
