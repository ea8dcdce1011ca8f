"""Is the sense kept: who does what to whom, before or after, up or down?

Who does it is told as far as names right before verbs tell, or behind "by".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.text.places import nation_words
from index.text.synonyms import CONVERSES, alike, turns, word_root
from index.text.words import IRREGULAR, STOP_WORDS, all_stems, stem, tokens
from rag.checks.claim import Case, has, in_sentences, wanted

_IRREGULAR = "|".join(sorted(IRREGULAR))
_VERB = rf"(?:[a-z]{{3,}}(?:ed|ose|ade|aid|old|ut|es|s)|{_IRREGULAR}|cut|hit|sued)"
_NAME = r"[A-Z][\w’'.]*\w(?:[ -][A-Z][\w’'.]*\w)*"
_ADVERBS = r"(?:(?:has|have|had|also|later|then|both|recently|\w+ly)\s+)*"
_DOER = re.compile(
    rf"(?<!and )(?<!by )(?<!by the )\b(?P<name>{_NAME})\.?[ -]{_ADVERBS}(?P<verb>{_VERB})\b"
)
_PASSIVE = re.compile(
    rf"\b(?:was|were|is|are|been|being) (?:\w+ly )?(?P<verb>{_VERB}|[a-z]+en) by (?:the )?"
    rf"(?P<name>{_NAME})"
)
_DONE_TO = re.compile(
    rf"(?<!and )(?<!by )(?<!by the )\b(?P<name>{_NAME})\.? {_ADVERBS}(?:was|were|is|are|be|been|being) "
    rf"(?:\w+ly )?(?P<verb>{_VERB}|[a-z]+en)\b(?! by )"
)
# Who a pronoun is, is not told by the sentence.
_PRONOUNS = frozenset("he she it they we i you this that these those which who there".split())
_WHOSE = re.compile(r"['’]s$")
_END = re.compile(rf"(?<!\bup )\b(?P<end>from|to) (?:the )?(?P<name>{_NAME})")
_ORDER = re.compile(r"\b(?P<word>before|after|prior to|ahead of)\b", re.IGNORECASE)

Deed = tuple[str, str]
"""A name, and the stem of the verb that it stands by."""


def done_by(text: str) -> set[Deed]:
    """Return (name, stem of its verb): before an active one, behind a passive one.

    "By Peru's senate" names no doer: Peru is whose it is.
    """
    return _deeds(text, (_PASSIVE, _DOER))


def puts_a_name_to_it(question: str, claim: str, passages: Sequence[str]) -> Deed | None:
    """Notice a claim that names, for the question's verb, somebody of whom no passage says that.

    "Who won the bid?" tempts to "Acme won the bid" over passages where Acme only made one. What the
    question names itself is no answer to it, and other verbs are the claim's own business.

    Args:
        question: the question that the claim answers.
        claim: a drafted sentence.
        passages: what it is held to.
    """
    asked = set(tokens(question))
    verbs = all_stems(question)
    for name, verb in _deeds(claim, (_PASSIVE, _DOER, _DONE_TO)):
        if not _own(name) or _own(name) & asked or not alike(verb) & verbs:
            continue
        if not any(_stands_by(name, verb, passage) for passage in passages):
            return name, verb
    return None


def _deeds(text: str, patterns: Sequence[re.Pattern[str]]) -> set[Deed]:
    return {
        (match["name"], stem(match["verb"]))
        for pattern in patterns
        for match in pattern.finditer(text)
        if match["name"].lower() not in _PRONOUNS and not _WHOSE.search(match["name"])
    }


def _own(name: str) -> frozenset[str]:
    return frozenset(tokens(name)) - STOP_WORDS


def _stands_by(name: str, verb: str, passage: str) -> bool:
    """Tell whether a passage has a word of the name, and the verb in this or another word."""
    held = frozenset(map(word_root, tokens(passage)))
    named = {word_root(word) for word in _own(name)} & held
    nation = nation_words(name) & nation_words(passage)
    return bool(named or nation) and bool(alike(verb) & held or has(held, verb))


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
