from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessageChunk

from index.errors import ModelError
from rag.models.reply import THOUGHT, Reply


def piece(text: str, *, thought: str = "", ends: str = "") -> AIMessageChunk:
    return AIMessageChunk(
        content=text,
        additional_kwargs={THOUGHT: thought} if thought else {},
        response_metadata={"finish_reason": ends} if ends else {},
    )


def heard(text: str, cuts: list[int], **how: bool) -> str:
    """Return what is said aloud of a text that comes cut at these places."""
    reply = Reply("m", **how)
    places = sorted({0, *(cut % (len(text) + 1) for cut in cuts), len(text)})
    pieces = [text[a:b] for a, b in pairwise(places)]
    return "".join(
        [*(reply.aloud(piece(one)) for one in pieces), reply.aloud(piece("", ends="stop"))]
    )


@given(st.lists(st.integers(0, 200)))
def test_thoughts_are_dropped_wherever_a_reply_is_cut(cuts: list[int]) -> None:
    assert heard("<think>Hm </thin> k</think>\nFive < six.", cuts) == "\nFive < six."
    assert heard("Hm.</think>Five.", cuts, inside=True) == "Five."
    assert heard("Five < six, <think> is a tag.", cuts) == "Five < six, <think> is a tag."
    assert heard("  <thinner than six.", cuts) == "  <thinner than six."


@pytest.mark.parametrize("whole", ["<", "<thi", " <think"])
def test_what_only_begins_like_a_thought_is_said_at_the_end(whole: str) -> None:
    assert heard(whole, []) == whole


def test_a_thought_that_nothing_opened_is_noticed() -> None:
    at_once = Reply("m")
    assert at_once.aloud(piece("Hm.</think>Five.")) == "Five."
    assert at_once.unannounced
    late = Reply("m")
    assert late.aloud(piece("Hm. ")) == "Hm. "
    with pytest.raises(ModelError, match="without saying where that begins"):
        late.aloud(piece("So.</think>Five."))
    assert late.unannounced


def test_why_nothing_was_said() -> None:
    cut = Reply("m")
    cut.aloud(piece("", thought="Hm."))
    cut.aloud(piece("", ends="length"))
    assert "TRADEWIRE_MAX_TOKENS" in str(cut.silence())
    whole = Reply("m")
    whole.aloud(piece("", thought="Hm.", ends="stop"))
    assert "only thought" in str(whole.silence())
    assert "empty reply" in str(Reply("m").silence())
