"""Whether it is the subject of a claim that does, in a sentence, what the claim's verb says.

"Mar Novo bought the plant after banks that had financed it withdrew" has all words of "Mar Novo withdrew",
and its verb; but who withdrew is the banks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.grammar.clauses import phrase_after
from index.grammar.noun_phrases import OWNING, Phrase, is_verb, phrase_before
from index.grammar.subjects import subject_before
from index.grammar.tokens import Token, paragraph
from index.grammar.verb_forms import before_adverbs
from index.text.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    PERSONAL,
    PREPOSITIONS,
    TIMES,
)
from index.text.synonyms import word_root
from index.text.words import figures
from rag.verdict.yes_no.claimed import Claim, Word, stems_of

_RELATIVE = frozenset("who which that where whose whom when".split())
_BACK = PERSONAL - {"you"} | frozenset("this these those both each one neither none all".split())
_NOUN_NEXT = (DETERMINERS | PREPOSITIONS) - {"to", "that"}
_NO = frozenset({"not", "never", "cannot"})
_PARTY = re.compile(r"\b(?:to|from|by)\b")
_PARTIES = re.compile(r"\b(to|from|by) (.+?)(?= (?:to|from|by|in|on|at|for)\b|$)")
_REACH, _NEAR = 8, 4
_JOINING = frozenset({"and", "or", "nor"})
_NO_DEED = frozenset({"no", "without", "neither"})
# With these a noun says what is done.
_LIGHT = frozenset(word_root(verb) for verb in ("take", "make", "give", "reach"))


def is_its_deed(claim: Claim, text: str) -> bool:
    """Tell whether a sentence has a claim's verb, or its opposite, of the claim's own subject and object.

    True too where the grammar of either leaves that open.

    Args:
        claim: what is claimed, with the verb, subject and object.
        text: the sentence.
    """
    asked = claim.predicate
    if asked is None:
        return True
    verb = Word(text=asked.verb, before="", after="")
    part = paragraph(text, 0, len(text), ())
    if verb.opposed(stems_of(text)):
        return (
            True  # "exports go on" for "Oslo ends exports": the opposite takes its words otherwise
        )
    places = [(at, word_root(token.low)) for at, token in enumerate(part.tokens)]
    return any(
        fits(claim, part.tokens, at, *part.bounds(at))
        for at, root in places
        for fits, does, noun in (
            (_fits, verb.held(frozenset({root})), False),
            (_fits_named, verb.held(frozenset({root})), True),
            (_fits_conversely, root in verb.converse, False),
        )
        if does and _is_noun(part.tokens, at, part.bounds(at)[0]) is noun
    )


def _is_noun(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Tell whether a word that may be a verb is a noun where it stands: "a sharp cut in fares"."""
    before = tokens[at - 1] if at > first else None
    if before is None or tokens[at].low.endswith(("ed", "ing")) or before.kind not in "w)":
        return False
    if before.low in _NOUN_NEXT or before.low.endswith(OWNING):
        return True
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    closes = behind is None or behind.kind != "w" or behind.low in PREPOSITIONS
    if closes and (before.capital or before.kind == ")"):
        # "At odds with WTO rules": what a preposition governs does nothing.
        phrase = phrase_before(tokens, at, first)
        governing = tokens[phrase[0] - 1].low if phrase and phrase[0] > first else ""
        if governing in PREPOSITIONS - CONJUNCTIONS:
            return True
    described = at - 2 >= first and tokens[at - 2].low in DETERMINERS
    return described and closes and not (is_verb(tokens[at]) or tokens[at].low.endswith("s"))


def _fits(claim: Claim, tokens: Sequence[Token], at: int, first: int, last: int) -> bool:
    """Tell whether the doer and the thing done, beside a verb, may be those of a claim."""
    asked = claim.predicate
    assert asked is not None
    before, after = _before(tokens, at, first), _after(tokens, at, last)
    after = f"{after} {_antecedent(tokens, at, first)}"
    by = _agent(tokens, at, last)
    passive = by is not None or _is_passive(tokens, at, first)
    thing = asked_object(claim)
    doer = asked.subject
    if asked.passive:
        return _may_be(doer, before if passive else after)
    if passive:
        return (by is None or _may_be(doer, by)) and (not thing or _may_be(thing, before))
    return _may_be(doer, before) and (not thing or _may_be(thing, after))


