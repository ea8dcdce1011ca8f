"""Questions that yes or no answers: what they claim, and whether it is done, so, to come or a matter of taste."""

from __future__ import annotations

import re

from index.text.lexicon import SPEECH
from index.text.synonyms import verbs_plain
from index.text.words import content_words
from rag.question.claim import saying_in
from rag.question.predicate import predicate
from rag.types import Whether

_LED = r"^\W*(?:(?:and|but|so|then)\W+)*(?:is it (?:true|correct|right|the case) that\W+)?"
_ASKED = re.compile(
    rf"{_LED}(?P<aux>did|does|do|has|have|had|is|are|was|were|will|would|shall|can|could|should|must|ought|may|"
    r"might)(?P<not>n['’]t| not)?\s+(?P<rest>\S.*?)[\s?!.]*$",
    re.IGNORECASE,
)
_GRANTED = re.compile(
    r"^\W*(?:(?:and|but|so)\W+)?(?:why|how come|when|where|in what way|how)\s+"
    r"(?=(?:did|does|do|has|have|had|was|were|is)\b)",
    re.IGNORECASE,
)
_TRUE_THAT = re.compile(
    r"^\W*is it (?:true|correct|right|the case) that\W+(?P<rest>.+?)[\s?!.]*$", re.I
)
# "Can you list …", "Is it A or B?", "Did she say when?" want more than yes or no.
_MORE = re.compile(
    r"^(?:you|we|i|let)\b|\bor\b|\b(?:what|when|where|why|how|who|whom|whose|which|whether)\b|"
    r"\b(?:articles?|stories|sources?|reports?) (?:mention|say|about|that|on|explain|tell)\b",
    re.IGNORECASE,
)
_ANYTHING = re.compile(
    r"\b(?:anything|something|much|more|else)\b(?: about| on| to)?", re.IGNORECASE
)
_SHOULD = frozenset({"should", "ought", "must"})
# "Is it right to …", "a good idea": whoever judges so, the question is for a judgement.
_WORTH = re.compile(
    r"\b(?:good|bad|best|better|worse|worst|right|wrong|wise|fair|unfair|just|unjust|smart|stupid|worth|reasonable|"
    r"sensible|justified|necessary|desirable|harmful|mistake|idea)\b",
    re.IGNORECASE,
)
_DONE = frozenset({"did", "has", "have", "had", "was", "were"})
# "Is it final yet?" asks whether that has come.
_BY_NOW = re.compile(r"\b(?:yet|already)\b", re.IGNORECASE)
_AHEAD = frozenset({"will", "would", "shall", "may", "might", "can", "could"})
_BE = frozenset({"is", "are", "was", "were"})


def whether(question: str) -> Whether | None:
    """Return what a yes-or-no question claims; None for every other question.

    "Has Oslo lifted the duty?" claims "Oslo lifted the duty", as done.
    """
    told = _TRUE_THAT.match(question)
    if told and not _MORE.search(told["rest"]):
        return Whether(claim=told["rest"], time="so")
    match = _ASKED.match(question)
    if match is None or _MORE.search(match["rest"]) or _says_something(match["rest"]):
        return None
    rest = verbs_plain(match["rest"])
    if len(content_words(rest)) < 2:
        return None
    auxiliary = match["aux"].lower()
    saying = saying_in(question)
    asked = predicate(rest, auxiliary)
    # "Printed with the wrong year" is told, not judged: where "was" helps a verb, no quality is asked for.
    judges = auxiliary in _BE and asked is None and bool(_WORTH.search(rest))
    return Whether(
        claim=rest,
        time="done"
        if auxiliary in _DONE or _BY_NOW.search(match["rest"])
        else "ahead"
        if auxiliary in _AHEAD
        else "so",
        judgement=auxiliary in _SHOULD or judges,
        verb=saying[0] if saying else None,
        predicate=asked,
    )


def granted(question: str) -> Whether | None:
    """Return what a question for a reason, a time, a place or a manner takes for granted.

    "Why did Oslo lift the duty?" takes for granted that Oslo lifted the duty.
    """
    match = _GRANTED.match(question)
    return whether(question[match.end() :]) if match else None


def _says_something(rest: str) -> bool:
    """Tell whether it is asked if somebody said anything: then what he said is wanted."""
    found = _ANYTHING.search(rest)
    before = rest[: found.start()].lower().split() if found else []
    return bool(before) and before[-1] in SPEECH
