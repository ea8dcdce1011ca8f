"""Question sets: one JSON object a line, checked when read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.errors import UsageError

# The data folder that lies beside this package, in a checkout and installed alike.
_SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of an article, as stored in its raw text."""

    article_id: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with what a right answer looks like.

    Attributes:
        type: sort of question ("quote", "number", "absent", …); results are given per type.
        history: earlier turns, oldest first: "role" (user or assistant) and "content".
        answerable: whether the articles hold the answer; if not, declining is right.
        answer: the reference answer, for people to read.
        must_include: groups of alternatives; a right answer has one of every group.
        must_not_include: strings that only a wrong answer has.
        evidence: the passages that the answer rests on.
        evidence_any_of: sets of passages, each enough by itself.
        near_miss: passages that tempt to a wrong answer or refute a false premise.
        speaker, spoken: who is quoted, and the words inside the marks.
        as_of: ISO date of the statement or event.
        references: short reference answers, each right by itself, for exact match and F1.
        draft: proposed by ``tradewire eval draft`` and not yet accepted; not asked.

    Without ``must_include`` an answer is right when it has at least half of the content words
    of ``answer`` that the question does not have, and every figure of it: a weaker rule, for
    sets that give a reference answer only.
    """

    id: str
    question: str
    type: str = "other"
    history: tuple[dict[str, str], ...] = ()
    answerable: bool = True
    answer: str | None = None
    must_include: tuple[tuple[str, ...], ...] = ()
    must_not_include: tuple[str, ...] = ()
    evidence: tuple[Passage, ...] = ()
    evidence_any_of: tuple[tuple[Passage, ...], ...] = ()
    near_miss: tuple[Passage, ...] = ()
    speaker: str | None = None
    spoken: str | None = None
    as_of: str | None = None
    references: tuple[str, ...] = ()
    draft: bool = False


def load_questions(path: Path) -> list[Question]:
    """Read a question set; empty lines and drafts are passed over, unknown keys ignored.

    Raises:
        UsageError: the file cannot be read, holds no question, or a line is not a question;
            the message names the line and the field.
    """
    questions: dict[str, Question] = {}
    drafts = 0
    for number, line in numbered_lines(path):
        question = _question(line, f"{path}, line {number}")
        if question.draft:
            drafts += 1
            continue
        if question.id in questions:
            raise UsageError(
                f"{path}, line {number}: id {question.id!r} stands there twice; give each its own."
            )
        questions[question.id] = question
    if not questions and drafts:
        raise UsageError(
            f"{path} holds {drafts} drafts and no accepted question; "
            'read them, correct them, and set "draft": false in those that are good.'
        )
    if not questions:
        raise UsageError(f"{path} holds no question; write one JSON object a line.")
    return list(questions.values())


def seeds_questions() -> list[Question]:
    """Return the question set that ships with tradewire."""
    return load_questions(_SEEDS / "questions.jsonl")


def seeds_corpus() -> list[Path]:
    """Return the articles that the shipped question set is about."""
    return sorted(_SEEDS.glob("*.txt"))


def read_text(path: Path) -> str:
    """Return a file's text.

    Raises:
        UsageError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"Cannot read {path}: {error.strerror}; name a file that is there."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8."
        ) from error


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines of a file that hold something; raises as ``read_text`` does."""
    # str.splitlines would also cut at U+2028, which JSON allows inside a string.
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            yield number, line


_READER = TypeAdapter(Question)


def _question(line: str, where: str) -> Question:
    try:
        question = _READER.validate_json(line, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        wrong = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
        raise UsageError(f"{where}: {wrong}; correct the line.") from error
    # A draft may lack what a person is still to write.
    for problem in () if question.draft else _problems(question):
        raise UsageError(f"{where}: {problem}.")
    return question


def _problems(question: Question) -> Iterator[str]:
    """Yield what makes a well-formed record useless, with the way out."""
    if not question.question.strip():
        yield "question is empty; write the question there"
    if question.answerable and not question.must_include and not question.answer:
        yield (
            "must_include is empty and there is no answer, so any reply would be right; "
            "fill one of them, or set answerable to false"
        )
    for place, turn in enumerate(question.history):
        if turn.get("role") not in ("user", "assistant") or "content" not in turn:
            yield f'history.{place} is no turn; give it "role" (user or assistant) and "content"'
