"""Quotations that people marked, and what counts as finding one, with the right speaker.

PolNeAR (Newell, Margolin & Ruths 2018, An Attribution Relations Corpus for Political News) as
direct quotes: ``direct_quotes_SPLIT.jsonl`` with ``doc``, ``source``, ``source_is_pronoun``,
``quote_spans`` and ``content_offsets``, and the articles in ``text/SPLIT/``. And the words that a
question set gives as spoken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.questions.dataset import Question
from index.cleaning.clean import clean
from index.text.names import plain, same_person
from index.text.words import normal
from index.types import Quote, RawArticle

Extract = Callable[[str], list[Quote]]
"""Something that finds the quotes of a text."""
LONGEST_SPEAKER = 8
_EMPTY = frozenset(
    """a an the of for and in on at by to from with his her their its our my your this that who
    mr mrs ms dr he she they it i we him them us""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One annotated quotation; an empty span where its words do not stand in the text."""

    start: int
    end: int
    source: str
    pronoun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article with its gold quotations."""

    name: str
    text: str
    golds: tuple[Gold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one gold quotation.

    Attributes:
        quote: the prediction that covers most of it; None if it was not found.
    """

    gold: Gold
    quote: Quote | None

    @property
    def right(self) -> bool:
        """Tell whether it was found, and its speaker shares a content word with the source.

        A speaker of over eight words is a clause, and wrong.
        """
        speaker = self.quote.speaker if self.quote else None
        if not speaker or len(speaker.split()) > LONGEST_SPEAKER:
            return False
        return bool(_content_words(speaker) & _content_words(self.gold.source))


def documents(folder: Path, split: str) -> list[Document]:
    """Read the articles of a split that hold quotations, in the order of the file.

    Args:
        folder: of PolNeAR.
        split: "train", "dev" or "test".
    """
    rows: dict[str, list[Mapping[str, Any]]] = {}
    lines = (folder / f"direct_quotes_{split}.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        rows.setdefault(row["doc"], []).append(row)
    read = []
    for name, of_one in rows.items():
        text = (folder / "text" / split / f"{name}.txt").read_text(encoding="utf-8")
        read.append(Document(name=name, text=text, golds=tuple(_golds(of_one, text))))
    return read


def outcomes(golds: Sequence[Gold], quotes: Sequence[Quote]) -> list[Outcome]:
    """Match predictions to gold quotations: those at least half inside one cover half of it.

    Args:
        golds: of one article.
        quotes: of the same, as predicted.
    """
    return [Outcome(gold=gold, quote=_matching(gold, quotes)) for gold in golds]


def unmatched(golds: Sequence[Gold], quotes: Sequence[Quote]) -> list[Quote]:
    """Return the predictions that do not lie at least half inside any gold quotation.

    Args:
        golds: of one article.
        quotes: of the same, as predicted.
    """
    return [q for q in quotes if not any(_inside(q, gold) for gold in golds)]


def heard(
    questions: Iterable[Question], texts: Mapping[str, str], extract: Extract
) -> list[tuple[bool, bool, bool]]:
    """Look up each question's spoken words among the direct quotes of its evidence.

    Tell whether they are there, whether with the gold speaker, whether with somebody else.

    Args:
        questions: those without spoken words and speaker are left out.
        texts: of the articles, by id.
        extract: the quotes of a text.
    """
    found = []
    for question in questions:
        if question.spoken and question.speaker:
            speakers = list(_speakers(question, question.spoken, texts, extract))
            right = [same_person(name, question.speaker) for name in speakers if name]
            found.append((bool(speakers), any(right), not all(right)))
    return found


def _speakers(
    question: Question, said: str, texts: Mapping[str, str], extract: Extract
) -> Iterator[str | None]:
    spoken = normal(_cleaned(said)).strip(" .,")
    for article_id in sorted({passage.article_id for passage in question.evidence}):
        for quote in extract(_cleaned(texts[article_id])):
            words = normal(quote.text).strip(" .,")
            # One holds the other; a scrap of a few letters holds nothing.
            shared = spoken in words or (len(words) > 15 and words in spoken)
            if quote.kind == "direct" and shared:
                yield quote.speaker


def _cleaned(text: str) -> str:
    return clean(RawArticle(source="", article_id="", text=text)).text


def _content_words(name: str) -> set[str]:
    words = (re.sub(r"[’']s$", "", word) for word in re.findall(r"[\w’'&-]+", plain(name)))
    return {word.strip("’'-") for word in words} - _EMPTY - {""}


def _matching(gold: Gold, quotes: Sequence[Quote]) -> Quote | None:
    within = [quote for quote in quotes if _inside(quote, gold)]
    if not within or 2 * sum(_overlap(q, gold) for q in within) < gold.end - gold.start:
        return None
    return max(within, key=lambda quote: _overlap(quote, gold))


def _inside(quote: Quote, gold: Gold) -> bool:
    shared = _overlap(quote, gold)
    return shared > 0 and 2 * shared >= quote.end - quote.start


def _overlap(quote: Quote, gold: Gold) -> int:
    return max(0, min(quote.end, gold.end) - max(quote.start, gold.start))


def _golds(rows: Sequence[Mapping[str, Any]], text: str) -> Iterator[Gold]:
    for row in rows:
        for words in row["quote_spans"]:
            inside = (text.find(words, start, end + 5) for start, end in row["content_offsets"])
            start = next((at for at in inside if at >= 0), text.find(words))
            # What does not stand in the text can be found nowhere: an empty span.
            end = start + len(words) if start >= 0 else start
            source, pronoun = row["source"] or "", bool(row["source_is_pronoun"])
            yield Gold(start=start, end=end, source=source, pronoun=pronoun)
