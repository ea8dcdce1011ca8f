"""Ask a whole question set, score it, keep the record."""

from __future__ import annotations

import json
import os
import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

from eval.digests import digest
from eval.questions.dataset import Question
from eval.runs.cache import AnswerCache
from eval.scoring import stats
from eval.scoring.answer_score import TextOf, score
from eval.scoring.citation_support import attributions
from eval.scoring.metrics import Scored, parts, summarise
from eval.scoring.ranking import article_measures, span_measures
from eval.scoring.stats import Estimate
from eval.systems.systems import System
from eval.types import Reply
from index.errors import OperationError, TradewireError

Progress = Callable[[int, int], None]
Metrics = Mapping[str, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What came out of asking a question set; ``to_dict`` is the contract's object.

    Attributes:
        mode: "llm", "extractive" or the name of a baseline.
        hashes: of corpus, questions, settings (all that determines answers) and code.
        record: the JSONL, None where not written.
        kept: replies that came from the cache.
        overhead: time of scoring and keeping ÷ time of the answers; None without a fresh answer.
    """

    set: str
    mode: str
    model: str | None
    n: int
    hashes: Mapping[str, str | None]
    metrics: Metrics
    by_type: Mapping[str, Metrics]
    record: Path | None
    rows: tuple[Scored, ...] = field(repr=False)
    kept: int = 0
    overhead: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON types, keys in the order of the contract."""
        return {
            "set": self.set,
            "mode": self.mode,
            "model": self.model,
            "n": self.n,
            **self.hashes,
            "metrics": {name: asdict(estimate) for name, estimate in self.metrics.items()},
            "by_type": {
                kind: {name: asdict(estimate) for name, estimate in metrics.items()}
                for kind, metrics in self.by_type.items()
            },
            "from_cache": self.kept,
            "overhead": self.overhead,
            "record": str(self.record) if self.record else None,
        }


def run(
    questions: Sequence[Question],
    system: System,
    text_of: TextOf,
    *,
    name: str = "questions",
    folder: Path | None = None,
    corpus_hash: str | None = None,
    cache: AnswerCache | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
    seed: int = stats.SEED,
) -> RunResult:
    """Ask a system every question, in order, and score the replies.

    A system that raises a TradewireError counts as a failed answer and is asked again the next
    time. A stop by the keyboard leaves what was done in ``folder``, in a file that ends in
    ``.partial``, and in the cache.

    Args:
        questions: the set.
        system: who answers.
        text_of: the stored text of an article by id.
        name: of the set.
        folder: where the record goes; None keeps none.
        corpus_hash: ``digest`` of the articles asked about.
        cache: replies given before; None asks everything and keeps nothing.
        fresh: ask again what the cache has.
        progress: called with how many are done and how many there are.
        seed: of the resampling.

    Raises:
        OperationError: the record cannot be written.
    """
    hashes: dict[str, str | None] = {
        "corpus_hash": corpus_hash,
        "questions_hash": digest([asdict(question) for question in questions]),
        "settings_hash": digest(dict(system.determinants)),
        "weights_hash": system.determinants.get("weights"),
        "code_hash": system.determinants.get("code"),
    }
    made_of = {"set": name, "mode": system.name, "model": system.model, **hashes}
    rows: list[Scored] = []
    record = folder / f"{_file_name(name, system.name)}.jsonl" if folder else None
    start, answering = time.perf_counter(), 0.0
    with _record(record) if record else nullcontext() as stream:
        for question in questions:
            reply = None if fresh or cache is None else cache.get(system, question)
            kept = reply is not None
            if reply is None:
                begun = time.perf_counter()
                reply = _asked(question, system)
                answering += time.perf_counter() - begun
                if cache is not None and reply.answer.get("status") != "failed":
                    cache.put(system, question, reply)
            rows.append(scored(question, reply, text_of, kept=kept))
            if stream:
                _keep(rows[-1], stream, made_of)
            if progress:
                progress(len(rows), len(questions))
    spent = time.perf_counter() - start - answering
    return RunResult(
        set=name,
        mode=system.name,
        model=system.model,
        n=len(rows),
        hashes=hashes,
        metrics=summarise(rows, seed=seed),
        by_type={
            kind: summarise([row for row in rows if row.question.type == kind], seed=seed)
            for kind in dict.fromkeys(row.question.type for row in rows)
        },
        record=record,
        rows=tuple(rows),
        kept=sum(row.kept for row in rows),
        overhead=None if any(row.kept for row in rows) or not answering else spent / answering,
    )


def scored(question: Question, reply: Reply, text_of: TextOf, *, kept: bool = False) -> Scored:
    """Score one reply in every way there is.

    Args:
        question: of a set.
        reply: a system's.
        text_of: the stored text of an article by id.
        kept: the reply was kept from an earlier run.
    """
    searched = "retrieved" in reply.answer
    return Scored(
        question=question,
        reply=reply,
        score=score(question, reply.answer, text_of),
        sentences=attributions(reply.answer, text_of),
        # What searches says in "retrieved" that it found nothing; what does not has no ranking.
        articles=article_measures(question, reply.places) if searched else None,
        spans=span_measures(question, reply.places, text_of) if searched else None,
        kept=kept,
    )


def _asked(question: Question, system: System) -> Reply:
    try:
        return system.reply(question)
    except TradewireError as error:
        failed = {"question": question.question, "status": "failed", "text": ""}
        return Reply(answer=failed | {"error": str(error)})


def _file_name(name: str, mode: str) -> str:
    """Return a name that no other run has, whatever the set is called."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", Path(name).stem).strip("-")[:60] or "questions"
    system = re.sub(r"[^A-Za-z0-9_-]+", "-", mode)[:30]
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    return f"{stem}-{system}-{moment}-{uuid.uuid4().hex[:6]}"


@contextmanager
def _record(target: Path) -> Iterator[TextIO]:
    """Write beside the target and move into place at the end; a stop keeps the partial file."""
    partial = target.with_name(f"{target.name}.partial")
    with _writing(partial):
        target.parent.mkdir(parents=True, exist_ok=True)
        # Line by line, so that a stop loses nothing; a lone surrogate becomes its JSON escape.
        stream = partial.open("x", buffering=1, encoding="utf-8", errors="backslashreplace")
    with stream:
        yield stream
    with _writing(target):
        os.replace(partial, target)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OperationError(
            f"Cannot write the record {path}: {error.strerror}; name another folder."
        ) from error


def _keep(row: Scored, stream: TextIO, made_of: Mapping[str, Any]) -> None:
    line = {
        "id": row.question.id,
        "type": row.question.type,
        "verdict": row.score.verdict,
        "question": asdict(row.question),
        "answer": row.reply.answer,
        "evidence": list(row.reply.evidence),
        "tokens": row.reply.tokens,
        "score": asdict(row.score),
        "sentences": [asdict(sentence) for sentence in row.sentences],
        "parts": parts(row),
        "from_cache": row.kept,
        "run": made_of,
    }
    with _writing(Path(stream.name)):
        stream.write(json.dumps(line, ensure_ascii=False) + "\n")
