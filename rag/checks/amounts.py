"""Is a figure kept with what stands beside it: "more than", "from … to", and what it is a figure of?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text.numbers import SHARES, Figure, figures_in
from index.text.synonyms import alike, turns, word_root
from index.text.words import all_stems, content_words, kin
from rag.checks.claim import Case
from rag.checks.clauses import in_sentences, wanted
from rag.checks.relations import conversely

_CUT = re.compile(
    r"[;:()–—]|,(?!\d)|\b(?:and|but|while|whereas|versus|against|followed by|compared (?:with|to)|"
    r"(?:up|down) from|or)\b"
)
_SMALL = "on|in|of|for|from|to|at|with|by"
_OBJECT = re.compile(
    rf"\b(?P<word>{_SMALL})\s+(?:the |a |an |its |their )?"
    rf"(?P<object>(?!(?:{_SMALL})\b|\d)[\w’'-]+(?:\s(?!(?:{_SMALL})\b)[\w’'-]+){{0,2}})"
)
_BEFORE = 2


def misrounded(case: Case) -> str | None:
    """Notice "more than 300" where the passages have 300 without it, or "nearly 300"."""
    held = _held(case)
    for figure in _stated(case):
        same = held.get(figure.value, ())
        if same and figure.rounded and figure.rounded not in {other.rounded for other in same}:
            return f"the passages do not say {figure.rounded} than {figure.value}"
    return None


def other_way(case: Case) -> str | None:
    """Notice "to 20%" where the passages say "from 20%", percent for points, "from 2027" for "until"."""
    held = _held(case)
    for figure in _stated(case):
        same = held.get(figure.value, ())
        if figure.kind in SHARES and {other.kind for other in same} == SHARES - {figure.kind}:
            return f"{figure.value} is in percentage points in one, in percent in the other"
        ways = {other.way for other in same}
        if figure.way and ways and None not in ways and figure.way not in ways:
            return (
                f"the passages say “{min(filter(None, ways))} {figure.value}”, not “{figure.way}”"
            )
    return None


def of_another(case: Case) -> str | None:
    """Notice the figure of one thing given to another beside which it stands: steel's to copper.

    Compared are figures of one kind in one sentence of the passages: what follows the same small
    word ("on steel", "on copper"), and the words right before. A sentence that has the figure and gives
    it to nothing else excuses the claim.
    """
    stated = [
        (share.figure, wanted(share.text)) for share in _shares(case.claim) if not share.alone
    ]
    given = [_shares(part) for part in in_sentences(case.passages)]
    for figure, claim in stated:
        anothers = [_anothers(figure, claim, beside) for beside in given]
        told = [of_it for of_it in anothers if of_it is not None]
        if told and all(told):
            return f"{figure.value} is a figure of something else in the passages"
    return None


def _anothers(figure: Figure, claim: frozenset[str], beside: Sequence[_Share]) -> bool | None:
    """Tell whether a sentence's other figure stands with a claim's words; None without this figure."""
    own = [share for share in beside if _same(figure, share.figure)]
    if not own:
        return None
    others = [s for s in beside if s.figure.kind == figure.kind and s not in own]
    return any(all(_is_of(other, share, claim) for share in own) for other in others)


def turned_figure(case: Case) -> str | None:
    """Notice "rose 5%" where the passages let this figure fall, whatever else they let rise."""
    given: dict[str, list[frozenset[str]]] = {}
    for part in in_sentences(case.passages):
        for figure in figures_in(part):
            given.setdefault(figure.value, []).append(all_stems(_clause(figure)))
    for figure in _stated(case):
        claim = all_stems(_clause(figure))
        held = given.get(figure.value, [])
        turned = set.intersection(*(turns(claim, words) for words in held)) if held else set()
        if turned := turned - conversely(case):
            return f"the passages say the opposite about {figure.value} ({min(turned)})"
    return None


def _stated(case: Case) -> list[Figure]:
    return [figure for part in in_sentences([case.claim]) for figure in figures_in(part)]


def _held(case: Case) -> dict[str, list[Figure]]:
    held: dict[str, list[Figure]] = {}
    for part in in_sentences(case.passages):
        for figure in figures_in(part):
            held.setdefault(figure.value, []).append(figure)
    return held


def _same(one: Figure, other: Figure) -> bool:
    return (one.value, one.kind) == (other.value, other.kind)


def _clause(figure: Figure) -> str:
    return f"{_CUT.split(figure.before)[-1]} {_CUT.split(figure.after)[0]}"


@dataclass(frozen=True, kw_only=True)
class _Share:
    """A figure's share of its sentence, which is cut between figures of one kind."""

    figure: Figure
    before: str
    after: str

    @property
    def text(self) -> str:
        return f"{self.before} {self.figure.value} {self.after}"

    @property
    def alone(self) -> bool:
        """Tell whether it stands between commas, as an age does."""
        return self.before.rstrip().endswith(",") and self.after.startswith(",")


def _shares(sentence: str) -> list[_Share]:
    found = figures_in(sentence)
    shares = []
    for figure in found:
        row = [other for other in found if other.kind == figure.kind]
        place = row.index(figure)
        first = _cut(sentence, row[place - 1].end, figure.start) if place else 0
        last = (
            _cut(sentence, figure.end, row[place + 1].start) if row[place + 1 :] else len(sentence)
        )
        before, after = sentence[first : figure.start], sentence[figure.end : last]
        shares.append(_Share(figure=figure, before=before, after=after))
    return shares


def _cut(sentence: str, start: int, end: int) -> int:
    """Return where the last cut between two figures ends; behind the first one without any."""
    cuts = list(_CUT.finditer(sentence, start, end))
    return cuts[-1].end() if cuts else start


def _is_of(other: _Share, own: _Share, claim: frozenset[str]) -> bool:
    """Tell whether a claim has the other's words where it should have the figure's own."""
    return any(
        ours
        and theirs
        and (theirs <= claim if whole else theirs & claim)
        and not _any_alike(ours, claim)
        for ours, theirs, whole in _apart(own, other)
    )


def _apart(own: _Share, other: _Share) -> Iterator[tuple[frozenset[str], frozenset[str], bool]]:
    """Yield what stands in one place of two shares and differs, and whether it counts as a whole."""
    ours, theirs = _objects(own.text), _objects(other.text)
    for word in ours.keys() & theirs.keys():
        yield ours[word] - theirs[word], theirs[word] - ours[word], False
    near, far = (frozenset(list(_row(share.before))[-_BEFORE:]) for share in (own, other))
    yield near - far, far - near, True


def _row(text: str) -> list[str]:
    return [word_root(word) for word in content_words(text)]


def _objects(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for match in _OBJECT.finditer(text):
        word = match["word"].lower()
        found[word] = found.get(word, frozenset()) | wanted(match["object"])
    return found


def _any_alike(words: frozenset[str], claim: frozenset[str]) -> bool:
    return any(alike(word) & claim or kin(word, claim) for word in words)
