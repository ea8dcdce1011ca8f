"""Answers kept by everything that determines them: a killed run goes on where it stopped."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from eval.digests import digest
from eval.questions.dataset import Question
from eval.systems.systems import System
from eval.types import Place, Reply
from index.replacing import replacing


class AnswerCache:
    """One JSON file per answer, named by the hash of question, articles and system."""

    def __init__(self, folder: Path, corpus_hash: str | None) -> None:
        self._folder = folder
        self._corpus = corpus_hash

    def get(self, system: System, question: Question) -> Reply | None:
        """Return the reply given before under the same conditions, timings as measured then.

        Args:
            system: as it is set.
            question: of a set.
        """
        try:
            found = json.loads(self._path(system, question).read_text(encoding="utf-8"))
        # A missing file is a question not yet asked; a damaged one is asked again.
        except (FileNotFoundError, json.JSONDecodeError):
            return None
        return Reply(
            answer=found["answer"],
            places=tuple(Place(**place) for place in found["places"]),
            evidence=tuple(found["evidence"]),
            tokens=found["tokens"],
        )

    def put(self, system: System, question: Question, reply: Reply) -> None:
        """Keep a reply.

        Args:
            system: as it is set.
            question: of a set.
            reply: to it.

        Raises:
            OperationError: it cannot be written.
        """
        path = self._path(system, question)
        with replacing(path, "the answer", "free some space there") as beside:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(
                json.dumps(asdict(reply)), encoding="utf-8", errors="backslashreplace"
            )

    def _path(self, system: System, question: Question) -> Path:
        key = digest(
            {
                "system": system.name,
                "determinants": dict(system.determinants),
                "corpus": self._corpus,
                "question": question.question,
                "history": list(question.history),
            }
        )
        return self._folder / key[:2] / f"{key}.json"
