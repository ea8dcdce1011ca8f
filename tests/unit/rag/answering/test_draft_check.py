from __future__ import annotations

from pathlib import Path

import pytest

from index.library import Library
from rag.answering.draft_check import DraftCheck
from rag.chain import AnswerChain
from rag.request import Asked
from rag.settings import Settings
from tests.helpers.files import library_of

PRESS = [
    {
        "id": "pact",
        "text": "The pact builds on commitments made during the call of June 5. The quota on salmon will "
        "take effect on July 1.",
    }
]


def shown(draft: str, question: str, library: Library) -> bool:
    """Tell whether a drafted sentence passes for a question."""
    chain = AnswerChain(library, Settings(index=library.folder))
    found = chain.found(Asked(question=question))
    return DraftCheck(found).checked(draft) is not None


@pytest.mark.parametrize(
    ("question", "draft", "passes"),
    [
        (
            "When will the pact take effect?",
            "The pact will take effect on the day of the call of June 5.",
            False,
        ),
        (
            "When will the quota take effect?",
            "The quota on salmon will take effect on July 1.",
            True,
        ),
    ],
)
def test_a_day_of_something_else_in_the_questions_words_is_dropped(
    tmp_path: Path, question: str, draft: str, passes: bool
) -> None:
    assert shown(draft, question, library_of(tmp_path, PRESS)) is passes


def test_a_day_has_its_year_from_the_article(tmp_path: Path) -> None:
    text = "The quota on salmon will take effect on June 1. The ministers met in Bergen."
    dated = [{"id": "quota", "published": "2024-07-02", "text": text}]
    library = library_of(tmp_path, dated)
    question = "When will the quota take effect?"
    assert shown("The quota on salmon will take effect on June 1, 2024.", question, library)
    assert not shown("The quota on salmon will take effect on June 1, 2023.", question, library)


def test_what_is_drafted_of_other_goods_is_dropped(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        [
            {"id": "b", "text": "The duty on beef rose to 12 percent."},
            {"id": "p", "text": "The duty on pork rose to 15 percent."},
        ],
    )
    draft = "The duty on beef rose to 12 percent."
    for goods, passes in (("pork", False), ("beef", True)):
        assert shown(draft, f"To what did the duty on {goods} rise?", library) is passes


BIDS = [
    {
        "id": "bids",
        "text": "Acme Corp. made a bid for the port of Bergen. Bolt won the bid for the port of Bergen "
        "on Friday. The contract was awarded to Olga Berg of Bolt.",
    }
]


@pytest.mark.parametrize(
    ("question", "draft", "passes"),
    [
        ("Who won the bid for Bergen?", "Acme Corp. won the bid for the port of Bergen.", False),
        ("Who won the bid for Bergen?", "Bolt won the bid for the port of Bergen.", True),
        ("Who was awarded the contract?", "Olga Berg was awarded the contract.", True),
        ("What did Acme Corp. bid for?", "Acme Corp. made a bid for the port of Bergen.", True),
    ],
)
def test_who_did_it_is_whom_a_passage_names_for_it(
    tmp_path: Path, question: str, draft: str, passes: bool
) -> None:
    assert shown(draft, question, library_of(tmp_path, BIDS)) is passes


def test_figures_of_two_articles_make_no_sentence(tmp_path: Path) -> None:
    two = [
        {"id": "peru", "text": "The duty on copper in Peru is 3 percent."},
        {"id": "chile", "text": "The duty on copper in Chile is 9 percent."},
    ]
    library, question = library_of(tmp_path, two), "How high is the duty on copper in Peru?"
    assert shown("The duty on copper in Peru is 3 percent.", question, library)
    joined = "The duty on copper in Peru is 3 percent and in Chile 9 percent."
    assert not shown(joined, question, library)


def test_a_draft_that_recites_the_instructions_is_dropped(tmp_path: Path) -> None:
    library = library_of(tmp_path, [{"id": "quota", "text": "The quota on salmon is large."}])
    question = "What is the quota on salmon?"
    assert shown("The quota on salmon is large.", question, library)
    recited = "The quota on salmon is large, using only the sentences above."
    assert not shown(recited, question, library)


@pytest.mark.parametrize(("speaker", "passes"), [("Kari Nordmann", True), ("Peter Stone", False)])
def test_ones_words_are_given_to_no_other(tmp_path: Path, speaker: str, passes: bool) -> None:
    text = (
        "“The salmon quota hurts both banks of the fjord,” said Kari Nordmann, the minister. "
        "“The herring season was short this year,” said Peter Stone, the envoy."
    )
    library = library_of(tmp_path, [{"id": "fjord", "text": text}])
    draft = f"{speaker} said that the salmon quota hurts both banks of the fjord."
    assert shown(draft, "What hurts both banks of the fjord?", library) is passes
