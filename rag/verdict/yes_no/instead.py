"""Another in the place of what is claimed: another word, another name, the next holder of an office.

"Leased, not sold" holds the word "sold", and "Moritz has succeeded Prein as president" all words of
"Prein is president": grammar tells that both say no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.calendar_words import CALENDAR
from index.text.lexicon import FUNCTION_WORDS, OFFICES, PERSONAL, PREPOSITIONS
from index.text.synonyms import word_root
from index.text.words import STOP_WORDS, figure_words, figures, names, tokens
from rag.checks.negation import without_idioms
from rag.verdict.yes_no.claimed import WORD, Claim, Word, stems_of

POINTING_BACK = (PERSONAL - {"who", "whom", "you"}) | frozenset(
    "its their his this that these those".split()
)
_SET_AGAINST = re.compile(
    r"(?:[,;–—]\s*(?:(?:and|but)\s+)?not|\b(?:rather than|instead of))\s+(?P<what>(?:[^,;.–—]|(?<=\d)[.,](?=\d))+)",
    re.IGNORECASE,
)
_TAKING_OVER = (
    r"\b(?:succe(?:ed|eds|eded|eding)|replac(?:e|es|ed|ing)|oust(?:s|ed|ing)?|unseat(?:s|ed|ing)?|"
    r"defeat(?:s|ed|ing)?|t(?:ake|akes|ook|aken|aking) over from)\s+(?:[^\W_]+\s+){0,4}?"
)
_GIVING_UP = (
    r"\b[^.;]{0,60}?\b(?:resign(?:s|ed)?|step(?:s|ped)? (?:down|aside)|(?<!\ba )(?<!\bthe )retire[sd]?|quits?|"
    r"(?:was|were|been|is) "
    r"(?:\w+ly )?(?:succeeded|replaced|ousted|unseated|defeated|dismissed|sacked|fired|removed))\b"
)


def another_name(word: Word, claim: Claim, text: str) -> bool:
    """Tell whether a sentence has another name in the place of one that it lacks.

    Another opens it and nothing points back, or another follows the same preposition: "from
    Serbia" for "from Turkey".

    Args:
        word: the name, with the words beside it in the claim.
        claim: what is claimed; its own names are no others.
        text: the sentence.
    """
    own = set(tokens(claim.text))
    strange = [n for n in names(text) if not set(tokens(n)) & (own | CALENDAR | FUNCTION_WORDS)]
    if word.before in PREPOSITIONS and word.text.lower() not in CALENDAR:
        behind = re.findall(rf"(?i:\b{word.before}) (?:the )?([A-Z][\w’'-]*)", text)
        if any(name.startswith(first) for name in strange for first in behind):
            return True
    opening = text.lstrip("“\"‘' ").removeprefix("The ")
    return not POINTING_BACK & set(tokens(text)) and any(map(opening.startswith, strange))


def another_word(word: Word, claim: Claim, text: str) -> bool:
    """Tell whether a sentence has another word in the place of one: "melon seedlings" for "melon pulp".

    Args:
        word: the one that is missing, with the words beside it in the claim.
        claim: what is claimed.
        text: the sentence.
    """
    low = [tokens(m.group())[0] for m in WORD.finditer(text)]
    for at, one in enumerate(low):
        own = frozenset({word_root(one)})
        for other in claim.words:
            if not other.held(own):
                continue
            beside = None
            if word.after == other.text.lower():
                beside = low[at - 1] if at else None
            elif word.before == other.text.lower():
                beside = low[at + 1] if at + 1 < len(low) else None
            if (
                beside
                and beside not in STOP_WORDS
                and not any(w.held(frozenset({word_root(beside)})) for w in claim.words)
            ):
                return True
    return False


def set_against(claim: Claim, text: str, held: Sequence[Word]) -> bool:
    """Tell whether a word or figure of a claim stands only in what something else is set against.

    "It was leased, not sold", "25,000 tonnes rather than 52,000".

    Args:
        claim: what is claimed.
        text: the sentence.
        held: the words of the claim that count beside its figures.
    """
    if _SET_AGAINST.search(claim.text):
        return False  # "A rather than B" is what is asked
    for match in _SET_AGAINST.finditer(without_idioms(text)):
        what, rest = match["what"], text[: match.start()] + text[match.end() :]
        inside, outside = stems_of(what), stems_of(rest)
        own = figures(what) | figure_words(what)
        if claim.figures & own - figures(rest) - figure_words(rest):
            return True
        if any(w.held(inside) and not w.held(outside) for w in held):
            return True
    return False


def succeeded(claim: Claim, text: str) -> bool:
    """Tell whether somebody who is claimed to hold an office has left it, or another came after him.

    Args:
        claim: what is claimed; of any but that somebody is in office it is not told.
        text: the sentence.
    """
    if claim.time != "so" or not OFFICES & set(tokens(claim.text)):
        return False
    people = [w.text for w in claim.words if w.named and w.held(stems_of(text))]
    return any(
        re.search(rf"{_TAKING_OVER}{name}\b|\b{name}{_GIVING_UP}", text)
        for name in map(re.escape, people)
    )
