"""What an archive is about: what titles share, as the articles themselves write it.

Two words that stand beside each other in several titles are a subject if the articles below hold
them as a noun phrase: "Trump slaps tariffs on steel" finds "tariffs on steel and aluminum".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from index.grammar.noun_phrases import is_adverb, is_verb
from index.grammar.tokens import Token, paragraph
from index.library import Library
from index.text.lexicon import (
    AUXILIARIES,
    DETERMINERS,
    FUNCTION_WORDS,
    PERSONAL,
    PREPOSITIONS,
    TIMES,
)
from index.text.names import is_person_name, split_role
from index.text.words import STOP_WORDS, content_stems, content_words, stem

MOST = 8
# What is read to find topics, however large the archive: pairs, articles of each, lines of those.
PAIRS, ARTICLES, LINES = 60, 24, 4
LONGEST = 7
FEW = 2
"""What fewer titles, or fewer articles, name is no topic."""
_THE = "the "
_PAUSE = re.compile(r"[:;,.!?–—|“”\"()]")
_SENTENCE = re.compile(r"[^\n.;!?]+(?:\.(?! )[^\n.;!?]*)*")

Pair = frozenset[str]
"""The stems of two words."""


def topics(library: Library) -> list[str]:
    """Return what several titles and their articles name, most frequent first.

    Args:
        library: the index; people are left out, who have a list of their own.
    """
    rows = library.articles()
    titles = _without_series([row.title or "" for row in rows])
    holding: defaultdict[Pair, list[int]] = defaultdict(list)
    for number, title in enumerate(titles):
        for pair in dict.fromkeys(_pairs(title)):
            holding[pair].append(number)
    shared = sorted((p for p in holding if len(holding[p]) >= FEW), key=lambda p: -len(holding[p]))
    people = {name for name, _n in library.speakers() if is_person_name(name)}
    found: list[tuple[int, str, list[int]]] = []
    for pair in shared[:PAIRS]:
        ids = [rows[number].article_id for number in holding[pair][-ARTICLES:]]
        told = [content_stems(titles[number]) for number in holding[pair]]
        name = _named([list(_phrases(library.article(id_).text, pair)) for id_ in ids], told)
        if name is not None and split_role(name[1])[1] not in people:
            found.append((*name, holding[pair]))
    return _apart(sorted(found, key=lambda topic: -topic[0]))


def _without_series(titles: Sequence[str]) -> list[str]:
    """Return titles without the words before a colon that several share: they name a series of articles."""
    begun = Counter(title.partition(":")[0].lower() for title in titles if ":" in title)
    return [
        title.partition(":")[2] if begun[title.partition(":")[0].lower()] > 1 else title
        for title in titles
    ]


def _pairs(title: str) -> Iterator[Pair]:
    for part in _PAUSE.split(title):
        for pair in pairwise(stem(word) for word in content_words(part)):
            yield frozenset(pair)


def _phrases(text: str, pair: Pair) -> Iterator[str]:
    """Yield the noun phrases of an article that hold both words."""
    # Of a stem the last letter may be another than the word's: "countri".
    holding = (
        line for line in _SENTENCE.findall(text) if all(word[:-1] in line.lower() for word in pair)
    )
    for line in islice(holding, LINES):
        tokens = paragraph(line, 0, len(line), ()).tokens
        for start, end in _runs(tokens):
            first = start - (tokens[start - 1].text == _THE.strip())
            words = line[tokens[first].start : tokens[end - 1].end]
            if pair <= content_stems(words):
                yield words


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield noun phrases, by themselves and with what a preposition joins to them.

    What opens a sentence may have its capital from there, and a small word behind "to" is a verb.
    """
    for start in range(1, len(tokens)):
        before = tokens[start - 1]
        if before.kind != "w" or before.low in AUXILIARIES | PERSONAL or _names(before):
            continue
        if before.low == "to" and not tokens[start].capital:
            continue
        end = _run(tokens, start)
        if end > start:
            yield start, end
            yield from ((start, e) for e in _joined(tokens, end) if e - start <= LONGEST)


def _joined(tokens: Sequence[Token], end: int) -> Iterator[int]:
    """Yield where a phrase ends with what hangs on it: "tariffs on steel", "… and aluminum"."""
    if end == len(tokens) or tokens[end].low not in PREPOSITIONS:
        return
    whole = tokens[end].low != "between"
    for _side in range(2):
        start = end + 1
        while start < len(tokens) and tokens[start].low in DETERMINERS:
            start += 1
        end = _run(tokens, start)
        if end == start:
            return
        if whole:
            yield end
        if end == len(tokens) or tokens[end].low != "and":
            return
        whole = True


def _run(tokens: Sequence[Token], start: int) -> int:
    """Return where the nouns that begin at a place end."""
    end = start
    while end < len(tokens) and _names(tokens[end]):
        end += 1
    return end


def _names(token: Token) -> bool:
    """Tell whether a word may be a noun or what is said of one."""
    if token.kind != "w" or not token.text[0].isalpha():
        return False
    if token.low in STOP_WORDS or token.low in FUNCTION_WORDS or token.low in TIMES:
        return False
    return token.capital or not (is_verb(token) or is_adverb(token))


def _named(
    read: Sequence[Sequence[str]], titles: Sequence[frozenset[str]]
) -> tuple[int, str] | None:
    """Return how many articles name a subject, and the fullest form of it that titles share too.

    Args:
        read: of each article the phrases that hold two words of its title.
        titles: the stems of each title that holds them.
    """
    written: defaultdict[frozenset[str], Counter[str]] = defaultdict(Counter)
    held: Counter[frozenset[str]] = Counter()
    with_the: Counter[str] = Counter()
    for phrases in read:
        held.update(dict.fromkeys(map(content_stems, phrases), 1))
        for words in phrases:
            bare = words.removeprefix(_THE)
            written[content_stems(words)][bare] += 1
            with_the[bare] += words != bare
    forms = [form for form, n in held.items() if n >= FEW]
    if not forms:
        return None
    told = [form for form in forms if sum(form <= title for title in titles) >= FEW]
    # The fullest of what titles hold too; else what goes least beyond them.
    best = max(told or forms, key=lambda f: (len(f) if told else -len(f), held[f]))
    ((name, n),) = written[best].most_common(1)
    # "Who spoke about the trade war?", but "… about rare earths".
    return max(held[f] for f in told or forms), _THE + name if 2 * with_the[name] > n else name


def _apart(found: Sequence[tuple[int, str, list[int]]]) -> list[str]:
    """Return the first topics of which each is mostly about articles that those before are not."""
    names: list[str] = []
    taken: set[int] = set()
    for _n, name, numbers in found:
        stems = content_stems(name)
        if any(stems <= content_stems(other) for other in names):
            continue
        if 2 * len(taken.intersection(numbers)) <= len(numbers):
            names.append(name)
            taken.update(numbers)
    return names[:MOST]
