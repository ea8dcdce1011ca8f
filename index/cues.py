"""Words that announce somebody's words, and who stands beside them as the speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.people import OFFICES, RUN, plain

# Verbs that take somebody's words, direct or reported.
SAYING = (
    "said says say saying told tells telling added adds adding noted notes noting stated states stating "
    "announced announces announcing confirmed confirms confirming warned warns warning argued argues "
    "arguing claimed claims claiming explained explains explaining wrote writes writing asked asks asking "
    "replied replies responded responds insisted insists stressed stresses stressing emphasized "
    "emphasised emphasizes declared declares tweeted posted remarked observed concluded predicted "
    "predicts estimated acknowledged admitted admits conceded denied denies suggested suggests urged "
    "urges urging called calls calling described describes describing pledged vowed promised "
    "complained recalled revealed reiterated reaffirmed testified quipped joked joked continued "
    "echoed pointed cautioned lamented maintained contended asserted criticized criticised "
    "criticizes condemned condemns accused accuses blamed blames denounced slammed hailed praised "
    "welcomed rejected rejects dismissed threatened signaled signalled expressed demanded demands "
    "thinks believes believed hopes hoped expects expected quoted opined"
).split()
_VERB = re.compile(rf"\b(?P<verb>{'|'.join(sorted(SAYING, key=len, reverse=True))})\b")
_AUXILIARY = re.compile(
    r"(?:\s+(?:has|have|had|also|later|then|repeatedly|recently|once|already|publicly|earlier|further|"
    r"reportedly|himself|herself|is|was|are|were|been|will|would|just|still|again|both|who|now|"
    r"simply|previously|often|even|only|quickly|immediately|[a-z]+ly))+\s*$"
)
_PRONOUN = re.compile(r"\b(?P<np>[Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e)\s*$")
_DEFINITE = re.compile(
    r"(?:^|[\s,;“”\"—(])(?P<np>(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ther|[Ss]ome|[Ss]everal|[Mm]any|[Tt]wo)\s+"
    r"(?:[\w’'-]+\s+){0,4}?[\w’'-]+)\s*$"
)
_PLAIN_PLURAL = re.compile(
    r"(?:^|[\s,;“”\"—(])(?P<np>(?:[A-Z][\w’'-]+\s+)?(?:[a-z]+\s+)?(?:officials|analysts|economists|experts|critics|"
    r"sources|lawmakers|farmers|researchers|investors|reports?|reporters|authorities|diplomats|traders|executives))\s*$",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\b(?P<verb>[Aa]ccording to|[Ii]n the words of)\s+")
_BY = re.compile(
    r"\b(?P<verb>described|called|characterized|characterised|dubbed|hailed|termed)\s+(?:\w+\s+){0,3}?by\s+"
)


WINDOW = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A verb with its speaker: spans in the text the search ran over."""

    verb: str
    verb_start: int
    verb_end: int
    mention: str
    mention_start: int
    mention_end: int


def cues(text: str, offset: int = 0) -> list[Cue]:
    """Return the cues of a stretch of text in order; ``offset`` is added to every position."""
    found = [cue for match in _VERB.finditer(text) if (cue := _around(text, match, offset))]
    for pattern in (_ACCORDING, _BY):
        for match in pattern.finditer(text):
            if speaker := _after(text, match.end()):
                found.append(_cue(match["verb"], match.start(), match.end(), speaker, offset))
    return sorted(found, key=lambda c: c.verb_start)


def _around(text: str, match: re.Match[str], offset: int) -> Cue | None:
    """Take the subject before the verb, else (", said Li") the one after it."""
    speaker = _before(text, match.start()) or (
        _after(text, match.end()) if _inverted(text, match) else None
    )
    if speaker is None:
        return None
    return _cue(match["verb"], match.start("verb"), match.end("verb"), speaker, offset)


def _cue(verb: str, start: int, end: int, speaker: tuple[int, int, str], offset: int) -> Cue:
    at, to, mention = speaker
    return Cue(
        verb=verb,
        verb_start=start + offset,
        verb_end=end + offset,
        mention=mention,
        mention_start=at + offset,
        mention_end=to + offset,
    )


def _inverted(text: str, match: re.Match[str]) -> bool:
    """Inversion stands after a mark or comma: “…,” said Li."""
    before = text[max(0, match.start() - WINDOW) : match.start()].rstrip()
    return not before or before[-1] in '”"’,\x01»'


