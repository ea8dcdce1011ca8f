"""Whom "he" and "she" mean, by grammar alone: the nearest subject who can be meant.

Subjects are looked for backwards: in the pronoun's own sentence, then sentence by sentence. A
person whose gender is known to differ is passed over; where two people are left at the same
place, nobody is named.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from index.grammar.clauses import clause_subjects, joined, phrase_after
from index.grammar.cues import VERB, Cue
from index.grammar.noun_phrases import OWNING, Phrase, head
from index.grammar.tokens import Paragraph
from index.people.in_article import Person
from index.people.mentions import People
from index.quotes.speakers import BODY, PRONOUNS, Speaker, is_pronoun, named, words_of
from index.text.lexicon import BODIES, FUNCTION_WORDS, NOUNLIKE, PEOPLE_NOUNS
from index.text.names import is_organisation, is_person_name, is_title

_ASKING = frozenset("asked asks pressed challenged interviewed".split())
FARTHEST = 8
"""Sentences with a person as subject are looked for no further back than this."""


_SOMEBODY = Person(name="")
"""Who is meant is a human being, but nobody whom the article names: no guess."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """Who may be meant: one person, or several of one surname, whom then only it names."""

    at: int
    main: bool
    people: tuple[Person, ...]
    name: str | None
    body: bool = False
    pronoun: str | None = None
    stranger: bool = False


@dataclass
class Discourse:
    """The paragraphs of an article with their cues, and who is talked about where."""

    text: str
    paragraphs: Sequence[Paragraph]
    cues: Sequence[Sequence[Cue]]
    known: People

    def __post_init__(self) -> None:
        self._surnames = frozenset(self._speaking())
        self._sentences: dict[tuple[int, int], list[_Subject]] = {}
        self._called: dict[str, str] = {}

    @cached_property
    def _first_use(self) -> dict[str, int]:
        """Return where each word stands first, in small letters."""
        words = re.finditer(r"\w+", self.text)
        return {m.group().lower(): m.start() for m in reversed(list(words))}

    def _speaking(self) -> Iterator[str]:
        """Yield the single capitalised words that speak: surnames of people named no fuller."""
        for part, found in zip(self.paragraphs, self.cues, strict=True):
            for cue in found:
                start = cue.subject[0]
                # Where a sentence begins, any word has a capital letter.
                opens = part.bounds(start)[0] == start and cue.subject[1] == start + 1
                beside = cue.shape in {"before", "after"} and not opens
                if beside and _is_surname(part, cue.subject):
                    yield part.tokens[cue.subject[1] - 1].text

    def speaker(self, paragraph: int, phrase: Phrase, words: str = "") -> Speaker:
        """Return who a phrase of a paragraph means, pronouns resolved where they can be.

        Args:
            paragraph: its number.
            phrase: the tokens that name somebody.
            words: what is said; hardly anybody speaks of himself by name, so a pronoun means
                nobody who is named in them.
        """
        tokens = self.paragraphs[paragraph].tokens
        if not is_pronoun(tokens, phrase):
            speaker = named(self.text, tokens, phrase, self.known)
            if speaker.person is None and (told := self._told_of(paragraph, phrase)) is not None:
                return replace(speaker, name=told.name, role=told.role, person=told)
            return speaker
        mention = words_of(self.text, tokens, phrase)
        meant = self._antecedent(paragraph, phrase[0], words)
        if isinstance(meant, Person):
            return Speaker(name=meant.name, mention=mention, role=meant.role, person=meant)
        return Speaker(name=meant, mention=mention)

    def speakers(self, paragraph: int, phrase: Phrase, words: str = "") -> list[Speaker]:
        """Return everybody whom a phrase and those joined to it mean ("A, B and C said").

        Args:
            paragraph: its number.
            phrase: the tokens that name somebody, and to which others may be joined.
            words: what is said, in which a pronoun means nobody who is named.
        """
        tokens = self.paragraphs[paragraph].tokens
        found = [self.speaker(paragraph, part, words) for part in joined(tokens, phrase)]
        if len(found) > 1 and all(s.person or is_person_name(s.name or "") for s in found):
            return found
        return [self.speaker(paragraph, phrase, words)]

    def _told_of(self, paragraph: int, phrase: Phrase) -> Person | None:
        """ "Rhys Pugh was more open. “…,” the junior minister said": of whom nobody has heard is who was named."""
        part = self.paragraphs[paragraph]
        tokens, (start, end) = part.tokens, phrase
        noun = tokens[end - 1]
        human = noun.low in PEOPLE_NOUNS and not noun.low.endswith("s") and not noun.capital
        if tokens[start].low != "the" or end - start < 3 or not human:
            return None
        # "The Christie supporter" is somebody beside Christie.
        another = any(t.capital and self.known.alike(t.text) for t in tokens[start:end])
        if another or self._first_use.get(noun.text, noun.start) < noun.start:
            return None
        before = next(iter(self._backwards(paragraph, part.sentence_of[start])), ())
        people = {p.name: p for s in before if s.main for p in s.people}
        new = self.paragraphs[max(0, paragraph - 1)].start
        met = [
            p for p in people.values() if self._first_use.get(p.name.split()[-1].lower(), 0) >= new
        ]
        return met[0] if len(met) == len(people) == 1 else None

    def _antecedent(self, paragraph: int, at: int, words: str = "") -> Person | str | None:
        """Return the person whom the pronoun at a token of a paragraph means; None if unsure.

        Where people share the surname that the subject was called by, only it is returned.
        """
        part = self.paragraphs[paragraph]
        low = part.tokens[at].low
        if low in BODY:
            return self._body(paragraph, part.sentence_of[at])
        gender = PRONOUNS.get(low)
        if gender is None:
            return None
        subjects_here = self._subjects(paragraph, part.sentence_of[at])
        end = bisect_left(subjects_here, at, key=lambda subject: subject.at)
        own = subjects_here[max(0, end - FARTHEST) : end]
        # Who was "she" before is no "he" now.
        barred = frozenset(name for name, called in self._called.items() if called != gender)
        found = _nearest(own, gender, barred)
        for subjects in self._backwards(paragraph, part.sentence_of[at]):
            if found is not None:
                break
            found = _first_main(subjects, gender, words, barred)
        if isinstance(found, Person) and found is not _SOMEBODY:
            self._called.setdefault(found.name, gender)
        return None if found is _SOMEBODY else found

    def _body(self, paragraph: int, sentence: int) -> str | None:
        """Return the institution that "it" means: the last subject before, if it is one."""
        for subjects in self._backwards(paragraph, sentence):
            main = [s for s in subjects if s.main and s.name is not None]
            if main:
                return main[0].name if main[0].body else None
        return None

    def _backwards(self, paragraph: int, sentence: int) -> Iterator[Sequence[_Subject]]:
        """Yield the subjects of the sentences before one, the nearest first."""
        for _ in range(FARTHEST):
            sentence -= 1
            while sentence < 0:
                paragraph -= 1
                if paragraph < 0:
                    return
                sentence = len(self.paragraphs[paragraph].firsts) - 1
            yield self._subjects(paragraph, sentence)[:FARTHEST]

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
        cues = self.cues[paragraph]
        start, end = (bisect_left(cues, at, key=VERB) for at in (first, last))
        for cue in cues[start:end]:
            if cue.shape in {"before", "after"}:
                found.setdefault(cue.subject[0], self._subject(part, cue.subject, True))
            if cue.shape == "before" and part.tokens[cue.verb].low in _ASKING:
                # "Maddow asked Sanders whether …": who answers is Sanders.
                asked = phrase_after(part.tokens, cue.verb_end, last)
                if asked and (subject := self._subject(part, asked, True)).people:
                    found[cue.subject[0]] = subject
            # "Li agreed, according to Hua": who is heard on it is Hua.
            source = cue.shape == "according" and self._subject(part, cue.subject, True)
            if source and source.people and not any(s.pronoun in PRONOUNS for s in found.values()):
                found[first] = source
        return [found[at] for at in sorted(found)]

    def _subject(self, part: Paragraph, phrase: Phrase, main: bool) -> _Subject:
        if is_pronoun(part.tokens, phrase):
            low = part.tokens[phrase[0]].low
            return _Subject(phrase[0], main, (), None, pronoun=low)
        speaker = named(self.text, part.tokens, phrase, self.known)
        if speaker.person is None and (owner := _owner(part, phrase)) is not None:
            speaker = named(self.text, part.tokens, owner, self.known)
        if speaker.person is not None:
            return _Subject(phrase[0], main, (speaker.person,), speaker.name)
        if _is_surname(part, phrase) and speaker.name in self._surnames:
            alike_here = self.known.alike(speaker.name or "") or (Person(name=speaker.name or ""),)
            return _Subject(phrase[0], main, alike_here, speaker.name)
        named_so = speaker.name is not None and part.tokens[phrase[1] - 1].capital
        alike = self.known.alike(speaker.name or "") if named_so else ()
        if named_so and not alike and not speaker.body and _is_human(part, phrase, speaker.name):
            alike = (Person(name=speaker.name or ""),)
        return _Subject(
            phrase[0], main, alike, speaker.name, speaker.body, stranger=_strange(part, phrase)
        )


def _nearest(
    subjects: Sequence[_Subject], gender: str, barred: frozenset[str]
) -> Person | str | None:
    """Return the last fitting subject before a pronoun in its own sentence, a main one first."""
    fitting = [s for s in subjects if _who(s, gender, "", barred) is not None]
    main = [s for s in fitting if s.main]
    return _who((main or fitting)[-1], gender, "", barred) if fitting else None


def _first_main(
    subjects: Sequence[_Subject], gender: str, words: str, barred: frozenset[str]
) -> Person | str | None:
    """Return the first fitting main subject of a sentence; after "he said …" look farther back."""
    for subject in subjects:
        if not subject.main:
            continue
        if PRONOUNS.get(subject.pronoun or "") == gender:
            return None
        who = _who(subject, gender, words, barred)
        if who is not None or subject.stranger:
            return who or _SOMEBODY
    return None


def _who(subject: _Subject, gender: str, words: str, barred: frozenset[str]) -> Person | str | None:
    """Return whom a subject can mean for a pronoun: one person, else the name they share."""
    able = (p for p in subject.people if p.gender in {gender, None} and p.name not in barred)
    meant = [p for p in able if p.name.split()[-1] not in words]
    if not meant:
        return None
    return meant[0] if len(meant) == 1 else subject.name


def _is_human(part: Paragraph, phrase: Phrase, name: str | None) -> bool:
    """Tell whether a name is a person's: a full one, or one behind a noun for people ("her brother Hugh")."""
    kin = phrase[1] - phrase[0] > 1 and part.tokens[phrase[1] - 2].low in PEOPLE_NOUNS
    return is_person_name(name or "") or kin


