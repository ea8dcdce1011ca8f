"""The register of speakers: everybody who is quoted in an index, under all of his names.

Made from the ledger and the user's alias file whenever either has changed, and never stored: so it
is right after any addition or removal, and an alias counts at once, without indexing again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from index.errors import UsageError
from index.people.aliases import NO_ALIASES, Aliases, load_aliases
from index.people.identity import Identity, Named
from index.people.joining import join
from index.people.name_forms import form_of
from index.people.transliteration import spelling, spellings
from index.text.names import name_words, plain, same_person

ALIAS_FILES = ("aliases.toml", "aliases.csv")
_WORD = re.compile(r"\w+")


class Register:
    """The people and institutions of one state of the ledger."""

    def __init__(self, named: Sequence[Named], aliases: Aliases) -> None:
        self.people = join(named, aliases)
        self._aliases = aliases
        self._of: dict[tuple[str, str], Identity] = {}
        self._under: dict[str, list[Identity]] = {}
        self._by_word: dict[str, list[str]] = {}
        for person in self.people:
            for member in person.members:
                self._of[member.article_id, member.name] = person
            for form in (person.name, *sorted(person.rules)):
                self._under.setdefault(form, []).append(person)
        for form in self._under:
            for word in _keys(form):
                self._by_word.setdefault(word, []).append(form)

    def of(self, article_id: str, name: str) -> Identity | None:
        """Return who is meant by a name in an article.

        Args:
            article_id: in which the name stands.
            name: as the ledger has it.
        """
        return self._of.get((article_id, name))

    def with_words(self, words: Iterable[str]) -> list[str]:
        """Return a name for everybody who has one that holds some of the words.

        It is the one that holds the most of them, so that who asks for "Chenggang Li" meets
        the name he asked for, and nobody comes twice.
        """
        asked = _keys(" ".join(words))
        found: dict[int, tuple[int, bool, str]] = {}
        for form in {form for word in asked for form in self._by_word.get(word, ())}:
            held = len(asked & _keys(form))
            for person in self._under[form]:
                best = (held, person.name == form, form)
                if id(person) not in found or best > found[id(person)]:
                    found[id(person)] = best
        return list(dict.fromkeys(form for _held, _own, form in found.values()))

    def called(self, name: str) -> list[Identity]:
        """Return everybody whom a reader may mean by a name.

        A full name means who has it, under all of his names: of a surname alone only where a
        rule or the file says that it is his. A surname means everybody of that surname.
        """
        said = self._aliases.name_of(name)
        if said is not None:
            return [p for p in self._under.get(said, ()) if p.name == said]
        forms = {form for word in _keys(name) for form in self._by_word.get(word, ())}
        meant = [
            form
            for form in sorted(forms)
            if _means(name, form) and not self._aliases.separate(name, form)
        ]
        found = {id(person): person for form in meant for person in self._under[form]}
        return sorted(found.values(), key=lambda person: person.name)


def _keys(name: str) -> frozenset[str]:
    """Return the words of a name, and the one spelling of each one's transliterations."""
    words = _WORD.findall(plain(name))
    return frozenset([*words, *map(spelling, words)])


def _means(asked: str, form: str) -> bool:
    """Tell whether a name may mean a form: not a full name a surname, nor a person his campaign."""
    if asked == form:
        return True
    if not same_person(asked, form) and not spelled_alike(asked, form):
        return False
    known = form_of(form).kind
    if form_of(asked.title() if asked.islower() else asked).kind == "person":
        return known == "person"
    return known != "short" or len(name_words(asked)) < 2


def spelled_alike(asked: str, form: str) -> bool:
    """Tell whether a surname, or all words of a name, are another spelling of a person's.

    Args:
        asked: a surname or a name, as somebody may spell it.
        form: a name of the ledger; only a person's can be spelled otherwise.
    """
    if form_of(form).kind != "person":
        return False
    words, own = name_words(asked), name_words(form)
    if len(words) == 1:
        # Of two surnames the first is used alone as well.
        return set(spellings(words)) <= set(spellings(own[1:]))
    return spellings(words) == spellings(own)


def aliases_in(folder: Path) -> Aliases:
    """Return what the user's file in an index folder says; nothing where there is none.

    Raises:
        UsageError: it is malformed, or there are two.
    """
    there = [path for name in ALIAS_FILES if (path := folder / name).exists()]
    if len(there) > 1:
        raise UsageError(f"{folder} holds {' and '.join(ALIAS_FILES)}; keep one of them.")
    return load_aliases(there[0]) if there else NO_ALIASES


def aliases_state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes whenever the user's file does."""
    there = [path for name in ALIAS_FILES if (path := folder / name).exists()]
    return tuple((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in there)
