"""Questions about the archive itself: which articles, how many, the newest, who is quoted; summaries.

Answered from the catalogue, the word index and the ledger, so every article counts that there is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

import numpy as np

from index.library import Library
from index.store.catalog import ArticleRow
from index.store.full_text import phrase
from index.store.ledger import ArticleQuote
from index.text.synonyms import american
from index.text.time_expressions import day_of, periods
from index.text.words import content_stems, content_words, names
from index.types import Sentence, overlap
from rag.answering.citations import Checked, one_line, standing_on
from rag.evidence.context import is_heading
from rag.question.archive import OfArchive, of_archive
from rag.reader.inputs import day_in_words
from rag.statements.quotations import meant_by_surname
from rag.types import Filters, Nearest, Refusal
from rag.verdict.refusal import SHOWN

# Every article of a list is named up to so many; of more the latest are, and how many there are.
LISTED, LATEST = 25, 3
ALL = 1_000_000
SENTENCES, WORDS = 4, 110
SAME_TITLE = 0.6


def answered(question: str, filters: Filters, library: Library) -> list[Checked] | Refusal | None:
    """Return cited lines for a question about the archive, a refusal, or None for all else.

    Args:
        question: with follow-up words resolved.
        filters: which articles count.
        library: the index.
    """
    asked = of_archive(question)
    if asked is None:
        return None
    if asked.wants == "summary":
        article_id = _meant(question, filters, library)
        return None if article_id is None else _summary(article_id, library)
    every = _within(filters, library)
    publisher = _publisher(question, asked, library)
    if publisher is None and asked.publisher is not None:
        return _none_from(asked.publisher, library.publishers(), every)
    rows = [
        row
        for row in every
        if (publisher is None or row.publisher == publisher)
        and all(period.holds(day_of(row.published)) for period in periods(question))
    ]
    if asked.topic is not None:
        held = _holding(asked.topic, library)
        rows = [row for row in rows if row.article_id in held]
    if not rows:
        return _none_on(asked, question, library, every)
    if asked.wants == "speakers":
        return _speakers(asked, rows, library)
    return _listing(asked, rows, library)


def _within(filters: Filters, library: Library) -> list[ArticleRow]:
    """Return the rows of the articles within filters, latest first."""
    scope, _undated = library.scope(**asdict(filters))
    publishers = None if scope.publishers is None else {p.casefold() for p in scope.publishers}
    return [
        row
        for row in library.articles()
        if (scope.articles is None or row.article_id in scope.articles)
        and (publishers is None or (row.publisher or "").casefold() in publishers)
        and (scope.since is None or (row.published or "") >= scope.since)
        and (scope.until is None or (row.published or "~")[:10] <= scope.until)
    ]


def holding(topic: str, library: Library) -> list[ArticleRow]:
    """Return the rows of all articles that hold a topic's words, latest first.

    Args:
        topic: words that must all be there, in any form.
        library: the index.
    """
    held = _holding(topic, library)
    return [row for row in library.articles() if row.article_id in held]


def _holding(topic: str, library: Library) -> Mapping[str, float]:
    """Return the articles that hold all words of a topic, in any form, a full name as it stands."""
    full = [name for name in names(topic) if " " in name]
    alone = [w for w in content_words(topic) if not any(w in n.lower().split() for n in full)]
    wanted = [phrase(name) for name in full]
    wanted += [
        "(" + " OR ".join(phrase(form) for form in dict.fromkeys((w, american(w)))) + ")"
        for w in alone
    ]
    return library.article_words(" AND ".join(wanted), ALL)


def _listing(asked: OfArchive, rows: Sequence[ArticleRow], library: Library) -> list[Checked]:
    """Return one line an article, the latest first; the first line says how many there are."""
    number = counted(rows)
    on = f" on “{asked.topic}”" if asked.topic else ""
    if asked.wants == "newest":
        line = [_line(rows[0], None, library)]
        if len(rows) > 1:
            line = [replace(line[0], text=f"The newest of {number}{on}: {line[0].text}")]
        return [*line, *_lead(rows[0], asked.topic, library)]
    shown = rows[: LATEST if asked.wants == "number" else LISTED]
    does = "mentions" if len(rows) == 1 else "mention"
    count = f"{number} {does} “{asked.topic}”" if asked.topic else number
    if len(shown) < len(rows):
        count += f", the latest {len(shown)} of them"
    return _led(count, [_line(row, asked.topic, library) for row in shown])


def counted(rows: Sequence[ArticleRow]) -> str:
    """Return how many articles there are, in words."""
    return "1 article" if len(rows) == 1 else f"{len(rows):,} articles"


def _led(lead: str, lines: Sequence[Checked]) -> list[Checked]:
    """Return lines below one of their own that says what they are."""
    return [replace(lines[0], text=f"{lead}:"), *lines]


def _line(row: ArticleRow, topic: str | None, library: Library) -> Checked:
    """Return the article's name, cited to where it speaks of the topic."""
    sentences = library.sentences(row.article_id)
    details = ", ".join(part for part in (row.publisher, day_in_words(row.published or "")) if part)
    name = row.title or sentences[0].text
    text = f"{name} ({details})" if details else name
    cited = _first_on(topic, sentences) or sentences[0]
    return _told(text, [cited], library, "the catalogue lists it")


