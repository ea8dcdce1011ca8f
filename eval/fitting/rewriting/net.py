"""The rewriter as a network: a BERT-like encoder, and which of its words go where."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from eval.fitting.rewriting.edits import Edits

WIDTH, ORDER_WIDTH = 128, 32


class RewriterNet(nn.Module):
    """Encoder with heads *goes* (one logit a word piece), *put* and *order* (one a pair of pieces).

    The logit that one piece is put before another is a product of what the first is and where the second
    stands, and what speaks for each by itself; what is put at one place stands in rising *order*.
    """

    def __init__(self, folder: str) -> None:
        """Put fresh heads on the encoder of a folder."""
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.what, self.where = nn.Linear(width, WIDTH), nn.Linear(width, WIDTH)
        self.first, self.at = nn.Linear(width, ORDER_WIDTH), nn.Linear(width, ORDER_WIDTH)
        self.belongs, self.takes, self.goes = (nn.Linear(width, 1) for _ in range(3))
        # Hardly a word is put anywhere.
        nn.init.constant_(self.belongs.bias, -4.0)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits: goes (talks, pieces), put and order (talks, pieces, pieces put before).

        Args:
            ids: word pieces of shape (talks, pieces).
            mask: 1 where there is a piece.
            types: 1 in answers.
        """
        read = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types)
        hidden = self.dropout(read.last_hidden_state)
        met = self.what(hidden) @ self.where(hidden).transpose(1, 2) / math.sqrt(WIDTH)
        put = met + self.belongs(hidden) + self.takes(hidden).transpose(1, 2)
        order = self.first(hidden) @ self.at(hidden).transpose(1, 2) / math.sqrt(ORDER_WIDTH)
        return self.goes(hidden).squeeze(-1), put, order


def loss(net: RewriterNet, batch: Sequence[Edits]) -> Tensor:
    """Return the mean loss of some follow-ups: of every cell, and of the order where several meet.

    Args:
        net: the network.
        batch: what it should have done.
    """
    longest = max(len(one.laid.ids) for one in batch)
    ids, types = (
        torch.tensor([row + [0] * (longest - len(row)) for row in rows])
        for rows in ([one.laid.ids for one in batch], [one.laid.types for one in batch])
    )
    goes, put, order = net(ids, (ids != 0).long(), types)
    total = torch.zeros(())
    for row, one in enumerate(batch):
        words = torch.tensor([unit.piece for unit in one.laid.question])
        places = torch.tensor([*words.tolist(), one.laid.end])
        talk = torch.tensor([unit.piece for unit in one.laid.context])
        total = total + functional.binary_cross_entropy_with_logits(
            put[row][talk][:, places],
            torch.tensor(one.put, dtype=torch.float32),
            weight=torch.tensor(~one.elsewhere, dtype=torch.float32),
            reduction="sum",
        )
        total = total + functional.binary_cross_entropy_with_logits(
            goes[row][words], torch.tensor(one.dropped, dtype=torch.float32), reduction="sum"
        )
        for place, runs in one.runs.items():
            if len(runs) > 1:
                keys = order[row][talk[torch.tensor(runs)], places[place]]
                before, behind = torch.triu_indices(len(runs), len(runs), 1)
                total = total + functional.softplus(keys[before] - keys[behind]).mean()
    return total / len(batch)
