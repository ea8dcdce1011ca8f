"""Are the words that a question set gives as spoken in the ledger, with the right speaker?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.questions.dataset import Question
from eval.types import Extract
from index.cleaning.clean import clean
from index.text.names import same_person
from index.types import Quote, RawArticle

_STRAIGHT = str.maketrans("“”„‘’", '"""\'\'')


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What became of one question's words.

    Attributes:
        speakers: whom the ledger gives for them; empty if it does not hold them.
    """

    question: Question
    speakers: tuple[str | None, ...]

    @property
    def right(self) -> bool:
        """Tell whether the gold speaker is among them."""
        return any(_is(speaker, self.question.speaker) for speaker in self.speakers)

    @property
    def wrong(self) -> bool:
        """Tell whether somebody else is named for them."""
        return any(s and not _is(s, self.question.speaker) for s in self.speakers)


def heard(questions: Iterable[Question], texts: Mapping[str, str], extract: Extract) -> list[Heard]:
    """Look up each question's spoken words among the direct quotes of its evidence.

    Args:
        questions: those without spoken words and speaker are left out.
        texts: of the articles, by id.
        extract: the quotes of a text.
    """
    asked = [q for q in questions if q.spoken and q.speaker]
    return [
        Heard(question=question, speakers=tuple(_speakers(question, texts, extract)))
        for question in asked
    ]


def _speakers(
    question: Question, texts: Mapping[str, str], extract: Extract
) -> Iterable[str | None]:
    for article_id in sorted({passage.article_id for passage in question.evidence}):
        raw = RawArticle(source="", article_id=article_id, text=texts[article_id])
        spoken = clean(RawArticle(source="", article_id="", text=question.spoken or "")).text
        for quote in _holding(extract(clean(raw).text), spoken):
            yield quote.speaker


def _holding(quotes: Sequence[Quote], spoken: str) -> Iterable[Quote]:
    words = _plain(spoken)
    return (q for q in quotes if q.kind == "direct" and _shares(_plain(q.text), words))


def _shares(quote: str, spoken: str) -> bool:
    """Tell whether one holds the other; a scrap of a few letters holds nothing."""
    return spoken in quote or (len(quote) > 15 and quote in spoken)


def _plain(text: str) -> str:
    return " ".join(text.translate(_STRAIGHT).split()).strip(" .,")


def _is(speaker: str | None, gold: str | None) -> bool:
    return bool(speaker and gold and same_person(speaker, gold))
