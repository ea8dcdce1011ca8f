"""How a sentence stands to what a question claims: does it say so, say no, or leave it open?

Every content word of the claim must be there: in the sentence, or, where the sentence points back ("It did
not join"), in what stands before it. Then grammar decides: what a no governs, which verb says the
opposite, what is excepted, and what is only to come, wished, feared or alleged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from index.text.lexicon import AUXILIARIES, BE
from index.text.names import is_person_name, name_words, same_person
from index.text.words import content_words, figure_words, figures, names, tokens
from rag.checks.clauses import in_clauses
from rag.checks.negation import NOT_DONE, without_idioms
from rag.checks.quantifiers import only_part
from rag.evidence.context import without_dateline
from rag.verdict.yes_no.claimed import DAY, Claim, Told, Word, stems_of, verbs_plain
from rag.verdict.yes_no.deed import is_its_deed
from rag.verdict.yes_no.hedges import hedged, verb_of
from rag.verdict.yes_no.instead import (
    POINTING_BACK,
    another_name,
    another_word,
    set_against,
    succeeded,
)

Stand = Literal["yes", "no", "ahead", "open", "other", "disputed"]
"""It says so; the opposite; that it is to come; that it may be; the like with another figure; that it is denied."""

_LEAST = 0.5
# Only these stand for what was told before; "our", "we" and "its" do not.
_THIRD = frozenset("it they them he she this that these those so".split())
_EXCEPT = re.compile(
    r"\b(?:except(?: for)?|excluding|other than|apart from|but not|with the exception of|save for)\b",
    re.I,
)
_OF_BE = "|".join(sorted(map(re.escape, AUXILIARIES | BE)))
# "All stone fruit but peaches": no verb stands between.
_ALL_BUT = re.compile(
    rf"\b(?:all|every\w*|any\w*)(?: (?!(?:{_OF_BE})\b)[\w’'-]+){{0,5}}(?<!ed) but (?!also\b|not\b)",
    re.IGNORECASE,
)
_PHRASE_END = re.compile(rf"[,;:.()–—]|\b(?:{_OF_BE})\b", re.IGNORECASE)
_RELATIVE = re.compile(r"^, (?:which|who|whose|whom|where)\b", re.IGNORECASE)
# Not done so far: nothing that forbids it to come.
_SO_FAR = re.compile(
    r"\b(?:has|have|had|did|was|were)(?:n['’]t| not| never)\b|\byet to\b", re.IGNORECASE
)
_SHORT = re.compile(
    r"^(?:A\s*:|[A-Z][\w .'’-]{0,40}:)?\W*(?:(?P<yes>yes|of course|certainly)\b|(?P<no>no|never|not at all|by no means)\b"
    r"|(?:it|they|he|she|we|i)\s+(?P<verb>is|are|was|were|will|would|do|does|did|has|have|can|am)"
    r"(?P<not>n['’]t| not)?(?=[.,;!]))",
    re.IGNORECASE,
)
_UNTRUE = re.compile(
    r"\b(?:is|are|was|were)(?:n['’]t| not) (?:true|correct|the case)\b|"
    r"\b(?:is|are|was|were) (?:untrue|false|incorrect)\b",
    re.IGNORECASE,
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
    r"\b(?:stop(?:s|ped|ping)?|quit(?:s|ting)?|(?:gives?|gave|given|giving) up) (?=[^\W\d_]+ing\b)|"
    r"\bceas(?:e|es|ed|ing)\b|\bno longer\b|\bnot (?:\w+ )?any ?more\b",
    re.IGNORECASE,
)
_DISPUTED = re.compile(
    r"\b(?:but|while|whereas|although|though)\b[^,;]*? (?:den(?:y|ies|ied)|disput(?:e[sd]?)|contest(?:s|ed)?|"
    r"reject(?:s|ed)?|contradict(?:s|ed)?|refut(?:e[sd]?)) (?:this|that|it)\b",
    re.IGNORECASE,
)
_BY = re.compile(r",|\bby\b")
_STILL = re.compile(r"\bstill\b", re.IGNORECASE)
_WAS = re.compile(r"\b(?:was|were|had been)\b", re.IGNORECASE)
_IS = re.compile(r"\b(?:is|are|remains?|has been|have been)\b", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:former|ex|onetime|then|past)\b[ -]", re.IGNORECASE)


def stand_of(claim: Claim, told: Told) -> tuple[Stand, float] | None:
    """Return how a sentence stands to a claim, with the share of the claim that it holds itself.

    None where it is about something else.
    """
    text = verbs_plain(without_dateline(told.sentence))
    stand = _stand(claim, told, text, *_met(claim, text, pronoun=True))
    if stand is not None or not told.whole:
        return stand
    # A no is believed of what the reader holds nearest, with less of the claim in the sentence itself.
    told = replace(told, before=told.whole)
    stand = _stand(claim, told, text, *_met(claim, text, nearest=True))
    return stand if stand is not None and stand[0] == "no" else None


def _stand(
    claim: Claim, told: Told, text: str, held: Sequence[Word], turned: Sequence[Word]
) -> tuple[Stand, float] | None:
    if not (held or turned) or not (_exceptions(text) or is_its_deed(claim, text)):
        return None
    missing = [w for w in claim.words if w not in held and w not in turned]
    if _of_namesake(claim, text) or not all(_understood(w, claim, text, told) for w in missing):
        return None
    free = turned or told.whole
    if not free and any(_is_asked_for(w, claim, held, text) for w in missing):
        return None
    share = (len(held) + len(turned)) / len(claim.words)
    return _judged(claim, text, told.when, held, turned, share)


def denies(claim: Claim, sentence: str) -> bool:
    """Tell whether a sentence says no to what a question takes for granted.

    Other than in ``stand_of`` words of the claim may be missing: how the reader tells a thing is no
    part of what is denied.
    """
    text = without_dateline(sentence)
    held, turned = _met(claim, text)
    if not held and not turned:
        return False
    untrue = _UNTRUE.search(text)
    if untrue is not None and _any_held(held, text[: untrue.start()]):
        return True
    clause = without_idioms(_nearest(text, [*held, *turned], claim))
    # "Will not call at Oslo" denies no "skip Oslo": the no must govern more than a name.
    done = [w for w in held if not w.named]
    said_no = any(_any_held(done, clause[no.end() :]) for no in NOT_DONE.finditer(clause))
    return said_no ^ bool(turned) ^ _says_no(claim)


def _met(
    claim: Claim, text: str, *, pronoun: bool = False, nearest: bool = False
) -> tuple[list[Word], list[Word]]:
    """Return the words of a claim that a sentence holds, and those it holds the opposite of.

    Nothing where they are too few, or only names, or the sentence asks. With ``pronoun`` one is
    enough where a pronoun stands for the others, and little else: "It has not been ratified."
    With ``nearest`` two are, or the verb.
    """
    stems = stems_of(text)
    if text.rstrip(" ”\"’'").endswith("?") or not claim.words:
        return [], []
    verb = verb_of(claim, claim.words)
    held = [w for w in claim.words if w.held(stems) or (w in verb and w.converse & stems)]
    turned = [w for w in claim.words if w not in held and w.opposed(stems)]
    met = len(held) + len(turned)
    if nearest:
        few = met < 2 and not verb_of(claim, [*held, *turned])
    else:
        few = met < min(2, len(claim.words)) or met < _LEAST * len(claim.words)
    if pronoun and POINTING_BACK & set(tokens(text)[:1]) and len(content_words(text)) <= met + 1:
        few = not met
    return ([], []) if few or not (turned or _some_of(held, claim.words)) else (held, turned)


def short_answer(text: str) -> Stand | None:
    """Return what a short answer says to the question before it: "It will not.", "Yes." """
    match = _SHORT.match(text)
    if match is None:
        return None
    return "no" if match["no"] or (match["verb"] and match["not"]) else "yes"


def _some_of(held: Sequence[Word], words: Sequence[Word]) -> bool:
    """Tell whether something is held that is no name, where there is such a thing."""
    return any(not w.named for w in held) or all(w.named for w in words)


def _judged(
    claim: Claim, text: str, when: str, held: Sequence[Word], turned: Sequence[Word], share: float
) -> tuple[Stand, float] | None:
    own = figures(DAY.sub(" ", text)) | figure_words(text)
    if lost := claim.figures - own - figures(when):
        years = any(len(figure) == 4 for figure in lost)
        others = any((len(figure) == 4) == years for figure in own)
        return ("other", share) if others else None
    clause = _nearest(text, [*held, *turned], claim)
    if _STILL.search(claim.text) and _WAS.search(clause) and not _IS.search(clause):
        return "open", share  # what was is not therefore still so
    if _of_some(claim, text):
        return "other", share
    maybe = hedged(claim, text, held, turned)
    if maybe is not None:
        return maybe, share
    stopped = _STOPPED.search(clause)
    if stopped and claim.predicate and claim.time != "so" and not _weighed(claim, stopped.group()):
        return "open", share  # it was done before
    no = set_against(claim, text, held) or succeeded(claim, text) or only_part(claim.text, text)
    no = no or (
        _denied(claim, clause, held)
        ^ bool(turned)
        ^ _excepted(claim, text, held)
        ^ _past(claim, text, held)
    )
    if no and claim.time == "ahead" and not claim.said and _SO_FAR.search(clause):
        return "open", share
    no ^= _says_no(claim)
    against = _DISPUTED.search(text)
    if against and not no and not _weighed(claim, against.group()):
        return "disputed", share
    return ("no" if no else "yes"), share


def _of_some(claim: Claim, text: str) -> bool:
    """Tell whether a sentence counts some out of those who are claimed to do a thing: "one of the five banks"."""
    subject = claim.predicate.subject.split() if claim.predicate else []
    if len(subject) < 2 or subject[0].lower() != "the" or not subject[-1].endswith("s"):
        return False
    return bool(
        re.search(rf"\bof the (?:[\w’'-]+ )?{re.escape(subject[-1])}\b", text, re.IGNORECASE)
    )


def _says_no(claim: Claim) -> bool:
    return bool(NOT_DONE.search(without_idioms(claim.text))) and bool(
        {"not", "no", "never", "none", "nobody", "nothing"} & set(tokens(claim.text))
    )


def _understood(word: Word, claim: Claim, text: str, told: Told) -> bool:
    """Tell whether a word that a sentence lacks is meant by it: it stands before, and nothing else instead."""
    if word.held(stems_of(told.when)):
        return True
    if not word.held(stems_of(told.before)):
        return False
    return not (another_name if word.named else another_word)(word, claim, text)


def _is_asked_for(word: Word, claim: Claim, held: Sequence[Word], text: str) -> bool:
    """Tell whether a claim ends with a word that a sentence lacks, and does not point back to.

    What is known may be left unsaid, what is claimed of it may not: "the best pepper leaves with
    papers" is no proof that it leaves by night, whatever stands before.
    """
    last = max(map(claim.words.index, held))
    return not word.named and claim.words.index(word) > last and not _THIRD & set(tokens(text))


def _of_namesake(claim: Claim, text: str) -> bool:
    """Tell whether a sentence names another person of a surname in the claim, and not that person."""
    for person in claim.people:
        sharing = [
            n
            for n in names(text)
            if is_person_name(n) and name_words(n)[-1:] == name_words(person)[-1:]
        ]
        if sharing and not any(same_person(n, person) for n in sharing):
            return True
    return False


def _nearest(text: str, words: Sequence[Word], claim: Claim) -> str:
    """Return the clause that holds a claim's verb, else most of some words.

    A name, which any clause may repeat, counts last.
    """
    parts = [clause.text for clause in in_clauses(text)] or [text]
    verb = verb_of(claim, words)
    return max(parts, key=lambda part: (_weight(part, verb), _weight(part, words)))


def _weight(part: str, words: Sequence[Word]) -> tuple[int, int]:
    stems = stems_of(part)
    met = [w for w in words if w.held(stems) or w.opposed(stems)]
    return sum(not w.named for w in met), len(met)


def _any_held(words: Sequence[Word], text: str) -> bool:
    stems = stems_of(text)
    return any(w.held(stems) for w in words if not w.named) or any(w.held(stems) for w in words)


def _denied(claim: Claim, clause: str, held: Sequence[Word]) -> bool:
    """Tell whether a no governs what is claimed: it stands before, or is passive and behind."""
    text = without_idioms(clause)
    failed = _FAILED.search(text)
    if failed and not _weighed(claim, failed.group()):
        return _any_held(held, text[: failed.start()])
    for match in NOT_DONE.finditer(text):
        if _weighed(claim, match.group()):
            continue
        passive = re.search(
            r"\b(?:is|are|was|were|be|been|being)\W+(?:\w+ly\W+)?$", text[: match.start()]
        )
        if _any_held(held, text[match.end() :]) or (
            passive and _any_held(held, text[: match.start()])
        ):
            return True
    stopped = _STOPPED.search(text)
    if stopped and not _weighed(claim, stopped.group()):
        return _any_held(held, text[stopped.end() :])
    return any(
        _any_held(verb_of(claim, held) or held, _BY.split(text[match.end() :])[0])
        for match in _AVERTED.finditer(text)
        if not _weighed(claim, match.group())
    )


def _weighed(claim: Claim, no: str) -> bool:
    """Tell whether a no is a word of the claim, or the opposite of one: then it is weighed as that."""
    own = stems_of(no)
    return any(w.held(own) or w.opposed(own) for w in claim.words)


def _exceptions(text: str) -> list[re.Match[str]]:
    return [*_EXCEPT.finditer(text), *_ALL_BUT.finditer(text)]


def _excepted(claim: Claim, text: str, held: Sequence[Word]) -> bool:
    """Tell whether what is claimed of some is excepted from it: the noun phrase behind "except" is.

    What a relative clause says of those ("peaches, which stay shut out") is no exception.
    """
    for match in _exceptions(text):
        spared = _PHRASE_END.split(text[match.end() :])[0]
        rest = text[match.end() + len(spared) :]
        main = text[: match.start()] + (", " if _RELATIVE.match(rest) else rest)
        inside, outside = stems_of(spared), stems_of(main)
        verb = verb_of(claim, held)
        if all(w.held(outside) for w in verb) and any(
            w.held(inside) and not w.held(outside) for w in held
        ):
            return any(w.held(outside) for w in held)
    return False


def _past(claim: Claim, text: str, held: Sequence[Word]) -> bool:
    """Tell whether somebody was once what he is claimed to be."""
    if claim.time != "so" or _FORMER.search(claim.text):
        return False
    return any(_any_held(held, text[m.end() :].split()[0]) for m in _FORMER.finditer(text + " ."))
