"""Questions whose evidence is given: ``python -m eval.benchmarks.given_evidence FILE [--mode extractive|llm]``.

RGB (Chen et al. 2024) brings passages that answer and others; each question is asked twice, over both
and over the others alone, which must be refused. MultiHop-RAG (Tang & Yang 2024) brings the sentences
that an answer rests on; its questions without an answer are asked over those of other questions.
Nothing else is indexed. Beside the answers stand the nearest passage, and always refusing.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from eval.questions.dataset import Question, read_text
from eval.questions.readers import read_set
from eval.scoring.answer_score import normalise, occurs, score
from eval.scoring.stats import rate, short
from eval.systems.small_archive import chain_over
from index.errors import TradewireError, UsageError
from index.models.embedder import Embedder
from rag.build import build_embedder, build_model
from rag.contract import Answer
from rag.models.chat_model import LanguageModel
from rag.retrieval.search import search
from rag.settings import Settings
from rag.types import Filters

ANSWERING, OTHERS = 3, 5
NEIGHBOURS = 4
"""How many other questions lend their evidence to one that has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question, and the corpus records that it is asked over."""

    question: Question
    records: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a question fared: by tradewire, and by whoever shows the nearest passage."""

    case: Case
    answer: Answer
    right: bool
    nearest_right: bool


def cases(path: Path) -> list[Case]:
    """Read RGB or MultiHop-RAG.

    Raises:
        UsageError: the file is neither.
    """
    text = read_text(path)
    first = json.loads(text.lstrip().split("\n", 1)[0])
    if {"positive", "negative", "query"} <= set(first):
        rows = [json.loads(line) for line in text.split("\n") if line.strip()]
        return [case for row in rows for case in _rgb(row)]
    if "evidence_list" in first:
        return list(_multihop(path))
    raise UsageError(f"{path} is neither RGB nor MultiHop-RAG; name a file of one of them.")


def _rgb(row: Mapping[str, Any]) -> Iterator[Case]:
    answers = row["answer"] if isinstance(row["answer"], list) else [row["answer"]]
    asked = Question(
        id=str(row["id"]),
        question=f"{row['query'].rstrip().removesuffix('?')}?",
        type="answer among others",
        must_include=tuple(tuple(a) if isinstance(a, list) else (a,) for a in answers),
    )
    answering = list(row["positive"])[:ANSWERING]
    others = list(row["negative"])[:OTHERS]
    yield Case(question=asked, records=_records([*others, *answering]))
    nothing = replace(
        asked, id=f"{row['id']}-no", type="no answer", answerable=False, must_include=()
    )
    yield Case(question=nothing, records=_records(others))


def _records(texts: Sequence[str]) -> tuple[dict[str, Any], ...]:
    return tuple({"id": str(n), "text": text} for n, text in enumerate(texts))


def _multihop(path: Path) -> Iterator[Case]:
    found = read_set(path)
    articles = {str(record["id"]): record for record in found.articles}
    given = [
        tuple(dict.fromkeys(passage.article_id for passage in question.evidence))
        for question in found.questions
    ]
    for number, question in enumerate(found.questions):
        ids: Sequence[str] = given[number]
        if not ids:
            after = given[number + 1 :] + given[:number]
            ids = list(dict.fromkeys(id_ for lent in after[:NEIGHBOURS] for id_ in lent))
        yield Case(question=question, records=tuple(articles[id_] for id_ in ids))


def ask(case: Case, embedder: Embedder, model: LanguageModel | None, folder: Path) -> Outcome:
    """Index what is given and ask over it.

    Args:
        case: the question, and what is given with it.
        embedder: for the index.
        model: answers; None for extracts alone.
        folder: empty, for the file and its index.
    """
    source = folder / "given.jsonl"
    lines = (json.dumps(record) for record in case.records)
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with chain_over(source, folder / "index", embedder, model) as chain:
        library = chain.library
        answer = chain.invoke(case.question.question)
        nearest = search(case.question.question, library, filters=Filters(), top_k=1)
        result = score(case.question, answer.to_dict(), lambda id_: library.article(id_).text)
    shown = normalise(nearest[0].text) if nearest else ""
    return Outcome(
        case=case,
        answer=answer,
        right=result.verdict == "correct",
        nearest_right=case.question.answerable
        and all(any(occurs(one, shown) for one in group) for group in case.question.must_include),
    )


def table(outcomes: Sequence[Outcome]) -> str:
    """Return a table in Markdown: right, refused and wrong, by type of question."""
    lines = ["| questions | right | refused | wrong |", "|---|---|---|---|"]
    types = dict.fromkeys(o.case.question.type for o in outcomes)
    for type_ in types:
        own = [o for o in outcomes if o.case.question.type == type_]
        lines.append(f"| {type_} ({len(own)}) | {_shares(own)} |")
    lines.append(f"| all ({len(outcomes)}) | {_shares(outcomes)} |")
    nearest = rate(o.nearest_right for o in outcomes)
    none = rate(not o.case.question.answerable for o in outcomes)
    wrong = short(1 - (nearest.value or 0.0))
    lines.append(f"| always the nearest passage | {nearest.shown()} | .00 | {wrong} |")
    lines.append(f"| always refused | {none.shown()} | 1.00 | .00 |")
    return "\n".join(lines)


def _shares(outcomes: Sequence[Outcome]) -> str:
    fates = [(o.right, o.answer.status == "refused") for o in outcomes]
    columns = zip(*((right, no, not right and not no) for right, no in fates), strict=True)
    return " | ".join(rate(column).shown() for column in columns)


def main() -> None:
    """Ask every question of a file over its own evidence and print the table."""
    parser = argparse.ArgumentParser(description="Answer from given evidence.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--mode", choices=["extractive", "llm"], default="extractive")
    parser.add_argument("--limit", type=int)
    arguments = parser.parse_args()
    mode: Literal["extractive", "llm"] = arguments.mode
    try:
        settings = Settings(mode=mode)
        embedder, model = build_embedder(settings), build_model(settings)
        outcomes = []
        for case in cases(arguments.file)[: arguments.limit]:
            with tempfile.TemporaryDirectory() as folder:
                outcomes.append(ask(case, embedder, model, Path(folder)))
    except TradewireError as error:
        parser.exit(1, f"{error}\n")
    print(table(outcomes))


if __name__ == "__main__":
    main()
