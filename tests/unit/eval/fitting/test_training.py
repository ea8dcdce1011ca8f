"""Training: what is frozen stays, what is learned changes, and only from the sets that are named."""

from __future__ import annotations

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import BertConfig, BertModel

from eval.fitting.bundle import Bundle, Claim, bundled
from eval.fitting.groups import Candidate, Group
from eval.fitting.net import ReaderNet
from eval.fitting.plan import Plan
from eval.fitting.training import Trainer
from rag.reader.inputs import Passage

WORDS = "[PAD] [UNK] [CLS] [SEP] how high is the duty on tin zinc Peru raised it lowered".split()


def group(source: str, good: str) -> Group:
    return Group(
        source=source,
        text=f"{source} {good}",
        question=f"how high is the duty on {good}",
        candidates=(
            Candidate(passage=Passage(sentence=f"Peru raised the duty on {good}"), answers=True),
            Candidate(passage=Passage(sentence="Peru lowered it"), answers=False),
        ),
    )


@pytest.fixture
def bundle() -> Bundle:
    tokenizer = Tokenizer(WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    claim = Claim(text="t", claim="Peru raised it", evidence=Passage(sentence="it"), verdict="not")
    groups = [group("news", "tin"), group("news", "zinc"), group("squad", "tin")]
    return bundled(groups, [claim], tokenizer, held_out=())


def net() -> ReaderNet:
    torch.manual_seed(1)
    sizes = {"hidden_size": 16, "num_attention_heads": 2, "intermediate_size": 16}
    return ReaderNet(BertModel(BertConfig(num_hidden_layers=2, **sizes), add_pooling_layer=False))


def plan(sets: tuple[str, ...]) -> Plan:
    return Plan(
        epochs=1, groups=1, candidates=2, claims=1, frozen=1, dropout=False, sets=sets, favoured=()
    )


def test_the_lowest_layers_stay_and_the_others_learn(bundle: Bundle) -> None:
    learner = net()
    before = {name: value.clone() for name, value in learner.state_dict().items()}
    Trainer(bundle, "cpu").train(learner, plan(("news",)), None)
    changed = {n for n, value in learner.state_dict().items() if not value.equal(before[n])}

    assert not any(".embeddings." in name or ".layer.0." in name for name in changed)
    assert any(".layer.1." in name for name in changed)
    assert "answers.weight" in changed


@pytest.mark.parametrize(("sets", "steps"), [((), 3), (("news",), 2), (("squad",), 1)])
def test_only_the_named_sets_are_learned_from(
    bundle: Bundle, sets: tuple[str, ...], steps: int
) -> None:
    told = Trainer(bundle, "cpu").train(net(), plan(sets), None)

    assert f"of {steps} steps" in told
