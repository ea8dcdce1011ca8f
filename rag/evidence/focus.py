"""What a question is pinned to: the names, goods and years that its answer must be about.

A duty on beef is no answer to a question about pork, Section 232 none to one about Section 301, nor a
suit of one firm to one about another's, however alike the sentences are. What the question pins down
must be held by the sentence that answers, by those around it, or by the head of its article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.grammar.lexicon import OFFICES
from index.library import Library
from index.text.days import years_meant
from index.text.synonyms import alike, american
from index.text.time_expressions import Period, day_of
from index.text.words import NUMBER_WORDS, STOP_WORDS, names, stem, tokens
from index.types import Sentence
from rag.evidence.context import leaning_on, whole
from rag.evidence.expected import fits
from rag.evidence.select import Scored, held_stems, of_the_time
from rag.question.sides import country
from rag.question.speakers import without_times
from rag.types import Query

# Sentences before and after, and at the head of the article, that tell what one is about.
BEFORE, AFTER, HEAD = 6, 1, 3
BEGINNING = 5
# Kinds that look at several people, sides or times, or at what one person says.
_FREE = frozenset({"quote", "who_said", "comparison", "over_time", "list"})
# The two that every article of a trade war is about, named or not.
_LINKS = frozenset({"of", "and", "the", "for"})
_EVERYWHERE = country("u.s.") | country("china")
# "Section 301", "phase one", "iPhone 11": one of several that go by the same word.
_NUMBERED = re.compile(
    r"(?i:\b(?:section|phase|article|chapter|list|annex|schedule|round|tranche)[ -]"
    rf"(?P<law>\d{{1,3}}[A-Z]?|{'|'.join(NUMBER_WORDS)}))\b|"
    r"\b(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))(?P<of>[A-Z][\w’'-]+|[a-z]+[A-Z]\w*) "
    r"(?P<number>\d{1,3}[A-Z]?)\b"
    r"(?![.,:]?\d|[\s-]?(?:%|per|percent|pct|thousand|million|billion|trillion|[a-z]+s\b))"
)
_NUMBER = re.compile(r"(?<!\d)(?<!\d[.,])\d{1,3}[A-Za-z]?\b|[A-Za-z]+")
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
_IN_FIGURES = NUMBER_WORDS | {word: str(n) for n, word in enumerate(_ORDINALS, 1)}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Words for one sort of goods. What only contains it (meat, metals) does not stand for it.
_GOODS = (
    "beef cattle", "pork pig hog", "poultry chicken", "lamb mutton", "fish", "salmon", "lobster", "shrimp", "wine",
    "whiskey whisky bourbon", "beer", "milk dairy", "cheese dairy", "butter dairy", "egg", "rice", "wheat", "corn maize",
    "sorghum", "soybean soy soya", "sugar", "coffee", "tea", "banana", "avocado", "cherry", "orange", "nut almond walnut",
    "cotton", "steel", "aluminum", "copper", "nickel", "lithium", "tungsten", "gold", "silver", "oil crude petroleum",
    "gas lng", "coal", "electricity power", "lumber timber wood softwood", "paper pulp", "clothing clothes apparel garment",
    "shoe footwear sneaker", "toy", "furniture", "tire", "car automobile auto vehicle automaker carmaker automotive",
    "truck vehicle", "motorcycle motorbike", "aircraft airplane plane jet", "chip semiconductor microchip",
    "phone smartphone iphone handset", "computer laptop pc", "solar photovoltaic pv", "battery",
    "drug medicine pharmaceutical", "fertilizer potash", "plastic", "magnet",
)  # fmt: skip


@lru_cache(maxsize=1)
def _goods() -> dict[str, frozenset[str]]:
    groups = [frozenset(stem(american(word)) for word in line.split()) for line in _GOODS]
    every = frozenset().union(*groups)
    return {word: frozenset().union(*(g for g in groups if word in g)) for word in every}


def keeps_to(query: Query, library: Library) -> Callable[[Sentence], bool]:
    """Return a function that tells whether a sentence is about what the question pins down."""
    if query.kind in _FREE:
        return lambda _sentence: True
    pinned = _Pinned(
        names=tuple(_names(query.standalone)),
        numbers=_numbers(without_times(query.standalone)),
        goods=tuple(_goods_asked(query.standalone)),
        years=tuple(p for p in query.periods if (y := _year(p)) and y in query.standalone),
        own=tuple(_names(query.question)) if query.question != query.standalone else (),
        figure=query.kind == "number",
    )
    return lambda sentence: _about(sentence, pinned, library)


def fitting(query: Query, scored: Sequence[Scored], library: Library) -> list[Scored]:
    """Return the sentences that have what is asked for, and are about what the question names."""
    keeps = keeps_to(query, library)
    return [
        item
        for item in scored
        if fits(query, whole(item.sentence, library)) and keeps(item.sentence)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """A name: its words, each in all its forms, and the letters that they begin with."""

    words: tuple[frozenset[str], ...]
    initials: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pinned:
    """What a question pins down; ``own`` are the names by which a follow-up turns to another.

    ``figure`` tells whether a figure is asked for; ``numbers`` are those of numbered things.
    """

    names: tuple[_Name, ...]
    numbers: frozenset[str]
    goods: tuple[frozenset[str], ...]
    years: tuple[Period, ...]
    own: tuple[_Name, ...]
    figure: bool


def _about(sentence: Sentence, pinned: _Pinned, library: Library) -> bool:
    around = _around(sentence, library)
    lost = sum(not _holds(name, around) for name in pinned.names)
    # One name of many may be by the way, one of two hardly is.
    if 3 * lost > len(pinned.names):
        return False
    if not pinned.numbers <= _in_figures(" ".join(around)):
        return False
    told = [s.text for s in (*leaning_on(sentence, library), sentence)]
    # A figure is that of the goods beside it.
    goods_in = _held([around[0], *told] if pinned.figure else around)
    if pinned.goods and not any(good & goods_in for good in pinned.goods):
        return False
    if not all(_holds(name, told) for name in pinned.own):
        return False
    published = library.article(sentence.article_id).published
    return all(_of_year(period, around, published) for period in pinned.years)


def _numbers(question: str) -> frozenset[str]:
    """Return the numbers that tell a named thing from others of its kind."""
    found = _NUMBERED.finditer(question)
    # In "By 12 noon" nothing is numbered.
    named = (m for m in found if (m["of"] or "").lower() not in STOP_WORDS)
    return _in_figures(" ".join(m["law"] or m["number"] for m in named))


def _in_figures(text: str) -> frozenset[str]:
    """Return a text's small numbers, and its other words, in small letters: "first" and "one" are 1."""
    words = (match.group().lower() for match in _NUMBER.finditer(text))
    return frozenset(_IN_FIGURES.get(word, word) for word in words)


