"""Train an encoder on gold, on what teachers say, or on both: one loop, all tasks in every batch.

Learning from the teachers' chances instead of their choices: https://arxiv.org/abs/1503.02531.
"""

from __future__ import annotations

import copy
import itertools
import logging
import math
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from flows.train.encoder import HEADS, LINKS, Encoder, Int8Linear, Syntax, pointer_scores
from flows.train.examples import HEAD, IGNORE, Example
from transforms.language.syntax import KINDS

TASKS = ("roles", "entities")  # of the tags
log = logging.getLogger(__name__)

CHECKPOINT_MINUTES = 5.0


@dataclass(frozen=True)
class Plan:
    """What to train and for how long; times in minutes of wall clock.

    `average_decay` is that of the running average of the weights; what it is at the share `blend_at` of the way is
    averaged with what it is in the end. `gold_share` is the weight of gold beside what teachers say. `bfloat16` pays on
    GPUs and on processors with instructions for it; elsewhere it is many times slower. `int8` trains with the rounding
    of the exported encoder.
    """

    epochs: float = 5.0
    minutes: float = math.inf
    learning_rate: float = 2.5e-4
    head_factor: float = 4.0
    weight_decay: float = 0.01
    warmup_steps: int = 100
    dropout: float = 0.1
    link_weight: float = 0.3
    syntax_weight: float = 1.0
    gold_share: float = 0.3
    average_decay: float = 0.998
    blend_at: float = 0.73
    threads: int = 2
    device: str = "cpu"
    bfloat16: bool = False
    int8: bool = False
    seed: int = 1


@dataclass
class Batch:
    """Windows of like length, padded: wordpieces and targets as in `Example`, each (batch, n).

    `words` is true at the first piece of each word. `syntax` is (batch, n, KINDS and the head). `soft_roles` and
    `soft_entities` are the chances of the tags (batch, n, tags) that teachers give, in 255ths.
    """

    ids: Tensor
    shapes: Tensor
    words: Tensor
    roles: Tensor
    entities: Tensor
    to_cue: Tensor
    to_source: Tensor
    cue: Tensor
    source: Tensor
    syntax: Tensor | None = None
    soft_roles: Tensor | None = None
    soft_entities: Tensor | None = None

    def to(self, device: str) -> Batch:
        """Return the batch on `device`, small integers widened for training."""
        tensors = [getattr(self, field.name) for field in fields(self)]
        return Batch(
            *(t if t is None else t.to(device).long() if t.dtype == torch.int16 else t.to(device) for t in tensors)
        )


