"""Are the words that a question set gives as spoken in the ledger, with the right speaker?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eval.questions.dataset import Question
from eval.types import Extract
from index.cleaning.clean import clean
from index.text.names import same_person
from index.text.words import normal
from index.types import RawArticle


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
    return [
        Heard(question=question, speakers=tuple(_speakers(question, texts, extract)))
        for question in questions
        if question.spoken and question.speaker
    ]


def _speakers(
    question: Question, texts: Mapping[str, str], extract: Extract
) -> Iterable[str | None]:
    spoken = normal(_cleaned(question.spoken or "")).strip(" .,")
    for article_id in sorted({passage.article_id for passage in question.evidence}):
        for quote in extract(_cleaned(texts[article_id])):
            words = normal(quote.text).strip(" .,")
            # One holds the other; a scrap of a few letters holds nothing.
            shared = spoken in words or (len(words) > 15 and words in spoken)
            if quote.kind == "direct" and shared:
                yield quote.speaker


def _cleaned(text: str) -> str:
    return clean(RawArticle(source="", article_id="", text=text)).text


def _is(speaker: str | None, gold: str | None) -> bool:
    return bool(speaker and gold and same_person(speaker, gold))
