"""Training data in one file of arrays: every text once, in word pieces, and who points to which."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

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


class _Texts:
    """Gives each text a row."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {"[CLS]": CLS, "[SEP]": SEP, "": EMPTY}

    def row(self, text: str) -> int:
        return self.rows.setdefault(text, len(self.rows))


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
    texts, kept_back = _Texts(), frozenset(held_out)
    names = tuple(dict.fromkeys(g.source for g in groups))
    candidates = [c for g in groups for c in g.candidates]
    question = [texts.row(g.question) for g in groups]
    sentence = [texts.row(c.passage.sentence) for c in candidates]
    before = [texts.row(c.passage.before) for c in candidates]
    title = [texts.row(c.passage.title) for c in candidates]
    day = [texts.row(day_in_words(c.passage.published)) for c in candidates]
    claim = [texts.row(c.claim) for c in claims]
    evidence = [texts.row(c.evidence.sentence) for c in claims]
    evidence_before = [texts.row(c.evidence.before) for c in claims]
    evidence_title = [texts.row(c.evidence.title) for c in claims]
    read = tokenizer.encode_batch(list(texts.rows), add_special_tokens=False)
    ids = [e.ids[:256] for e in read]
    ids[CLS] = [int(tokenizer.token_to_id("[CLS]") or 0)]
    ids[SEP] = [int(tokenizer.token_to_id("[SEP]") or 0)]
    spans = [
        (-1, -1) if c.span is None else _in_pieces(read[row].offsets, c.span)
        for c, row in zip(candidates, sentence, strict=True)
    ]
    return Bundle(
        pieces=np.concatenate([np.asarray(i, dtype=np.uint16) for i in ids]),
        offsets=_ints(np.cumsum([0, *map(len, ids)])),
        question=_ints(question),
        first=_ints(np.cumsum([0, *(len(g.candidates) for g in groups)])),
        sentence=_ints(sentence),
        before=_ints(before),
        title=_ints(title),
        day=_ints(day),
        answers=_ints([c.answers for c in candidates]),
        span=_ints(spans).reshape(-1, 2),
        claim=_ints(claim),
        evidence=_ints(evidence),
        evidence_before=_ints(evidence_before),
        evidence_title=_ints(evidence_title),
        verdict=_ints([VERDICTS.index(c.verdict) for c in claims]),
        source=_ints([names.index(g.source) for g in groups]),
        held_out=_ints([g.text in kept_back for g in groups]),
        claim_held_out=_ints([c.text in kept_back for c in claims]),
        sources=names,
    )


def _ints(values: object) -> Ints:
    return np.asarray(values, dtype=np.int32)


def _in_pieces(offsets: Sequence[Span], span: Span) -> Span:
    inside = [at for at, (a, b) in enumerate(offsets) if a < span[1] and b > span[0]]
    return (inside[0], inside[-1]) if inside and inside[-1] < 64 else (-1, -1)
