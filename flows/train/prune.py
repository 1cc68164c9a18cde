"""Make a trained encoder narrower: drop the attention heads and feed-forward units that its loss misses least.

Importance is the first-order Taylor estimate of what the loss changes without a unit, |weight · gradient|, summed over
batches: https://arxiv.org/abs/1906.10771.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from flows.train.encoder import Encoder, Layer
from flows.train.fit import Batch, Plan, batch_losses


def prune(encoder: Encoder, heads: int, inner: int, batches: Sequence[Batch], plan: Plan) -> Encoder:
    """Return an encoder with `heads` heads and `inner` feed-forward units in each layer of `encoder`."""
    encoder = encoder.eval().to(plan.device)
    importance = [(torch.zeros(encoder.shape.heads), torch.zeros(encoder.shape.inner)) for _ in encoder.layers]
    for batch in batches:
        encoder.zero_grad()
        torch.stack(list(batch_losses(encoder, batch.to(plan.device), plan).values())).sum().backward()
        for layer, (of_heads, of_inner) in zip(encoder.layers, importance, strict=True):
            of_heads += _taylor(layer.out.weight).view(encoder.shape.heads, -1).sum(1).abs()
            of_inner += _taylor(layer.down.weight).abs()
    narrow = Encoder(replace(encoder.shape, heads=heads, inner=inner), syntax=encoder.sizes)
    state = {name: tensor.cpu() for name, tensor in encoder.state_dict().items() if not name.startswith("layers.")}
    for i, (layer, (of_heads, of_inner)) in enumerate(zip(encoder.layers, importance, strict=True)):
        kept = (of_heads.topk(heads).indices.sort().values, of_inner.topk(inner).indices.sort().values)
        state |= {f"layers.{i}.{name}": tensor for name, tensor in _narrow(layer, *kept).items()}
    narrow.load_state_dict(state)
    return narrow


def _taylor(weight: Tensor) -> Tensor:
    """What the loss changes without each input of a linear layer, to first order."""
    assert weight.grad is not None
    return (weight.grad * weight).sum(0).detach().cpu()


def _narrow(layer: Layer, heads: Tensor, inner: Tensor) -> dict[str, Tensor]:
    width = layer.shape.head_width
    state = {name: tensor.cpu() for name, tensor in layer.state_dict().items()}
    return state | {
        "qkv.weight": state["qkv.weight"].unflatten(0, (3, -1, width))[:, heads].flatten(0, 2),
        "qkv.bias": state["qkv.bias"].unflatten(0, (3, -1, width))[:, heads].flatten(),
        "out.weight": state["out.weight"].unflatten(1, (-1, width))[:, heads].flatten(1),
        "up.weight": state["up.weight"][inner],
        "up.bias": state["up.bias"][inner],
        "down.weight": state["down.weight"][:, inner],
    }