def collate(examples: Sequence[Example]) -> Batch:
    """Pad windows to one length; integers as small as they fit, since a corpus of batches is kept."""
    width = -(-max(len(e.window.ids) for e in examples) // 8) * 8  # a GPU's kernels want multiples of 8

    def stack(name: str, fill: int) -> Tensor:
        padded = torch.full((len(examples), width), fill, dtype=torch.int16)
        for row, example in zip(padded, examples, strict=True):
            array = getattr(example.window if name in ("ids", "shapes") else example, name)
            row[: len(array)] = torch.from_numpy(array)
        return padded

    words = torch.zeros(len(examples), width, dtype=torch.bool)
    for row, example in zip(words, examples, strict=True):
        row[torch.from_numpy(example.window.first)] = True
    tags = [stack(name, IGNORE) for name in TASKS]
    links = [stack(name, -1) for name in ("to_cue", "to_source", "cue", "source")]
    soft = [_lay_out(words, [getattr(example, f"soft_{task}") for example in examples]) for task in TASKS]
    rest = [_stack_syntax(examples, width), *soft]
    return Batch(stack("ids", 0), stack("shapes", 0), words, *tags, *links, *rest)


def _stack_syntax(examples: Sequence[Example], width: int) -> Tensor | None:
    """Syntax of windows that have it, IGNORE for the others; none where none has."""
    if all(example.syntax is None for example in examples):
        return None
    placed = torch.full((len(examples), width, len(KINDS) + 1), IGNORE, dtype=torch.int16)
    for row, example in zip(placed, examples, strict=True):
        if example.syntax is not None:
            row[: len(example.syntax)] = torch.from_numpy(example.syntax)
    return placed


def _lay_out(words: Tensor, soft: Sequence[NDArray[np.uint8] | None]) -> Tensor | None:
    """Place what teachers say of each window's words (words, tags) at their first pieces."""
    said = [array for array in soft if array is not None]
    if len(said) < len(soft):
        return None
    placed = torch.zeros(*words.shape, said[0].shape[1], dtype=torch.uint8)
    placed[words] = torch.from_numpy(np.concatenate(said))
    return placed


def deal(examples: Sequence[Example], pieces: int, rng: random.Random) -> list[Batch]:
    """Deal windows of like length to batches of at most `pieces` wordpieces."""
    shuffled = rng.sample(examples, len(examples))
    pools = (shuffled[start : start + 256] for start in range(0, len(shuffled), 256))
    return [collate(part) for pool in pools for part in _fill(pool, pieces)]


def _fill(examples: Sequence[Example], pieces: int) -> Iterator[list[Example]]:
    """Part windows, the longest first, so that each part padded holds at most `pieces` wordpieces."""
    ranked = sorted(examples, key=lambda e: -len(e.window.ids))
    start = 0
    while start < len(ranked):
        size = max(1, pieces // len(ranked[start].window.ids))
        yield ranked[start : start + size]
        start += size


def _candidates(words: Tensor) -> Tensor:
    """What can be pointed at: words and position 0."""
    candidates = words.clone()
    candidates[:, 0] = True
    return candidates


def _pointing(vectors: Tensor, words: Tensor) -> Tensor:
    """Log chances (links, batch, n, n) of where each piece points: at words or at position 0."""
    candidates = _candidates(words)
    return pointer_scores(vectors.float()).masked_fill(~candidates[None, :, None, :], -1e4).log_softmax(-1)


def link_loss(pointing: Tensor, targets: Tensor, parts: Tensor) -> Tensor:
    """Cross entropy of one pointer: all words of the right part count as right, as the sum of their chances.

    pointing (batch, n, n): log chances; targets (batch, n): number of the part to point at, -2 none, -1 not trained;
    parts (batch, n): number of the part a piece is in.
    """
    rows = targets != -1
    batch = rows.nonzero()[:, 0]
    if not len(batch):
        return pointing.sum() * 0.0
    right = parts[batch] == targets[rows][:, None]
    right[:, 0] = targets[rows] == -2
    return -pointing[rows].masked_fill(~right, -1e4).logsumexp(-1).mean()


def gold_losses(role_logits: Tensor, entity_logits: Tensor, pointing: Tensor, batch: Batch) -> dict[str, Tensor]:
    """Cross entropies against gold, where the windows have it, by task."""
    losses = {}
    for name, logits, targets in (("roles", role_logits, batch.roles), ("entities", entity_logits, batch.entities)):
        total = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORE, reduction="sum")
        losses[name] = total / (targets != IGNORE).sum().clamp(min=1)
    for scores, link in zip(pointing, LINKS, strict=True):
        losses[link] = link_loss(scores, getattr(batch, link), getattr(batch, link.removeprefix("to_")))
    return losses


def syntax_losses(head: Syntax, x: Tensor, words: Tensor, targets: Tensor) -> dict[str, Tensor]:
    """Cross entropies of the syntax of windows that have gold for it.

    x (batch, n, width): the last vectors; words (batch, n): true at first pieces; targets (batch, n, KINDS and head).
    """
    rows = (targets != IGNORE).any(-1).any(-1)
    x, words, targets = x[rows], words[rows], targets[rows]
    classes, arcs, left, right = head(x)
    arcs = arcs.float().masked_fill(~_candidates(words)[:, None, :], -1e4)
    relations = head.relate(left, right, targets[..., HEAD].clamp(min=0))
    known = targets.clone()
    known[..., KINDS.index("deps")][targets[..., HEAD] == IGNORE] = IGNORE
    names = [*(f"syntax {kind}" for kind in KINDS), "syntax heads"]
    return {
        name: F.cross_entropy(logits.float().flatten(0, 1), known[..., i].flatten(), ignore_index=IGNORE)
        for i, (name, logits) in enumerate(zip(names, [*classes, relations, arcs], strict=True))
    }


def soft_losses(role_logits: Tensor, entity_logits: Tensor, batch: Batch) -> dict[str, Tensor]:
    """Cross entropies against the teachers' chances, by task, at the words they speak of."""
    losses = {}
    for name, logits, soft in (
        ("roles", role_logits, batch.soft_roles),
        ("entities", entity_logits, batch.soft_entities),
    ):
        if soft is not None:
            asked = (soft > 0).any(-1)
            said = -(soft[asked].float() / 255 * logits[asked].log_softmax(-1)).sum()
            losses[f"soft {name}"] = said / asked.sum().clamp(min=1)
    return losses


def _run(model: Encoder, batch: Batch, plan: Plan) -> tuple[Tensor, Tensor, Tensor, dict[str, Tensor]]:
    """Role logits, entity logits and log chances of the pointers, in float32, and losses of syntax."""
    with torch.autocast(torch.device(plan.device).type, dtype=torch.bfloat16, enabled=plan.bfloat16):
        roles, entities, vectors, x = model(batch.ids, batch.shapes)
        syntax = {}
        if model.syntax is not None and batch.syntax is not None:
            syntax = syntax_losses(model.syntax, x, batch.words, batch.syntax)
    return roles.float(), entities.float(), _pointing(vectors, batch.words), syntax


def _chances(model: Encoder, batch: Batch, plan: Plan) -> tuple[Tensor, Tensor]:
    """Chances of roles and entities."""
    roles, entities, *_ = _run(model, batch, plan)
    return roles.softmax(-1), entities.softmax(-1)


def batch_losses(model: Encoder, batch: Batch, plan: Plan) -> dict[str, Tensor]:
    """The weighted losses of a batch on its device, by task and kind of target; their sum is what is trained."""
    roles, entities, pointing, syntax = _run(model, batch, plan)
    soft = soft_losses(roles, entities, batch)
    weights = dict.fromkeys(LINKS, plan.link_weight) | dict.fromkeys(syntax, plan.syntax_weight)
    if soft:
        weights |= {"roles": plan.gold_share, "entities": plan.gold_share}
    gold = gold_losses(roles, entities, pointing, batch)
    return {name: weights.get(name, 1.0) * loss for name, loss in (gold | soft | syntax).items()}


@torch.no_grad()  # type: ignore[untyped-decorator]
def teach(
    teachers: Mapping[str, Sequence[Encoder]],
    bridge: Encoder,
    examples: Sequence[Example],
    plan: Plan,
    pieces: int,
    bridge_share: float,
) -> None:
    """Lay beside each window what teachers say of it: those of each task, and `bridge`, which is asked everywhere.

    Where a window has gold for the task, only the teacher speaks that did not see its fold, elsewhere the mean of all.
    """
    for teacher in (bridge, *itertools.chain(*teachers.values())):
        teacher.eval().to(plan.device)
    for i, task in enumerate(TASKS):
        groups: dict[int | None, list[Example]] = {}
        for example in examples:
            groups.setdefault(example.fold if example.has_gold(task) else None, []).append(example)
        for fold, group in groups.items():
            asked = teachers[task] if fold is None else teachers[task][fold : fold + 1]
            for part in _fill(group, pieces):
                batch = collate(part).to(plan.device)
                said = _chances(bridge, batch, plan)[i]
                if asked:
                    mean = torch.stack([_chances(teacher, batch, plan)[i] for teacher in asked]).mean(0)
                    said = bridge_share * said + (1 - bridge_share) * mean
                for example, row in zip(part, (255 * said).round().byte().cpu().numpy(), strict=True):
                    setattr(example, f"soft_{task}", row[example.window.first])


@torch.no_grad()  # type: ignore[untyped-decorator]
def parse(parser: Encoder, examples: Sequence[Example], plan: Plan, pieces: int) -> None:
    """Give windows without syntax the one that `parser` reads, as if it were gold.

    An encoder that never hears of syntax in a corpus tells that corpus by its style, and is silent there.
    """
    head = parser.eval().to(plan.device).syntax
    assert head is not None
    for part in _fill([example for example in examples if example.syntax is None], pieces):
        batch = collate(part).to(plan.device)
        with torch.autocast(torch.device(plan.device).type, dtype=torch.bfloat16, enabled=plan.bfloat16):
            *_, x = parser(batch.ids, batch.shapes)
            classes, arcs, left, right = head(x)
            itself = torch.eye(arcs.shape[1], dtype=torch.bool, device=arcs.device)
            heads = arcs.masked_fill(~_candidates(batch.words)[:, None, :] | itself, -1e4).argmax(-1)
            relations = head.relate(left, right, heads).argmax(-1)
        said = torch.stack([*(logits.argmax(-1) for logits in classes), relations, heads], -1)
        said[~batch.words] = IGNORE
        for example, rows in zip(part, said.cpu().numpy(), strict=True):
            example.syntax = rows[: len(example.window.ids)]


class Training:
    """A training under way: a model, the running average of its weights, its optimizer, and how far it has come."""

    def __init__(self, model: Encoder, plan: Plan, total: int) -> None:
        self.plan, self.total, self.step, self.minutes = plan, total, 0, 0.0
        self.model = model.to(plan.device).train()
        for module in model.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = plan.dropout
            if isinstance(module, Int8Linear):
                module.rounds = plan.int8
        self.average: Encoder = copy.deepcopy(model).eval()
        self.earlier: dict[str, Tensor] = {}
        pairs = zip(self.average.parameters(), model.parameters(), strict=True)
        self.averaged, self.trained = zip(*[pair for pair in pairs if pair[1].requires_grad], strict=True)
        groups: list[dict[str, Any]] = [{"params": [], "scale": plan.head_factor}, {"params": [], "scale": 1.0}]
        for name, parameter in model.named_parameters():
            if parameter.requires_grad:
                groups[not name.startswith(HEADS)]["params"].append(parameter)
        self.optimizer = torch.optim.AdamW(groups, lr=plan.learning_rate, weight_decay=plan.weight_decay, fused=True)

    @property
    def done(self) -> float:
        """The share of the way that lies behind."""
        return max(self.step / self.total, self.minutes / self.plan.minutes)

    def learn(self, batch: Batch) -> dict[str, Tensor]:
        """Take one step and return the losses before it. Chance depends on the number of the step alone."""
        plan = self.plan
        if self.done >= plan.blend_at and not self.earlier:
            self.earlier = {name: tensor.clone() for name, tensor in self.average.state_dict().items()}
        torch.manual_seed(plan.seed * self.total + self.step)
        rate = plan.learning_rate * min(1.0, (self.step + 1) / plan.warmup_steps) * (1 - self.done)
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["scale"]
        losses = batch_losses(self.model, batch.to(plan.device), plan)
        self.optimizer.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()
        self.step += 1
        with torch.no_grad():
            decay = min(plan.average_decay, (1 + self.step) / (10 + self.step))
            torch._foreach_lerp_(self.averaged, self.trained, 1 - decay)
        return losses

    def result(self) -> dict[str, Tensor]:
        """The averaged weights."""
        average = self.average.state_dict()
        earlier = self.earlier or average
        return {name: ((tensor + earlier[name]) / 2).cpu() for name, tensor in average.items()}

    def save(self, path: Path) -> None:
        """Write all that `restore` needs."""
        parts = {name: getattr(self, name).state_dict() for name in ("model", "average", "optimizer")}
        state = parts | {"earlier": self.earlier, "step": self.step, "minutes": self.minutes}
        _write(state | {"plan": asdict(self.plan), "total": self.total}, path)

    def restore(self, path: Path) -> None:
        """Go on from where `save` was called, where it was called for the same plan."""
        state = torch.load(path, map_location=self.plan.device, weights_only=True)
        if state["plan"] != asdict(self.plan) or state["total"] != self.total:
            log.warning("%s is of another plan and not used", path)
            return
        for name in ("model", "average", "optimizer"):
            getattr(self, name).load_state_dict(state[name])
        self.earlier, self.step, self.minutes = state["earlier"], state["step"], state["minutes"]
        log.info("going on from step %d of %d", self.step, self.total)


def train(model: Encoder, versions: Sequence[list[Batch]], target: Path, plan: Plan) -> None:
    """Train for `plan.epochs` or `plan.minutes`, whichever ends first, and save the averaged weights to `target`.

    `versions` are the same articles cut into windows in several ways; each epoch takes the next. The learning rate
    falls to zero at the planned end. Every few minutes all is written to a file beside `target`, and a training that
    was broken off goes on from there, to the same weights.
    """
    torch.set_num_threads(plan.threads)
    whole = math.ceil(plan.epochs)
    total = int(sum(len(versions[i % len(versions)]) for i in range(whole)) * plan.epochs / whole)
    training, checkpoint = Training(model, plan, total), target.with_suffix(".checkpoint.pt")
    if checkpoint.exists():
        training.restore(checkpoint)
    saved, before = time.monotonic(), time.monotonic() - 60 * training.minutes
    for batch in itertools.islice(_endless(versions, plan.seed), training.step, None):
        if training.done >= 1:
            break
        losses = training.learn(batch)
        training.minutes = (time.monotonic() - before) / 60
        if training.step % 50 == 0:
            shown = " ".join(f"{name} {float(x.detach()):.3f}" for name, x in losses.items())
            log.info("step %d/%d %.1f min: %s", training.step, total, training.minutes, shown)
        if time.monotonic() - saved > 60 * CHECKPOINT_MINUTES:
            training.save(checkpoint)
            saved = time.monotonic()
    _write(training.result(), target)
    checkpoint.unlink(missing_ok=True)


def _endless(versions: Sequence[list[Batch]], seed: int) -> Iterator[Batch]:
    """The batches, epoch after epoch; their order depends on the seed alone."""
    for epoch in itertools.count():
        order = list(versions[epoch % len(versions)])
        random.Random(f"{seed} {epoch}").shuffle(order)
        yield from order


def _write(state: dict[str, Any], path: Path) -> None:
    """Save so that the file is whole or not there."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)
