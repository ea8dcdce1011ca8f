"""What a yes-or-no question claims that somebody said."""

from __future__ import annotations

import re

from index.text.lexicon import AUXILIARIES, DETERMINERS, PREPOSITIONS
from index.text.words import content_stems

_SAYING = (
    r"say|said|tell|told|claim|claimed|state|stated|announce|announced|argue|argued|warn|warned|"
    r"confirm|confirmed|promise|promised|describe|described|call|called|insist|insisted|admit|"
    r"admitted|mention|mentioned|deny|denied|write|written|pledge|pledged|vow|vowed|threaten|threatened|"
    r"predict|predicted|suggest|suggested|declare|declared"
)
_ASKED = re.compile(
    r"^\W*(?:(?:and|but|so|is it true that|is it correct that)\W+)*(?:did|does|do|has|have|had)?\b\s*"
    rf"(?P<who>(?:(?:{'|'.join(sorted(DETERMINERS))})\s)?+.{{2,80}}?)\s+(?:(?:ever|actually|really|also|once|not|indeed)\s+|(?-i:[a-z]+ly)\s+)*"
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
# "Did Li write the letter?" asks who made a thing; what he wrote would be a clause.
_THING = re.compile(r"^(?:the|an?|this|that|his|her|their|its)(?: [\w’'-]+){1,4}$", re.IGNORECASE)
_HEARER = frozenset({"tell", "told"})
_MAKING = frozenset({"write", "written"})


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
    if match["who"].lower().split()[-1] in PREPOSITIONS | DETERMINERS:
        return None  # "file a claim", "ask for state aid": a noun
    what = match["what"]
    thing = _THING.match(what) and not AUXILIARIES & set(what.lower().split())
    if match["verb"].lower() in _MAKING and thing:
        return None
    if match["verb"].lower() in _HEARER or what.lower().startswith("that "):
        what = _THAT.sub("", what, count=1)
    return (match["verb"].lower(), what) if content_stems(what) and not _OPEN.match(what) else None
