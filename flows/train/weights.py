"""Pretrained weights into the joint encoder: MiniLM for the student, MPNet for its teachers."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from flows.train.encoder import HEADS, POSITIONS, VOCABULARY, Encoder, Shape
from transforms.language.windows import CLS, SEP

State = dict[str, Tensor]
MPNET = Shape(layers=12, width=768, inner=3072, head_width=64, buckets=32, epsilon=1e-5)
_MPNET_OFFSET = 4  # its vocabulary is BERT's behind <s>, <pad>, </s> and <unk>
_MPNET_FIRST, _MPNET_LAST = 0, 2
_BERT_LAYER = {
    "qkv": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "out": ("attention.output.dense",),
    "norm1": ("attention.output.LayerNorm",),
    "up": ("intermediate.dense",),
    "down": ("output.dense",),
    "norm2": ("output.LayerNorm",),
}
_MPNET_LAYER = _BERT_LAYER | {
    "qkv": ("attention.attn.q", "attention.attn.k", "attention.attn.v"),
    "out": ("attention.attn.o",),
    "norm1": ("attention.LayerNorm",),
}


def load_minilm(encoder: Encoder, path: Path) -> None:
    """Start `encoder`, of the default shape, from MiniLM-L6."""
    saved = _minilm(path)
    state = {
        "words.weight": saved["embeddings.word_embeddings.weight"],
        "positions.weight": saved["embeddings.position_embeddings.weight"],
        "norm.weight": saved["embeddings.LayerNorm.weight"],
        "norm.bias": saved["embeddings.LayerNorm.bias"],
        "segment": saved["embeddings.token_type_embeddings.weight"][0],
    }
    for i in range(encoder.shape.layers):
        state |= {f"layers.{i}.{name}": tensor for name, tensor in _layer(saved, i, _BERT_LAYER).items()}
    _fill(encoder, state)


def load_words(encoder: Encoder, path: Path) -> None:
    """Give `encoder` the word vectors of MiniLM-L6, which training leaves as they are and export rounds."""
    encoder.words.weight.data = _minilm(path)["embeddings.word_embeddings.weight"]


def load_mpnet(encoder: Encoder, path: Path) -> None:
    """Start `encoder` (of shape `MPNET`) from MPNet-base, its vocabulary in BERT's order."""
    saved = {name.removeprefix("mpnet."): tensor for name, tensor in load_file(path).items()}
    words = saved["embeddings.word_embeddings.weight"]
    ordered = words[_MPNET_OFFSET : _MPNET_OFFSET + VOCABULARY].clone()
    ordered[CLS], ordered[SEP] = words[_MPNET_FIRST], words[_MPNET_LAST]
    state = {
        "words.weight": ordered,
        "positions.weight": saved["embeddings.position_embeddings.weight"][2 : 2 + POSITIONS],
        "norm.weight": saved["embeddings.LayerNorm.weight"],
        "norm.bias": saved["embeddings.LayerNorm.bias"],
        "segment": torch.zeros(MPNET.width),
        "relative.weight": saved["encoder.relative_attention_bias.weight"],
    }
    for i in range(MPNET.layers):
        state |= {f"layers.{i}.{name}": tensor for name, tensor in _layer(saved, i, _MPNET_LAYER).items()}
    _fill(encoder, state)


def _minilm(path: Path) -> State:
    return {name.removeprefix("bert."): tensor for name, tensor in load_file(path).items()}


def _layer(saved: State, number: int, names: dict[str, tuple[str, ...]]) -> State:
    return {
        f"{ours}.{kind}": torch.cat([saved[f"encoder.layer.{number}.{name}.{kind}"] for name in theirs])
        for ours, theirs in names.items()
        for kind in ("weight", "bias")
    }


def _fill(encoder: Encoder, state: State) -> None:
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    if unexpected or any(not name.startswith(HEADS) for name in missing):
        raise ValueError(f"weights do not fit: missing {missing}, unexpected {unexpected}")
