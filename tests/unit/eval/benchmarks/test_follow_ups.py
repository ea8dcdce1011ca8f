from __future__ import annotations

from eval.benchmarks.follow_ups import FollowUp, added, halves, joined, resolved

SHARKS = FollowUp(
    id="a_2",
    history=("What do tiger sharks eat?",),
    question="Where do they live?",
    rewritten="Where do tiger sharks live?",
)


def test_a_rewriting_is_right_with_the_persons_words_and_no_other() -> None:
    right = added("Where do they live? (tiger sharks)", SHARKS)
    assert (right.every, right.only, right.right) == (True, True, True)
    more = added(joined(SHARKS), SHARKS)
    assert (more.every, more.only, more.right) == (True, False, False)
    less = added("Where do sharks live?", SHARKS)
    assert (less.every, less.only, less.right) == (False, True, False)


def test_the_products_own_rewriting_is_what_is_measured() -> None:
    assert resolved(SHARKS) == "Where do tiger sharks live?"


def test_a_conversation_is_in_one_half() -> None:
    turns = [
        FollowUp(id=f"{name}_{n}", history=(), question="Why?", rewritten="Why?")
        for name in "abcd"
        for n in (1, 2)
    ]
    looked_at, held_back = halves(turns)
    assert [one.id[0] for one in looked_at] == ["a", "a", "c", "c"]
    assert [one.id[0] for one in held_back] == ["b", "b", "d", "d"]
