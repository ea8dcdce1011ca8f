"""Conversations written for this project, and what a turn of them looks like to the rewriter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from eval.fitting.invented import shipped
from rag.question.follow_up.standalone import ANSWERS
from rag.rewriting import Said

# In such a share of conversations one more turn asks about something else, in more than so many words.
CHANGED_TOPIC, LONG = 0.9, 6


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as asked, made to stand alone by its writer, and its answer."""

    asked: str
    alone: str
    answer: str


Talk = Sequence[Turn]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question after what was said, and how it stands alone."""

    question: str
    said: tuple[Said, ...]
    alone: str


def talks() -> list[list[Turn]]:
    """Return the shipped conversations."""
    return [
        [Turn(turn["q"], turn["r"], turn["a"]) for turn in row["turns"]]
        for row in shipped("invented_talks")
    ]


def changes_of_topic() -> list[str]:
    """Return questions of the shipped news stories that are long enough to stand alone."""
    rows = [*shipped("invented_trade"), *shipped("invented_news")]
    return [q["q"] for row in rows for q in row["questions"] if len(q["q"].split()) > LONG]


def said_before(
    talk: Talk, at: int, *, answers: bool = True, raw: Random | None = None
) -> tuple[Said, ...]:
    """Return what was said before a turn, newest exchange first.

    Args:
        talk: a conversation.
        at: which turn.
        answers: whether the latest answers are heard.
        raw: draws which earlier questions stand as they were asked; None: none does.
    """
    said = []
    for back, turn in enumerate(reversed(talk[:at])):
        resolved = raw is None or raw.random() < (0.65 if back else 0.8)
        said.append(Said(turn.alone if resolved else turn.asked))
        if answers and back < ANSWERS:
            said.append(Said(turn.answer, answer=True))
    return tuple(said)


def drawn(talk: Talk, other: Sequence[str], draw: Random) -> list[FollowUp]:
    """Return each turn of a conversation but the first, as one may meet it.

    Half of them remember but the last few exchanges, two fifths hear no answers, earlier questions
    stand now as asked, now resolved. What cannot be made of so little is shown whole.

    Args:
        talk: a conversation.
        other: questions about other things, which stand alone whatever was said.
        draw: of all that is left to chance.
    """
    found = []
    for at, turn in enumerate(talk[1:], 1):
        first = max(0, at - draw.choice((1, 1, 2, 2, 3))) if draw.random() < 0.5 else 0
        said = said_before(talk[first:at], at - first, answers=draw.random() > 0.4, raw=draw)
        held = " ".join(part.text for part in said).lower()
        new = {
            word for word in turn.alone.lower().split() if word not in turn.asked.lower().split()
        }
        if not all(word.strip("?.,!'’s") in held for word in new):
            said = said_before(talk, at, raw=draw)
        found.append(FollowUp(turn.asked, said, turn.alone))
    if draw.random() < CHANGED_TOPIC:
        at, question = draw.randrange(1, len(talk)), draw.choice(other)
        heard = draw.random() < 0.6
        found.append(FollowUp(question, said_before(talk, at, answers=heard, raw=draw), question))
    return found
