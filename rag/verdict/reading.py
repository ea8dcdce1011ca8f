"""The reader's opinion of what was found: the best sentences and statements are read and re-ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.library import Library
from index.types import Sentence
from rag.evidence.select import Scored
from rag.reader import Passage, Reader, Reading
from rag.statements.statement import Statement

# Reading more finds no more answers on three sets of questions (docs/carry-over.md).
SENTENCES_READ, STATEMENTS_READ = 16, 10
# What a logit counts beside the score by signs; LEAST is about what the reader gives at least.
SHARE, LEAST = 0.6, -4.0
# The reader has seen a question's words for itself: where it has read, they count half (docs/carry-over.md).
SEEN = 0.61


class Readings:
    """What the reader makes of sentences for one question; none is read twice."""

    def __init__(self, question: str, library: Library, reader: Reader) -> None:
        self._question, self._library, self._reader = question, library, reader
        self._known: dict[tuple[str, int], Reading] = {}

    def of(self, sentences: Sequence[Sentence]) -> list[Reading]:
        """Return the readings of some sentences, in order."""
        new = [s for s in dict.fromkeys(sentences) if _place(s) not in self._known]
        if new:
            read = self._reader.read(self._question, [_passage(s, self._library) for s in new])
            self._known |= {_place(s): r for s, r in zip(new, read, strict=True)}
        return [self._known[_place(s)] for s in sentences]

    def sentences(self, scored: Sequence[Scored]) -> list[Scored]:
        """Return scored sentences with the best of them read, in the new order."""
        best, others = scored[:SENTENCES_READ], scored[SENTENCES_READ:]
        read = self.of([item.sentence for item in best])
        known = [
            replace(
                item,
                logit=r.logit,
                span=r.span,
                score=mixed(item.score - SEEN * item.coverage, r.logit),
            )
            for item, r in zip(best, read, strict=True)
        ]
        return sorted([*known, *others], key=lambda item: -item.score)

    def statements(self, ranked: Sequence[Statement]) -> list[Statement]:
        """Return statements with the best of them read, in the new order."""
        best, others = ranked[:STATEMENTS_READ], ranked[STATEMENTS_READ:]
        known = []
        for statement in best:
            logit = max(r.logit for r in self.of(statement.sentences))
            known.append(replace(statement, logit=logit, score=mixed(statement.score, logit)))
        return [*sorted(known, key=lambda s: -s.score), *others]


def mixed(score: float, logit: float) -> float:
    """Return the score by signs and reader together.

    Args:
        score: by the signs.
        logit: the reader's log odds that it answers.
    """
    return score + SHARE * (logit - LEAST)


def _passage(sentence: Sentence, library: Library) -> Passage:
    """Return a sentence as the reader reads it, with what tells what it is about."""
    article = library.article(sentence.article_id)
    before = library.sentences(sentence.article_id)[: sentence.number][-1:]
    return Passage(
        sentence=_one_line(sentence.text),
        before=_one_line(before[0].text) if before else "",
        title=_one_line(article.title or ""),
        published=article.published or "",
    )


def _place(sentence: Sentence) -> tuple[str, int]:
    return sentence.article_id, sentence.number


def _one_line(text: str) -> str:
    return " ".join(text.split())
