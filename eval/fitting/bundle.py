"""Training data in one file of arrays: every text once, in word pieces, and who points to which."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from eval.fitting.groups import Group, Span
from rag.reader.inputs import Passage, day_in_words

Ints = npt.NDArray[np.int32]
VERDICTS = ("supported", "not", "contradicted")
_VERDICT_OF = {"yes": "supported", "no": "contradicted", "unknown": "not"}
CLS, SEP, EMPTY = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence held against evidence; ``verdict`` is one of ``VERDICTS``."""

    text: str
    claim: str
    evidence: Passage
    verdict: str


def public_claims(path: Path) -> list[Claim]:
    """Read ``claims.jsonl.gz``; a question with yes, no or unknown counts as a claim."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Claim(
            text=row["evidence"][:80],
            claim=row.get("claim") or row["question"],
            evidence=Passage(sentence=" ".join(row["evidence"].split())),
            verdict=verdict,
        )
        for row in rows
        if (verdict := _VERDICT_OF.get(row["label"], row["label"])) in VERDICTS
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The arrays. A "row" is an index into ``offsets``: pieces[offsets[row]:offsets[row + 1]].

    Attributes:
        pieces, offsets: the texts' word pieces, one after another.
        question, first: each group's question row, and where its candidates begin (one more at the
            end).
        sentence, before, title, day: each candidate's rows.
        answers: 1 where a candidate answers, else 0.
        span: first and last piece of the asked-for words in its sentence, -1 where unknown.
        claim, evidence, evidence_before, evidence_title, verdict: of each claim.
        source: each group's set, as an index into ``sources``; the same for claims.
        held_out, claim_held_out: what is kept to measure on.
    """

    pieces: npt.NDArray[np.uint16]
    offsets: Ints
    question: Ints
    first: Ints
    sentence: Ints
    before: Ints
    title: Ints
    day: Ints
    answers: Ints
    span: Ints
    claim: Ints
    evidence: Ints
    evidence_before: Ints
    evidence_title: Ints
    verdict: Ints
    source: Ints
    held_out: Ints
    claim_held_out: Ints
    sources: tuple[str, ...]

    def save(self, path: Path) -> None:
        """Write the arrays."""
        values = {n: getattr(self, n) for n in self.__dataclass_fields__ if n != "sources"}
        np.savez_compressed(path, sources=np.array(self.sources), **values)

    @classmethod
    def load(cls, path: Path) -> Bundle:
        """Read what ``save`` wrote."""
        with np.load(path) as found:
            names = [n for n in cls.__dataclass_fields__ if n != "sources"]
            return cls(
                sources=tuple(map(str, found["sources"])), **{name: found[name] for name in names}
            )


def bundled(
    groups: Sequence[Group],
    claims: Sequence[Claim],
    tokenizer: Tokenizer,
    held_out: Iterable[str],
) -> Bundle:
    """Return the arrays of groups and claims.

    Args:
        groups: as from ``with_mined``.
        claims: what the support head learns.
        tokenizer: word pieces.
        held_out: texts whose groups and claims are only measured on.
    """
    texts, kept_back = {"[CLS]": CLS, "[SEP]": SEP, "": EMPTY}, frozenset(held_out)

    def row(text: str) -> int:
        return texts.setdefault(text, len(texts))

    names = tuple(dict.fromkeys(g.source for g in groups))
    candidates = [c for g in groups for c in g.candidates]
    rows = {
        "question": [row(g.question) for g in groups],
        "sentence": [row(c.passage.sentence) for c in candidates],
        "before": [row(c.passage.before) for c in candidates],
        "title": [row(c.passage.title) for c in candidates],
        "day": [row(day_in_words(c.passage.published)) for c in candidates],
        "claim": [row(c.claim) for c in claims],
        "evidence": [row(c.evidence.sentence) for c in claims],
        "evidence_before": [row(c.evidence.before) for c in claims],
        "evidence_title": [row(c.evidence.title) for c in claims],
    }
    read = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    ids = [e.ids[:256] for e in read]
    ids[CLS] = [int(tokenizer.token_to_id("[CLS]") or 0)]
    ids[SEP] = [int(tokenizer.token_to_id("[SEP]") or 0)]
    spans = [
        (-1, -1) if c.span is None else _in_pieces(read[at].offsets, c.span)
        for c, at in zip(candidates, rows["sentence"], strict=True)
    ]
    others: dict[str, Any] = {
        "offsets": np.cumsum([0, *map(len, ids)]),
        "first": np.cumsum([0, *(len(g.candidates) for g in groups)]),
        "answers": [c.answers for c in candidates],
        "span": np.reshape(spans, (-1, 2)),
        "verdict": [VERDICTS.index(c.verdict) for c in claims],
        "source": [names.index(g.source) for g in groups],
        "held_out": [g.text in kept_back for g in groups],
        "claim_held_out": [c.text in kept_back for c in claims],
    }
    return Bundle(
        pieces=np.concatenate([np.asarray(i, dtype=np.uint16) for i in ids]),
        sources=names,
        **{n: np.asarray(v, dtype=np.int32) for n, v in {**rows, **others}.items()},
    )


def _in_pieces(offsets: Sequence[Span], span: Span) -> Span:
    inside = [at for at, (a, b) in enumerate(offsets) if a < span[1] and b > span[0]]
    return (inside[0], inside[-1]) if inside and inside[-1] < 64 else (-1, -1)
