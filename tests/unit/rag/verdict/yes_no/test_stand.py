"""How a sentence stands to what a yes-or-no question claims, read off its grammar."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.question.whether import granted, whether
from rag.verdict.yes_no.claimed import Claim, Told
from rag.verdict.yes_no.stand import denies, short_answer, stand_of

CASES = Path(__file__).parents[4] / "data" / "whether.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row["question"] for row in ROWS])
def test_a_sentence_says_yes_or_no_or_leaves_it_open(row: dict[str, str | None]) -> None:
    asked = whether(str(row["question"]))
    assert asked is not None
    told = Told(
        sentence=str(row["sentence"]), before=row.get("before") or "", when=row.get("when") or ""
    )
    found = stand_of(Claim(text=asked.claim, time=asked.time, predicate=asked.predicate), told)
    assert (found and found[0]) == row["stand"]


def test_the_share_is_what_the_sentence_holds_itself() -> None:
    claim = Claim(text="Uzbekistan join the ferrosilicon pact", time="done")
    told = Told(sentence="Uzbekistan did not join it.", before="Oslo signs ferrosilicon pact")
    assert stand_of(claim, told) == ("no", 0.5)


def test_what_was_said_may_be_still_to_come() -> None:
    told = Told(sentence="“I will end the lease in Turku”")
    assert stand_of(Claim(text="he would end the lease in Turku", said=True), told) == ("yes", 1.0)
    assert stand_of(Claim(text="end the lease in Turku", time="done"), told) == ("ahead", 1.0)


@pytest.mark.parametrize(
    ("whole", "stand"),
    [
        ("", None),
        ("The Turku lease. No vote on it is planned. It was let in 2019.", ("no", 0.5)),
        ("The Hanko yard. No vote on it is planned.", None),
    ],
)
def test_a_no_nearest_to_the_question_may_leave_to_its_article_what_is_asked_of(
    whole: str, stand: tuple[str, float] | None
) -> None:
    told = Told(sentence="No second vote is planned.", whole=whole)
    asked = whether("Will there be a second vote on the Turku lease?")
    assert asked is not None
    assert stand_of(Claim(text=asked.claim, time=asked.time), told) == stand


def test_a_yes_needs_more_of_the_claim_than_a_no() -> None:
    told = Told(
        sentence="A second vote is planned.", whole="The Turku lease. A second vote is planned."
    )
    assert stand_of(Claim(text="there be a second vote on the Turku lease"), told) is None


@pytest.mark.parametrize(
    ("reply", "stand"),
    [
        ("A: It will not. We have a promise.", "no"),
        ("They are.", "yes"),
        ("Yes, and soon.", "yes"),
        ("KELLER: No.", "no"),
        ("It will rise next year.", None),
        ("Nobody knows.", None),
    ],
)
def test_a_short_answer_is_a_yes_or_a_no(reply: str, stand: str | None) -> None:
    assert short_answer(reply) == stand


@pytest.mark.parametrize(
    ("question", "sentence", "denied"),
    [
        ("Why did Oslo lift the duty on herring?", "Oslo kept the duty on herring.", True),
        (
            "Why did Oslo not lift the duty on herring?",
            "Oslo did not lift the duty on herring.",
            False,
        ),
        ("Why did Oslo not lift the duty on herring?", "Oslo lifted the duty on herring.", True),
        (
            "Why did Oslo lift the duty on herring?",
            "Oslo denied that it had lifted any duty on herring.",
            True,
        ),
        (
            "Why did Bergen offer Narvik a berth?",
            "The report that Bergen was offering Narvik a berth is not true, a port clerk said.",
            True,
        ),
        (
            "Why did Oslo raise the duty on herring?",
            "Oslo raised the duty on herring because boats could not compete.",
            False,
        ),
        (
            "Why do ships skip Narvik?",
            "Ships will not call at Narvik, since the quay is being rebuilt.",
            False,
        ),
        (
            "Why do fishers fear the duty?",
            "Fishers fear the duty since they are not rich enough to face it.",
            False,
        ),
    ],
)
def test_what_is_taken_for_granted_is_denied_where_a_no_governs_it(
    question: str, sentence: str, denied: bool
) -> None:
    asked = granted(question)
    assert asked is not None
    assert (
        denies(Claim(text=asked.claim, time=asked.time, predicate=asked.predicate), sentence)
        is denied
    )


def test_that_a_thing_ends_does_not_deny_that_it_began() -> None:
    claim = Claim(text="the ban on tin scrap begin", time="done")
    assert not denies(claim, "The ban on tin scrap ends on June 30, the ministry said.")
