"""What is excepted from what is told of the others: "all stone fruit but peaches"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.lexicon import AUXILIARIES, BE
from rag.verdict.yes_no.claimed import Claim, Word, stems_of
from rag.verdict.yes_no.hedges import verb_of

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


def exceptions(text: str) -> list[re.Match[str]]:
    """Return the words that except something from the rest of a sentence."""
    return [*_EXCEPT.finditer(text), *_ALL_BUT.finditer(text)]


def excepted(claim: Claim, text: str, held: Sequence[Word]) -> bool:
    """Tell whether what is claimed of some is excepted from it: the noun phrase behind "except" is.

    What a relative clause says of those ("peaches, which stay shut out") is no exception.

    Args:
        claim: what is claimed.
        text: the sentence.
        held: the words of the claim that it holds.
    """
    for match in exceptions(text) if not exceptions(claim.text) else ():
        spared = _PHRASE_END.split(text[match.end() :])[0]
        rest = text[match.end() + len(spared) :]
        main = text[: match.start()] + (", " if _RELATIVE.match(rest) else rest)
        inside, outside = stems_of(spared), stems_of(main)
        verb = verb_of(claim, held)
        if any(w.held(inside) for w in verb):
            continue  # "initialled but not signed": no noun phrase, and a no of its own
        if all(w.held(outside) for w in verb) and any(
            w.held(inside) and not w.held(outside) for w in held
        ):
            return any(w.held(outside) for w in held)
    return False
