"""Training on a handful of questions: it learns them, and says the same laid out either way."""

from __future__ import annotations

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from eval.fitting.bundle import Claim, bundled
from eval.fitting.groups import Candidate, Group
from eval.fitting.net import ReaderNet
from eval.fitting.train import figures
from eval.fitting.training import Plan, Trainer
from rag.reader.inputs import LAYOUT, Passage, encode
from rag.reader.onnx_net import word_pieces
from rag.reader.onnx_reader import SHIPPED


def tokenizer() -> Tokenizer:
    return word_pieces(SHIPPED / "tokenizer.json")


def net() -> ReaderNet:
    torch.manual_seed(1)
    small = BertConfig(
        vocab_size=30522,
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
    )
    return ReaderNet(BertModel(small, add_pooling_layer=False))


def trainer() -> Trainer:
    metals = "tin iron gold silver copper zinc lead nickel".split()
    groups = [
        Group(
            source="news",
            text=metal,
            question=f"Who sells {metal}?",
            candidates=tuple(
                Candidate(passage=Passage(sentence=f"{other} is sold by Peru.", title="Metals"),
                          answers=other == metal)
                for other in metals
            ),
        )
        for metal in metals
    ]  # fmt: skip
    claims = [
        Claim(
            text=m,
            claim=f"{m} sells.",
            evidence=Passage(sentence=f"{m} sells."),
            verdict="supported",
        )
        for m in metals
    ]
    return Trainer(bundled(groups, claims, tokenizer(), held_out=["lead"]), "cpu")


def test_loss_falls_and_a_seed_gives_the_same_weights_twice() -> None:
    plan = Plan(epochs=6, groups=4, candidates=4, claims=4, rate=3e-3, favoured=())
    first, second = net(), net()
    trainer().train(first, plan, None)
    trainer().train(second, plan, None)

    read = trainer().read(first)
    bundle = trainer().bundle
    assert all(
        torch.equal(a, b) for a, b in zip(first.parameters(), second.parameters(), strict=True)
    )
    assert read.answers[bundle.answers == 1].mean() > read.answers[bundle.answers == 0].mean()


def test_pairs_are_laid_out_in_training_as_when_answering() -> None:
    made = trainer()
    laid = made._pairs(torch.tensor([0]), torch.tensor([0]), None)
    passage = Passage(sentence="tin is sold by Peru.", title="Metals")
    pair = encode(tokenizer(), "Who sells tin?", passage, LAYOUT.sentence)

    assert laid.ids[0].tolist() == pair.ids
    assert laid.types[0].tolist() == pair.types
    assert laid.starts.tolist() == [pair.start]


def test_figures_tell_how_often_an_answer_comes_first() -> None:
    made = trainer()
    opinions = made.read(net())
    right = opinions.answers.copy()
    right[made.bundle.answers == 1] = 99
    told = figures(made.bundle, type(opinions)(right, opinions.verdict))

    assert told["first news"] == 1
    assert told["n news"] == 1
    assert np.isfinite(told["verdicts"])


def test_only_what_is_held_out_is_read_where_that_is_enough() -> None:
    made, fresh = trainer(), net()
    every, held = made.read(fresh), made.read(fresh, held_out=True)
    mine = np.repeat(made.bundle.held_out, np.diff(made.bundle.first)) == 1

    assert np.allclose(held.answers[mine], every.answers[mine], atol=1e-5)
    assert not held.answers[~mine].any()
    assert figures(made.bundle, held) == figures(made.bundle, every)
