"""Who does what, as far as names right before verbs tell, or behind "by"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.places import nation_words
from index.text.synonyms import alike, word_root
from index.text.words import IRREGULAR, STOP_WORDS, all_stems, kin, stem, tokens

_IRREGULAR = "|".join(sorted(IRREGULAR))
_VERB = rf"(?:[a-z]{{3,}}(?:ed|ose|ade|aid|old|ut|es|s)|{_IRREGULAR}|cut|hit|sued)"
NAME = r"[A-Z][\w’'.]*\w(?:[ -][A-Z][\w’'.]*\w)*"
_ADVERBS = r"(?:(?:has|have|had|also|later|then|both|recently|\w+ly)\s+)*"
_DOER = re.compile(
    rf"(?<!and )(?<!by )(?<!by the )\b(?P<name>{NAME})\.?[ -]{_ADVERBS}(?P<verb>{_VERB})\b"
)
_PASSIVE = re.compile(
    rf"\b(?:was|were|is|are|been|being) (?:\w+ly )?(?P<verb>{_VERB}|[a-z]+en) by (?:the )?"
    rf"(?P<name>{NAME})"
)
_DONE_TO = re.compile(
    rf"(?<!and )(?<!by )(?<!by the )\b(?P<name>{NAME})\.? {_ADVERBS}(?:was|were|is|are|be|been|being) "
    rf"(?:\w+ly )?(?P<verb>{_VERB}|[a-z]+en)\b(?! by )"
)
# Who a pronoun is, is not told by the sentence.
_PRONOUNS = frozenset("he she it they we i you this that these those which who there".split())
_WHOSE = re.compile(r"['’]s$")

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
    held = frozenset(word_root(word) for word in tokens(passage))
    named = {word_root(word) for word in _own(name)} & held
    nation = nation_words(name) & nation_words(passage)
    return bool(named or nation) and bool(alike(verb) & held or kin(verb, held))