def _fits_named(claim: Claim, tokens: Sequence[Token], at: int, first: int, last: int) -> bool:
    """Tell whether a deed that a noun names may be that of a claim: "took no decision", "without an agreement".

    Where nobody is told to have done it, who did not is open.
    """
    asked = claim.predicate
    assert asked is not None
    near = range(at - 1, max(first - 1, at - _NEAR), -1)
    if any(tokens[i].low in _NO_DEED for i in near):
        return True
    light = next((i for i in near if word_root(tokens[i].low) in _LIGHT), None)
    return light is not None and _may_be(asked.subject, _before(tokens, light, first))


def _fits_conversely(claim: Claim, tokens: Sequence[Token], at: int, first: int, last: int) -> bool:
    """Tell whether the other side does it with who is claimed to do this: "sold to Oslo" for "Oslo bought"."""
    asked = claim.predicate
    assert asked is not None
    before, after = _before(tokens, at, first), _after(tokens, at, last)
    passive = _is_passive(tokens, at, first)
    others = _PARTY.split(after)[1:]
    if passive and not asked.passive and _may_be(asked.subject, before):
        return _may_be(asked_object(claim), after)  # "was granted a permit" for "received a permit"
    if asked.passive:
        doer, whom = _claimed_parties(claim)
        thing = _may_be(asked.subject, before if passive else after)
        known = not doer or any(_may_be(doer, other) for other in others)
        return thing and known and (passive or _may_be(whom, before))
    if passive and not others:
        return _may_be(asked_object(claim), before)
    return any(_may_be(asked.subject, other) for other in others)


def _claimed_parties(claim: Claim) -> tuple[str, str]:
    """Return who does what a passive claim tells, and to or from whom: "by Oslo", "to Bergen"."""
    pairs = _PARTIES.findall(claim.text)
    doer = next((who for how, who in pairs if how == "by"), "")
    return doer, next((who for how, who in pairs if how != "by"), "")


def asked_object(claim: Claim) -> str:
    """Return what directly follows a claim's verb, up to its first preposition or relative clause.

    Nothing where no verb is known.
    """
    asked = claim.predicate
    if asked is None:
        return ""
    verb_at = claim.text.find(asked.verb, len(asked.subject))
    words = []
    for word in claim.text[verb_at + len(asked.verb) :].split():
        if word.lower() in PREPOSITIONS | _RELATIVE | CONJUNCTIONS:
            break
        if word.lower() in ADVERBS:
            continue
        words.append(word)
    return " ".join(words)


def _may_be(asked: str, words: str | None) -> bool:
    """Tell whether words in a sentence may mean what a claim names: by a common word, or by pointing back."""
    if words is None:
        return True
    low = frozenset(words.lower().split())
    named, counted = Claim(text=asked).words, figures(asked)
    own = stems_of(words)
    if counted and figures(words) and not counted & figures(words):
        return False
    return not named or bool(low & _BACK) or any(w.held(own) or w.opposed(own) for w in named)


def _is_passive(tokens: Sequence[Token], at: int, first: int) -> bool:
    i = before_adverbs(tokens, at, first)
    while i >= first and tokens[i].low in {"been", "being", "not", "be"}:
        if tokens[i].low != "not":
            return True
        i = before_adverbs(tokens, i, first)
    set_off = i >= first and tokens[i].kind == "," and tokens[i + 1].low == "not"
    if set_off or (i >= first and tokens[i].low in _JOINING | {"but"}):
        # "Was patched up, not rebuilt": two verbs have one "was".
        behind = range(i - 1, max(first, i - _NEAR) - 1, -1)
        i = next((n for n in behind if tokens[n].low in AUXILIARIES), i)
    return i >= first and tokens[i].low in BE and not tokens[at].low.endswith("ing")


