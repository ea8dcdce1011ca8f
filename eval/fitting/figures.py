"""How well a reader does on what was held out."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import roc_auc_score

from eval.fitting.bundle import Bundle
from eval.fitting.plan import Opinions


def figures(bundle: Bundle, opinions: Opinions) -> dict[str, float]:
    """Return, on what was held out: first answers, AUC of "is it answered?", verdicts right.

    Args:
        bundle: that says what was held out.
        opinions: the net's on it.
    """
    found: dict[str, float] = {}
    held = np.flatnonzero(bundle.held_out)
    best, has = {}, {}
    for group in held:
        mine = slice(bundle.first[group], bundle.first[group + 1])
        logits, answers = opinions.answers[mine], bundle.answers[mine]
        best[group], has[group] = logits.max(), answers.any()
        if has[group]:
            kind = bundle.sources[bundle.source[group]]
            found.setdefault(f"first {kind}", 0.0)
            found[f"first {kind}"] += float(answers[logits.argmax()])
    for number, kind in enumerate(bundle.sources):
        those = [g for g in held if bundle.source[g] == number and has[g]]
        if those:
            found[f"first {kind}"] /= len(those)
            found[f"n {kind}"] = float(len(those))
    for kind in ("news", "invented", "ledger", "nq", "qamr", "squad"):
        numbers = [i for i, s in enumerate(bundle.sources) if s in {kind, f"{kind} twin"}]
        those = [g for g in held if bundle.source[g] in numbers]
        if len({bool(has[g]) for g in those}) == 2:
            found[f"auc {kind}"] = float(
                roc_auc_score([has[g] for g in those], [best[g] for g in those])
            )
    claims = np.flatnonzero(bundle.claim_held_out)
    if len(claims):
        found["verdicts"] = float(
            (opinions.verdict[claims].argmax(1) == bundle.verdict[claims]).mean()
        )
    return found
