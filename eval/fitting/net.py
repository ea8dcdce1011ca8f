"""The reader as a network: a BERT-like encoder with three small heads, and how pairs are laid out."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, PreTrainedModel

from eval.fitting.bundle import CLS, EMPTY, SEP
from rag.reader.inputs import LAYOUT

PARTS = 10
BERT_PIECES, MPNET_SHIFT = 30522, 4
PAD_ID, CLS_ID, SEP_ID = 0, 101, 102
_QUESTION, _SENTENCE, _BEFORE = 1, 3, 5


class ReaderNet(nn.Module):
    """Encoder with heads *answers* (one logit), *verdict* (three) and *where* (start, end)."""

    def __init__(self, encoder: PreTrainedModel) -> None:
        """Put heads on an encoder: BERT, or MPNet, whose pieces are BERT's under other numbers."""
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self._typed = encoder.config.model_type == "bert"
        numbers = torch.arange(BERT_PIECES)
        if not self._typed:
            numbers = numbers + MPNET_SHIFT
            numbers[[PAD_ID, CLS_ID, SEP_ID]] = torch.tensor([1, 0, 2])
        self._numbers: Tensor
        self.register_buffer("_numbers", numbers, persistent=False)
        self.dropout = nn.Dropout(0.1)
        self.answers = nn.Linear(width, 1)
        self.verdict = nn.Linear(width, 3)
        self.where = nn.Linear(width, 2)

    @classmethod
    def from_folder(cls, folder: str) -> ReaderNet:
        """Return fresh heads on the encoder of a folder."""
        return cls(AutoModel.from_pretrained(folder, add_pooling_layer=False))

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits: answers (pairs,), verdict (pairs, 3), where (pairs, tokens, 2).

        Args:
            ids: word pieces of shape (pairs, tokens), by BERT's numbers.
            mask: 1 where there is a piece.
            types: 1 in the sentence.
        """
        kinds = {"token_type_ids": types} if self._typed else {}
        hidden = self.encoder(
            input_ids=self._numbers[ids], attention_mask=mask, **kinds
        ).last_hidden_state
        first = self.dropout(hidden[:, 0])
        return self.answers(first).squeeze(-1), self.verdict(first), self.where(hidden)


@dataclass(frozen=True, slots=True)
class Laid:
    """Pairs laid out: ids, mask, types, and where each sentence begins."""

    ids: Tensor
    mask: Tensor
    types: Tensor
    starts: Tensor


def lay_out(
    pieces: Tensor, offsets: Tensor, parts: dict[str, Tensor], sentence_pieces: int
) -> Laid:
    """Lay out pairs from the rows of a bundle, as ``rag.reader.inputs`` draws them.

    Args:
        pieces: of the bundle, all texts in a row.
        offsets: where each row of the bundle begins in them.
        parts: rows by name: question, sentence, before, title, day; each of shape (pairs,).
        sentence_pieces: how many pieces of the sentence are read.
    """
    question = parts["question"]
    rows = torch.stack(
        [_all(question, CLS), question, _all(question, SEP), parts["sentence"], _all(question, SEP), parts["before"],
         _all(question, SEP), parts["title"], parts["day"], _all(question, SEP)], dim=1
    )  # fmt: skip
    caps = torch.tensor(
        [1, LAYOUT.question, 1, sentence_pieces, 1, LAYOUT.before, 1, LAYOUT.title, LAYOUT.day, 1],
        device=rows.device,
    )
    begin, whole = offsets[rows], offsets[rows + 1] - offsets[rows]
    length = torch.minimum(whole, caps)
    begin = begin.clone()
    begin[:, _BEFORE] += whole[:, _BEFORE] - length[:, _BEFORE]
    ends = length.cumsum(1)
    total = ends[:, -1]
    place = torch.arange(int(total.max()), device=rows.device).expand(len(rows), -1).contiguous()
    part = torch.searchsorted(ends, place, right=True).clamp(max=PARTS - 1)
    source = begin.gather(1, part) + place - (ends - length).gather(1, part)
    mask = place < total[:, None]
    ids = pieces[source.clamp(max=len(pieces) - 1)].long() * mask
    types = ((part == _SENTENCE) | (part == _SENTENCE + 1)) & mask
    return Laid(ids, mask.long(), types.long(), ends[:, _QUESTION + 1])


def read_by_length(net: ReaderNet, laid: Laid, chunks: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return what ``net`` returns, read in chunks of like length: padding costs as much as words do.

    Args:
        net: the network.
        laid: pairs in any order.
        chunks: into how many they are cut.
    """
    order = laid.mask.sum(1).argsort()
    width = laid.ids.shape[1]
    read = []
    for rows in order.chunk(chunks):
        longest = int(laid.mask[rows].sum(1).max())
        answers, verdict, where = net(
            laid.ids[rows, :longest], laid.mask[rows, :longest], laid.types[rows, :longest]
        )
        read.append((answers, verdict, functional.pad(where, (0, 0, 0, width - longest))))
    back = order.argsort()
    answers, verdict, where = (torch.cat(parts)[back] for parts in zip(*read, strict=True))
    return answers, verdict, where


def _all(like: Tensor, row: int) -> Tensor:
    return torch.full_like(like, row)


def without_context(rows: Tensor, share: float, generator: torch.Generator) -> Tensor:
    """Return rows with a share of them, drawn at random, made empty.

    Args:
        rows: of a bundle.
        share: 0 to 1.
        generator: draws them.
    """
    drop = torch.rand(rows.shape, generator=generator, device=rows.device) < share
    return torch.where(drop, torch.full_like(rows, EMPTY), rows)
