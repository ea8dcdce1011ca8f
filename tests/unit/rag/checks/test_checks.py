from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from rag.checks.claim import Case
from rag.checks.dates import spelled_out
from rag.checks.figures import foreign_day, foreign_figure, foreign_name, other_unit
from rag.checks.modality import hardened
from rag.checks.negation import negated
from rag.checks.quotations import foreign_quote, wrong_speaker
from rag.checks.relations import opposite, swapped_end, swapped_order, swapped_subject
from rag.reader import Passage
from tests.conftest import ROOT
from tests.helpers.reading import READER

RULES: tuple[Callable[[Case], object], ...] = (
    foreign_figure, other_unit, swapped_end, swapped_subject, opposite, hardened, negated,
    swapped_order, wrong_speaker, foreign_quote,
)  # fmt: skip
# A line each: a claim, the passage it is held to, and whether the rule finds fault with it.
CASES = {
    rule: [
        json.loads(line)
        for line in (ROOT / "tests" / "data" / "checks" / f"{rule.__name__}.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    ]
    for rule in RULES
}


def case(claim: str, *passages: str, background: str = "") -> Case:
    return Case(claim=claim, passages=passages, background=background)


@pytest.mark.parametrize(
    ("rule", "one"), [(rule, one) for rule, cases in CASES.items() for one in cases],
    ids=lambda value: value["claim"] if isinstance(value, dict) else value.__name__,
)  # fmt: skip
def test_a_rule_finds_fault_where_there_is_one(
    rule: Callable[[Case], object], one: dict[str, object]
) -> None:
    assert bool(rule(case(str(one["claim"]), str(one["passage"])))) is one["told"]


def test_the_reader_alone_believes_much_of_what_the_rules_find_fault_with() -> None:
    """The rules earn their place for as long as this holds: it believes 24 of the 35."""
    wrong = [one for cases in CASES.values() for one in cases if one["told"]]
    believed = [
        READER.support(one["claim"], [Passage(sentence=one["passage"])])[0][0] for one in wrong
    ]
    assert sum(p > 0.5 for p in believed) > len(wrong) / 3


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
    "opener", ["Additionally", "Meanwhile", "Instead", "Overall", "Today", "Twelve", "Eighty"]
)
def test_a_word_that_opens_a_sentence_is_no_name(opener: str) -> None:
    assert foreign_name(case(f"{opener}, Oslo protested.", "Oslo protested.")) is None
    assert foreign_name(case(f"{opener}, Bergen protested.", "Oslo protested.")) is not None
