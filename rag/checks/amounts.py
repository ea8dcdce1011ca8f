"""Is a figure kept with what stands beside it: "more than", "from … to", and what it is a figure of?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from index.text.numbers import SHARES, Figure, figures_in
from index.text.synonyms import alike, turns, word_root
from index.text.words import all_stems, content_words
from rag.checks.claim import Case, has, in_sentences, wanted
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
    for figure, same in _told(case):
        if figure.rounded and figure.rounded not in {other.rounded for other in same}:
            return f"the passages do not say {figure.rounded} than {figure.value}"
    return None


def other_way(case: Case) -> str | None:
    """Notice "to 20%" where the passages say "from 20%", percent for points, "from 2027" for "until"."""
    for figure, same in _told(case):
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
    given = [_shares(part) for part in case.parts]
    for figure in _shares(case.claim):
        if figure.before.rstrip().endswith(",") and figure.after.startswith(","):
            continue  # between commas it stands alone, as an age does
        claim = wanted(_text(figure))
        anothers = [_anothers(figure, claim, beside) for beside in given]
        told = [of_it for of_it in anothers if of_it is not None]
        if told and all(told):
            return f"{figure.value} is a figure of something else in the passages"
    return None


def _anothers(figure: Figure, claim: frozenset[str], beside: Sequence[Figure]) -> bool | None:
    """Tell whether a sentence's other figure stands with a claim's words; None without this figure."""
    alike_in_kind = [other for other in beside if other.kind == figure.kind]
    own = [other for other in alike_in_kind if other.value == figure.value]
    if not own:
        return None
    others = [other for other in alike_in_kind if other.value != figure.value]
    return any(all(_is_of(other, share, claim) for share in own) for other in others)


def turned_figure(case: Case) -> str | None:
    """Notice "rose 5%" where the passages let this figure fall, whatever else they let rise."""
    for figure, same in _told(case):
        claim = all_stems(_clause(figure))
        given = [turns(claim, all_stems(_clause(other))) for other in same]
        if turned := set.intersection(*given) - conversely(case):
            return f"the passages say the opposite about {figure.value} ({min(turned)})"
    return None


def _told(case: Case) -> Iterator[tuple[Figure, list[Figure]]]:
    """Yield each figure of the claim with the same ones of the passages, where they have it."""
    held: dict[str, list[Figure]] = {}
    for figure in _figures(case.parts):
        held.setdefault(figure.value, []).append(figure)
    for figure in _figures(in_sentences([case.claim])):
        if figure.value in held:
            yield figure, held[figure.value]


def _figures(parts: Sequence[str]) -> Iterator[Figure]:
    return chain.from_iterable(map(figures_in, parts))


def _clause(figure: Figure) -> str:
    return f"{_CUT.split(figure.before)[-1]} {_CUT.split(figure.after)[0]}"


def _text(share: Figure) -> str:
    return f"{share.before} {share.value} {share.after}"


def _shares(sentence: str) -> list[Figure]:
    """Return figures with their share of the sentence, which is cut between those of one kind."""
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
        shares.append(replace(figure, before=before, after=after))
    return shares


def _cut(sentence: str, start: int, end: int) -> int:
    """Return where the last cut between two figures ends; behind the first one without any."""
    cuts = list(_CUT.finditer(sentence, start, end))
    return cuts[-1].end() if cuts else start


def _is_of(other: Figure, own: Figure, claim: frozenset[str]) -> bool:
    """Tell whether a claim has the other's words where it should have the figure's own."""
    return any(
        ours
        and theirs
        and (theirs <= claim if whole else theirs & claim)
        and not any(alike(word) & claim or has(claim, word) for word in ours)
        for ours, theirs, whole in _apart(own, other)
    )


def _apart(own: Figure, other: Figure) -> Iterator[tuple[frozenset[str], frozenset[str], bool]]:
    """Yield what stands in one place of two shares and differs, and whether it counts as a whole."""
    ours, theirs = _objects(_text(own)), _objects(_text(other))
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
