from __future__ import annotations

from functools import partial

import pytest

from rag.checks import support

# As near in meaning as rewordings are: what a test says must not depend on the weights of the machine.
check_support = partial(support.check_support, similarity=lambda _claim, _passages: 0.8)

TARIFFS = "Tariffs on Chinese goods climbed rapidly reaching a peak of 145% by April 9."
TRUCE = "A truce in May temporarily rolled back tariffs to 30%."
AGREED = "Both countries had agreed in principle to a new framework."
DENIED = "Beijing has not lifted its curbs on rare earth magnets."
SAID = "“We will not accept a quota on our steel,” Kari Nordmann told reporters in Oslo."


@pytest.mark.parametrize(
    "claim",
    [
        "Tariffs on Chinese goods reached a peak of 145% by April 9.",
        "Tariffs on Chinese goods peaked at 145 percent by April 9.",
    ],
)
def test_a_faithful_sentence_is_supported(claim: str) -> None:
    verdict = check_support(claim, [TARIFFS, TRUCE])
    assert verdict.supported
    assert verdict.score > 0.5


@pytest.mark.parametrize(
    ("claim", "passages", "reason"),
    [
        ("Tariffs on Chinese goods reached a peak of 125% by April 9.", [TARIFFS], "125%"),
        ("Tariffs on Chinese goods reached 145 by April 9.", [TARIFFS], "figure 145 "),
        ("Tariffs on Vietnamese goods peaked at 145% by April 9.", [TARIFFS], "Vietnamese"),
        ("Beijing has lifted its curbs on rare earth magnets.", [DENIED], "no"),
        ("Tariffs did not reach a peak of 145% by April 9.", [TARIFFS], "no"),
        ("Both countries have agreed to a new framework.", [AGREED], "in principle"),
        ("She said “we accept a quota on our steel”.", [SAID], "we accept a quota"),
        ("Soy exporters in Brazil gained market share.", [TARIFFS], "does not stand"),
    ],
)
def test_an_unfaithful_sentence_is_not(claim: str, passages: list[str], reason: str) -> None:
    verdict = check_support(claim, passages)
    assert not verdict.supported
    assert any(reason in given for given in verdict.reasons), verdict.reasons
    assert verdict.score < 0.5


def test_a_quotation_counts_letter_by_letter() -> None:
    faithful = "Kari Nordmann said “We will not accept a quota on our steel”."
    assert check_support(faithful, [SAID]).supported
    altered = "Kari Nordmann said “We will never accept a quota on our steel”."
    assert not check_support(altered, [SAID]).supported


def test_words_belong_to_their_speaker() -> None:
    verdict = check_support("Peter Stone said “We will not accept a quota on our steel”.", [SAID])
    assert not verdict.supported


def test_a_name_may_be_explained_by_the_rest_of_the_article() -> None:
    passage = "“The framework is reached,” Li said."
    claim = "Li Chenggang said “The framework is reached”."
    assert not check_support(claim, [passage]).supported
    assert check_support(
        claim, [passage], background="Minister Li Chenggang spoke.", similarity=lambda _c, _p: 0.95
    ).supported


def test_meaning_is_asked_when_there_is_an_embedder() -> None:
    claim = "Tariffs on Chinese goods reached a peak of 145% by April 9."
    assert not check_support(claim, [TARIFFS], similarity=lambda _c, _p: 0.1).supported


@pytest.mark.parametrize("claim", ["", "   ", "!!!", "\x00"])
def test_nothing_is_not_supported_by_anything(claim: str) -> None:
    assert not check_support(claim, [TARIFFS]).supported
    assert not check_support("Tariffs rose.", []).supported


ROSE = ["The duty on steel rose to 25% in March.", "Exporters loaded wheat."]
REWORDED = "A climb in steel duties to 25% came in March."


def test_a_model_is_asked_about_a_doubtful_sentence_only() -> None:
    asked: list[tuple[str, str]] = []

    def sure(claim: str, text: str) -> float:
        asked.append((claim, text))
        return 1.0

    alone = check_support(REWORDED, ROSE)
    verdict = check_support(REWORDED, ROSE, verifier=sure)
    assert verdict.score == pytest.approx((alone.score + 1) / 2, abs=0.001)
    assert "100% sure" in verdict.reasons[-1]
    assert asked == [(REWORDED, "\n".join(ROSE))]
    check_support("Soy exporters in Brazil gained market share.", [TARIFFS], verifier=sure)
    check_support(TARIFFS, [TARIFFS], verifier=sure)
    assert len(asked) == 1


def test_a_model_that_denies_it_weighs_against_a_sentence() -> None:
    assert check_support(REWORDED, ROSE).supported
    assert not check_support(REWORDED, ROSE, verifier=lambda _c, _t: 0.0).supported


def test_a_model_that_cannot_tell_changes_nothing() -> None:
    alone = check_support(REWORDED, ROSE)
    assert check_support(REWORDED, ROSE, verifier=lambda _c, _t: None) == alone


def test_a_sentence_that_stands_there_as_it_is_fails_no_check() -> None:
    lead = "Vice President of Norway Kari Berg claimed that the harbours are open."
    claim = "But the Vice President, on the other hand, talked of Peru, claiming that the harbours there were shut"
    assert check_support(f"{claim}.", [f"{lead} {claim}."]).supported
    assert not check_support(f"{claim} in May.", [f"{lead} {claim}."]).supported