def _agent(tokens: Sequence[Token], at: int, last: int) -> str | None:
    """Return who stands behind the "by" of a passive verb."""
    behind = [token.low for token in tokens[at + 1 : min(last, at + 3)]]
    # "Approved by 97 votes", "built by June": a figure or a time does nothing.
    if (
        len(behind) == 2
        and behind[0] == "by"
        and behind[1][0].isalpha()
        and behind[1] not in TIMES
        and not tokens[at].low.endswith("ing")
    ):
        named = phrase_after(tokens, at + 2, last)
        return None if named is None else _text(tokens, named)
    return None


def _subject(tokens: Sequence[Token], at: int, first: int) -> Phrase | None:
    """Return the subject of a verb, of an infinitive that of the verb before it: "Li refused to sign"."""
    while at - 2 >= first and tokens[at - 1].low == "to" and is_verb(tokens[at - 2]):
        at -= 2
    found = subject_before(tokens, at, first)
    if found is None or found[0] == first or not _ends_relative(tokens, found[0]):
        return found
    # "Banks that had financed a mill withdrew": what is before the verb ends a relative clause.
    behind = range(found[0] - 1, max(first, found[0] - _REACH), -1)
    relative = next((i for i in behind if tokens[i].low in _RELATIVE), None)
    if relative is None:
        return None
    carried = tokens[relative - 1].low in PREPOSITIONS  # "the bank through which"
    return phrase_before(tokens, relative - carried, first)


def _ends_relative(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether what reads like a subject is what a relative clause ends with: its verb is in front of it."""
    before = tokens[start - 1]
    opens = start > 1 and tokens[start - 2].low in _RELATIVE
    return is_verb(before) or before.low == "to" or opens


def _before(tokens: Sequence[Token], at: int, first: int) -> str | None:
    """Return the subject that stands before a verb, with the names in apposition to it; None if unknown."""
    found = _subject(tokens, at, first)
    if found is None:
        return None
    start, end = found
    joined = None
    while start > first and tokens[start - 1].kind in ",w" and not _ends(tokens, start - 1):
        start -= 1
        joined = start + 1 if tokens[start].low in _JOINING and joined is None else joined
    # "Oslo and Bergen signed" has two subjects; in "Oslo left the talks and Bergen signed" there is one.
    if joined is not None and start > first and is_verb(tokens[start - 1]):
        start = joined
    return _text(tokens, (start, end))


def _antecedent(tokens: Sequence[Token], at: int, first: int) -> str:
    """Return what stands before a relative clause whose verb this is: "the fraud (that) he committed"."""
    subject = _subject(tokens, at, first)
    start = subject[0] if subject else at
    relative = start > first and tokens[start - 1].low in _RELATIVE
    joined = start > first and tokens[start].low in PERSONAL and tokens[start - 1].kind == "w"
    bare = joined and not (_ends(tokens, start - 1) or tokens[start - 1].low in PREPOSITIONS)
    return _text(tokens, (max(first, start - _REACH), start)) if relative or bare else ""


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether nothing before a token goes on with the noun phrases behind it."""
    token = tokens[at]
    return token.low in CONJUNCTIONS - _JOINING | _RELATIVE | AUXILIARIES or is_verb(token)


def _after(tokens: Sequence[Token], at: int, last: int) -> str:
    """Return what stands behind a verb in its clause."""
    end = at + 1
    while end < last and not _opens_clause(tokens, end, last):
        end += 1
    return _text(tokens, (at + 1, end))


def _opens_clause(tokens: Sequence[Token], at: int, last: int) -> bool:
    token = tokens[at]
    if token.kind in ";:" or token.low in _RELATIVE:
        return True
    if token.low not in CONJUNCTIONS and token.kind != ",":
        return token.low in PERSONAL and at + 1 < last and _is_finite(tokens, at + 1)
    subject = phrase_after(tokens, at + 1, last)
    end = subject[1] if subject else at + 1
    return end < last and _is_finite(tokens, end)


def _is_finite(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].low not in _NO and (tokens[at].low in AUXILIARIES or is_verb(tokens[at]))


def _text(tokens: Sequence[Token], phrase: Phrase) -> str:
    return " ".join(token.text for token in tokens[slice(*phrase)])
