"""Is the sense kept: who does what to whom, before or after, up or down?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.text.places import nation_words
from index.text.synonyms import CONVERSES, alike, turns
from index.text.words import all_stems, stem
from rag.checks.agents import NAME, done_by
from rag.checks.claim import Case, in_sentences, wanted

_END = re.compile(rf"(?<!\bup )\b(?P<end>from|to) (?:the )?(?P<name>{NAME})")
_ORDER = re.compile(r"\b(?P<word>before|after|prior to|ahead of)\b", re.IGNORECASE)


def swapped_subject(case: Case) -> str | None:
    """Compare who does what: a name right before a verb must stand so in the passages too.

    Where the passages do not have the verb, the rest of the article must not give it to others
    alone. A verb without any named subject proves nothing.
    """
    done, around = done_by(case.whole), done_by(case.background)
    for subject, verb in done_by(case.claim):
        doers = {other for other, act in done if act == verb} or {
            other for other, act in around if act == verb
        }
        if doers and not any(_same(subject, other) for other in doers):
            return f"in the passages it is not {subject} that does this ({verb})"
    return None


def _same(one: str, other: str) -> bool:
    """Tell whether two names end alike or are of one nation."""
    last, others = (stem(name.split()[-1].lower()) for name in (one, other))
    return bool(alike(last) & alike(others) or nation_words(one) & nation_words(other))


def swapped_end(case: Case) -> str | None:
    """Notice "to Peru" where the passages name Peru behind "from" alone, and the reverse."""
    for match in _END.finditer(case.claim):
        end, name = match["end"].lower(), re.escape(match["name"])
        named = re.findall(rf"(\w+) (?:the )?{name}\b", f". {case.whole}")
        other = {"from": "to", "to": "from"}[end]
        if named and all(word.lower() == other for word in named) and _all_named(name, named, case):
            return f"the passages say “{other} {match['name']}”, not “{end}”"
    return None


def _all_named(name: str, named: list[str], case: Case) -> bool:
    """Tell whether a name stands nowhere but behind those words."""
    return len(re.findall(rf"\b{name}\b", case.whole)) == len(named)


def swapped_order(case: Case) -> str | None:
    """Notice that what the passages put before something is put behind it."""
    given = [order for part in case.parts for order in _orders(part)]
    stated = (order for part in in_sentences([case.claim]) for order in _orders(part))
    for earlier, later in stated if given else ():
        whole = earlier | later
        first, then = max(given, key=lambda order: len(whole & (order[0] | order[1])))
        late, early = earlier & then, later & first
        kept = len(earlier & first) + len(later & then)
        if late and early and len(late) + len(early) > 1 + 2 * kept:
            return f"in the passages {min(early)} comes before {min(late)}"
    return None


def _orders(sentence: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Yield (what is earlier, what is later) as stems, for each "before" and "after"."""
    for match in _ORDER.finditer(sentence):
        before, behind = sentence[: match.start()], sentence[match.end() :]
        if not wanted(before):
            behind, _comma, before = behind.partition(",")
        sides = wanted(before), wanted(behind)
        if all(sides):
            yield sides if match["word"].lower() != "after" else sides[::-1]


def opposite(case: Case) -> str | None:
    """Notice "rose" where the passages only say "fell", and the like."""
    claim, near, whole = all_stems(case.claim), all_stems(case.nearest), all_stems(case.whole)
    turned = turns(claim, near) & turns(claim, whole) - conversely(case)
    return f"the passages say the opposite ({min(turned)})" if turned else None


def conversely(case: Case) -> set[str]:
    """Return the words of trade that say the same from the other side: one sells what another buys."""
    stated, given = done_by(case.claim), done_by(case.whole)
    found: set[str] = set()
    for one, other in CONVERSES:
        for said, meant in ((one, other), (other, one)):
            here = [name for name, verb in stated if verb in said]
            there = [name for name, verb in given if verb in meant]
            if here and there and not any(_same(a, b) for a in here for b in there):
                found |= meant
    return found
