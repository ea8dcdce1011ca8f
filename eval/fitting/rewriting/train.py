"""Train the rewriter: ``python -m eval.fitting.rewriting.train --out FOLDER``, on two cores in an hour and a half.

Writes ``rewriter.onnx`` with its hash, and ``net.pt`` to learn on from with ``--onto``. Prints how often
conversations that were held out come out with their writer's words; how questions that people rewrote
do, ``eval.benchmarks.follow_ups`` tells.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import torch

from eval.fitting.export import exported
from eval.fitting.rewriting.edits import Edits, edits
from eval.fitting.rewriting.net import RewriterNet, loss
from eval.fitting.rewriting.talks import Talk, changes_of_topic, drawn, said_before, talks
from eval.fitting.train import keep_memory
from index.models import weights
from index.text.words import content_stems
from rag.reader.onnx_net import word_pieces
from rag.reader.onnx_reader import SHIPPED as READER
from rag.rewriting import OnnxRewriter

STEPS, BATCH, RATE, SEED = 2_800, 16, 3e-4, 20261128
# Heads are new and learn faster; the rate rises over the first twentieth and falls to nothing.
HEADS_FASTER, RISING = 5, 0.05
# The embeddings and so many layers above them stay as they are.
FROZEN = 1
HELD_OUT = 14


def main() -> None:
    """Train, export, print the figures on what was held out."""
    parser = argparse.ArgumentParser(description="Train the rewriter.")
    parser.add_argument("--out", type=Path, default=Path("build/rewriter"))
    parser.add_argument("--onto", type=Path, help="a net.pt of a former run, to learn on from")
    parser.add_argument("--steps", type=int, default=STEPS, help="of 16 follow-ups each")
    arguments = parser.parse_args()
    keep_memory()
    torch.manual_seed(SEED)
    written = talks()
    Random(SEED).shuffle(written)
    held_out, learned = written[::HELD_OUT], [t for n, t in enumerate(written) if n % HELD_OUT]
    folder = weights.cache_dir() / "models" / "all-minilm-l6-v2"
    net = RewriterNet(str(folder))
    if arguments.onto:
        net.load_state_dict(torch.load(arguments.onto, weights_only=True))
    trained(net, learned, arguments.steps)
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), arguments.out / "net.pt")
    exported(net, "rewriter", ("goes", "put", "order"), arguments.out)
    print(f"word for word: {word_for_word(OnnxRewriter(arguments.out), held_out):.3f}")


def trained(net: RewriterNet, learned: Sequence[Talk], steps: int = STEPS) -> RewriterNet:
    """Return a net that has learned from conversations.

    Args:
        net: with fresh heads; changed in place.
        learned: the conversations.
        steps: how many batches.
    """
    encoder = net.encoder
    for part in (encoder.embeddings, *encoder.encoder.layer[:FROZEN]):
        part.requires_grad_(False)
    body = [p for p in encoder.parameters() if p.requires_grad]
    heads = [p for name, p in net.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": heads, "lr": RATE * HEADS_FASTER}]
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / steps / RISING) * (1 - step / steps)
    )
    net.train()
    for step, batch in zip(range(steps), _batches(learned), strict=False):
        lost = loss(net, batch)
        optimizer.zero_grad()
        lost.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {steps}: {lost.item():.1f}", flush=True)
    return net.eval()


def _batches(learned: Sequence[Talk]) -> Iterator[list[Edits]]:
    """Yield batches of like length for ever, drawn anew at each round."""
    tokenizer = word_pieces(READER / "tokenizer.json")
    draw, other = Random(SEED), changes_of_topic()
    while True:
        found = [edits(tokenizer, f) for talk in learned for f in drawn(talk, other, draw)]
        found.sort(key=lambda one: len(one.laid.ids) + draw.random() * 8)
        batches = [found[at : at + BATCH] for at in range(0, len(found), BATCH)]
        draw.shuffle(batches)
        yield from batches


def word_for_word(rewriter: OnnxRewriter, held_out: Sequence[Talk]) -> float:
    """Return the share of follow-ups that come out with their writer's words, every one and no other.

    Args:
        rewriter: to be judged.
        held_out: conversations that it has not learned from.
    """
    right = [
        content_stems(rewriter.rewrite(turn.asked, said_before(talk, at)))
        == content_stems(turn.alone)
        for talk in held_out
        for at, turn in enumerate(talk)
        if at
    ]
    return sum(right) / len(right)


if __name__ == "__main__":
    main()
