"""Questions to learn from: each with sentences that answer it and sentences that do not."""

from __future__ import annotations

import gzip
import json
import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from index.text.calendar_words import MONTH_PATTERN
from index.text.sentences import sentences
from rag.reader.inputs import Passage

Span = tuple[int, int]
# Sets whose sentences stand in the order of their text.
_IN_ORDER = frozenset({"nq", "selqa"})
_WHEN = re.compile(r"^(?:when|(?:in |on )?(?:what|which) (?:year|day|date|month))\b", re.I)
_AMOUNT = re.compile(r"^how (?:many|much)\b|^what (?:percent|percentage|share|number)\b", re.I)
_FIGURE = re.compile(
    r"[$€£]?\d[\d,.]*\d(?: ?(?:%|percent|million|billion|trillion))?|[$€£]?\d(?: ?(?:%|percent))?"
)
_DAY = re.compile(
    rf"(?:\b\d{{1,2}} )?\b{MONTH_PATTERN}(?: \d{{1,2}}\b)?(?:,? \d{{4}})?|\b(?:1[5-9]|20)\d\d\b",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A passage, whether its sentence answers, and where in it the asked-for words stand.

    Attributes:
        tempts: whoever wrote the question named it as what looks like an answer and is none.
    """

    passage: Passage
    answers: bool
    span: Span | None = None
    tempts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A question with its candidates.

    Attributes:
        source: the set it comes from.
        text: the text or paragraph it was asked over; groups of one text are held out together.
        candidates: none of them answers where the question has no answer.
    """

    source: str
    text: str
    question: str
    candidates: tuple[Candidate, ...]

    @property
    def answerable(self) -> bool:
        """Tell whether a candidate answers."""
        return any(c.answers for c in self.candidates)


def public_groups(path: Path) -> list[Group]:
    """Read ``questions.jsonl.gz``: {"set", "question", "title", "sentences", "answers"} a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_public(json.loads(line), number) for number, line in enumerate(lines)]


def _public(row: Mapping[str, Any], number: int) -> Group:
    texts = [" ".join(s.replace("\\'", "'").replace("\\ ", "").split()) for s in row["sentences"]]
    question = " ".join(row["question"].replace("\\'", "'").split())
    before = ["", *texts[:-1]] if row["set"] in _IN_ORDER else [""] * len(texts)
    right = set(row["answers"])
    return Group(
        source=row["set"],
        text=f"{row['set']} {texts[0] if texts else number}",
        question=question,
        candidates=tuple(
            Candidate(
                passage=Passage(sentence=text, before=b, title=row["title"]),
                answers=at in right,
                span=_only_one(question, text) if at in right else None,
            )
            for at, (text, b) in enumerate(zip(texts, before, strict=True))
        ),
    )


def _only_one(question: str, text: str) -> Span | None:
    """Return the one day or figure that a question for such can mean, if there is just one."""
    pattern = _DAY if _WHEN.match(question) else _FIGURE if _AMOUNT.match(question) else None
    if pattern is None:
        return None
    found = [m.span() for m in pattern.finditer(text) if m.group() not in question]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class NewsText:
    """One news text: its passages in order, with their spans in it; its headline is their title."""

    name: str
    passages: tuple[Passage, ...]
    spans: tuple[Span, ...]


def news_texts(folder: Path) -> dict[str, NewsText]:
    """Read the texts of a folder; PUBLISHER_YYYY-MM-DD_TITLE.txt, the headline on top."""
    found = {}
    for path in sorted(folder.rglob("*.txt")):
        raw = path.read_text(encoding="utf-8")
        cut = sentences(path.stem, raw)
        texts = [" ".join(s.text.split()) for s in cut]
        if not texts:
            continue
        found[path.stem] = NewsText(
            path.stem,
            tuple(
                Passage(sentence=t, before=b, title=texts[0], published=path.stem.split("_")[1])
                for t, b in zip(texts, ["", *texts[:-1]], strict=True)
            ),
            tuple((s.start, s.end) for s in cut),
        )
    return found


def news_groups(rows: Iterable[Mapping[str, Any]], texts: Mapping[str, NewsText]) -> list[Group]:
    """Return the questions written over news texts, each over all sentences of its text.

    Args:
        rows: {"t": text, "q": question, "a": spans of answering sentences, "s": asked words}.
        texts: as from ``news_texts``.
    """
    return [
        Group(
            source="news",
            text=row["t"],
            question=" ".join(row["q"].split()),
            candidates=tuple(
                asked_over(
                    passage,
                    answers=any(a < span[1] and b > span[0] for a, b in row["a"]),
                    asked=row.get("s") or "",
                )
                for passage, span in zip(
                    texts[row["t"]].passages, texts[row["t"]].spans, strict=True
                )
            ),
        )
        for row in rows
        if row["t"] in texts
    ]


def asked_over(passage: Passage, *, answers: bool, asked: str, tempts: bool = False) -> Candidate:
    """Return a candidate with the place of the asked-for words, if it answers and holds them.

    Args:
        passage: of the text asked over.
        answers: whether its sentence does.
        asked: the words asked for; empty if unknown.
        tempts: whether it looks like an answer.
    """
    at = passage.sentence.find(asked) if answers and asked else -1
    span = (at, at + len(asked)) if at >= 0 else None
    return Candidate(passage=passage, answers=answers, span=span, tempts=tempts)


_TEMPLATES = (
    "What did {name} say about {topic}?", "{last} on {topic}", "{topic} {last}",
    "How did {name} respond to {topic}?", "What is {last}'s view of {topic}?",
    "what did {last} say about {topic}",
)  # fmt: skip
_SMALL = frozenset(
    "a an the of to in on for and or but is are was were be been being that this these those it its "
    "he she they we i you his her their our my your him them us me not no so as at by with from "
    "will would can could should have has had do does did just very more than what who which "
    "if there here about all any some one when how why because s t re ve ll m d".split()
)


def ledger_groups(texts: Mapping[str, NewsText], rng: random.Random, most: int) -> list[Group]:
    """Return "What did X say about Y?" by program, from the quotations of the texts.

    Y is a run of two or three content words of the quotation; other speakers' sentences of the
    same text are what does not answer. Every fourth asks the words of one of another, so none does.

    Args:
        texts: as from ``news_texts``.
        rng: draws quotations, topics and wordings.
        most: groups to return.
    """
    from index.quotes.extract import extract_quotes

    groups = []
    for text in texts.values():
        whole = "\n\n".join(p.sentence for p in text.passages)
        starts = list(accumulate((len(p.sentence) + 2 for p in text.passages), initial=0))
        quotes = [q for q in extract_quotes(whole) if q.speaker and " " in q.speaker]
        speakers = sorted({q.speaker for q in quotes if q.speaker})
        for quote in rng.sample(quotes, min(6, len(quotes))):
            topic = _topic(quote.text, rng)
            if topic is None or quote.speaker is None:
                continue
            number = bisect_right(starts, quote.start) - 1
            others = [s for s in speakers if s != quote.speaker]
            swapped = bool(others) and rng.random() < 0.25
            name = rng.choice(others) if swapped else quote.speaker
            asked = rng.choice(_TEMPLATES).format(name=name, last=name.split()[-1], topic=topic)
            groups.append(
                Group(
                    source="ledger",
                    text=text.name,
                    question=asked,
                    candidates=tuple(
                        Candidate(passage=p, answers=i == number and not swapped)
                        for i, p in enumerate(text.passages)
                    ),
                )
            )
    rng.shuffle(groups)
    return groups[:most]


def _topic(words: str, rng: random.Random) -> str | None:
    runs: list[list[str]] = [[]]
    for word in re.findall(r"[\w’'-]+", words):
        if word.lower() in _SMALL or len(word) < 3:
            runs.append([])
        else:
            runs[-1].append(word)
    good: list[list[str]] = [run[:3] for run in runs if len(run) >= 2]
    return " ".join(rng.choice(good)) if good else None


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\b\d{1,3}\b")
_NAME = re.compile(
    r"\b(?!(?:The|A|An|In|On|At|By|Did|Does|Is|Was|Were|Are|Has|Have|Had|And)\b)[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*"
)


def near_misses(groups: Sequence[Group], rng: random.Random, share: float) -> Iterator[Group]:
    """Yield twins of answerable questions with one year, figure or name put for another.

    The thing changed stands in the answering sentence too, so that it no longer answers; names
    come from the same text where it has others, else from another question of the same set.

    Args:
        groups: of any sets.
        rng: draws which have a twin, and what is changed.
        share: of the answerable questions that have a twin, 0 to 1.
    """
    pools: dict[str, list[str]] = {}
    for group in groups:
        pools.setdefault(group.source, []).extend(_NAME.findall(group.question)[1:])
    for group in groups:
        if not group.answerable or rng.random() > share:
            continue
        changed = _changed(group, pools[group.source], rng)
        if changed is not None:
            unanswered = tuple(replace(c, answers=False, span=None) for c in group.candidates)
            yield replace(
                group, source=f"{group.source} twin", question=changed, candidates=unanswered
            )


def _changed(group: Group, pool: Sequence[str], rng: random.Random) -> str | None:
    question = group.question
    answering = " ".join(c.passage.sentence for c in group.candidates if c.answers)
    years = list(_YEAR.finditer(question))
    if years:
        year = rng.choice(years)
        other = str(int(year.group()) + rng.choice((-10, -3, -2, -1, 1, 2, 3, 10)))
        return question[: year.start()] + other + question[year.end() :]
    names = [m for m in _NAME.finditer(question) if m.start() and m.group() in answering]
    if names and pool:
        name = rng.choice(names)
        here = [
            n
            for c in rng.sample(group.candidates, min(6, len(group.candidates)))
            for n in _NAME.findall(c.passage.sentence[1:])
        ]
        fresh = [n for n in [*here, *rng.sample(pool, min(4, len(pool)))] if n not in answering]
        fresh = [n for n in fresh if n not in question and len(n) > 2]
        if fresh:
            return f"{question[: name.start()]}{rng.choice(fresh)}{question[name.end() :]}"
    numbers = [m for m in _NUMBER.finditer(question) if m.group() in answering]
    if numbers:
        number = rng.choice(numbers)
        other = str(max(1, int(number.group()) + rng.choice((-5, -2, -1, 1, 2, 5, 10))))
        return question[: number.start()] + other + question[number.end() :]
    return None
