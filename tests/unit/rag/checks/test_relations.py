from __future__ import annotations

import pytest

from rag.checks.relations import done_by, puts_a_name_to_it


def test_names_go_with_the_verbs_beside_them() -> None:
    assert done_by("Acme Corp. also sold to Bolt; it was bought by Olga Berg.") == {
        ("Acme Corp", "sell"),
        ("Olga Berg", "bui"),
    }
    assert done_by("Peru's senate voted; it was passed by Peru's senate.") == set()


@pytest.mark.parametrize(
    ("question", "claim", "deed"),
    [
        ("Who won the bid?", "Acme won the bid.", ("Acme", "win")),
        ("Who won the bid?", "Bolt won the bid.", None),
        ("Who was paid by Bolt?", "Acme was paid by Bolt.", None),
        ("Who signed for Acme?", "Olga Berg signed for Acme.", ("Olga Berg", "sign")),
        # What the question names is no answer, and other verbs are not what is asked.
        ("What has Acme won?", "Acme won the bid.", None),
        ("Who won the bid?", "Acme lost the bid.", None),
        ("Who won the bid?", "The company won the bid.", None),
    ],
)
def test_whom_a_claim_names_must_stand_by_the_questions_verb(
    question: str, claim: str, deed: tuple[str, str] | None
) -> None:
    passages = ["Acme and Olga Berg made a bid.", "Victory went to Bolt.", "Bolt paid Acme."]
    assert puts_a_name_to_it(question, claim, passages) == deed
