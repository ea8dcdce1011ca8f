"""What a question is about: the noun phrase that "it" or "they" of the next question stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.grammar.noun_phrases import is_verb
from index.grammar.tokens import Token, paragraph
from index.text.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    PERSONAL,
    PREPOSITIONS,
)
from index.text.words import STOP_WORDS

_DO = frozenset("do does did can could will would should may might must shall".split())
_BREAKS = PERSONAL | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | ADVERBS | {"else", "more"}
_POINTS = frozenset("it its that this they them their theirs these those there he she".split())
_ASKS = re.compile(
    r"^\W*(?:(?:please|and|but|so|or) )*(?:tell|describe|explain|discuss|compare|list|name|give|show)\b"
    r"|\bhow (?:\w+ly|much|many|long|often|far|high|low|big|large|old|late|soon|likely)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A noun phrase of a question.

    Attributes:
        text: as written, without its article.
        before: the word before it and its article, in small letters; empty at the beginning.
        definite: whether "the" opens it.
    """

    text: str
    before: str
    definite: bool

    @property
    def head(self) -> str:
        """Return its last word, in small letters."""
        return self.text.split()[-1].lower()

    @property
    def plural(self) -> bool:
        """Tell whether it means several: "energy drinks", "Blue whales"."""
        return self.head.endswith("s") and not self.head.endswith(("ss", "us", "is"))


def phrases(question: str) -> list[Phrase]:
    """Return a question's noun phrases, in order, without those that only point back.

    "The effects of sugar" is about sugar: what only names a side of the next is left out.
    """
    question = _ASKS.sub(lambda asks: " " * len(asks.group()), question)
    tokens = paragraph(question, 0, len(question), ()).tokens
    found: list[Phrase] = []
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and _goes_on(tokens, at, end):
            end += 1
        start = next((i for i in range(at, end) if tokens[i].low not in DETERMINERS), end)
        first, last = _without_verbs(tokens, start, end, at)
        text = "".join(token.text for token in tokens[first:last])
        if any(map(str.isalpha, text)) and not _is_no_noun(tokens, first, last, at):
            found.append(
                Phrase(
                    text=question[tokens[first].start : tokens[last - 1].end],
                    before=tokens[at - 1].low if at else "",
                    definite=start > at and tokens[start - 1].low == "the",
                )
            )
        at = max(end, at + 1)
    side = [p for p, after in pairwise(found) if after.before == "of" and p.text[0].islower()]
    return [phrase for phrase in found if phrase not in side]


def _goes_on(tokens: Sequence[Token], start: int, at: int) -> bool:
    token = tokens[at]
    if token.kind != "w" or token.low in _BREAKS or token.low in _POINTS:
        return False
    if token.low in DETERMINERS:
        return at == start or tokens[at - 1].low in DETERMINERS
    return token.capital or token.low not in STOP_WORDS


def _without_verbs(tokens: Sequence[Token], start: int, end: int, at: int) -> tuple[int, int]:
    """Return where the phrase begins and ends without the verb before, in or behind it."""
    before = tokens[at - 1].low if at else ""
    opened = start > at
    # "What causes rust?", "of drinking tea": a verb and its object.
    acts = before in {"what", "who"} and start < end and tokens[start].low.endswith(("s", "ed"))
    gerund = before in PREPOSITIONS and start < end and tokens[start].low.endswith("ing")
    if end - start > 1 and not opened and (acts or gerund) and not tokens[start].capital:
        start += 1
    while end - start > 1 and tokens[end - 1].low.endswith("ly"):
        end -= 1
    while end - start > 1 and tokens[start].low.endswith("ly"):
        start += 1
    # "Which firm makes looms?": behind what is asked for stands what it does.
    asked = before in {"which", "what"}
    verb = next(
        (
            i
            for i in range(start + 1, end)
            if _is_finite(tokens[i])
            or (asked and is_verb(tokens[i]) and tokens[i].low.endswith("s"))
        ),
        end,
    )
    if verb < end:
        return start, verb
    if before in _DO and end - start > 1:
        names = next((i for i in range(start, end) if not tokens[i].capital), end)
        if names > start and tokens[names - 1].low.endswith(("'s", "’s")):
            names = next((i for i in range(names, end) if is_verb(tokens[i])), end)
        return start, names if names > start else end - 1
    if at == 1 and before in BE and _is_judged(tokens, start, end):
        return start, end - 1
    return start, end


def _is_finite(token: Token) -> bool:
    """Tell whether a word is a verb with an ending: after "is" or "did" a bare one is none."""
    return not token.capital and (token.low.endswith("ed") and len(token.low) > 4)


def _is_judged(tokens: Sequence[Token], start: int, end: int) -> bool:
    """ "Is throat cancer treatable?": the last word tells what it is asked to be."""
    ends = end == len(tokens) or tokens[end].kind != "w" or tokens[end].low in PREPOSITIONS - {"of"}
    return end - start > 1 and ends and not tokens[end - 1].capital


def _is_no_noun(tokens: Sequence[Token], start: int, end: int, at: int) -> bool:
    """ "does it show", "how secure", "which is younger": what it does, what it is like."""
    if end - start > 1 or tokens[start].capital or start > at:
        return False
    before = tokens[at - 1].low if at else ""
    if before == "how" or (before in BE and tokens[0].low == "which"):
        return True
    if before in PREPOSITIONS - {"to"}:
        return False
    return is_verb(tokens[start]) or before in PERSONAL | _POINTS | {"to"}
