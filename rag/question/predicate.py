"""The verb of a yes-or-no question, its subject, and whether the subject does it or suffers it."""

from __future__ import annotations

import re

from index.text.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    OFFICES,
    PEOPLE_NOUNS,
    PERSONAL,
    PREPOSITIONS,
)
from index.text.words import IRREGULAR
from rag.types import Predicate

_WORD = re.compile(r"[^\W_]+(?:[.,’'-][^\W_]+)*(?:(?<=s)[’'](?![^\W_]))?")
_PERFECT = frozenset({"has", "have", "had"})
_NO = frozenset({"not", "never"})
# What opens another phrase: no noun of the subject's is in front of it.
_OPENING = DETERMINERS | PREPOSITIONS | PERSONAL | CONJUNCTIONS | ADVERBS | {"to"}
# Verbs whose past is their base, as far as they stand behind "was" and "has".
_UNCHANGED = frozenset(
    "cut put set let hit cost hurt shut quit split spread bid cast rid shed burst thrust upset".split()
)


def predicate(claim: str, auxiliary: str) -> Predicate | None:
    """Return the verb of a claim with its subject; None where grammar leaves two, or there is none.

    English puts the verb of a question behind its subject, which ends with a name or a plural, or where a
    word follows that opens another phrase; behind "has" and "was" the verb is a participle. In "the rise
    in fares end" both "rise" and "end" could be it.

    Args:
        claim: the question without its auxiliary: "the mill lift the duty".
        auxiliary: which that was.
    """
    auxiliary = auxiliary.lower()
    found = list(_WORD.finditer(claim))
    words = [match.group() for match in found]
    participle = auxiliary in BE | _PERFECT or bool({"be", "been"} & set(words))
    fits = _participle if participle else _infinitive
    places = [at for at in range(1, len(words)) if _may_be_verb(words, at) and fits(words, at)]
    if not places or words[0].lower() == "there":
        return None
    verb, behind = places[0], [*words[places[0] + 1 :], ""][0].lower()
    two = not participle and len(places) > 1 and behind in PREPOSITIONS
    if two and not _ends_subject(words[verb - 1]):
        return None
    if words[verb] == "going" and behind == "to":
        return None  # that is only a form of "will"
    start = verb
    while start > 1 and words[start - 1].lower() in AUXILIARIES | ADVERBS | _NO:
        start -= 1
    between = {word.lower() for word in words[start:verb]} | {auxiliary}
    return Predicate(
        verb=words[verb],
        subject=claim[: found[start].start()].strip(),
        passive=bool(between & BE) and not words[verb].endswith("ing"),
    )


def _may_be_verb(words: list[str], at: int) -> bool:
    low, before = words[at].lower(), words[at - 1].lower()
    own = words[at][0].islower() and low not in _OPENING | AUXILIARIES | _NO
    backs = low in ADVERBS and _is_plural(before) and words[at + 1 : at + 2] == ["the"]
    noun_next = DETERMINERS | PREPOSITIONS | CONJUNCTIONS
    return (own or backs) and (before not in noun_next or before in PERSONAL)


def _infinitive(words: list[str], at: int) -> bool:
    """Tell whether the subject ends before a word, or another phrase begins behind it."""
    before = next(
        w for w in reversed(words[:at]) if w.lower() not in ADVERBS | _NO or w is words[0]
    )
    behind, after = [*(w for w in words[at + 1 :] if w.lower() not in ADVERBS), "", ""][:2]
    if _ends_subject(before):
        titled = behind[:1].isupper() and words[at] in OFFICES | PEOPLE_NOUNS
        # "The Larch pact sign the": behind an article a name may stand before a noun, and a verb follows.
        names = next(i for i in range(at - 1, -2, -1) if i < 0 or not words[i][0].isupper())
        noun = names >= 0 and names < at - 1 and words[names].lower() in DETERMINERS
        return not titled and not (noun and not _opens(behind) and after and _opens(after))
    return _opens(behind) or (_is_plural(behind) and _opens(after))


def _participle(words: list[str], at: int) -> bool:
    low = words[at]
    if low.endswith("ing"):
        return _ends_subject(words[at - 1]) and _opens(" ".join(words[at + 1 : at + 2]))
    return low.endswith("ed") or low in IRREGULAR or low in _UNCHANGED


def _opens(word: str) -> bool:
    """Tell whether a word opens a phrase, as an article, a preposition, a name or a figure does; or none is left.

    "Of" goes on with the phrase before it.
    """
    return not word or word.lower() in _OPENING - {"of"} or not word[0].islower()


def _ends_subject(word: str) -> bool:
    """Tell whether a word has no noun of its phrase behind it: a name, a pronoun, a plural."""
    owns = word.endswith(("’s", "'s", "s’", "s'"))
    return not owns and (word[0].isupper() or word.lower() in PERSONAL or _is_plural(word))


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