def _strange(part: Paragraph, phrase: Phrase) -> bool:
    """Tell whether a phrase is one human being whom the article does not name in full."""
    noun = head(part.tokens, phrase)
    if part.tokens[phrase[1] - 1].capital:
        return _is_surname(part, phrase)
    return noun in PEOPLE_NOUNS and not noun.endswith("s")


def _owner(part: Paragraph, phrase: Phrase) -> Phrase | None:
    """ "Li's own remark is drier": whose words are told of, he speaks."""
    start, end = phrase
    owns = next((i for i in range(start, end) if part.tokens[i].low.endswith(OWNING)), end)
    told = any(token.low in NOUNLIKE for token in part.tokens[owns + 1 : end + 1])
    return (start, owns + 1) if told else None


def _is_surname(part: Paragraph, phrase: Phrase) -> bool:
    """Tell whether a phrase is a surname: one capitalised word, with a title or without."""
    start, end = phrase
    token = part.tokens[end - 1]
    titled = end == start + 2 and is_title(part.tokens[start].low)
    return (
        (end == start + 1 or titled)
        and token.capital
        and not token.text.isupper()
        and token.low not in PEOPLE_NOUNS | BODIES | FUNCTION_WORDS
        and not is_organisation(token.low)
        and not is_pronoun(part.tokens, phrase)
    )
