"""Is the sense kept: who does what to whom, before or after, up or down?"""

from __future__ import annotations

import re

from rag.case import Case
from rag.opposites import turns
from rag.thesaurus import alike
from rag.words import STOP_WORDS, all_stems, stem

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
    turned = turns(claim, near) & turns(claim, whole)
    return f"the passages say the opposite ({min(turned)})" if turned else None
