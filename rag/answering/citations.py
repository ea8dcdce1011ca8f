"""Sentences to evidence: which spans carry a sentence, how they are numbered, what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.library import Library
from index.text.words import content_stems, figures, normal, word_coverage
from index.types import Sentence, overlap
from rag.contract import Answer, AnswerSentence, Citation, ShownQuote, Support
from rag.events import SentenceChecked
from rag.types import Evidence

_MOST_CITED = 3
MAY_LACK = "This list holds what was found; it may be incomplete."


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A sentence that passed, before it has a place in the answer, and what it stands on.

    ``reasons`` tell why it may be shown; ``mark`` is where the asked-for figure, day or name stands.
    """

    text: str
    evidence: tuple[Evidence, ...]
    support: Support
    reasons: tuple[str, ...] = ()
    mark: tuple[int, int] | None = None


def standing_on(sentences: Iterable[Sentence], library: Library) -> tuple[Evidence, ...]:
    """Return sentences as what something stands on.

    Args:
        sentences: of any articles.
        library: the index, which knows their chunks.
    """
    return tuple(Evidence.of(s, library.chunk_of(s.article_id, s.number)) for s in sentences)


def one_line(text: str) -> str:
    """Return a text with a space for each stretch of space."""
    return " ".join(text.split())


def carrying(claim: str, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the fewest passages that together hold the claim's words and figures.

    The passage that holds most comes first; another is added only for words or figures that
    are still missing, so that none is cited that carries nothing.

    Args:
        claim: the sentence that needs them.
        evidence: the passages that it may stand on.
    """
    missing_words, missing_figures = set(content_stems(claim)), set(figures(claim))
    chosen: list[Evidence] = []
    rest = list(evidence)
    while rest and len(chosen) < _MOST_CITED and (missing_words or missing_figures):
        best = max(rest, key=lambda e: _gain(e, missing_words, missing_figures))
        gain = _gain(best, missing_words, missing_figures)
        if chosen and gain < 2:
            break
        chosen.append(best)
        rest.remove(best)
        missing_words -= content_stems(best.text)
        missing_figures -= figures(best.text)
    return tuple(chosen) or tuple(sorted(evidence, key=lambda e: -word_coverage(claim, e.text))[:1])


def _gain(e: Evidence, words: set[str], numbers: set[str]) -> float:
    return len(words & content_stems(e.text)) + 2 * len(numbers & figures(e.text))


class AnswerBuilder:
    """Puts checked sentences one after another and numbers their citations 1, 2, 3."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.text = ""
        self.sentences: list[AnswerSentence] = []
        self.citations: list[Citation] = []
        self.quotes: list[ShownQuote] = []

    def add(self, checked: Checked) -> SentenceChecked:
        """Append a sentence; return it with the citations it uses for the first time."""
        known = len(self.citations)
        numbers = tuple(dict.fromkeys(self._number(e) for e in checked.evidence))
        marked = f"{checked.text} {''.join(f'[{n}]' for n in numbers)}"
        start = len(self.text) + (1 if self.text else 0)
        self.text = f"{self.text} {marked}" if self.text else marked
        sentence = AnswerSentence(
            text=marked,
            start=start,
            end=start + len(marked),
            citations=numbers,
            support=checked.support,
            reasons=checked.reasons,
            mark=checked.mark,
        )
        self.sentences.append(sentence)
        self._show_quotes(checked)
        return SentenceChecked(sentence=sentence, citations=tuple(self.citations[known:]))

    def built(self, frame: Answer) -> Answer:
        """Return the answer so far with what was put together; a list says that it may lack some."""
        every = frame.understood is not None and frame.understood.every
        return replace(
            frame,
            note=frame.note or (MAY_LACK if every else None),
            text=self.text,
            sentences=self.sentences,
            citations=self.citations,
            quotes=self.quotes,
        )

    def _number(self, e: Evidence) -> int:
        key = (e.article_id, e.start, e.end)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self.citations.append(self._citation(e, self._numbers[key]))
        return self._numbers[key]

    def _citation(self, e: Evidence, number: int) -> Citation:
        article = self._library.article(e.article_id)
        return Citation(
            number=number,
            article_id=e.article_id,
            chunk_id=e.chunk_id,
            title=article.title,
            publisher=article.publisher,
            author=article.author,
            published=article.published,
            url=article.url,
            start=e.start,
            end=e.end,
            quote=article.text[e.start : e.end],
        )

    def _show_quotes(self, checked: Checked) -> None:
        """List the ledger's quotations that the sentence shows."""
        shown = normal(checked.text)
        known = {(q.article_id, q.start) for q in self.quotes}
        for e in checked.evidence:
            for found in self._library.quotes_in(e.article_id):
                q = found.quote
                words = q.text.rstrip(" ,;")
                place = (e.article_id, q.start)
                if not overlap(q, e) or normal(words) not in shown or place in known:
                    continue
                known.add(place)
                self.quotes.append(
                    ShownQuote(
                        speaker=q.speaker,
                        role=q.role,
                        verb=q.verb,
                        kind=q.kind,
                        text=words,
                        article_id=e.article_id,
                        start=q.start,
                        end=q.start + len(words),
                        citation=self._numbers[(e.article_id, e.start, e.end)],
                        stance=q.stance,
                    )
                )
