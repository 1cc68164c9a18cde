"""Train the joint encoder: one loop, both tasks in every batch, learning rate falling to zero at the planned end."""

from __future__ import annotations

import copy
import logging
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from flows.training.encoder import LINKS, Encoder, pointer_scores
from flows.training.examples import IGNORE, Article, Example, make_examples, vary

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Plan:
    """What to train and for how long; times in minutes of wall clock, sizes in wordpieces.

    `average_decay` is that of the running average of the weights; what it is at the share `blend_at` of the way is
    averaged with what it is in the end.
    """

    epochs: float = 5.0
    minutes: float = math.inf
    batch_pieces: int = 3072
    max_pieces: int = 384
    context: int = 64
    learning_rate: float = 2.5e-4
    head_factor: float = 4.0
    weight_decay: float = 0.01
    warmup_steps: int = 100
    dropout: float = 0.1
    link_weight: float = 0.3
    average_decay: float = 0.998
    blend_at: float = 0.73
    save_minutes: float = 8.0
    threads: int = 1
    seed: int = 1


def _stack(arrays: list[NDArray[np.int64]], fill: int) -> Tensor:
    width = max(len(a) for a in arrays)
    return torch.from_numpy(np.stack([np.pad(a, (0, width - len(a)), constant_values=fill) for a in arrays]))


def link_loss(scores: Tensor, targets: Tensor, parts: Tensor, words: Tensor) -> Tensor:
    """Cross entropy of one pointer: all words of the right part count as right, as the sum of their chances.

    scores (batch, n, n); targets (batch, n): number of the part to point at, -2 none, -1 not trained;
    parts (batch, n): number of the part a piece is in; words (batch, n): first pieces.
    """
    candidates = words.clone()
    candidates[:, 0] = True
    rows = targets != -1
    batch = rows.nonzero()[:, 0]
    logits = scores[rows].float().masked_fill(~candidates[batch], -1e4)
    right = parts[batch] == targets[rows][:, None]
    right[:, 0] = targets[rows] == -2
    if not len(batch):
        return scores.sum() * 0.0
    return (logits.logsumexp(-1) - logits.masked_fill(~right, -1e4).logsumexp(-1)).mean()


def batch_loss(model: Encoder, batch: list[Example], link_weight: float) -> tuple[Tensor, dict[str, float]]:
    """Return the summed loss of a batch and its parts for the log."""
    ids = _stack([e.window.ids for e in batch], 0)
    roles, entities = (_stack([getattr(e, name) for e in batch], IGNORE) for name in ("roles", "entities"))
    mask = ids != 0
    with torch.autocast("cpu", dtype=torch.bfloat16):
        role_logits, entity_logits, vectors = model(
            ids, _stack([e.window.shapes for e in batch], 0), None if mask.all() else mask
        )
    scores = pointer_scores(vectors.float())
    words = roles != IGNORE
    losses = {
        "roles": F.cross_entropy(
            role_logits.float().flatten(0, 1), roles.flatten(), ignore_index=IGNORE, reduction="sum"
        )
        / words.sum().clamp(min=1),
        "entities": F.cross_entropy(
            entity_logits.float().flatten(0, 1), entities.flatten(), ignore_index=IGNORE, reduction="sum"
        )
        / (entities != IGNORE).sum().clamp(min=1),
    }
    for score, link in zip(scores, LINKS, strict=True):
        targets = _stack([getattr(e, link) for e in batch], -1)
        parts = _stack([getattr(e, link.removeprefix("to_")) for e in batch], -1)
        losses[link] = link_weight * link_loss(score, targets, parts, words)
    return torch.stack(list(losses.values())).sum(), {name: float(loss.detach()) for name, loss in losses.items()}


def batches(articles: list[Article], tokenizer: Tokenizer, plan: Plan, rng: random.Random) -> list[list[Example]]:
    """Cut all articles anew (window length, context and typography vary) and deal windows of like length to batches."""
    examples: list[Example] = []
    for article in articles:
        longest = rng.choice([plan.max_pieces, plan.max_pieces, rng.randint(plan.max_pieces // 2, plan.max_pieces)])
        examples += make_examples(
            article, vary(article, rng), tokenizer, longest, rng.choice([0, plan.context, plan.context])
        )
    rng.shuffle(examples)
    dealt: list[list[Example]] = []
    for pool_start in range(0, len(examples), 256):
        pool = sorted(examples[pool_start : pool_start + 256], key=lambda e: -len(e.window.ids))
        start = 0
        while start < len(pool):
            size = max(1, plan.batch_pieces // len(pool[start].window.ids))
            dealt.append(pool[start : start + size])
            start += size
    rng.shuffle(dealt)
    return dealt


def train(articles: list[Article], tokenizer: Tokenizer, weights: Path, target: Path, plan: Plan) -> Encoder:
    """Train for `plan.epochs` or `plan.minutes`, whichever ends first, and return the averaged encoder.

    The average of the weights is saved to `target` every `plan.save_minutes` and at the end.
    """
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    model = Encoder(weights, plan.dropout)
    average: Encoder = copy.deepcopy(model)
    average.eval()
    new = ("roles", "entities", "pointers", "shapes")
    groups = [
        {
            "params": [p for n, p in model.named_parameters() if p.requires_grad and n.startswith(new)],
            "scale": plan.head_factor,
        },
        {"params": [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith(new)], "scale": 1.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=plan.learning_rate, weight_decay=plan.weight_decay, fused=True)
    trained = [(a, b) for a, b in zip(average.parameters(), model.parameters(), strict=True) if b.requires_grad]
    started = saved = time.monotonic()
    step, pieces, epoch, total = 0, 0, 0, 0
    earlier: dict[str, Tensor] = {}
    while True:
        dealt = batches(articles, tokenizer, plan, rng)
        total = total or int(len(dealt) * plan.epochs)
        for batch in dealt:
            minutes = (time.monotonic() - started) / 60
            done = max(step / total, minutes / plan.minutes)
            if done >= plan.blend_at and not earlier:
                earlier = {name: tensor.clone() for name, tensor in average.state_dict().items()}
            if done >= 1:
                average.load_state_dict({k: (v + earlier[k]) / 2 for k, v in average.state_dict().items()})
                torch.save(average.state_dict(), target)
                return average
            for group in optimizer.param_groups:
                group["lr"] = (
                    plan.learning_rate * group["scale"] * min(1.0, (step + 1) / plan.warmup_steps) * (1 - done)
                )
            model.train()
            loss, parts = batch_loss(model, batch, plan.link_weight)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.grad is not None], 1.0)
            optimizer.step()
            step += 1
            pieces += sum(len(e.window.ids) for e in batch)
            with torch.no_grad():
                decay = min(plan.average_decay, (1 + step) / (10 + step))
                torch._foreach_lerp_([a for a, _ in trained], [b for _, b in trained], 1 - decay)
            if step % 20 == 0:
                shown = " ".join(f"{name} {value:.3f}" for name, value in parts.items())
                log.info(
                    "step %d/%d epoch %d %.1f min %d pieces/s: %s",
                    step,
                    total,
                    epoch,
                    minutes,
                    pieces / (time.monotonic() - started),
                    shown,
                )
            if time.monotonic() - saved > plan.save_minutes * 60:
                torch.save(average.state_dict(), target)
                saved = time.monotonic()
        epoch += 1