def _lead(row: ArticleRow, topic: str | None, library: Library) -> list[Checked]:
    best = _first_on(topic, library.sentences(row.article_id))
    return [] if best is None else [_own(best, library, "the article's own sentence on it")]


def _first_on(topic: str | None, sentences: Sequence[Sentence]) -> Sentence | None:
    """Return the first sentence with most of the topic's words; None where all are headings."""
    wanted = content_stems(topic or "")
    told = (s for s in sentences if not is_heading(s.text))
    return max(told, key=lambda s: len(wanted & content_stems(s.text)), default=None)


def _speakers(
    asked: OfArchive, rows: Sequence[ArticleRow], library: Library
) -> list[Checked] | Refusal:
    """Return one line a person, the most quoted first: how often, and the latest of his own words."""
    said: dict[str, list[ArticleQuote]] = {}
    for row in rows:
        for found in library.quotes_in(row.article_id):
            person = library.person(row.article_id, found.quote.speaker or "")
            on_it = asked.topic is None or _near(found, asked.topic, library)
            if person is not None and found.quote.stance == "said" and on_it:
                said.setdefault(person.name, []).append(found)
    if not said:
        message = (
            f"Nobody is quoted on “{asked.topic}” in the {len(rows):,} articles that mention it."
        )
        return Refusal(reason="not_answered", message=message, nearest=nearest(rows))
    for surname, name in meant_by_surname(library).items():
        if {surname, name} <= said.keys():
            said[name] += said.pop(surname)
    people = sorted(said.items(), key=lambda item: (-len(item[1]), item[0]))
    number = "1 speaker is" if len(people) == 1 else f"{len(people):,} speakers are"
    lead = f"{number} quoted{f' on “{asked.topic}”' if asked.topic else ''}"
    if len(people) > LISTED:
        lead += f", the {LISTED} most quoted of them"
    return _led(lead, [_quoted(name, quotes, library) for name, quotes in people[:LISTED]])


def _near(found: ArticleQuote, topic: str, library: Library) -> bool:
    """Tell whether the words, or the sentences around them, hold all words of a topic."""
    sentences = library.sentences(found.article_id)
    own = [n for n, s in enumerate(sentences) if overlap(found.quote, s)]
    around = sentences[max(0, own[0] - 1) : own[-1] + 2] if own else ()
    return content_stems(topic) <= content_stems(" ".join(s.text for s in around))


def _quoted(name: str, quotes: Sequence[ArticleQuote], library: Library) -> Checked:
    latest = min(quotes, key=lambda q: q.quote.kind != "direct")
    times = "1 quote" if len(quotes) == 1 else f"{len(quotes)} quotes"
    words = one_line(latest.quote.text).rstrip(" ,;")
    shown = f"“{words}”" if latest.quote.kind == "direct" else words
    carrying = [s for s in library.sentences(latest.article_id) if overlap(latest.quote, s)]
    return _told(f"{name} ({times}): {shown}", carrying, library, "the ledger lists it")


