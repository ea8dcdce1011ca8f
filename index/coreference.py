"""Whom "he" and "she" mean, by grammar alone: the nearest subject who can be meant.

Subjects are looked for backwards: in the pronoun's own sentence, then sentence by sentence. A
person whose gender is known to differ is passed over; where two people are left at the same
place, nobody is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.cues import Cue
from index.people import People, Person
from index.phrases import Phrase, clause_subjects
from index.speakers import PRONOUNS, Speaker, is_pronoun, named, words_of
from index.tokens import Paragraph

FARTHEST = 12
"""Sentences with a person as subject are looked for no further back than this."""


@dataclass(frozen=True, slots=True)
class _Subject:
    at: int
    main: bool
    person: Person | None
    pronoun: str | None


class Discourse:
    """The paragraphs of an article with their cues, and who is talked about where."""

    def __init__(
        self,
        text: str,
        paragraphs: Sequence[Paragraph],
        cues: Sequence[Sequence[Cue]],
        known: People,
    ) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.cues = cues
        self.known = known
        self._sentences: dict[tuple[int, int], list[_Subject]] = {}
        self._genders: dict[str, str | None] = {}

    def speaker(self, paragraph: int, phrase: Phrase) -> Speaker:
        """Return who a phrase of a paragraph means, pronouns resolved where they can be."""
        tokens = self.paragraphs[paragraph].tokens
        if not is_pronoun(tokens, phrase):
            return named(self.text, tokens, phrase, self.known)
        mention = words_of(self.text, tokens, phrase)
        person = self.antecedent(paragraph, phrase[0])
        if person is None:
            return Speaker(name=None, mention=mention)
        return Speaker(name=person.name, mention=mention, role=person.role, person=person)

    def antecedent(self, paragraph: int, at: int) -> Person | None:
        """Return the person whom the pronoun at a token of a paragraph means; None if unsure."""
        tokens = self.paragraphs[paragraph].tokens
        gender = PRONOUNS.get(tokens[at].low)
        if gender is None:
            return None
        sentence = self.paragraphs[paragraph].sentence_of[at]
        own = [s for s in self._subjects(paragraph, sentence) if s.at < at]
        chosen = self._chosen(own, gender, nearest_main=True)
        for back in range(FARTHEST):
            if chosen is not None:
                return chosen
            if back:
                chosen = self._chosen(self._subjects(paragraph, sentence), gender)
                if chosen is not None:
                    return chosen
            sentence -= 1
            if sentence < 0:
                paragraph -= 1
                if paragraph < 0:
                    return None
                sentence = len(self.paragraphs[paragraph].firsts) - 1
                if sentence < 0:
                    sentence = 0
                    continue
            chosen = self._chosen(self._subjects(paragraph, sentence), gender)
        return chosen

    def _chosen(
        self, subjects: Sequence[_Subject], gender: str, nearest_main: bool = False
    ) -> Person | None:
        """Return the subject of that gender, a main clause's before another's."""
        fitting = [s for s in subjects if s.person and self._fits(s.person, gender)]
        main = [s for s in fitting if s.main]
        pick = main or fitting
        if not pick:
            return None
        return pick[-1].person if nearest_main else pick[0].person

    def _fits(self, person: Person, gender: str) -> bool:
        return person.gender is None or person.gender == gender

    def _subjects(self, paragraph: int, sentence: int) -> list[_Subject]:
        key = (paragraph, sentence)
        if key not in self._sentences:
            self._sentences[key] = self._found(paragraph, sentence)
        return self._sentences[key]

    def _found(self, paragraph: int, sentence: int) -> list[_Subject]:
        part = self.paragraphs[paragraph]
        if sentence >= len(part.firsts):
            return []
        first, last = part.bounds(part.firsts[sentence])
        found: dict[int, _Subject] = {}
        for phrase, main in clause_subjects(part.tokens, first, last):
            found[phrase[0]] = self._subject(part, phrase, main)
        for cue in self.cues[paragraph]:
            if first <= cue.verb < last and cue.shape in {"before", "after"}:
                found.setdefault(cue.subject[0], self._subject(part, cue.subject, True))
        return [found[at] for at in sorted(found)]

    def _subject(self, part: Paragraph, phrase: Phrase, main: bool) -> _Subject:
        if is_pronoun(part.tokens, phrase):
            return _Subject(phrase[0], main, None, part.tokens[phrase[0]].low)
        person = named(self.text, part.tokens, phrase, self.known).person
        return _Subject(phrase[0], main, person, None)
