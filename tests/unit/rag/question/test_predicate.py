from __future__ import annotations

import pytest

from rag.question.predicate import predicate
from rag.question.whether import whether


@pytest.mark.parametrize(
    ("claim", "auxiliary", "verb", "subject"),
    [
        ("Oslo lift the duty", "did", "lift", "Oslo"),
        ("the growers back the plum bond", "did", "back", "the growers"),
        ("the board buy birds from Parma", "did", "buy", "the board"),
        ("the council of Riga reject the tax", "did", "reject", "the council of Riga"),
        ("the Larch pact sign the charter", "did", "sign", "the Larch pact"),
        ("the kilns still burn gas", "do", "burn", "the kilns"),
        ("parliament ratified the accord", "has", "ratified", "parliament"),
        ("Riga's milk council raised the fee", "has", "raised", "Riga's milk council"),
        ("the pilots' guild sign the charter", "did", "sign", "the pilots' guild"),
        ("the Moss kiln still burn its peat", "does", "burn", "the Moss kiln"),
    ],
)
def test_the_verb_stands_behind_its_subject(
    claim: str, auxiliary: str, verb: str, subject: str
) -> None:
    found = predicate(claim, auxiliary)
    assert found is not None
    assert (found.verb, found.subject, found.passive) == (verb, subject, False)


@pytest.mark.parametrize(
    ("claim", "auxiliary", "subject"),
    [
        ("the signing of the accord put off", "was", "the signing of the accord"),
        ("the ban on tin been lifted", "has", "the ban on tin"),
        ("the lock be closed in May", "will", "the lock"),
    ],
)
def test_a_passive_verb_is_told_by_its_auxiliary(claim: str, auxiliary: str, subject: str) -> None:
    found = predicate(claim, auxiliary)
    assert found is not None
    assert (found.subject, found.passive) == (subject, True)


@pytest.mark.parametrize(
    ("claim", "auxiliary"),
    [
        ("the port agree on a pay rise", "did"),  # "agree" or "rise"
        ("Lind still shipping minister", "is"),
        ("there be a new duty", "will"),
        ("the ice trade a cartel", "was"),
        ("Ghana going to open its list", "is"),
    ],
)
def test_no_verb_is_guessed(claim: str, auxiliary: str) -> None:
    assert predicate(claim, auxiliary) is None


def test_a_deed_is_no_matter_of_opinion() -> None:
    told, judged = (
        whether(q)
        for q in ("Were the permits printed with the wrong year?", "Was the permit wrong to print?")
    )
    assert told is not None
    assert judged is not None
    assert (told.judgement, judged.judgement) == (False, True)