# -- nothing there ---------------------------------------------------------------


def _publisher(question: str, asked: OfArchive, library: Library) -> str | None:
    """Return the publisher whom a question names; its name may be a topic too ("Fortune")."""
    named = question.casefold().replace("’", "'")
    known = sorted(library.publishers(), key=len, reverse=True)
    found = next((p for p in known if p.casefold().replace("’", "'") in named), None)
    topic = (asked.topic or "").casefold()
    return None if found is None or found.casefold() in topic else found


def _none_from(asked: str, publishers: Sequence[str], rows: Sequence[ArticleRow]) -> Refusal:
    known = ", ".join(sorted(publishers)[:LISTED]) or "none named"
    return Refusal(
        reason="not_mentioned",
        message=f"There are no articles for “{asked}”. The publishers here: {known}.",
        nearest=nearest(rows),
    )


def _none_on(
    asked: OfArchive, question: str, library: Library, every: Sequence[ArticleRow]
) -> Refusal:
    if asked.topic is None:
        return _none_from(question.strip(" ?"), library.publishers(), every)
    missing = tuple(w for w in content_words(asked.topic) if not library.knows_word(w))
    near = library.article_words(" OR ".join(map(phrase, content_words(asked.topic))), SHOWN)
    within_it = (
        "" if asked.publisher is None and not periods(question) else " among those asked for"
    )
    return Refusal(
        reason="not_mentioned",
        message=f"No article{within_it} mentions “{asked.topic}”.",
        nearest=nearest([row for row in every if row.article_id in near]),
        missing=missing,
    )


def nearest(rows: Sequence[ArticleRow]) -> tuple[Nearest, ...]:
    """Return the first articles as those nearest to a question."""
    return tuple(Nearest(article_id=r.article_id, title=r.title) for r in rows[:SHOWN])


# -- summaries -----------------------------------------------------------------


def _meant(question: str, filters: Filters, library: Library) -> str | None:
    """Return the article that is to be summarised: the one chosen, the one named, the only one."""
    rows = library.articles()
    if filters.article is not None:
        return filters.article
    if len(rows) == 1:
        return rows[0].article_id
    asked = set(_words(question))
    named = [
        (len(asked & own) / len(own), row.article_id)
        for row in rows
        if len(own := set(_words(row.title or ""))) > 1
    ]
    share, article_id = max(named, default=(0.0, ""))
    return article_id if share >= SAME_TITLE else None


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.lower()) if len(word) > 3]


def _summary(article_id: str, library: Library) -> list[Checked]:
    """Return an article in a few of its own sentences: its first, and those nearest to the whole.

    Nearest: highest cosine to the mean of all its sentences' vectors (the centroid, as in Radev
    et al., Centroid-based summarization, 2004, with sentence embeddings for word weights).
    """
    sentences = [s for s in library.sentences(article_id) if not is_heading(s.text)]
    if not sentences:
        return []
    chunks = [chunk.chunk_id for chunk in library.chunks_of(article_id)]
    vectors = np.vstack([e.sentences for e in library.embedded(chunks).values()])
    centre = vectors.mean(axis=0)
    first, *rest = sentences
    ranked = sorted(rest, key=lambda s: -library.similarity(s, centre))
    chosen, words = [first], len(first.text.split())
    for sentence in ranked:
        longer = words + len(sentence.text.split())
        if len(chosen) < SENTENCES and longer <= WORDS:
            chosen.append(sentence)
            words = longer
    reason = "the article's own sentence, near the middle of what it says"
    return [_own(s, library, reason) for s in sorted(chosen, key=lambda s: s.number)]


def _own(sentence: Sentence, library: Library, reason: str) -> Checked:
    return replace(_told(one_line(sentence.text), [sentence], library, reason), support="verbatim")


def _told(text: str, standing: Sequence[Sentence], library: Library, reason: str) -> Checked:
    evidence = standing_on(standing, library)
    return Checked(text=text, evidence=evidence, support="supported", reasons=(reason,))
