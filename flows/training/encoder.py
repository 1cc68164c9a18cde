"""The joint encoder in torch: MiniLM-L6 with case shapes, two tag heads and pointers between attribution parts.

MiniLM: https://arxiv.org/abs/2002.10957; weights all-MiniLM-L6-v2 (Apache-2.0). Pointers are the biaffine attention
of https://arxiv.org/abs/1611.01734 without its bias terms: every word of a content points at its cue and at its
source, every word of a cue at its source; position 0 stands for "none".
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from transforms.language.labels import ENTITY_TAGS, ROLE_TAGS
from transforms.language.windows import N_SHAPES

WIDTH, INNER, HEADS, LAYERS, POINTER = 384, 1536, 12, 6, 64
LINKS = ("to_cue", "to_source")


class Layer(nn.Module):  # type: ignore[misc]
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """Map (batch, n, WIDTH) to the same; `bias` is added to the attention scores."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        scores = (q * (WIDTH // HEADS) ** -0.5) @ k.transpose(-1, -2)  # plain: the fused kernel is slower backwards
        if bias is not None:
            scores = scores + bias.to(scores.dtype)
        attended = torch.softmax(scores, -1, dtype=scores.dtype) @ v
        attended = attended.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + self.out(attended))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):  # type: ignore[misc]
    """Wordpieces to tag logits and pointer vectors; the word embeddings are not trained, which saves time."""

    def __init__(self, weights: Path | None, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.shapes = nn.Embedding(N_SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.roles = nn.Linear(WIDTH, len(ROLE_TAGS))
        self.entities = nn.Linear(WIDTH, len(ENTITY_TAGS))
        self.pointers = nn.Linear(WIDTH, 2 * len(LINKS) * POINTER)
        nn.init.zeros_(self.shapes.weight)
        if weights:
            self._load_minilm(weights)

    def _load_minilm(self, path: Path) -> None:
        saved = {name.removeprefix("bert."): tensor for name, tensor in load_file(path).items()}
        plan = {
            "words.weight": "embeddings.word_embeddings.weight",
            "positions.weight": "embeddings.position_embeddings.weight",
            "norm.weight": "embeddings.LayerNorm.weight",
            "norm.bias": "embeddings.LayerNorm.bias",
        }
        state = {ours: saved[theirs] for ours, theirs in plan.items()}
        state["segment"] = saved["embeddings.token_type_embeddings.weight"][0]
        parts = {"out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
                 "down": "output.dense", "norm2": "output.LayerNorm"}  # fmt: skip
        for i in range(LAYERS):
            for kind in ("weight", "bias"):
                prefix = f"encoder.layer.{i}"
                qkv = [saved[f"{prefix}.attention.self.{x}.{kind}"] for x in ("query", "key", "value")]
                state[f"layers.{i}.qkv.{kind}"] = torch.cat(qkv)
                for ours, theirs in parts.items():
                    state[f"layers.{i}.{ours}.{kind}"] = saved[f"{prefix}.{theirs}.{kind}"]
        missing, unexpected = self.load_state_dict(state, strict=False)
        if unexpected or any(not name.startswith(("roles", "entities", "pointers", "shapes")) for name in missing):
            raise ValueError(f"weights do not fit: missing {missing}, unexpected {unexpected}")
        self.words.weight.requires_grad_(False)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """Return role logits, entity logits and pointer vectors, each (batch, wordpieces, …), for int64 inputs.

        `mask` is true where there is a wordpiece; without it no position is padding.
        """
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.segment + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        bias = None if mask is None else torch.where(mask[:, None, None, :], 0.0, -1e4)
        for layer in self.layers:
            x = layer(x, bias)
        x = self.dropout(x)
        return self.roles(x), self.entities(x), self.pointers(x)


def pointer_scores(vectors: Tensor) -> Tensor:
    """Pointer vectors (batch, n, 2 · links · POINTER) to scores (links, batch, n, n); the last axis is pointed at."""
    batch, n, _ = vectors.shape
    parts = vectors.view(batch, n, len(LINKS), 2, POINTER).permute(2, 3, 0, 1, 4)
    return parts[:, 0] @ parts[:, 1].transpose(-1, -2) * POINTER**-0.5
