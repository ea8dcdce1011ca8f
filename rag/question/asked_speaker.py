"""Whose words a question asks for, as it words it: "the Chinese side", "Li's remarks"."""

from __future__ import annotations

import re

SAY = (
    r"say|says|said|saying|tell|tells|told|state|states|stated|comment|comments|commented|respond|"
    r"responded|response|react|reacted|reaction|remark|remarks|remarked|describe|described|call|"
    r"called|characteri[sz]e|characteri[sz]ed|warn|warned|quote|quoted|quotes|put it|words|"
    r"think|thinks|thought|view|views|claim|claimed|argue|argued|explain|explained|announce|"
    r"announced|accuse|accused|note|noted|urge|urged|ask|asked|answer|answered|reply|replied|"
    r"stance|position|message|comeback|sum up|confirm|confirmed|expect|expected|promise|promised|"
    r"criticise|criticize|criticised|criticized|complain|complained|blame|blamed|predict|predicted"
)
_OWN = (
    r"words|comments?|views?|reaction|response|quotes?|remarks?|comeback|mood|message|stance|"
    r"position|answer|reply|opinion|criticism|argument|explanation|assessment|take|warning|"
    r"prediction|description|statements?"
)
_SUBJECTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # An adverb is written small: Mr Kelly and Mr Daly are none.
        rf"\b(?:did|does|do|has|have|had|was|were)\s+(.{{2,80}}?)\s+(?:(?-i:[a-z]+ly)\s+|ever\s+|also\s+)?(?:{SAY})\b",
        rf"((?:[\w.’'-]+ ){{0,5}}[\w.-]+)['’]s?\s+(?:\w+\s+)?(?:{_OWN})\b",
        r"\baccording to\s+([^,?;]{2,80})",
        rf"\b(?:{_OWN})\s+(?:by|from|of)\s+([^,?;]{{2,80}})",
        # "barry worthington mood over lng": keywords.
        rf"^((?!(?:what|which|who|how|why|when|where)\b).{{2,60}}?)\s+(?:{_OWN})\s+(?:to|on|about|in|over|after|at)\b",
    )
)
# "What did it say?", "What did both sides say?": the words of nobody in particular.
_NOBODY = re.compile(
    r"^(?:it|they|he|she|you|the (?:articles?|reports?)|each|both|reports?)\b", re.I
)
# "List" orders where a sentence begins with it; "the state department's list" is a thing.
_ALL = re.compile(r"\b(?:all|every|everything)\b|^\W*(?:please\W+)?list\b", re.IGNORECASE)


def subject(question: str) -> str | None:
    """Return the words that name whose words are asked for: "the Chinese side"; None if none do."""
    for pattern in _SUBJECTS:
        match = pattern.search(question)
        if match and not _NOBODY.match(match.group(1)):
            return re.sub(r"['’]s?$", "", match.group(1))
    return None


def wants_all(question: str) -> bool:
    """Tell whether all that somebody said is asked for: "all quotes by Li", "list Li's remarks"."""
    return bool(_ALL.search(question) and re.search(rf"\b(?:{SAY}|{_OWN})\b", question, re.I))