def _of_year(period: Period, around: Sequence[str], published: str | None) -> bool:
    """Tell whether the year is named, or the article is of that time; undated, and no other year named."""
    day, text = day_of(published), " ".join(around)
    if day is not None and of_the_time([period], day):
        return True
    years = {m.group() for m in _YEAR.finditer(f"{text} {years_meant(text, published)}")}
    return _year(period) in years or (day is None and not years)


def _around(sentence: Sentence, library: Library) -> list[str]:
    """Return the texts that tell what a sentence is about: title, head, those near it."""
    every = library.sentences(sentence.article_id)
    near = every[max(0, sentence.number - BEFORE) : sentence.number + AFTER + 1]
    title = library.article(sentence.article_id).title or ""
    return [title, *(s.text for s in dict.fromkeys([*every[:HEAD], *near]))]


def _held(texts: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*map(held_stems, texts))


def _holds(name: _Name, texts: Sequence[str]) -> bool:
    """Tell whether half of the words of a name, or more, are held in one form or another, or its initials."""
    held = _held(texts)
    found = sum(bool(forms & held) or _begun(forms, held) for forms in name.words)
    return 2 * found >= len(name.words) or _shortened(name, held, texts)


def _begun(forms: frozenset[str], held: frozenset[str]) -> bool:
    """Tell whether a word begins as a form does: "Brazilian" and "Brazil" are of one country."""
    starts = tuple(form[:BEGINNING] for form in forms if len(form) >= BEGINNING)
    return bool(starts) and any(word.startswith(starts) for word in held)


def _shortened(name: _Name, held: frozenset[str], texts: Sequence[str]) -> bool:
    """Tell whether texts have the initials of a name, or spell initials out."""
    if len(name.words) > 1:
        return name.initials in held
    return len(name.initials) > 2 and any(name.initials in _initials(text) for text in texts)


def _initials(text: str) -> str:
    """Return the first letters of the capitalised words of a text, in a row where they are."""
    words = (w for w in re.findall(r"[^\W_]+|[.,;:]", text) if w not in _LINKS)
    return "".join(w[0].lower() if w[0].isupper() else " " for w in words)


def _names(question: str) -> list[_Name]:
    """Return the names that a question holds, but those of the two powers."""
    found = []
    for name in names(without_times(question)):
        own = [word for word in tokens(name) if word not in STOP_WORDS | OFFICES]
        whole_name = len(own) == 1 and name.isupper()
        words = tuple(map(_forms, own))
        if words and not any(forms & _everywhere() for forms in words):
            found.append(
                _Name(words=words, initials=own[0] if whole_name else "".join(w[0] for w in own))
            )
    return found


@lru_cache(maxsize=1)
def _everywhere() -> frozenset[str]:
    return frozenset(stem(word) for word in _EVERYWHERE)


@lru_cache(maxsize=4096)
def _forms(word: str) -> frozenset[str]:
    forms = {word, *country(word)}
    return frozenset().union(*(alike(stem(american(form))) for form in forms))


def _goods_asked(question: str) -> list[frozenset[str]]:
    """Return the goods that a question names in small letters: Apple is no fruit."""
    small = [w for w in re.findall(r"[^\W_]+", question) if w.islower()]
    stems = dict.fromkeys(stem(american(word)) for word in small)
    return [_goods()[word] for word in stems if word in _goods()]


def _year(period: Period) -> str | None:
    match = _YEAR.search(period.words)
    return match.group() if match else None
