from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.text.words import content_stems, content_words, figures, names, stem, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tariffs of 145%", {"145%"}),
        ("145 percent, 145 per cent and 145 pct", {"145%"}),
        ("a 25-percent duty", {"25%"}),
        ("$34 billion of goods", {"34 billion"}),
        ("US$5bn", {"5 billion"}),
        ("40,000 tonnes", {"40000"}),
        ("2.50 and 2.5", {"2.5"}),
        ("by April 9, 2025", {"9", "2025"}),
        ("no figure here", set()),
    ],
)
def test_figures_have_one_form_and_keep_their_unit(text: str, expected: set[str]) -> None:
    assert figures(text) == expected


def test_a_percentage_is_not_a_bare_number() -> None:
    assert not figures("30%") & figures("30 days")


def test_the_country_is_not_the_pronoun() -> None:
    assert "u.s." in content_words("The US raised duties")
    assert "u.s." in content_words("The U.S. raised duties")
    assert content_words("tell us about it") == []


def test_stems_join_the_forms_of_a_word() -> None:
    assert content_stems("tariffs") == content_stems("tariff")
    assert content_stems("negotiating") == content_stems("negotiated")


def test_names_lose_sentence_openers_and_possessives() -> None:
    assert names("What did Li Chenggang say?") == ["Li Chenggang"]
    assert names("Was China’s Ministry of Commerce asked?") == ["China’s Ministry of Commerce"]
    assert names("what is a tariff?") == []


def test_tokens_survive_any_marks() -> None:
    assert tokens("“Well—no”, he said…") == ["well", "no", "he", "said"]


def test_threads_do_not_mix_their_words() -> None:
    words = [f"{a}{b}ational" for a in "bcdfghklmnprst" for b in "aeiouy" * 10]
    words = [f"{word}{n}izing" for n, word in enumerate(words)]
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(stem, words))
    finally:
        sys.setswitchinterval(switch)
    stem.cache_clear()
    assert found == [stem(word) for word in words]
