"""Did somebody say it? What a yes-or-no question claims, and whether his words say that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from index.text.overlap import normal
from index.text.words import all_stems, content_stems, tokens
from rag.checks.support import check_support
from rag.evidence.select import coverage

Says = Literal["letters", "nearly", "sense"]
"""In these very words, in nearly these words, or in words that mean it."""

SAME_WORDS = 0.8
# So many of its words, or others that mean the same, in one sentence.
HELD = 0.8
_SAYING = (
    r"say|said|tell|told|claim|claimed|state|stated|announce|announced|argue|argued|warn|warned|"
    r"confirm|confirmed|promise|promised|describe|described|call|called|insist|insisted|admit|"
    r"admitted|mention|mentioned|deny|denied|write|written|pledge|pledged|vow|vowed|threaten|threatened|"
    r"predict|predicted|suggest|suggested|declare|declared"
)
_ASKED = re.compile(
    r"^\W*(?:(?:and|but|so|is it true that|is it correct that)\W+)*(?:did|does|do|has|have|had)?\b\s*"
    r"(?P<who>.{2,80}?)\s+(?:(?:ever|actually|really|also|once|not|indeed)\s+|(?-i:[a-z]+ly)\s+)*"
    rf"(?P<verb>{_SAYING})\b\s*(?P<what>.+?)\W*$",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"^\W*(?:(?:and|but|so)\W+)*(?:did|does|do|has|have|had|is it true that|is it correct that)\b",
    re.IGNORECASE,
)
# "Did he say anything about it?", "Did she say when?" ask what was said.
_OPEN = re.compile(
    r"^\W*(?:anything|something|much|more|what|when|where|why|how|who|which|whether|if|about)\b",
    re.IGNORECASE,
)
_PUBLICATION = re.compile(r"\b(?:articles?|reports?|papers?|texts?)\b", re.IGNORECASE)
_THAT = re.compile(r"^(?:.{0,60}?\bthat\b|:|,)\s*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_HEARER = frozenset({"tell", "told"})
_CLAUSE = re.compile(r"[,;:.!?–—]|\b(?:but|and|while|although|if|unless|because)\b")
_NO = frozenset("not no never none neither nor without cannot".split())


def claim_in(question: str) -> str | None:
    """Return what somebody is asked to have said: "Did Li say that it rains?" gives "it rains"."""
    asked = saying_in(question)
    return None if asked is None else asked[1]


def saying_in(question: str) -> tuple[str, str] | None:
    """Return the verb of "Did Li promise that …?" with what it has as its object."""
    if not _YES_OR_NO.match(question):
        return None
    match = _ASKED.match(question)
    if match is None or _OPEN.match(match["what"]) or _PUBLICATION.search(match["who"]):
        return None
    what = match["what"]
    if match["verb"].lower() in _HEARER or what.lower().startswith("that "):
        what = _THAT.sub("", what, count=1)
    return (match["verb"].lower(), what) if content_stems(what) and not _OPEN.match(what) else None


def worded_as(phrase: str, said: Sequence[str]) -> Says | None:
    """Tell whether somebody's words hold a phrase, letter by letter but for marks and case."""
    whole = " ".join(said)
    if holds(phrase, whole):
        return "letters"
    held = all_stems(phrase)
    shared = len(held & all_stems(whole)) / (len(held) or 1)
    return "nearly" if shared >= SAME_WORDS else None


def holds(phrase: str, text: str) -> bool:
    """Tell whether a text holds a phrase letter by letter but for marks, case and the last stop."""
    wanted = normal(phrase).strip(" .,;!?")
    return bool(wanted) and wanted in normal(text)


def means(claim: str, said: Sequence[str], background: str) -> Says | None:
    """Tell whether a sentence of somebody's words says what is claimed.

    Args:
        claim: as ``claim_in`` returns it.
        said: his words, direct or reported.
        background: the article, in which names are explained.
    """
    found = [_means(claim, sentence, background) for part in said for sentence in _sentences(part)]
    return "letters" if "letters" in found else next(filter(None, found), None)


def _sentences(part: str) -> list[str]:
    return _SENTENCE_END.split(part)


def _means(claim: str, words: str, background: str) -> Says | None:
    wanted = dict.fromkeys(content_stems(claim), 1.0)
    missing = coverage(wanted, words) < HELD * len(wanted)
    if missing or _negative(_nearest_clause(claim, words)) != _negative(claim):
        return None
    if not check_support(claim, [words], background=background).supported:
        return None
    return "letters" if normal(claim).strip(" .") in normal(words) else "sense"


def _nearest_clause(claim: str, words: str) -> str:
    wanted = content_stems(claim)
    return max(_CLAUSE.split(words), key=lambda clause: len(wanted & content_stems(clause)))


def _negative(text: str) -> bool:
    return bool(_NO & set(tokens(text))) or "n't" in normal(text)
