from __future__ import annotations

from index.text.synonyms import alike, related, word_root


def test_a_nation_has_several_names() -> None:
    assert word_root("norway") in alike(word_root("norwegian"))
    assert "kyrgyz" in related("kyrgyzstan")


def test_a_pronoun_names_no_nation() -> None:
    assert "us" not in alike(word_root("american"))
