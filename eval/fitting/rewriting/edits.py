"""The edits that make a question into its writer's own rewriting: what a rewriter is taught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from eval.fitting.rewriting.talks import FollowUp
from rag.rewriting.inputs import Laid, lay_out, units


@dataclass(frozen=True, slots=True)
class Edits:
    """What ``rag.rewriting.edits`` makes a rewriting of.

    Attributes:
        laid: the question and its talk.
        dropped: for each unit of the question, whether it goes.
        put: of shape (units of the talk, units of the question + 1): what is put before which.
        elsewhere: of that shape: the same words at another place of the talk, which is no fault.
        runs: for each place, where in the talk the pieces put there begin, in their order.
        missing: words of the rewriting that the talk, as far as it is read, does not hold.
    """

    laid: Laid
    dropped: npt.NDArray[np.bool_]
    put: npt.NDArray[np.bool_]
    elsewhere: npt.NDArray[np.bool_]
    runs: dict[int, list[int]]
    missing: tuple[str, ...]


def edits(tokenizer: Tokenizer, follow_up: FollowUp) -> Edits:
    """Return the edits that a rewriting asks for.

    What both questions share, in order, stays; of what stands between, the longest stretches that
    the talk holds are put there, little words one by one.

    Args:
        tokenizer: word pieces, without special tokens added.
        follow_up: with its rewriting.
    """
    laid = lay_out(tokenizer, follow_up.question, follow_up.said)
    asked = [laid.words(unit).lower() for unit in laid.question]
    talk = [laid.words(unit).lower() for unit in laid.context]
    wanted = [word.lower() for word in units(follow_up.alone)]
    put = np.zeros((len(talk), len(asked) + 1), bool)
    dropped, elsewhere = np.ones(len(asked), bool), np.zeros_like(put)
    runs: dict[int, list[int]] = {}
    missing: list[str] = []
    shared = SequenceMatcher(a=asked, b=wanted, autojunk=False)
    for kind, start, end, first, last in shared.get_opcodes():
        if kind == "equal":
            dropped[start:end] = False
            continue
        rest = [word for word in wanted[first:last] if word[0].isalnum()]
        while rest:
            place, length = _longest(laid, talk, rest)
            if length:
                put[place : place + length, start] = True
                runs.setdefault(start, []).append(place)
                same = np.isin(talk, talk[place : place + length])
                elsewhere[:, start] |= same
            else:
                missing.append(rest[0])
            rest = rest[max(length, 1) :]
    return Edits(laid, dropped, put, elsewhere & ~put, runs, tuple(missing))


def _longest(laid: Laid, talk: Sequence[str], words: Sequence[str]) -> tuple[int, int]:
    """Return where the longest beginning of some words stands in the talk, and its length.

    A little word that stands alone is taken from the list of them.
    """
    best = (0, 0)
    for place, word in enumerate(talk):
        if word != words[0]:
            continue
        length = 1
        if laid.context[place].text == 1:
            best = best if best[1] > 1 else (place, 1)
            continue
        while (
            length < len(words)
            and place + length < len(talk)
            and talk[place + length] == words[length]
            and laid.context[place + length].text == laid.context[place].text
        ):
            length += 1
        if length > best[1]:
            best = (place, length)
    return best
