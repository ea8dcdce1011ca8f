from __future__ import annotations

from index.grammar.marks import marked
from index.grammar.tokens import Paragraph, paragraphs


def only(text: str) -> Paragraph:
    (part,) = paragraphs(text, marked(text))
    return part


def test_a_quotation_is_one_token_with_its_marks() -> None:
    part = only("Li said: “We agree. All of us.”")
    assert [t.kind for t in part.tokens] == ["w", "w", ":", "q"]
    assert part.tokens[-1].text == "We agree. All of us."
    assert part.tokens[-1].end == len("Li said: “We agree. All of us.”")


def test_abbreviations_end_no_sentence() -> None:
    part = only("U.S. Sen. Ted Cruz met Mr. Li. They agreed at 5 p.m. on Monday.")
    assert [part.tokens[at].text for at in part.firsts] == ["U.S.", "They"]


def test_a_sentence_may_end_inside_the_marks() -> None:
    part = only("Li said “We agree.” Greer left.")
    assert [part.tokens[at].text for at in part.firsts] == ["Li", "Greer"]


def test_contracted_pronouns_are_two_words() -> None:
    assert [t.text for t in only("He’s sure it's China’s.").tokens] == [
        "He", "’s", "sure", "it", "'s", "China’s", ".",
    ]  # fmt: skip


def test_names_that_look_like_other_words() -> None:
    lows = {
        t.text: t.low
        for t in only("Then Theresa May and Will Smith met He Lifeng in the US.").tokens
    }
    assert lows["May"] != "may"
    assert lows["Will"] != "will"
    assert lows["He"] != "he"
    assert lows["US"] != "us"


def test_paragraphs_know_their_quotations() -> None:
    text = "“One two.”\n\nNothing.\n“Three four.”"
    assert [len(part.quotes) for part in paragraphs(text, marked(text))] == [1, 0, 1]
