"""Is the sense kept: who does what to whom, before or after, up or down, no, maybe?"""

from __future__ import annotations

import re

from rag.case import Case
from rag.overlap import normal, word_coverage
from rag.thesaurus import alike
from rag.words import STOP_WORDS, all_stems, content_stems, stem, tokens

_NEGATIONS = frozenset("not no never none neither nor without cannot n't".split())
_HEDGES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("in principle", r"\bin principle\b"),
        ("may", r"\b(?:may|might|could|possibly|perhaps)\b"),
        ("proposed", r"\bpropos(?:e|es|ed|al|als|ing)\b"),
        ("considering", r"\b(?:considers?|considered|considering|weighs?|weighing|mulls?|mulling)\b"),
        ("threatened", r"\bthreat(?:en|ens|ened|ening|s)?\b"),
        ("planned", r"\bplan(?:s|ned|ning)?\b"),
        ("hoped", r"\bhop(?:e|es|ed|ing)\b"),
        ("expected", r"\bexpect(?:s|ed|ing)?\b"),
        ("alleged", r"\b(?:alleg(?:e|es|ed|edly|ing)|reportedly|rumou?red)\b"),
        ("likely", r"\b(?:likely|probably)\b"),
    )
)  # fmt: skip
_CERTAIN = re.compile(r"\b(?:will|has|have|had|is|was|are|were|did)\b", re.I)
_VERB = r"[a-z]{3,}(?:ed|ose|ade|aid|old|ut|es|s)"
_SUBJECT = re.compile(
    r"(?<!and )(?<!by )(?<!by the )\b(?P<name>[A-Z][\w’'.]*\w)[ -]"
    r"(?:(?:has|have|had|also|later|then|both|recently|\w+ly)\s+)*"
    rf"(?P<verb>{_VERB})\b"
)
_PASSIVE = re.compile(
    rf"\b(?:was|were|is|are|been|being) (?:\w+ly )?(?P<verb>{_VERB}|[a-z]+en) by (?:the )?"
    r"(?P<name>(?:[A-Z][\w’'.]*\w)(?: [A-Z][\w’'.]*\w)*)"
)
_ORDER = re.compile(
    r"\b(?P<word>before|after)\s+(?:the |a |an |this |that |its )?(?P<event>[a-z]{4,})", re.I
)
_OPPOSITES = tuple(
    tuple(frozenset(stem(word) for word in side.split()) for side in pair.split("|"))
    for pair in (
        "rise rose increase climb grow jump surge soar gain|fall drop decline decrease shrink plunge slump slide",
        "raise hike|cut lower slash reduce",
        "impose reimpose|lift remove scrap waive withdraw",
        "accept approve|reject refuse deny oppose",
        "export|import",
        "buy bought|sell sold",
        "surplus|deficit",
        "open reopen|close shut",
        "win won|lose lost",
        "strengthen|weaken",
        "higher|lower",
        "highest|lowest",
        "maximum|minimum",
    )
)
_DROPPED_NO = 0.7
_NEAR = 60


def swapped_subject(case: Case) -> str | None:
    """Compare who does what: a name right before a verb must stand so in the passages too.

    Where the passages do not have the verb, the rest of the article must not give it to others
    alone. A verb without any named subject proves nothing.
    """
    done, around = _subjects(case.whole), _subjects(case.background)
    for subject, verb in _subjects(case.claim):
        doers = {other for other, act in done if act == verb} or {
            other for other, act in around if act == verb
        }
        if doers and not any(alike(subject) & alike(other) for other in doers):
            return f"in the passages it is not {subject} that does this ({verb})"
    return None


def _subjects(text: str) -> set[tuple[str, str]]:
    """Return (last word of a name, stem of its verb): before an active one, behind a passive one."""
    passive = {
        (stem(match["name"].split()[-1].lower()), stem(match["verb"]))
        for match in _PASSIVE.finditer(text)
    }
    active = {
        (stem(match["name"].lower()), stem(match["verb"])) for match in _SUBJECT.finditer(text)
    }
    return passive | active


def swapped_order(case: Case) -> str | None:
    """Notice "after the truce" where the passages say "before a truce", and the reverse."""
    stated, given = _orders(case.claim), _orders(case.whole)
    for word, event in stated:
        other = "before" if word == "after" else "after"
        if (other, event) in given and (word, event) not in given:
            return f"the passages say “{other}”, not “{word}” ({event})"
    return None


def _orders(text: str) -> set[tuple[str, str]]:
    found = ((m["word"].lower(), m["event"].lower()) for m in _ORDER.finditer(text))
    return {(word, stem(event)) for word, event in found if event not in STOP_WORDS}


def opposite(case: Case) -> str | None:
    """Notice "rose" where the passages only say "fell", and the like."""
    claim, near, whole = all_stems(case.claim), all_stems(case.nearest), all_stems(case.whole)
    for one, other in _OPPOSITES:
        for stated, meant in ((one, other), (other, one)):
            said = stated & claim
            if said and not meant & claim and meant & near and not stated & whole:
                return f"the passages say the opposite ({sorted(meant & near)[0]}, not {sorted(said)[0]})"
    return None


def negated(case: Case) -> str | None:
    """Notice a no that the passages do not say, and a single passage's no that is gone."""
    if _is_negative(case.claim) and not any(_is_negative(p) for p in case.passages):
        return "it says no where the passages do not"
    alone = len(case.passages) == 1
    dropped = alone and _is_negative(case.nearest) and not _is_negative(case.claim)
    if dropped and word_coverage(case.nearest, case.claim) > _DROPPED_NO:
        return "it drops the passage's no"
    return None


def _is_negative(text: str) -> bool:
    return bool(_NEGATIONS & set(tokens(text))) or "n't" in normal(text)


def hardened(case: Case) -> str | None:
    """Notice a hedge of the nearest passage that the claim turned into a fact."""
    if not _CERTAIN.search(case.claim):
        return None
    stated = content_stems(case.claim)
    for name, pattern in _HEDGES:
        found = pattern.search(case.nearest)
        if found is None or pattern.search(case.claim):
            continue
        after = content_stems(case.nearest[found.end() : found.end() + _NEAR])
        if after and after <= stated:
            return f"it leaves out “{name}”"
    return None
