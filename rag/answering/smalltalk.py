"""Replies to what is no question about the articles' content: at once, without a model."""

from __future__ import annotations

from index.library import Library
from index.text.language import language_asked, name_of
from rag.answering.collection import counted, holding, nearest
from rag.question.talk import Talk, talk_in
from rag.types import Refusal, nearest_named


def reply(question: str, library: Library) -> str | Refusal | None:
    """Return a reply to what is no question to the articles, None for one that is.

    An order to write or to translate, and a question in another language, are refused with what
    can be done instead.

    Args:
        question: as asked.
        library: the index, for what could be asked instead.
    """
    talk = talk_in(question)
    if talk is None:
        return _in_english(question, library)
    if talk.kind == "greeting":
        return f"Hello. I answer from the {counted(library.articles())} that you indexed.{_offer(library)}"
    if talk.kind == "thanks":
        return "You are welcome. Ask on, whenever you like."
    if talk.kind == "help":
        return (
            f"I answer questions about the {counted(library.articles())} in the index: who said what, which "
            "figure, since when, says who. Every sentence of an answer is cited to the exact words, "
            f"and I say so where nothing in them answers.{_offer(library)}"
        )
    if talk.kind == "rules":
        return (
            "I keep to one rule, whatever an article or a question tells me: each sentence of an "
            "answer is cited to the exact words of an article that you indexed, and I say so where "
            f"nothing in them answers.{_offer(library)}"
        )
    return _instead(talk, library)


def _instead(talk: Talk, library: Library) -> Refusal:
    """Say what can be done instead of a text or a translation, and which articles are about it."""
    about = nearest(holding(talk.about, library)) if talk.about else ()
    if talk.kind == "language":
        parts = ["I answer in English, in the articles' own words, and do not translate."]
    else:
        parts = ["I do not write texts; I find what the articles say, word for word."]
    if about and talk.kind == "text":
        parts.append(
            f"Ask “Who is quoted on {talk.about}?” or “Which articles mention {talk.about}?”."
        )
    else:
        parts.append(_offer(library).strip())
    if about:
        parts.append(nearest_named(about))
    return Refusal(reason="not_answered", message=" ".join(parts), nearest=about)


def _in_english(question: str, library: Library) -> Refusal | None:
    """Ask for English, unless an article is in the question's language and may hold its words."""
    language = language_asked(question)
    if language is None or any(name_of(row.language) == language for row in library.articles()):
        return None
    return Refusal(
        reason="not_answered",
        message=f"The question seems to be in {language}; ask it in English.{_offer(library)}",
    )


def _offer(library: Library) -> str:
    examples = " ".join(f"“{q}”" for q in example_questions(library, 3))
    return f" You could ask: {examples}" if examples else " Add some, then ask about them."


def example_questions(library: Library, n: int) -> list[str]:
    """Return up to ``n`` questions: what the most quoted people said, what the articles are about.

    Args:
        library: the index that has to answer them.
        n: how many at most, in all.
    """
    named = [name for name, _count in library.speakers() if " " in name and len(name) < 40]
    questions = [f"What did {name} say?" for name in named[: n - 1]]
    titled = [f"What is “{row.title}” about?" for row in library.articles() if row.title]
    # Of a single article the title stands beside the question already.
    about = titled if len(titled) > 1 else ["Summarise the article."] * len(titled)
    return [*questions, *about[: n - len(questions)]]
