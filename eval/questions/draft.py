"""Questions proposed from an index, for a person to read, correct and accept.

From the ledger of quotes: what somebody said about the thing that sets the quote apart. And
their shadow: the same question about a person who said nothing of the kind, which the articles
do not answer. Nothing is accepted by itself: each row says ``"draft": true``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from eval.questions.dataset import Passage, Question
from index.errors import OperationError
from index.library import Library
from index.text.names import is_person_name
from index.text.words import content_stems, content_words, names
from index.types import Quote

FEWEST_WORDS, MOST_WORDS = 6, 40
TOPIC_WORDS, SHORT_WORD = 2, 3
ABSENT_EVERY = 4


def propose(library: Library, n: int) -> list[Question]:
    """Return up to ``n`` drafts, spread over the articles; every fourth has no answer.

    Args:
        library: asked about.
        n: the most to propose.
    """
    told = list(_told(library))
    speakers = [name for name, _ in library.speakers() if is_person_name(name)]
    drafts = []
    for number, (article_id, quote) in enumerate(_spread(told)[:n], 1):
        silent = _silent(speakers, quote, told) if number % ABSENT_EVERY == 0 else None
        drafts.append(_draft(number, article_id, quote, silent, library))
    return drafts


def write(questions: Sequence[Question], path: Path) -> int:
    """Write drafts, one JSON object a line; return how many.

    Args:
        questions: drafts.
        path: of a file that is not there yet.

    Raises:
        OperationError: the file is already there, or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8") as stream:
            for question in questions:
                stream.write(json.dumps(asdict(question), ensure_ascii=False) + "\n")
    except FileExistsError as error:
        raise OperationError(
            f"{path} is already there, perhaps with your corrections; name another with --out."
        ) from error
    except OSError as error:
        raise OperationError(
            f"Cannot write the drafts {path}: {error.strerror}; name another file."
        ) from error
    return len(questions)


def _told(library: Library) -> Iterator[tuple[str, Quote]]:
    for found in library.quotes():
        quote = found.quote
        words = len(quote.text.split())
        named = quote.speaker is not None and is_person_name(quote.speaker)
        if quote.kind == "direct" and named and FEWEST_WORDS <= words <= MOST_WORDS:
            yield found.article_id, quote


def _spread(told: Sequence[tuple[str, Quote]]) -> list[tuple[str, Quote]]:
    """Return the first quote of every article, then every second one, and so on."""
    seen = Counter[str]()
    turns = []
    for article_id, quote in told:
        turns.append((seen[article_id], article_id, quote))
        seen[article_id] += 1
    return [(article_id, quote) for _, article_id, quote in sorted(turns, key=lambda t: t[0])]


def _topic(quote: Quote, library: Library) -> tuple[str, ...]:
    """Return what sets a quote apart: a name in it, else its rarest words, in its order."""
    if named := names(quote.text):
        return (named[0],)
    words = [word for word in content_words(quote.text) if len(word) > SHORT_WORD]
    rare = set(sorted(words, key=library.term_frequency)[:TOPIC_WORDS])
    return tuple(dict.fromkeys(word for word in words if word in rare))


def _draft(
    number: int, article_id: str, quote: Quote, silent: str | None, library: Library
) -> Question:
    """Return what the speaker of a quote said, or the same of somebody who said nothing of it."""
    topic = _topic(quote, library)
    passage = (Passage(article_id=article_id, quote=quote.text),)
    draft = Question(
        id=f"draft-{number:03}",
        question=f"What did {silent or quote.speaker} say about {' and '.join(topic)}?",
        draft=True,
    )
    if silent:
        return replace(draft, type="not_said", answerable=False, near_miss=passage)
    return replace(
        draft,
        type="quote",
        answer=quote.text,
        must_include=tuple((word,) for word in topic),
        evidence=passage,
        speaker=quote.speaker,
        spoken=quote.text,
        as_of=library.article(article_id).published,
    )


def _silent(speakers: Sequence[str], quote: Quote, told: Sequence[tuple[str, Quote]]) -> str | None:
    """Return somebody who is quoted, but with none of this quote's words."""
    words = content_stems(quote.text)
    spoke = {q.speaker for _, q in told if words & content_stems(q.text)}
    return next((name for name in speakers if name not in spoke), None)
