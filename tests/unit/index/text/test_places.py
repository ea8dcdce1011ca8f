from __future__ import annotations

from functools import partial

import pytest

from index.text.places import nation_words, places
from index.text.synonyms import other_names
from rag.checks import support
from rag.checks.claim import Case
from rag.checks.figures import foreign_name

# As near in meaning as can be: what a test says must not depend on the weights of the machine.
check_support = partial(support.check_support, similarity=lambda _claim, _passages: 0.9)


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("The Norwegian duty fell.", "The duty of Norway fell.", False),
        ("Tulips came from the Netherlands.", "Dutch tulips came.", False),
        ("China protested.", "Chinese officials protested.", False),
        ("Chinese officials protested.", "Officials in China protested.", False),
        ("The United States protested.", "Washington protested.", False),
        ("U.S. steel is taxed.", "American steel is taxed.", False),
        ("China protested.", "Beijing protested.", False),
        ("Beijing protested.", "China protested.", True),
        ("The Swedish duty fell.", "The duty of Norway fell.", True),
    ],
)
def test_a_nation_goes_by_several_names(claim: str, passage: str, told: bool) -> None:
    assert bool(foreign_name(Case(claim=claim, passages=(passage,)))) is told


def test_only_names_that_are_not_there_are_added() -> None:
    assert {"Norway", "Norwegian"} <= nation_words("Oslo paid.")
    assert "Oslo" not in nation_words("Norway paid.")
    assert other_names("Norway and its Norwegian ports; Norwegians.") == ""
    assert other_names("It told us to go.") == ""


def test_what_a_word_means_counts_as_held() -> None:
    article = "LIMA, June 10, 2025: The ministers met on Friday in Lima."
    passage = "The ministers met on Friday in Lima."
    claim = "The ministers met in Lima on June 6, 2025."
    assert check_support(claim, [passage], background=article, similarity=_near).supported
    claim = "The ministers met in Lima on June 5, 2025."
    assert not check_support(claim, [passage], background=article, similarity=_near).supported


def _near(_claim: str, _passages: object) -> float:
    return 0.8


def test_a_region_is_a_place_of_its_own_and_no_nation() -> None:
    assert places("Latin American sales fell, and so did those in Africa.") == {
        "Latin America",
        "Africa",
    }
    assert places("U.S. sales in South Africa") == {"America", "South Africa"}
    assert nation_words("Latin America") == frozenset()
