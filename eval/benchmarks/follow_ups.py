"""How follow-ups are made to stand alone: ``python -m eval.benchmarks.follow_ups QUESTIONS``.

People rewrote the later questions of conversations so that each can be understood alone. A
rewriting is right where the words with meaning that it adds to the question are those that the
person added, every one and no other (by stem, in any order). One half was looked at while the
rules were written, the other was not.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.scoring.stats import difference, rate, whole
from index.text.words import content_stems
from rag.question.follow_up import standalone
from rag.rewriting import OnnxRewriter
from rag.types import Turn

_REWRITER = OnnxRewriter()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A question of a conversation, and how a person rewrote it.

    Attributes:
        id: the conversation's name, "_" and the number of the turn; without "_" the turn's own name.
        history: the questions before, oldest first.
    """

    id: str
    history: tuple[str, ...]
    question: str
    rewritten: str

    @property
    def conversation(self) -> str:
        """Return what is kept together when the questions are halved."""
        return self.id.rsplit("_", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What a rewriting added: ``every`` word that the person did, and ``only`` those."""

    every: bool
    only: bool

    @property
    def right(self) -> bool:
        """Tell whether it added the person's words and no other."""
        return self.every and self.only


def joined(follow_up: FollowUp) -> str:
    """Put the question before in front of it."""
    return " ".join([*follow_up.history[-1:], follow_up.question])


def resolved(follow_up: FollowUp) -> str:
    """Rewrite the question as the product does."""
    history = [Turn(role="user", content=asked) for asked in follow_up.history]
    return standalone(follow_up.question, history, _REWRITER)


REWRITINGS: dict[str, Callable[[FollowUp], str]] = {
    "as asked": lambda follow_up: follow_up.question,
    "the last two questions joined": joined,
    "tradewire": resolved,
}


def added(rewriting: str, follow_up: FollowUp) -> Added:
    """Compare the words that a rewriting adds with those that the person added.

    Args:
        rewriting: the question as it was made to stand alone.
        follow_up: with the person's own rewriting.
    """
    own = content_stems(follow_up.question)
    wanted, found = content_stems(follow_up.rewritten) - own, content_stems(rewriting) - own
    return Added(every=wanted <= found, only=found <= wanted)


def halves(follow_ups: Sequence[FollowUp]) -> tuple[list[FollowUp], list[FollowUp]]:
    """Return the half that was looked at and the half held back: every other name."""
    names = sorted({one.conversation for one in follow_ups})
    looked_at = set(names[::2])
    return (
        [one for one in follow_ups if one.conversation in looked_at],
        [one for one in follow_ups if one.conversation not in looked_at],
    )


def read(path: Path) -> list[FollowUp]:
    """Read the rewritten questions, one JSON object a line."""
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [FollowUp(**{**record, "history": tuple(record["history"])}) for record in records]


def main() -> None:
    """Rewrite every question in each way and print how often the person's words came out."""
    parser = argparse.ArgumentParser(description="Print how follow-ups are made to stand alone.")
    parser.add_argument("questions", type=Path, help="rewritten follow-ups, one a line")
    looked_at, held_back = halves(read(parser.parse_args().questions))
    print("| rewriting | half | every added word and no other | every added word | no other | n |")
    print("|---|---|---|---|---|---|")
    for name, rewriting in REWRITINGS.items():
        for half, part in (("looked at", looked_at), ("held back", held_back)):
            found = [added(rewriting(one), one) for one in part]
            shares = [(a.right, a.every, a.only) for a in found]
            cells = (rate(values).shown() for values in zip(*shares, strict=True))
            print(f"| {name} | {half} | {' | '.join(cells)} | {len(part)} |")
    for name in list(REWRITINGS)[:-1]:
        print(_compared(name, held_back))


def _compared(name: str, part: Sequence[FollowUp]) -> str:
    """Say how much the product's rewriting gains over another, on questions held back."""
    before, after = (
        whole({one.id: added(rewriting(one), one).right for one in part})
        for rewriting in (REWRITINGS[name], resolved)
    )
    gain = difference(before, after)
    assert gain is not None
    return f"held back, over “{name}”: {gain.change:+.3f} [{gain.low:+.3f} – {gain.high:+.3f}], p = {gain.p:.4f}"


if __name__ == "__main__":
    main()
