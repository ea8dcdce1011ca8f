from __future__ import annotations

import pytest

from index.text.synonyms import alike, related, verbs_plain, word_root


def test_a_nation_has_several_names() -> None:
    assert word_root("norway") in alike(word_root("norwegian"))
    assert "kyrgyz" in related("kyrgyzstan")


def test_a_pronoun_names_no_nation() -> None:
    assert "us" not in alike(word_root("american"))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Oslo turned down the plan", "Oslo rejected the plan"),
        ("Berg took it back", "Berg withdrew it"),
        ("the exports go on despite the ban", "the exports continue despite the ban"),
        ("the exports go on", "the exports continue"),
        ("the pilots go on strike", "the pilots go on strike"),
        ("Berg went on the board", "Berg went on the board"),
    ],
)
def test_a_particle_makes_another_verb(text: str, plain: str) -> None:
    assert verbs_plain(text) == plain
