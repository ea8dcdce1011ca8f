"""The ledger as a reader asks for it: who said what, where, and why it is this person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from index.library import Library
from index.people.groups import NEARLY
from index.people.name_forms import form_of
from index.store.ledger import ArticleQuote
from index.text.names import CHINESE_SURNAMES, plain
from index.types import Stance
from rag.retrieval.search import find_quotes
from rag.types import Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words, who said them, and where they stand.

    Attributes:
        start, end: where ``text`` stands in the stored text of the article.
        speaker: as the article gives the name; None if it is not known.
        mention: the words in the article that name the speaker here ("he").
        rule: why this speaker was chosen in this article.
        stance: whether the words were said, or denied, disputed, supposed or asked.
        person: the speaker's name over all articles; None if the speaker is not known.
        joined_by: why ``speaker`` is ``person``; None where it is the same name.
    """

    article_id: str
    title: str | None
    publisher: str | None
    published: str | None
    start: int
    end: int
    text: str
    speaker: str | None
    mention: str | None
    role: str | None
    verb: str | None
    kind: Literal["direct", "reported"]
    group: int
    rule: str | None
    stance: Stance
    person: str | None
    joined_by: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return one line of ``tradewire quotes --json``."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who is quoted, how often, and under which names.

    Attributes:
        names: for each other name, why it is his.
    """

    person: str
    quotes: int
    articles: int
    names: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Return one line of ``tradewire quotes --speakers --json``."""
        return asdict(self)


def quotations(library: Library, *, filters: Filters, about: str | None = None) -> list[Quotation]:
    """Return quotations within the filters, latest article first; on a topic, nearest first.

    Args:
        library: the index.
        filters: which articles, and whose words.
        about: a topic; None takes all.

    Raises:
        UsageError: the alias file in the index folder is malformed.
    """
    found = find_quotes(library, filters=filters, about=about)
    return [quotation(one, library) for one in found]


def quotation(found: ArticleQuote, library: Library) -> Quotation:
    """Return a quote of the ledger with who said it over all articles.

    Args:
        found: the quote.
        library: the index.
    """
    quote, article = found.quote, library.article(found.article_id)
    person = library.person(found.article_id, quote.speaker) if quote.speaker else None
    return Quotation(
        article_id=found.article_id,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        **asdict(quote),
        person=person.name if person else None,
        joined_by=person.rules.get(quote.speaker or "") if person else None,
    )


def meant_by_surname(library: Library) -> dict[str, str]:
    """Return whom a surname alone means in a list of people: who has nearly all quotes of that surname."""
    quotes = dict(library.speakers())
    # There are too many people of the name of Li.
    full = {n: Counter[str]() for n in quotes if " " not in n and plain(n) not in CHINESE_SURNAMES}
    for name, n in quotes.items():
        surname = name.split()[-1]
        if surname != name and surname in full and form_of(name).kind == "person":
            full[surname][name] = n
    return {
        surname: name
        for surname, counts in full.items()
        for name, n in counts.most_common(1)
        if n > quotes[surname] and n >= NEARLY * counts.total()
    }


def quoted(library: Library, names: Iterable[str]) -> dict[str, int]:
    """Return how often each of some people is quoted, under all names and by the surname alone that means them.

    Args:
        library: the index.
        names: of the people.
    """
    alone = {name: surname for surname, name in meant_by_surname(library).items()}
    counts = {name: len(library.quotes(speaker=name)) for name in names}
    for name in counts.keys() & alone.keys():
        for found in library.quotes(speaker=alone[name]):
            person = library.person(found.article_id, found.quote.speaker or "")
            counts[name] += person is not None and person.name == alone[name]
    return counts


def speakers(quotations: Iterable[Quotation]) -> list[Speaker]:
    """Return who is quoted, the most quoted first."""
    by_person: dict[str, list[Quotation]] = {}
    for q in quotations:
        if q.person is not None:
            by_person.setdefault(q.person, []).append(q)
    found = [
        Speaker(
            person=person,
            quotes=len(theirs),
            articles=len({q.article_id for q in theirs}),
            names={q.speaker: q.joined_by for q in theirs if q.speaker and q.joined_by},
        )
        for person, theirs in by_person.items()
    ]
    return sorted(found, key=lambda s: (-s.quotes, s.person))
