"""Whether somebody's words say a phrase or a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from index.text.words import all_stems, content_stems, normal, tokens
from rag.checks.features import Similarity
from rag.checks.support import check_support
from rag.evidence.select import coverage

Says = Literal["letters", "nearly", "sense"]
"""In these very words, in nearly these words, or in words that mean it."""

SAME_WORDS = 0.8
# So many of its words, or others that mean the same, in one sentence.
HELD = 0.8
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_CLAUSE = re.compile(r"[,;:.!?–—]|\b(?:but|and|while|although|if|unless|because)\b")
_RELATIVE = re.compile(r"\s*(?:which|who|whose|whom|that)\b", re.IGNORECASE)
_NO = frozenset("not no never none neither nor without cannot".split())


def worded_as(phrase: str, said: Sequence[str]) -> Says | None:
    """Tell whether somebody's words hold a phrase, letter by letter but for marks and case.

    Args:
        phrase: that somebody is asked to have used.
        said: the pieces of what was said.
    """
    whole = " ".join(said)
    if holds(phrase, whole):
        return "letters"
    held = all_stems(phrase)
    shared = len(held & all_stems(whole)) / (len(held) or 1)
    return "nearly" if shared >= SAME_WORDS else None


def holds(phrase: str, text: str) -> bool:
    """Tell whether a text holds a phrase letter by letter but for marks, case and the last stop.

    Args:
        phrase: the words looked for.
        text: in which.
    """
    wanted = normal(phrase).strip(" .,;!?")
    return bool(wanted) and wanted in normal(text)


def means(
    claim: str, said: Sequence[str], background: str, similarity: Similarity | None
) -> Says | None:
    """Tell whether a sentence of somebody's words says what is claimed.

    Args:
        claim: as ``claim_in`` returns it.
        said: his words, direct or reported.
        background: the article, in which names are explained.
        similarity: cosine of a sentence to its nearest passage; None where there is no embedder.
    """
    sentences = [sentence for part in said for sentence in _SENTENCE_END.split(part)]
    found = [_means(claim, sentence, background, similarity) for sentence in sentences]
    return "letters" if "letters" in found else next(filter(None, found), None)


def _means(claim: str, words: str, background: str, similarity: Similarity | None) -> Says | None:
    wanted = content_stems(claim)
    missing = coverage(dict.fromkeys(wanted, 1.0), words) < HELD * len(wanted)
    clause = max(_CLAUSE.split(words), key=lambda clause: len(wanted & content_stems(clause)))
    # "A letter which calls it a tax was not his": what a no governs is told in a relative clause.
    of_denied = _RELATIVE.match(clause) and _negative(words) and not _negative(claim)
    if missing or of_denied or _negative(clause) != _negative(claim):
        return None
    if not check_support(claim, [words], similarity=similarity, background=background).supported:
        return None
    return "letters" if normal(claim).strip(" .") in normal(words) else "sense"


def _negative(text: str) -> bool:
    return bool(_NO & set(tokens(text))) or "n't" in normal(text)
