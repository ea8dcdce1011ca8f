"""Trains a reader on a bundle: hard labels, or a teacher's opinion besides them."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from eval.fitting.bundle import Bundle
from eval.fitting.net import Laid, ReaderNet, lay_out, read_by_length, without_context
from eval.fitting.plan import Opinions, Plan
from rag.reader.inputs import LAYOUT

# Batches of like length are cut out of so many groups at a time.
BLOCK = 64
CONTEXT_DROPPED = 0.25
# How much less each further wrong candidate tempts.
NEARER = 0.8
AT_ONCE = 2048
# A GPU pads for less than a second start costs.
CHUNKS = {"cuda": 1, "cpu": 4}


class Trainer:
    """One bundle on one device."""

    def __init__(self, bundle: Bundle, device: str) -> None:
        self.bundle, self.device = bundle, device
        self._on = {
            name: torch.as_tensor(getattr(bundle, name).astype(np.int64), device=device)
            for name in bundle.__dataclass_fields__
            if name != "sources"
        }
        # A group's wrong candidates stand in order: what tempts and what is nearest comes first.
        answers, first = self._on["answers"], self._on["first"]
        group = torch.repeat_interleave(first.diff())
        place = torch.arange(len(group), device=device) - first[:-1][group]
        right = torch.zeros(len(first) - 1, dtype=torch.int64, device=device)
        right = right.index_add(0, group, answers)
        self._nearness = NEARER ** (place - right[group]).clamp(min=0)

    def _pairs(self, groups: Tensor, at: Tensor, drop: torch.Generator | None) -> Laid:
        on = self._on
        parts = {name: on[name][at] for name in ("sentence", "before", "title", "day")}
        if drop is not None:
            for name in ("before", "title", "day"):
                parts[name] = without_context(parts[name], CONTEXT_DROPPED, drop)
        parts["question"] = on["question"][groups]
        return lay_out(on["pieces"], on["offsets"], parts, LAYOUT.sentence)

    def _claims(self, at: Tensor) -> Laid:
        on = self._on
        parts = {
            "question": on["claim"][at],
            "sentence": on["evidence"][at],
            "before": on["evidence_before"][at],
            "title": on["evidence_title"][at],
            "day": torch.full_like(at, 2),
        }
        return lay_out(on["pieces"], on["offsets"], parts, LAYOUT.evidence)

    def train(
        self, net: ReaderNet, plan: Plan, opinions: Opinions | None, checkpoint: Path | None = None
    ) -> str:
        """Train in place; return one line on what was done.

        Args:
            net: on this device.
            plan: how.
            opinions: the teacher's, where ``plan.teacher_share`` counts them.
            checkpoint: written every ten minutes and taken up again where it exists.
        """
        torch.manual_seed(plan.seed)
        drawn = torch.Generator(device=self.device).manual_seed(plan.seed)
        order = np.random.default_rng(plan.seed)
        teacher = None
        if opinions is not None:
            teacher = (torch.as_tensor(opinions.answers, device=self.device),
                       torch.as_tensor(opinions.verdict, device=self.device))  # fmt: skip
        learnt = self._learnt(plan)
        planned = math.ceil(plan.epochs * len(learnt) / plan.groups)
        if plan.frozen:
            net.encoder.embeddings.requires_grad_(False)
            below = tuple(f"encoder.layer.{number}." for number in range(plan.frozen))
            for name, weights in net.encoder.named_parameters():
                if name.startswith(below):
                    weights.requires_grad_(False)
        optimiser = torch.optim.AdamW(_decayed(net), lr=plan.rate, fused=self.device == "cuda")
        begun, done, last = time.monotonic(), 0, time.monotonic()
        if checkpoint is not None and checkpoint.exists():
            kept = torch.load(checkpoint, map_location=self.device, weights_only=True)
            net.load_state_dict(kept["net"])
            optimiser.load_state_dict(kept["optimiser"])
            done = kept["done"]
        net.train(plan.dropout)
        for step, (groups, claims) in enumerate(self._steps(plan, learnt, planned, order)):
            if step < done:
                continue
            spent = time.monotonic() - begun
            share = step / planned
            if plan.seconds is not None:
                share = max(share, spent / plan.seconds)
            if share >= 1:
                break
            for options in optimiser.param_groups:
                options["lr"] = plan.rate * min(share / 0.05, (1 - share) / 0.95, 1.0)
            with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
                losses = self._losses(net, groups, claims, plan, teacher, drawn)
            loss = losses[0] + plan.listwise * losses[1] + losses[2] + 0.5 * losses[3]
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            if step % 100 == 0:
                tally = [float(x.detach()) for x in losses]
                print(f"{step}/{planned} {spent:.0f} s {' '.join(f'{x:.3f}' for x in tally)}",
                      flush=True)  # fmt: skip
            if checkpoint is not None and time.monotonic() - last > 600:
                last = time.monotonic()
                _save(checkpoint, net, optimiser, step + 1)
        return f"{step + 1} of {planned} steps in {time.monotonic() - begun:.0f} s"

    def _learnt(self, plan: Plan) -> npt.NDArray[np.intp]:
        """Return the groups of an epoch, those of favoured sets several times."""
        times = dict(plan.favoured)
        of_source = np.array([times.get(name, 1) for name in self.bundle.sources])
        learnt = np.flatnonzero(self.bundle.held_out == 0)
        if plan.sets:
            named = [at for at, name in enumerate(self.bundle.sources) if name in plan.sets]
            learnt = learnt[np.isin(self.bundle.source[learnt], named)]
        return np.repeat(learnt, of_source[self.bundle.source[learnt]])

    def _steps(
        self, plan: Plan, learnt: npt.NDArray[np.intp], planned: int, order: np.random.Generator
    ) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
        """Yield the groups and claims of each step; groups of like length go together."""
        claims = np.flatnonzero(self.bundle.claim_held_out == 0)
        first = self.bundle.first
        length = np.diff(self.bundle.offsets)[self.bundle.sentence]
        longest = np.maximum.reduceat(length, first[:-1])
        made = 0
        while made < planned:
            shuffled = order.permutation(learnt)
            for at in range(0, len(shuffled), BLOCK * plan.groups):
                block = shuffled[at : at + BLOCK * plan.groups]
                block = block[np.argsort(longest[block], kind="stable")]
                batches = [block[i : i + plan.groups] for i in range(0, len(block), plan.groups)]
                for i in order.permutation(len(batches)):
                    yield batches[i], order.choice(claims, plan.claims)
                    made += 1
                    if made >= planned:
                        return

    def _losses(
        self,
        net: ReaderNet,
        groups: npt.NDArray[np.intp],
        claims: npt.NDArray[np.intp],
        plan: Plan,
        teacher: tuple[Tensor, Tensor] | None,
        drawn: torch.Generator,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        at, valid = self._drawn(groups, plan.candidates, drawn)
        rows = torch.as_tensor(groups, device=self.device).repeat_interleave(plan.candidates)
        laid = self._pairs(rows, at.flatten(), drawn)
        logits, _, where = read_by_length(net, laid, CHUNKS[self.device])
        logits = logits.float().view(at.shape)
        labels = self._on["answers"][at].float()
        wanted = labels
        if teacher is not None and plan.teacher_share:
            said = torch.sigmoid(teacher[0][at])
            wanted = (1 - plan.teacher_share) * labels + plan.teacher_share * said
        single = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        single = (single * valid).sum() / valid.sum()
        # Among a question's candidates the answers come first, where it has one.
        whole = wanted * valid
        has = labels.sum(1) > 0
        spread = whole / whole.sum(1, keepdim=True).clamp(min=1e-6)
        ranked = torch.log_softmax(logits.masked_fill(~valid, -1e4), dim=1)
        listwise = -(spread * ranked).sum(1)[has].mean() if bool(has.any()) else logits.sum() * 0
        return (
            single,
            listwise,
            self._claim_loss(net, claims, plan, teacher),
            self._span_loss(where, laid, at.flatten()),
        )

    def _drawn(
        self, groups: npt.NDArray[np.intp], most: int, drawn: torch.Generator
    ) -> tuple[Tensor, Tensor]:
        """Draw candidates of each group, answers first of all; which of them are real."""
        on = self._on
        rows = torch.as_tensor(groups, device=self.device)
        begin, end = on["first"][rows], on["first"][rows + 1]
        width = int((end - begin).max())
        every = begin[:, None] + torch.arange(width, device=self.device)
        real = every < end[:, None]
        every = torch.minimum(every, end[:, None] - 1)
        luck = torch.rand(every.shape, generator=drawn, device=self.device)
        luck = luck + on["answers"][every] * 0.6 + self._nearness[every] * 0.4
        place = luck.masked_fill(~real, -1).argsort(dim=1, descending=True)[:, :most]
        if place.shape[1] < most:
            place = functional.pad(place, (0, most - place.shape[1]), value=width - 1)
        kept = torch.arange(most, device=self.device) < real.sum(1, keepdim=True)
        return every.gather(1, place), kept

    def _claim_loss(
        self, net: ReaderNet, claims: npt.NDArray[np.intp], plan: Plan,
        teacher: tuple[Tensor, Tensor] | None,
    ) -> Tensor:  # fmt: skip
        at = torch.as_tensor(claims, device=self.device)
        laid = self._claims(at)
        _, verdict, _ = net(laid.ids, laid.mask, laid.types)
        verdict = verdict.float()
        hard = functional.cross_entropy(verdict, self._on["verdict"][at])
        if teacher is None or not plan.teacher_share:
            return hard
        said = torch.softmax(teacher[1][at], dim=1)
        soft = -(said * torch.log_softmax(verdict, dim=1)).sum(1).mean()
        return (1 - plan.teacher_share) * hard + plan.teacher_share * soft

    def _span_loss(self, where: Tensor, laid: Laid, at: Tensor) -> Tensor:
        span = self._on["span"][at]
        known = span[:, 0] >= 0
        if not bool(known.any()):
            return where.float().sum() * 0
        inside = where.float()[known].masked_fill(laid.types[known].unsqueeze(-1) == 0, -1e4)
        goal = (span[known] + laid.starts[known, None]).clamp(max=inside.shape[1] - 1)
        return functional.cross_entropy(
            inside.transpose(1, 2).reshape(-1, inside.shape[1]), goal.reshape(-1)
        )

    @torch.no_grad()
    def read(self, net: ReaderNet, *, held_out: bool = False) -> Opinions:
        """Return what a net makes of every candidate and claim; what is not read stays 0.

        Args:
            net: on this device.
            held_out: only what is measured on.
        """
        net.eval()
        bundle = self.bundle
        groups = np.repeat(np.arange(len(bundle.question)), np.diff(bundle.first))
        lengths = np.diff(bundle.offsets)
        answers = np.zeros(len(groups), dtype=np.float32)
        verdict = np.zeros((len(bundle.claim), 3), dtype=np.float32)
        wanted = np.flatnonzero(bundle.held_out[groups] >= held_out)
        claims = np.flatnonzero(bundle.claim_held_out >= held_out)
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            for at in _by_length(wanted, lengths[bundle.sentence[wanted]]):
                on = torch.as_tensor(at, device=self.device)
                laid = self._pairs(torch.as_tensor(groups[at], device=self.device), on, None)
                answers[at] = net(laid.ids, laid.mask, laid.types)[0].float().cpu().numpy()
            for at in _by_length(claims, lengths[bundle.evidence[claims]]):
                laid = self._claims(torch.as_tensor(at, device=self.device))
                verdict[at] = net(laid.ids, laid.mask, laid.types)[1].float().cpu().numpy()
        return Opinions(answers, verdict)


def _by_length(
    places: npt.NDArray[np.intp], lengths: npt.NDArray[np.int32]
) -> Iterator[npt.NDArray[np.intp]]:
    """Yield places, so many as are read at once, those of like length together."""
    order = places[np.argsort(lengths, kind="stable")]
    for at in range(0, len(order), AT_ONCE):
        yield order[at : at + AT_ONCE]


def _decayed(net: ReaderNet) -> list[dict[str, object]]:
    """Return the weights in two groups: matrices decay, biases and norms do not."""
    matrices = [p for p in net.parameters() if p.dim() > 1]
    others = [p for p in net.parameters() if p.dim() <= 1]
    return [{"params": matrices, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}]


def _save(path: Path, net: ReaderNet, optimiser: torch.optim.Optimizer, done: int) -> None:
    beside = path.with_suffix(".part")
    torch.save({"net": net.state_dict(), "optimiser": optimiser.state_dict(), "done": done}, beside)
    beside.replace(path)
