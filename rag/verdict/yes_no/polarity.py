"""Whether a sentence that speaks of what is claimed says yes to it or no, or leaves it open.

Grammar decides: what a no governs, which verb says the opposite, what is excepted, and what is only to
come, wished, feared or alleged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from index.text.synonyms import ENDING, word_root
from index.text.words import figure_words, figures, tokens
from rag.checks.claim import Case
from rag.checks.negation import NOT_DONE, in_clauses, without_idioms
from rag.checks.quantifiers import only_part, promoted
from rag.verdict.yes_no.claimed import DAY, Claim, Word, stems_of
from rag.verdict.yes_no.deed import asked_object
from rag.verdict.yes_no.excepted import excepted
from rag.verdict.yes_no.hedges import hedged, verb_of
from rag.verdict.yes_no.instead import set_against, succeeded

Stand = Literal["yes", "no", "ahead", "open", "other", "disputed"]
"""It says so; the opposite; that it is to come; that it may be; the like with another figure; that it is denied."""

# Not done so far: nothing that forbids it to come.
_SO_FAR = re.compile(
    r"\b(?:has|have|had|did|was|were)(?:n['’]t| not| never)\b|\byet to\b", re.IGNORECASE
)
# "A motion to ban it failed": what fails is not done; "failed to" is a no before its verb.
_FAILED = re.compile(r"\bfail(?:s|ed)?\b(?! to\b)", re.IGNORECASE)
# What is averted is not done; so says the verb before it, which takes no "to".
_AVERTED = re.compile(
    r"\b(?:avoid|avert|prevent|forestall|escape|block|thwart)(?:s|ed|ing)?\b|"
    r"\b(?:refrain(?:s|ed)?|ke(?:ep|eps|pt)|stop(?:s|ped)?)\b[^,;]{0,40}? from\b",
    re.IGNORECASE,
)
# What stops is no more, and was before.
_STOPPED = re.compile(
    r"(?<![\w-])(?:stop(?:s|ped|ping)?|quit(?:s|ting)?|(?:gives?|gave|given|giving) up|"
    r"(?:suspend|halt|end|abandon)(?:s|ed|ing)?|"
    r"paus(?:e[sd]?|ing)|fr(?:eezes?|oze|ozen|eezing)) (?=[^\W\d_]+ing\b)|"
    r"\bceas(?:e|es|ed|ing)\b|\bno longer\b|\bnot (?:\w+ )?any ?more\b",
    re.IGNORECASE,
)
_DISPUTED = re.compile(
    r"\b(?:but|while|whereas|although|though)\b[^,;]*? (?:den(?:y|ies|ied)|disput(?:e[sd]?)|contest(?:s|ed)?|"
    r"reject(?:s|ed)?|contradict(?:s|ed)?|refut(?:e[sd]?)) (?:this|that|it)\b",
    re.IGNORECASE,
)
_NOTHING = frozenset({"nothing", "nobody", "none"})
_PLAIN_NO = re.compile(r"n't|not|no|never|none|neither|nor|nobody|nothing|cannot", re.IGNORECASE)
_IN_SHORT = re.compile(
    r"(?:[,;–—]|\b(?:and|but|while|whereas|though|although)\b)\s*(?P<who>[^,;–—]{1,60}?)\s+"
    r"(?:is|are|was|were|has|have|had|will|would|do|does|did)(?P<not>n['’]t| not)?\s*(?=[,.;:–—]|$)",
    re.IGNORECASE,
)
# "None of the ports, Oslo among them, signed".
_NONE_OF = re.compile(
    r"^(\W*(?:none|neither|nobody|nothing|no|not one)\b[^,;:]*),[^,;:]*,", re.IGNORECASE
)
_DEFINITE = frozenset({"the", "its", "their", "his", "her"})
_PART = re.compile(
    r"half|parts?|most|some|much|(?:thirds?|quarters?|fifths?|tenths?|percent|per cent)",
    re.IGNORECASE,
)
_BY = re.compile(r",|\bby\b")
_STILL = re.compile(r"\bstill\b", re.IGNORECASE)
_WAS = re.compile(r"\b(?:was|were|had been)\b", re.IGNORECASE)
_IS = re.compile(r"\b(?:is|are|remains?|has been|have been)\b", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:former|ex|onetime|then|past)\b[ -]", re.IGNORECASE)


def judged(
    claim: Claim, text: str, when: str, held: Sequence[Word], turned: Sequence[Word], share: float
) -> tuple[Stand, float] | None:
    """Return what a sentence says to a claim that it speaks of, with the share; None where that is another thing.

    Args:
        claim: what is claimed.
        text: the sentence.
        when: the years that it speaks of.
        held: the words of the claim that it holds.
        turned: those that it holds the opposite of.
        share: of the claim that it holds itself, 0 to 1.
    """
    own = figures(DAY.sub(" ", text)) | figure_words(text)
    if lost := claim.figures - own - figures(when):
        years = any(len(figure) == 4 for figure in lost)
        others = any((len(figure) == 4) == years for figure in own)
        return ("other", share) if others else None
    clause = nearest(_NONE_OF.sub(r"\1", text), [*held, *turned], claim)
    if _STILL.search(claim.text) and _WAS.search(clause) and not _IS.search(clause):
        return "open", share  # what was is not therefore still so
    if _of_some(claim, text) or promoted(Case(claim=claim.text, passages=(text,))):
        return "other", share
    denied = _denied(claim, clause, held, turned)
    maybe = hedged(claim, text, held, turned) if denied is not None else "open"
    # What will not be has not been: a no is no "not yet".
    if maybe is not None and not (maybe == "ahead" and denied):
        return maybe, share
    stopped = _STOPPED.search(clause)
    if (
        stopped
        and claim.predicate
        and claim.time != "so"
        and not _weighed(held, turned, stopped.group())
    ):
        return "open", share  # it was done before
    if set_against(claim, text, ()):
        return "no", 1.0  # "114,000 tonnes, not 140,000": the very figure
    no = set_against(claim, text, held) or succeeded(claim, text) or only_part(claim.text, text)
    no = no or (
        (bool(denied) or _ended(claim, text, held))
        ^ bool(turned)
        ^ excepted(claim, text, held)
        ^ _past(claim, text, held)
    )
    if no and claim.time == "ahead" and not claim.said and _SO_FAR.search(clause):
        return "open", share
    no ^= says_no(claim)
    against = _DISPUTED.search(text)
    if against and not no and not _weighed(held, turned, against.group()):
        return "disputed", share
    return ("no" if no else "yes"), share


def _of_some(claim: Claim, text: str) -> bool:
    """Tell whether a sentence tells of a part of what is claimed of the whole: "half of the loan"."""
    subject = claim.predicate.subject if claim.predicate else ""
    for whole in (subject, asked_object(claim)):
        words = whole.split()
        if len(words) < 2 or words[0].lower() not in _DEFINITE or _PART.search(claim.text):
            continue
        some = r"\b" if whole is subject and words[-1].endswith("s") else rf"\b(?:{_PART.pattern}) "
        of = rf"{some}of (?:the|its|their) (?:[\w’'-]+ )?{re.escape(words[-1])}\b"
        if re.search(of, text, re.IGNORECASE):
            return True
    return False


def says_no(claim: Claim) -> bool:
    """Tell whether a claim itself says no."""
    found = NOT_DONE.finditer(without_idioms(claim.text))
    return any(_PLAIN_NO.fullmatch(match.group()) for match in found)


def nearest(text: str, words: Sequence[Word], claim: Claim) -> str:
    """Return the clause that holds a claim's verb, else most of some words, else what it ends with.

    A name, which any clause may repeat, counts last.

    Args:
        text: the sentence.
        words: those of the claim that it holds, or holds the opposite of.
        claim: what is claimed.
    """
    parts = [clause.text for clause in in_clauses(text)] or [text]
    verb = verb_of(claim, words)
    last = [w for w in claim.words if not w.named][-1:]
    return max(parts, key=lambda part: [_weight(part, some) for some in (verb, words, last)])


def _weight(part: str, words: Sequence[Word]) -> tuple[int, int]:
    stems = stems_of(part)
    met = [w for w in words if w.held(stems) or w.opposed(stems)]
    return sum(not w.named for w in met), len(met)


def any_held(words: Sequence[Word], text: str) -> bool:
    """Tell whether a text holds any of some words; those that are no names count first.

    Args:
        words: of a claim.
        text: a sentence or a part of one.
    """
    stems = stems_of(text)
    return any(w.held(stems) for w in words if not w.named) or any(w.held(stems) for w in words)


def _denied(claim: Claim, clause: str, held: Sequence[Word], turned: Sequence[Word]) -> bool | None:
    """Tell whether a no governs what is claimed: it stands before, or is passive and behind.

    None where one no governs another: who has not refused need not have agreed.
    """
    text = without_idioms(clause)

    def weighed(match: re.Match[str]) -> bool:
        return _weighed(held, turned, match.group())

    failed = _FAILED.search(text)
    if failed and not weighed(failed):
        return any_held(held, text[: failed.start()])
    every = [match for match in NOT_DONE.finditer(text) if not weighed(match)]
    if any(
        one.group().lower() != "neither"
        and _PLAIN_NO.fullmatch(one.group())
        and not _PLAIN_NO.fullmatch(two.group())
        for one, two in pairwise(every)
    ):
        return None
    for match in every:
        passive = re.search(
            r"\b(?:is|are|was|were|be|been|being)\W+(?:\w+ly\W+)?$", text[: match.start()]
        )
        none = match.group().lower() in _NOTHING  # "paid nothing"
        if any_held(held, text[match.end() :]) or (
            (passive or none) and any_held(held, text[: match.start()])
        ):
            return True
    stopped = _STOPPED.search(text)
    if stopped and not weighed(stopped):
        return any_held(held, text[stopped.end() :])
    return any(
        any_held(verb_of(claim, held) or held, _BY.split(text[match.end() :])[0])
        for match in _AVERTED.finditer(text)
        if not weighed(match)
    )


def _weighed(held: Sequence[Word], turned: Sequence[Word], no: str) -> bool:
    """Tell whether a no is a word of the claim, or the opposite of one: then it is weighed as that.

    "Refused to accept" is no opposite of "accept", but a no before it.
    """
    own = stems_of(no)
    opposed = turned if no.endswith(" to") else [*held, *turned]
    return any(w.held(own) for w in held) or any(w.opposed(own) for w in opposed)


def likewise(text: str, held: Sequence[Word]) -> Literal["yes", "no"] | None:
    """Return what is told in short of a thing that is named nowhere else: "plums are free, but cherries are not".

    Args:
        text: the sentence.
        held: the words of the claim that it holds.
    """
    for match in _IN_SHORT.finditer(text):
        inside, outside = stems_of(match["who"]), stems_of(text.replace(match.group(), " "))
        if any(w.held(inside) and not w.held(outside) for w in held):
            return "no" if match["not"] else "yes"
    return None


def _ended(claim: Claim, text: str, held: Sequence[Word]) -> bool:
    """Tell whether what is claimed to be so is named as a thing that ended: "the exemption expired"."""
    ends = stems_of(text) & ENDING - stems_of(claim.text)
    if claim.time != "so" or claim.predicate or not ends:
        return False
    said = set(tokens(text)) - set(tokens(claim.text))
    return any(w.held(frozenset({word_root(token)})) for w in held for token in said if not w.named)


def _past(claim: Claim, text: str, held: Sequence[Word]) -> bool:
    """Tell whether somebody was once what he is claimed to be."""
    if claim.time != "so" or _FORMER.search(claim.text):
        return False
    return any(any_held(held, text[m.end() :].split()[0]) for m in _FORMER.finditer(text + " ."))
