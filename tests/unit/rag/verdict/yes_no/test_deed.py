from __future__ import annotations

import pytest

from rag.question.whether import whether
from rag.verdict.yes_no.claimed import Claim
from rag.verdict.yes_no.deed import is_its_deed

PLANT = "Ulla sold its mussel plant to a rival, Mar Novo, after banks that had financed a line withdrew."
LINE = "Nordlys, the line that bought the yard at Moss, has shelved its route to Hull."
LEVY = "The levy, approved by the senate in May and opposed by farmers, would cost too much."


@pytest.mark.parametrize(
    ("question", "sentence", "its"),
    [
        ("Did the banks withdraw?", PLANT, True),
        ("Did Mar Novo withdraw?", PLANT, False),
        ("Did Ulla finance a line?", PLANT, False),
        ("Did Mar Novo buy the mussel plant?", PLANT, True),
        ("Did Ulla buy the mussel plant?", PLANT, False),  # "sold" is its seller's deed
        ("Did Nordlys buy the yard?", LINE, True),
        ("Did Nordlys shelve the route?", LINE, True),
        ("Did Nordlys shelve the yard?", LINE, False),
        ("Did the senate approve the levy?", LEVY, True),
        ("Did the senate oppose the levy?", LEVY, False),
        ("Was the levy approved?", LEVY, True),
        ("Did the bond get the 600 votes it needed?", "It needed 600 votes and had 411.", False),
        ("Was the quota cut?", "Owners, who expected a cut, cheered the quota.", False),
        (
            "Did the bill win 85 votes?",
            "The bill won 81 votes in a house where 85 are needed.",
            False,
        ),
        ("Did Rivas commit fraud?", "Growers spoke of fraud he committed.", True),
        ("Did the WTO rule against the duties?", "The duties are at odds with WTO rules.", False),
        (
            "Did the WTO rule against the duties?",
            "The duties are at odds with WTO (Geneva) rules.",
            False,
        ),
        ("Did Ghana demand a duty?", "The duty was raised in line with Ghana demands.", False),
        ("Did Oslo plan a levy?", "The levy is part of Oslo plans.", False),
        ("Did the WTO rule against the duties?", "The WTO ruled against the duties.", True),
        ("Did Oslo plan a levy?", "After the vote Oslo planned a levy.", True),
        ("Does Oslo plan a levy?", "In spring Oslo plans a levy.", True),
    ],
)
def test_the_verb_must_be_of_the_claims_own_subject_and_object(
    question: str, sentence: str, *, its: bool
) -> None:
    asked = whether(question)
    assert asked is not None
    assert asked.predicate is not None
    claim = Claim(text=asked.claim, time=asked.time, predicate=asked.predicate)
    assert is_its_deed(claim, sentence) is its
