"""The joint encoder in torch: a BERT-like stack with case shapes, heads for tags and syntax, and pointers between
attribution parts.

One class serves the student that is shipped (https://arxiv.org/abs/2002.10957) and its teachers
(https://arxiv.org/abs/2004.09297, which adds a relative position bias); `flows.train.weights` fills it. Pointers are
the biaffine attention of https://arxiv.org/abs/1611.01734 without its bias terms: every word of a content points at its
cue and at its source, every word of a cue at its source; position 0 stands for "none". So do heads of syntax.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from transforms.language.labels import ENTITY_TAGS, ROLE_TAGS
from transforms.language.windows import N_SHAPES

VOCABULARY, POSITIONS, POINTER = 30522, 512, 64
LINKS = ("to_cue", "to_source")
ARC, RELATION = 128, 128
HEADS = ("roles", "entities", "pointers", "shapes", "syntax")  # what no pretrained encoder brings


@dataclass(frozen=True)
class Shape:
    """Sizes of a stack. `buckets` of relative positions, 0 for none; `epsilon` is that of its layer norms."""

    layers: int = 6
    width: int = 384
    inner: int = 1536
    heads: int = 12
    head_width: int = 32
    buckets: int = 0
    epsilon: float = 1e-12

    @classmethod
    def of(cls, state: Mapping[str, Tensor]) -> Shape:
        """The shape of a student's weights, narrowed or not."""
        layers = sum(name.endswith(".norm2.bias") for name in state)
        attended, inner = state["layers.0.out.weight"].shape[1], state["layers.0.up.bias"].shape[0]
        return cls(layers=layers, heads=attended // cls.head_width, inner=inner)


class Int8Linear(nn.Linear):  # type: ignore[misc]
    """A linear layer that, where `rounds` is set, computes with the numbers that it will have once exported.

    Weights in seven bits for each output, inputs in eight for each window; gradients pass the rounding unchanged
    (https://arxiv.org/abs/1712.05877).
    """

    rounds = False

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, n, inputs) to (batch, n, outputs)."""
        if not self.rounds:
            return F.linear(x, self.weight, self.bias)
        with torch.no_grad():
            step = (self.weight.abs().amax(1, keepdim=True) / 64).clamp(min=1e-8)
            weight_error = (self.weight / step).round() * step - self.weight
            low, high = x.amin((1, 2), keepdim=True).clamp(max=0), x.amax((1, 2), keepdim=True).clamp(min=0)
            step = ((high - low) / 255).clamp(min=1e-8)
            zero = (low / step).round()
            input_error = ((x / step).round() - zero).clamp(0, 255).add(zero).mul(step) - x
        return F.linear(x + input_error, self.weight + weight_error, self.bias)


class Layer(nn.Module):  # type: ignore[misc]
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.shape = shape
        attended = shape.heads * shape.head_width
        self.qkv = Int8Linear(shape.width, 3 * attended)
        self.out = Int8Linear(attended, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.up = Int8Linear(shape.width, shape.inner)
        self.down = Int8Linear(shape.inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Map (batch, n, width) to the same; `bias` is added to the attention scores."""
        batch, length, _ = x.shape
        heads, width = self.shape.heads, self.shape.head_width
        q, k, v = self.qkv(x).view(batch, length, 3, heads, width).permute(2, 0, 3, 1, 4).unbind(0)
        if x.is_cuda:
            attended = F.scaled_dot_product_attention(q, k, v, bias.to(q.dtype))
        else:  # the fused kernel is slower backwards
            scores = (q * width**-0.5) @ k.transpose(-1, -2)
            attended = torch.softmax(scores + bias.to(scores.dtype), -1, dtype=scores.dtype) @ v
        attended = attended.transpose(1, 2).reshape(batch, length, heads * width)
        x = self.norm1(x + self.dropout(self.out(attended)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Syntax(nn.Module):  # type: ignore[misc]
    """Classes of words and their heads, from one view of the encoder's last vectors."""

    def __init__(self, width: int, sizes: Sequence[int]) -> None:
        """`sizes` are the numbers of classes, by KINDS; those of relations come last."""
        super().__init__()
        *self.classes, relations = sizes
        self.view = Int8Linear(width, width)
        self.parts = Int8Linear(width, sum(self.classes) + 2 * (ARC + RELATION))
        self.relations = nn.Linear(RELATION, relations)

    def forward(self, x: Tensor) -> tuple[list[Tensor], Tensor, Tensor, Tensor]:
        """Map (batch, n, width) to logits of the classes, to scores of heads (batch, n, n), the last axis being the
        head, and to the two halves of what `relate` needs.
        """
        parts = self.parts(F.gelu(self.view(x)))
        *classes, dependents, heads, left, right = parts.split([*self.classes, ARC, ARC, RELATION, RELATION], -1)
        return classes, dependents @ heads.transpose(-1, -2) * ARC**-0.5, left, right

    def relate(self, left: Tensor, right: Tensor, heads: Tensor) -> Tensor:
        """Return logits of relations (batch, n, relations) to the words at `heads` (batch, n)."""
        chosen = right.gather(1, heads[:, :, None].expand(-1, -1, right.shape[-1]))
        return self.relations(F.relu(left + chosen))


class Encoder(nn.Module):  # type: ignore[misc]
    """Wordpieces to tag logits and pointer vectors; word embeddings and position bias stay as pretrained."""

    def __init__(self, shape: Shape, dropout: float = 0.1, syntax: Sequence[int] = ()) -> None:
        """`syntax` are the numbers of its classes, by KINDS; without any there is no such head."""
        super().__init__()
        self.shape, self.sizes = shape, tuple(syntax)
        self.words = nn.Embedding(VOCABULARY, shape.width)
        self.positions = nn.Embedding(POSITIONS, shape.width)
        self.segment = nn.Parameter(torch.zeros(shape.width))
        self.shapes = nn.Embedding(N_SHAPES, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.relative = nn.Embedding(shape.buckets, shape.heads) if shape.buckets else None
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.dropout = nn.Dropout(dropout)
        self.roles = nn.Linear(shape.width, len(ROLE_TAGS))
        self.entities = nn.Linear(shape.width, len(ENTITY_TAGS))
        self.pointers = nn.Linear(shape.width, 2 * len(LINKS) * POINTER)
        self.syntax = Syntax(shape.width, syntax) if syntax else None
        nn.init.zeros_(self.shapes.weight)
        self.words.weight.requires_grad_(False)
        if self.relative is not None:
            self.relative.weight.requires_grad_(False)

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return role logits, entity logits, pointer vectors and the last vectors, each (batch, wordpieces, …), for
        int64 inputs.

        An id of 0 is padding.
        """
        length = ids.shape[1]
        x = self.words(ids) + self.positions.weight[:length] + self.segment + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        bias = torch.where(ids[:, None, None, :] != 0, 0.0, -1e4)
        if self.relative is not None:
            bias = bias + self.relative(relative_buckets(length, self.shape.buckets, ids.device)).permute(2, 0, 1)
        bias = bias.to(
            torch.get_autocast_dtype(ids.device.type) if torch.is_autocast_enabled(ids.device.type) else x.dtype
        )
        for layer in self.layers:
            x = layer(x, bias)
        x = self.dropout(x)
        return self.roles(x), self.entities(x), self.pointers(x), x


@functools.cache  # the lengths of batches are few, and a GPU would wait for each
def relative_buckets(length: int, buckets: int, device: torch.device, farthest: int = 128) -> Tensor:
    """Return the bucket (length, length) of each relative position, as in T5 and MPNet (both directions)."""
    at = torch.arange(length, device=device)
    distance = at[:, None] - at[None, :]  # how far the key is to the left
    side = (distance < 0).long() * (buckets // 2)
    distance = distance.abs()
    near = buckets // 4
    far = near + (torch.log(distance.clamp(min=1) / near) / math.log(farthest / near) * (buckets // 2 - near)).long()
    return side + torch.where(distance < near, distance, far.clamp(max=buckets // 2 - 1))


def pointer_scores(vectors: Tensor) -> Tensor:
    """Pointer vectors (batch, n, 2 · links · POINTER) to scores (links, batch, n, n); the last axis is pointed at."""
    batch, n, _ = vectors.shape
    parts = vectors.view(batch, n, len(LINKS), 2, POINTER).permute(2, 3, 0, 1, 4)
    return parts[:, 0] @ parts[:, 1].transpose(-1, -2) * POINTER**-0.5
