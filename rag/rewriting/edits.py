"""A rewriting as edits: which units of a question go, and what of the talk is put before which."""

from __future__ import annotations

import re
from itertools import groupby

import numpy as np
import numpy.typing as npt

from rag.rewriting.inputs import Laid, Unit

OWNING = frozenset("its his her hers their theirs whose".split())


def rewritten(
    laid: Laid,
    dropped: npt.NDArray[np.bool_],
    put: npt.NDArray[np.bool_],
    order: npt.NDArray[np.float32],
) -> str:
    """Return a question with its edits made.

    Args:
        laid: the question and its talk.
        dropped: for each unit of the question, whether it goes.
        put: of shape (units of the talk, units of the question + 1): what is put before which; the
            last column is the question's end.
        order: of the same shape: of two that are put at one place, the lower comes first.
    """
    dropped = _replaced(dropped, np.asarray(put.any(axis=0)))
    if not (dropped.any() or put.any()):
        return laid.texts[0]
    text, words, last = laid.texts[0], [], 0
    for at, unit in enumerate(laid.question):
        words.append(text[last : unit.start])
        borrowed = _runs(laid, np.flatnonzero(put[:, at]), order[:, at])
        goes = bool(dropped[at])
        if borrowed:
            owns = goes and laid.words(unit).lower() in OWNING
            words.append(f" {_owning(borrowed) if owns else borrowed} ")
        if not goes:
            words.append(text[unit.start : unit.end])
        last = unit.end
    tail = text[last:]
    if behind := _runs(laid, np.flatnonzero(put[:, -1]), order[:, -1]):
        words.append(f" {behind}")
    return _tidy("".join(words) + tail)


def _replaced(
    dropped: npt.NDArray[np.bool_], filled: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Return which units go: in each stretch of them only if something is put in its place."""
    goes, at = dropped.copy(), 0
    for is_dropped, stretch in groupby(dropped.tolist()):
        end = at + len([*stretch])
        if is_dropped and not filled[at : end + 1].any():
            goes[at:end] = False
        at = end
    return goes


def _runs(laid: Laid, chosen: npt.NDArray[np.int64], order: npt.NDArray[np.float32]) -> str:
    """Return chosen units as they stand, neighbours as one piece of text; what another piece holds is left out."""
    runs: list[list[int]] = []
    for at in chosen.tolist():
        if runs and runs[-1][-1] == at - 1 and _next(laid, laid.context[at - 1], laid.context[at]):
            runs[-1].append(at)
        else:
            runs.append([at])
    runs.sort(key=lambda run: float(order[run[0]]))
    pieces = [_text(laid, run) for run in runs]
    return " ".join(
        words
        for at, (run, words) in enumerate(zip(runs, pieces, strict=True))
        if laid.context[run[0]].text == 1
        or not any(
            f" {words} ".lower() in f" {other} ".lower()
            and (len(other) > len(words) or before < at)
            for before, other in enumerate(pieces)
            if before != at
        )
    )


def _text(laid: Laid, run: list[int]) -> str:
    first, last = laid.context[run[0]], laid.context[run[-1]]
    return laid.texts[first.text][first.start : last.end]


def _next(laid: Laid, one: Unit, other: Unit) -> bool:
    """Tell whether nothing but space stands between two units of one text."""
    return one.text == other.text != 1 and not laid.texts[one.text][one.end : other.start].strip()


def _owning(words: str) -> str:
    if words.endswith(("'s", "’s", "s'", "s’")):
        return words
    return f"{words}'" if words.endswith("s") else f"{words}'s"


def _tidy(text: str) -> str:
    return re.sub(r" +([?.,;!])(?=\s|$)", r"\1", " ".join(text.split()))
