"""A model's draft, sentence by sentence: which articles carry it, and whether it may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.quotes.extract import extract_quotes
from index.text.names import same_person
from index.text.synonyms import alike
from index.text.words import content_stems, figures, kin, named_in, normal, tokens
from index.types import Article, Quote, Sentence, overlap, touched
from rag.answering.citations import Checked, carrying
from rag.answering.generate import as_read
from rag.checks.features import similarity_by
from rag.checks.quotations import quoted
from rag.checks.relations import puts_a_name_to_it
from rag.checks.support import Verifier, check_support
from rag.evidence.context import surroundings, whole
from rag.evidence.has_expected import has_wanted, qualified
from rag.evidence.select import coverage
from rag.models.prompts import INSTRUCTIONS
from rag.types import Evidence
from rag.verdict.found import Found

SAME_WORDS = 0.5
POINTLESS = 0.25
ECHOED = 0.5
# Of the words about the best sentences, the share that must stand about what carries a draft.
ON_SUBJECT, BEST = 0.8, 5
# So many words in a row from the instructions are recited.
RUN = 4


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """Checks sentences of a draft against what was found for a question."""

    found: Found
    verifier: Verifier | None = None

    def checked(self, sentence: str) -> Checked | None:
        """Return a sentence with the passages that carry it; None if none do."""
        evidence = self._carrying(sentence)
        if not evidence or _recites(sentence, self.found):
            return None
        if self._another_said_it(sentence, evidence) or not self._answers(sentence, evidence):
            return None
        if not self._quotes_right(sentence, evidence):
            return None
        articles = dict.fromkeys(e.article_id for e in evidence)
        verbatim = any(sentence.strip(" .") in e.text for e in evidence)
        support = check_support(
            sentence,
            [as_read(e, self.found) for e in evidence],
            background="\n".join(_dated(self.found.library.article(id_)) for id_ in articles),
            given=self.found.query.standalone,
            similarity=similarity_by(self.found.library.embedder),
            # What stands there word for word needs nobody's opinion.
            verifier=None if verbatim else self.verifier,
        )
        if not support.supported:
            return None
        return Checked(
            text=sentence,
            evidence=evidence,
            support="verbatim" if verbatim else "supported",
            reasons=("drafted by the model", *support.reasons),
        )

    def _carrying(self, sentence: str) -> tuple[Evidence, ...]:
        """Return what carries a sentence; one with figures stands on one passage that has them all."""
        stated = figures(sentence)
        if not stated:
            return carrying(sentence, self.found.evidence)

        def told(e: Evidence) -> frozenset[str]:
            # The year of a day is the article's.
            year = (self.found.library.article(e.article_id).published or "")[:4]
            return figures(f"{as_read(e, self.found)} {year}")

        having = [e for e in self.found.evidence if stated <= told(e)]
        if not having:
            return ()
        best = carrying(sentence, having)[0]
        beside = [e for e in self.found.evidence if e.article_id == best.article_id]
        return carrying(sentence, beside)

    def to_the_point(self, sentence: str) -> bool:
        """Tell whether a sentence has what was asked for, and of what was asked about."""
        query = self.found.query
        if not has_wanted(query, sentence) or self._echoes(sentence):
            return False
        if query.kind in {"number", "date"} or query.follows_up:
            return True
        best = max((s.coverage for s in self.found.scored[:3]), default=0.0)
        return coverage(self.found.weights, sentence) >= POINTLESS * best

    def _answers(self, sentence: str, evidence: Sequence[Evidence]) -> bool:
        carried = " ".join(e.text for e in evidence)
        right_thing = qualified(self.found.query, carried) and self._on_subject(evidence)
        return right_thing and self.to_the_point(sentence) and self._done(sentence, evidence)

    def _on_subject(self, evidence: Sequence[Evidence]) -> bool:
        """Tell whether what carries a sentence is about as much of the question as the best found.

        A duty on beef is no answer about pork where another article tells of pork.
        """
        best = max(map(self._about, (i.sentence for i in self.found.scored[:BEST])), default=0.0)
        return any(self._about(s) >= ON_SUBJECT * best for s in self._sentences(evidence))

    def _about(self, sentence: Sentence) -> float:
        return coverage(self.found.weights, surroundings(sentence, self.found.library))

    def _done(self, sentence: str, evidence: Sequence[Evidence]) -> bool:
        """Tell whether whom a sentence names for the question's verb stands beside it."""
        told = [whole(s, self.found.library) for s in self._sentences(evidence)]
        return puts_a_name_to_it(self.found.query.standalone, sentence, told) is None

    def _sentences(self, evidence: Sequence[Evidence]) -> list[Sentence]:
        library = self.found.library
        return [s for e in evidence for s in touched(library.sentences(e.article_id), e)]

    def _echoes(self, sentence: str) -> bool:
        """Tell whether most of what a sentence repeats of the question is the question's alone.

        "The pact will take effect on June 5" may hold the passages' day and say of it what
        only the question says. Its words need not stand there, but they must not be all there is.
        """
        asked = self.found.query.stems & content_stems(sentence)
        carried = carrying(sentence, self.found.evidence)
        held = content_stems(" ".join(e.text for e in carried))
        said = [word for word in asked if alike(word) & held or kin(word, held)]
        return len(asked) > 1 and len(said) < ECHOED * len(asked)

    def _another_said_it(self, sentence: str, evidence: Sequence[Evidence]) -> bool:
        """Tell whether a sentence gives one person's words to another, by the ledger."""
        named = [name for name, _count in self.found.library.speakers() if named_in(name, sentence)]
        claimed = content_stems(sentence) - content_stems(" ".join(named))

        def same_words(said: frozenset[str]) -> bool:
            return len(said & claimed) >= SAME_WORDS * max(1, min(len(said), len(claimed)))

        others = (
            q.text
            for e, q in self._quotes(evidence)
            if q.kind == "direct" and overlap(q, e) and q.speaker and q.speaker not in named
        )
        return bool(named) and any(same_words(content_stems(text)) for text in others)

    def _quotes(self, evidence: Sequence[Evidence]) -> list[tuple[Evidence, Quote]]:
        """Return all quotes of the articles that the evidence is of, each beside it."""
        library = self.found.library
        return [(e, found.quote) for e in evidence for found in library.quotes_in(e.article_id)]

    def _quotes_right(self, sentence: str, evidence: Sequence[Evidence]) -> bool:
        """Tell whether all words in marks stand in the evidence, and are those of who is named."""
        read = normal("\n".join(e.text for e in evidence))
        if not all(normal(words).strip(" .,;") in read for words in quoted(sentence)):
            return False
        return all(
            self._is_his(quote.speaker, quote.text, evidence)
            for quote in extract_quotes(sentence)
            if quote.kind == "direct" and quote.speaker
        )

    def _is_his(self, speaker: str, words: str, evidence: Sequence[Evidence]) -> bool:
        """Tell whether the ledger gives words to the same speaker, or to none."""
        owners = {
            q.speaker
            for _e, q in self._quotes(evidence)
            if q.speaker and normal(words).strip(" .,;") in normal(q.text)
        }
        return not owners or any(
            same_person(speaker, owner) or normal(speaker) in normal(owner) for owner in owners
        )


def _recites(sentence: str, found: Found) -> bool:
    """Tell whether a sentence has four words in a row from the instructions, and from nowhere else."""
    told = " ".join([found.query.standalone, *(e.text for e in found.evidence)])
    own = _runs(sentence) - _runs(told)
    return bool(own & frozenset().union(*map(_runs, INSTRUCTIONS)))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = tokens(text)
    return frozenset(zip(*(words[n:] for n in range(RUN)), strict=False))


def _dated(article: Article) -> str:
    """Return an article with its day on top, by which its "yesterday" is understood."""
    return f"{(article.published or '')[:10]}\n{article.text}"