def _before(text: str, at: int) -> tuple[int, int, str] | None:
    """Return the subject that ends right before a verb, looking back no further than a window."""
    offset = max(0, at - WINDOW)
    found = _subject(text[offset:at])
    return (found[0] + offset, found[1] + offset, found[2]) if found else None


def _subject(left: str) -> tuple[int, int, str] | None:
    auxiliary = _AUXILIARY.search(left)
    if auxiliary:
        left = left[: auxiliary.start()]
    left = left.rstrip()
    comma = left.endswith(",")
    if comma:
        left = _before_apposition(left)
    for pattern in (_PRONOUN, None, _PLAIN_PLURAL, _DEFINITE):
        if pattern is None:
            run = _run_ending(left)
            if run:
                return run
        elif match := pattern.search(left):
            if pattern is _DEFINITE and not _speaks(match["np"]):
                continue
            return match.start("np"), match.end("np"), match["np"]
    return None


def _before_apposition(left: str) -> str:
    """ "Li Chenggang, vice minister of commerce," → up to the name."""
    inner = left[:-1]
    cut = inner.rfind(",")
    return inner[:cut].rstrip() if cut > 0 and len(inner) - cut < 120 else inner


def _run_ending(left: str) -> tuple[int, int, str] | None:
    """Return the run of capitalised words that ends the text, with "a spokesman for" before it."""
    tail_start = max(0, len(left) - 160)
    last = None
    for match in RUN.finditer(left, tail_start):
        last = match
    if last is None or left[last.end() :].strip(" ’s'"):
        return None
    if plain(last.group()) in {
        "but",
        "and",
        "the",
        "that",
        "this",
        "who",
        "which",
        "what",
        "in",
        "on",
    }:
        return None
    start = last.start()
    office = re.search(
        r"(?:(?:[Aa]n?|[Tt]he|[Oo]ne)\s+)?(?:[\w-]+\s+){0,2}?\b(?P<office>[a-z-]+)\s+(?:for|of|at|from|with)\s+(?:the\s+)?$",
        left[max(0, start - 60) : start],
    )
    if office and plain(office["office"]).rstrip("s") in OFFICES:
        start = max(0, start - 60) + office.start()
    else:
        article = re.search(r"\b[Tt]he\s+$", left[max(0, start - 5) : start])
        lower = re.search(r"\b[Tt]he\s+$", left[:start])
        start = lower.start() if article and lower else start
    return start, last.end(), left[start : last.end()]


SPEAKING_NOUNS = OFFICES | frozenset(
    """ministry statement report spokesperson department government administration company union
    association group agency bank office commission committee council court letter editorial study
    newspaper paper magazine article body organisation organization firm party side state nation
    country man woman official officials minister ministers ministers president""".split()
)


def _speaks(noun_phrase: str) -> bool:
    return any(plain(word).rstrip("s") in SPEAKING_NOUNS or plain(word) in SPEAKING_NOUNS
               for word in noun_phrase.split()[1:])  # fmt: skip


def _after(text: str, at: int) -> tuple[int, int, str] | None:
    """Return the speaker right after a verb: a name, with office words before it, or "the …"."""
    right = text[at : at + 160]
    space = len(right) - len(right.lstrip())
    if pronoun := re.match(r"\s*(?P<np>he|she|they|it)\b", right):
        return at + pronoun.start("np"), at + pronoun.end("np"), pronoun["np"]
    named = re.match(
        r"\s*(?:(?:the|a|an|one|his|her)\s+)?(?:[a-z][\w’'-]*\s+){0,6}?(?=[A-Z])", right
    )
    if named and not re.search(r"\b(?:that|in|on|at|when|if|as|to)\s+$", named.group()):
        run = RUN.match(right, named.end())
        if run:
            return at + space, at + run.end(), right[space : run.end()].rstrip(" ,.")
    definite = re.match(
        r"\s*(?P<np>(?:the|a|an|one|his|her|their)\s+(?:[\w’'-]+\s+){0,3}?[\w’'-]+)(?=\s*(?:[,.;:”\"]|$|in\b|on\b|at\b))",
        right,
    )
    if definite and _speaks(definite["np"]):
        return at + definite.start("np"), at + definite.end("np"), definite["np"]
    return None
