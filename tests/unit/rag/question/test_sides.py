from __future__ import annotations

from rag.question.sides import countries_in, country


def test_countries_are_found_by_any_name_in_the_texts_order() -> None:
    found = countries_in(
        "Did the White House tell us what Beijing, and China, wanted of New Delhi?"
    )
    assert found == [country("u.s."), country("china"), country("india")]


def test_a_pronoun_is_no_country() -> None:
    assert countries_in("Tell us more.") == []
    assert countries_in("Ask the US.") == [country("u.s.")]
