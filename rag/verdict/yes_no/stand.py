"""How a sentence stands to what a question claims: does it say so, say no, or leave it open?

Every content word of the claim must be there: in the sentence, or, where the sentence points back ("It did
not join"), in what stands before it. Then its polarity decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.text.lexicon import BODIES, PREPOSITIONS
from index.text.names import is_office, is_person_name, name_words, same_person
from index.text.synonyms import verbs_plain
from index.text.words import content_words, names, tokens
from rag.checks.negation import NOT_DONE, without_idioms
from rag.evidence.context import without_dateline
from rag.verdict.yes_no.claimed import Claim, Told, Word, stems_of
from rag.verdict.yes_no.deed import is_its_deed
from rag.verdict.yes_no.excepted import exceptions
from rag.verdict.yes_no.hedges import verb_of
from rag.verdict.yes_no.instead import POINTING_BACK, another_name, another_word
from rag.verdict.yes_no.polarity import Stand, any_held, judged, likewise, nearest, says_no

_LEAST = 0.5
# Only these stand for what was told before; "our", "we" and "its" do not.
_THIRD = frozenset("it they them he she this that these those so".split())
_SHORT = re.compile(
    r"^(?:A\s*:|[A-Z][\w .'’-]{0,40}:)?\W*(?:(?P<yes>yes|of course|certainly)\b|(?P<no>no|never|not at all|by no means)\b"
    r"|(?:it|they|he|she|we|i)\s+(?P<verb>is|are|was|were|will|would|do|does|did|has|have|can|am)"
    r"(?P<not>n['’]t| not)?(?=[.,;!]))",
    re.IGNORECASE,
)
# What a relative clause tells by the way is not what the sentence says.
_ASIDE = re.compile(r", (?:which|who|whose|where)\b[^,;]*,", re.IGNORECASE)
_PARTS = re.compile(r";|,? \b(?:while|whereas)\b", re.IGNORECASE)
_BODY = re.compile(rf"\bthe (?:{'|'.join(sorted(BODIES))})\b", re.IGNORECASE)
_UNTRUE = re.compile(
    r"\b(?:is|are|was|were)(?:n['’]t| not) (?:true|correct|the case)\b|"
    r"\b(?:is|are|was|were) (?:untrue|false|incorrect)\b",
    re.IGNORECASE,
)


def stand_of(claim: Claim, told: Told) -> tuple[Stand, float] | None:
    """Return how a sentence stands to a claim, with the share of the claim that it holds itself.

    None where it is about something else.

    Args:
        claim: what is claimed.
        told: the sentence, with what stands before it.
    """
    text = without_dateline(told.sentence)
    held, _ = _met(claim, text)
    if held and (short := likewise(text, held)):
        missing = [w for w in claim.words if w not in held]
        if all(_understood(w, claim, text, told) for w in missing):
            return short, len(held) / len(claim.words)
    found: tuple[Stand, float] | None = None
    for part in filter(None, _PARTS.split(text)):
        stand = _stand_of(claim, replace(told, sentence=part))
        found = stand if found is None or (stand and stand[0] in {"yes", "no"}) else found
        told = replace(told, before=f"{told.before} {part}")
    return found


def _stand_of(claim: Claim, told: Told) -> tuple[Stand, float] | None:
    text = verbs_plain(told.sentence)
    stand = _stand(claim, told, text, *_met(claim, text, pronoun=True))
    if stand is not None or not told.whole:
        return stand
    # A no is believed of what the reader holds nearest, with less of the claim in the sentence itself.
    told = replace(told, before=told.whole)
    claim = _of_body(claim, text)
    stand = _stand(claim, told, text, *_met(claim, text, closest=True))
    return stand if stand is not None and stand[0] == "no" else None


def _of_body(claim: Claim, text: str) -> Claim:
    """Return a claim without the name that it has for its subject, where a sentence may have "the company" for it."""
    asked = claim.predicate
    words = Claim(text=asked.subject).words if asked else ()
    named = words and all(w.named and not is_office(w.text) for w in words)
    if asked is None or not named or any(w.held(stems_of(text)) for w in words):
        return claim
    return replace(claim, predicate=replace(asked, subject="")) if _BODY.search(text) else claim


def _stand(
    claim: Claim, told: Told, text: str, held: Sequence[Word], turned: Sequence[Word]
) -> tuple[Stand, float] | None:
    if not (held or turned) or not (exceptions(text) or is_its_deed(claim, text)):
        return None
    missing = [w for w in claim.words if w not in held and w not in turned]
    if _of_namesake(claim, text) or not all(_understood(w, claim, text, told) for w in missing):
        return None
    free = turned or told.whole
    if not free and any(_is_asked_for(w, claim, held, text) for w in missing):
        return None
    share = (len(held) + len(turned)) / len(claim.words)
    return judged(claim, text, told.when, held, turned, share)


def denies(claim: Claim, sentence: str) -> bool:
    """Tell whether a sentence says no to what a question takes for granted.

    Other than in ``stand_of`` words of the claim may be missing: how the reader tells a thing is no
    part of what is denied.

    Args:
        claim: what is taken for granted.
        sentence: its words.
    """
    text = without_dateline(sentence)
    held, turned = _met(claim, text)
    if not held and not turned:
        return False
    untrue = _UNTRUE.search(text)
    if untrue is not None and any_held(held, text[: untrue.start()]):
        return True
    clause = without_idioms(nearest(text, [*held, *turned], claim))
    # "Will not call at Oslo" denies no "skip Oslo": the no must govern more than a name.
    done = [w for w in held if not w.named]
    said_no = any(any_held(done, clause[no.end() :]) for no in NOT_DONE.finditer(clause))
    return said_no ^ bool(turned) ^ says_no(claim)


def _met(
    claim: Claim, text: str, *, pronoun: bool = False, closest: bool = False
) -> tuple[list[Word], list[Word]]:
    """Return the words of a claim that a sentence holds, and those it holds the opposite of.

    Nothing where they are too few, or only names, or the sentence asks. With ``pronoun`` one is
    enough where a pronoun stands for the others, and little else: "It has not been ratified."
    With ``closest`` two are, or the verb.
    """
    stems = stems_of(text)
    if text.rstrip(" ”\"’'").endswith("?") or not claim.words:
        return [], []
    verb = verb_of(claim, claim.words)
    held = [w for w in claim.words if w.held(stems) or (w in verb and w.converse & stems)]
    main = stems_of(_ASIDE.sub(" ", text))
    others = [w for w in held if not w.named]
    away = [w for w in others if w.opposed(main) and all(o is w or o.held(main) for o in others)]
    turned = [w for w in claim.words if w in away or (w not in held and w.opposed(stems))]
    held = [w for w in held if w not in away]
    met = len(held) + len(turned)
    if closest:
        few = met < 2 and not verb_of(claim, [*held, *turned])
    else:
        few = met < min(2, len(claim.words)) or met < _LEAST * len(claim.words)
    if pronoun and POINTING_BACK & set(tokens(text)[:1]) and len(content_words(text)) <= met:
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
    papers" is no proof that it leaves by night, whatever stands before. A pronoun behind a preposition
    ("most of it") stands for neither who does a thing nor what is done.
    """
    last = max(map(claim.words.index, held))
    words = ["", *tokens(text)]
    back = any(b in _THIRD and a not in PREPOSITIONS for a, b in pairwise(words))
    return not word.named and claim.words.index(word) > last and not back


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
