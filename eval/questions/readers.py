"""Question sets of other makes: CSV, SQuAD, RealTimeQA and MultiHop-RAG become ours.

A table is known by its name, every other kind by what the file holds. Some sets bring their articles
along (SQuAD its paragraphs, MultiHop-RAG the sentences its answers rest on); these are the
corpus when none is named.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.questions.dataset import Passage, Question, load_questions, read_text
from index.errors import UsageError

_UNANSWERED = {
    "", "unanswerable", "none", "n/a", "no answer", "insufficient information",
    "not in the articles", "not mentioned", "not stated",
}  # fmt: skip
_NO = {"no", "false", "0", "n"}
_LOOSE = "right means half of its words and all of its figures."
_SHORT = 6
_AROUND = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """Questions, and what came with them.

    Attributes:
        kind: "tradewire", "csv", "squad", "realtimeqa" or "multihop-rag".
        articles: corpus records (see the README) that the file itself holds.
        note: what the reader had to decide, in one line; None if nothing.
    """

    kind: str
    questions: tuple[Question, ...]
    articles: tuple[Mapping[str, Any], ...] = ()
    note: str | None = None


def read_set(path: Path) -> QuestionSet:
    """Read a question set of any of the kinds.

    Raises:
        UsageError: the file cannot be read or holds no question; the message says what is wrong.
    """
    text = read_text(path)
    kind, read = _kind(path, text)
    if read is None:
        return QuestionSet(kind=kind, questions=tuple(load_questions(path)))
    try:
        found = read(text)
    # What a file of another make may lack, or hold in another form, is its own business.
    except (AttributeError, KeyError, TypeError, ValueError, csv.Error) as error:
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
        raise UsageError(
            f"{path} looks like {kind}, but a part of it does not ({reason}); correct it."
        ) from error
    if not found.questions:
        raise UsageError(f"{path} holds no question that can be scored ({found.note or 'empty'}).")
    names = Counter(question.id for question in found.questions)
    if twice := [name for name, times in names.items() if times > 1]:
        raise UsageError(f"{path}: id {twice[0]!r} stands there twice; give each question its own.")
    return found


def _kind(path: Path, text: str) -> tuple[str, Callable[[str], QuestionSet] | None]:
    """Return the name of the kind and its reader; None for our own."""
    if path.suffix.lower() == ".csv":
        return "csv", _csv
    whole = _json(text)
    if isinstance(whole, dict) and isinstance(whole.get("data"), list):
        return "squad", _squad
    first = _json(text.lstrip().split("\n", 1)[0])
    if isinstance(first, dict) and "answer_string_in_docs" in first:
        return "realtimeqa", _realtimeqa
    if isinstance(first, dict) and "evidence_list" in first:
        return "multihop-rag", _multihop
    return "tradewire", None


def _csv(text: str) -> QuestionSet:
    """Read columns named question and answer; optional: id, type, answerable, must_include.

    Alternatives of an answer are parted by "|"; ``must_include`` takes groups parted by ";".
    """
    header = text.lstrip().split("\n", 1)[0]
    # Spreadsheets part by semicolon where the comma parts decimals.
    delimiter = max(",;\t", key=header.count)
    rows = list(csv.DictReader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter))
    names = {str(name).strip().lower(): name for name in (rows[0] if rows else {}) if name}
    if "question" not in names or not {"answer", "must_include"} & set(names):
        raise ValueError(
            "it needs a column named question and one named answer, and has "
            f"{', '.join(names) or 'no row'}"
        )
    questions = []
    for number, row in enumerate(rows, 1):
        cells = {name: str(row.get(column) or "").strip() for name, column in names.items()}
        if cells["question"]:
            questions.append(_from_cells(cells, cells.get("id") or str(number)))
    loose = sum(q.answerable and not q.must_include for q in questions)
    note = f"{loose} questions have a long answer and no must_include: {_LOOSE}"
    return QuestionSet(kind="csv", questions=tuple(questions), note=note if loose else None)


def _from_cells(cells: Mapping[str, str], name: str) -> Question:
    answer = cells.get("answer", "")
    groups = tuple(
        tuple(a.strip() for a in group.split("|") if a.strip())
        for group in cells.get("must_include", "").split(";")
        if group.strip()
    )
    said_no = cells.get("answerable", "").lower() in _NO
    answerable = not said_no and (bool(groups) or answer.lower().strip(" .") not in _UNANSWERED)
    alternatives = tuple(a.strip() for a in answer.split("|") if a.strip())
    short = tuple(a for a in alternatives if len(a.split()) <= _SHORT)
    if answerable and not groups and short == alternatives:
        groups = (alternatives,)
    return Question(
        id=name,
        question=cells["question"],
        type=cells.get("type") or "other",
        answerable=answerable,
        answer=answer or None,
        must_include=groups if answerable else (),
        references=short if answerable else (),
    )


def _squad(text: str) -> QuestionSet:
    """Read SQuAD (1.1, 2.0 and XQuAD): every paragraph is an article."""
    articles, questions = [], []
    for topic_number, topic in enumerate(json.loads(text)["data"]):
        title = str(topic.get("title") or f"Topic {topic_number + 1}")
        for number, paragraph in enumerate(topic.get("paragraphs") or ()):
            article_id = f"{topic_number}-{number}"
            articles.append({"id": article_id, "title": title, "text": paragraph["context"]})
            questions += [
                _squad_question(qa, article_id, paragraph["context"])
                for qa in paragraph.get("qas") or ()
            ]
    return QuestionSet(kind="squad", questions=tuple(questions), articles=tuple(articles))


def _squad_question(qa: Mapping[str, Any], article_id: str, context: str) -> Question:
    given = qa.get("answers") or ()
    answers = tuple(dict.fromkeys(str(a["text"]) for a in given))
    answerable = bool(answers) and not qa.get("is_impossible")
    evidence = tuple(
        Passage(article_id=article_id, quote=_around(context, int(a["answer_start"]), a["text"]))
        for a in given[:1]
    )
    return Question(
        id=str(qa["id"]),
        question=str(qa["question"]),
        type="span" if answerable else "impossible",
        answerable=answerable,
        answer=" | ".join(answers) or None,
        must_include=(answers,) if answerable else (),
        references=answers,
        evidence=evidence if answerable else (),
    )


def _around(context: str, start: int, answer: str) -> str:
    """Return the answer with the words next to it, so that it is found in one place only."""
    end = start + len(answer)
    left = context.rfind(" ", 0, max(0, start - _AROUND)) + 1
    right = context.find(" ", end + _AROUND)
    return context[left : right if right >= 0 else len(context)]


def _realtimeqa(text: str) -> QuestionSet:
    """Read RealTimeQA (Kasai et al. 2023) as open questions, without the choices.

    It has no gold article: those that hold the answer's words stand in for it, and a question
    whose answer no article holds is left out.
    """
    questions, left_out = [], 0
    for row in _rows(text):
        holding = [str(id_) for id_ in row.get("answer_string_in_docs") or ()]
        answers = tuple(str(a) for a in row.get("answer_text") or ())
        if not holding or not answers:
            left_out += 1
            continue
        questions.append(
            Question(
                id=str(row["question_id"]),
                question=str(row["question"]),
                type="news quiz",
                answer=" | ".join(answers),
                must_include=(answers,),
                references=answers,
                evidence_any_of=tuple(
                    (Passage(article_id=id_, quote=answers[0]),) for id_ in holding
                ),
            )
        )
    note = f"{left_out} questions left out: no article holds the words of their answer."
    return QuestionSet(
        kind="realtimeqa", questions=tuple(questions), note=note if left_out else None
    )


_MULTIHOP_KEYS = {
    "title": "title", "publisher": "source", "author": "author", "published": "published_at",
    "url": "url",
}  # fmt: skip


def _multihop(text: str) -> QuestionSet:
    """Read MultiHop-RAG (Tang & Yang 2024); its gold sentences, by article, are the corpus."""
    articles: dict[str, dict[str, Any]] = {}
    questions = []
    for number, row in enumerate(_rows(text)):
        passages = []
        for gold in row["evidence_list"]:
            article_id = str(gold.get("url") or gold["title"])
            known = {ours: gold.get(theirs) for ours, theirs in _MULTIHOP_KEYS.items()}
            article = articles.setdefault(article_id, {"id": article_id, **known, "text": ""})
            if gold["fact"] not in article["text"]:
                article["text"] = f"{article['text']}\n\n{gold['fact']}".strip()
            passages.append(Passage(article_id=article_id, quote=str(gold["fact"])))
        answer = str(row["answer"])
        answerable = answer.lower().strip(" .") not in _UNANSWERED
        questions.append(
            Question(
                id=str(row.get("id", number)),
                question=str(row.get("question") or row.get("query")),
                type=str(row.get("question_type") or "other").removesuffix("_query"),
                answerable=answerable,
                answer=answer,
                must_include=((answer,),) if answerable else (),
                references=(answer,) if answerable else (),
                evidence=tuple(passages) if answerable else (),
            )
        )
    return QuestionSet(
        kind="multihop-rag", questions=tuple(questions), articles=tuple(articles.values())
    )


def _rows(text: str) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        row = _json(line)
        if not isinstance(row, dict):
            raise TypeError(f"line {number} is no JSON object")
        yield row


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
