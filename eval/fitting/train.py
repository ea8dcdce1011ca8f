"""Train the reader: ``python -m eval.fitting.train BUNDLE --out FOLDER``, again to go on.

With ``--teacher`` a bigger encoder learns the labels first, and the reader learns from its
opinion. On a GPU that is a matter of minutes. Without one a shorter plan is taken, about 240,000
pairs, some hours on two cores; it may run in pieces: the folder holds a checkpoint every ten
minutes, and what is done is not done again. With ``--onto`` a trained reader learns on.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from eval.fitting.bundle import Bundle
from eval.fitting.net import ReaderNet
from eval.fitting.plan import Opinions, Plan
from eval.fitting.training import Trainer
from index.models import weights

TEACHER = Plan(epochs=0.6, groups=64, rate=5e-5)
STUDENTS = {
    "cuda": Plan(epochs=7.7, groups=256, claims=384, rate=4e-4, teacher_share=0.8),
    "cpu": Plan(epochs=0.8, groups=16, candidates=4, claims=8, rate=1e-4, teacher_share=0.8),
}
# What a trained reader still learns, on two cores in an hour: news.
FURTHER = Plan(
    epochs=1, groups=8, candidates=5, claims=2, rate=5e-5, teacher_share=0.8, frozen=2, dropout=False,
    sets=("news", "news twin", "invented", "invented twin", "trade", "trade twin"),
    favoured=(("trade", 4), ("trade twin", 2)),
)  # fmt: skip


# Options of glibc's mallopt, with which it never hands freed memory back.
_KEEPING = {-1: 2**31 - 1, -2: 2**29, -4: 0}


def main() -> None:
    """Train what is not trained yet, print the figures on what was held out."""
    parser = argparse.ArgumentParser(description="Train the reader.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--out", type=Path, default=Path("build/reader"))
    parser.add_argument("--teacher", help="folder of a bigger encoder, such as all-mpnet-base-v2")
    parser.add_argument("--onto", type=Path, help="an exported reader.onnx, to learn on from")
    parser.add_argument("--minutes", type=float, help="stop there, with the rate fallen to nothing")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    keep_memory()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    trainer = Trainer(Bundle.load(arguments.bundle), device)
    opinions = _opinions(trainer, arguments.teacher, arguments.out) if arguments.teacher else None
    plan = FURTHER if arguments.onto else STUDENTS[device]
    plan = replace(
        plan,
        teacher_share=plan.teacher_share if opinions else 0.0,
        seconds=arguments.minutes * 60 if arguments.minutes else None,
    )
    folder = str(weights.cache_dir() / "models" / "all-minilm-l6-v2")
    net = ReaderNet.from_folder(folder).to(device)
    if arguments.onto:
        from eval.fitting.export import whole_again

        net.load_state_dict(whole_again(arguments.onto))
    print(trainer.train(net, plan, opinions, arguments.out / "reader.checkpoint"))
    torch.save({name: value.cpu() for name, value in net.state_dict().items()},
               arguments.out / "net.pt")  # fmt: skip
    print(json.dumps(figures(trainer.bundle, trainer.read(net, held_out=True)), indent=1))


def keep_memory() -> None:
    """Have freed memory kept: to fault it in anew at each step took four fifths of the time."""
    if sys.platform == "linux":
        for option, value in _KEEPING.items():
            ctypes.CDLL(None).mallopt(option, value)


def _opinions(trainer: Trainer, teacher: str, out: Path) -> Opinions:
    """Return the teacher's opinions, from the folder where it has given them."""
    path = out / "opinions.npz"
    if not path.exists():
        net = ReaderNet.from_folder(teacher).to(trainer.device)
        print(trainer.train(net, TEACHER, None, out / "teacher.checkpoint"))
        opinions = trainer.read(net)
        print(json.dumps(figures(trainer.bundle, opinions), indent=1))
        np.savez_compressed(path, answers=opinions.answers, verdict=opinions.verdict)
    with np.load(path) as found:
        return Opinions(found["answers"].astype(np.float32), found["verdict"].astype(np.float32))


def figures(bundle: Bundle, opinions: Opinions) -> dict[str, float]:
    """Return, on what was held out: first answers, AUC of "is it answered?", verdicts right.

    Args:
        bundle: that says what was held out.
        opinions: the net's on it.
    """
    held = np.flatnonzero(bundle.held_out).tolist()
    mine = {g: slice(bundle.first[g], bundle.first[g + 1]) for g in held}
    has = {g: bool(bundle.answers[mine[g]].any()) for g in held}
    source = {g: bundle.sources[bundle.source[g]] for g in held}
    found: dict[str, float] = {}
    for kind in bundle.sources:
        those = [mine[g] for g in held if source[g] == kind and has[g]]
        if those:
            first = [bundle.answers[at][opinions.answers[at].argmax()] for at in those]
            found |= {f"first {kind}": float(np.mean(first)), f"n {kind}": float(len(those))}
    for kind in ("news", "invented", "trade", "ledger", "nq", "qamr", "squad"):
        asked = [g for g in held if source[g] in {kind, f"{kind} twin"}]
        if len({has[g] for g in asked}) == 2:
            best = [opinions.answers[mine[g]].max() for g in asked]
            found[f"auc {kind}"] = float(roc_auc_score([has[g] for g in asked], best))
    claims = np.flatnonzero(bundle.claim_held_out)
    if len(claims):
        right = opinions.verdict[claims].argmax(1) == bundle.verdict[claims]
        found["verdicts"] = float(right.mean())
    return found


if __name__ == "__main__":
    main()
