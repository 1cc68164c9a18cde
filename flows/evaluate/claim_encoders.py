"""What MiniLM would add to the words, in telling claims that state the same: a bi-encoder and a cross-encoder.

    python -m flows.evaluate claim_encoders FOLDER

prints held-out F1 of the logistic model alone and with either; FOLDER is that of
``flows.evaluate.claim_pairs``. Needs the ``train`` extra and, on two cores, half an hour. The bi-encoder runs
as int8 ONNX, as it would run in the project, and in float32; the cross-encoder in float32, an upper bound.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import onnxruntime as ort
import torch
import typer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from tokenizers import Tokenizer
from torch import Tensor, nn

from flows.train import export
from flows.train.claim_labels import Pairs, load_claim_pairs, measure_scores, predict_unseen
from flows.train.encoder import Encoder, Shape
from flows.train.recipe import CONFIG, minilm_folder, read_config
from flows.train.weights import load_minilm
from transforms.language.windows import CLS, SEP
from transforms.match.claims import Statements, measure_pairs
from transforms.match.text import Bools, Floats, Ints

_LONGEST = 64  # wordpieces of one text
_BATCH = 32
_EPOCHS = 2
_LEARNING_RATE = 5e-5
_PARTS = 4
_BORDER = 0.01  # the cross-encoder reads pairs that words give at least this chance


def load_encoder(folder: Path) -> Encoder:
    """Return MiniLM with its last vectors in place of its heads."""
    encoder = Encoder(Shape())
    load_minilm(encoder, folder / "model.safetensors")
    encoder.roles = encoder.entities = encoder.pointers = nn.Identity()
    return encoder


def read_vectors(encoder: Encoder, pieces: Sequence[Sequence[int]]) -> Tensor:
    """Return the last vectors (texts, longest, width) of wordpieces; those behind a text's end mean nothing."""
    ids = nn.utils.rnn.pad_sequence([torch.tensor(list(text)) for text in pieces], batch_first=True)
    vectors: Tensor = encoder(ids, torch.zeros_like(ids))[0]
    return vectors


def embed_texts(encoder: Encoder, pieces: Sequence[Sequence[int]]) -> Floats:
    """Return the means of the texts' vectors, (texts, width), by torch in float32."""
    encoder.eval()
    rows = []
    with torch.no_grad():
        for start in range(0, len(pieces), _BATCH):
            texts = pieces[start : start + _BATCH]
            vectors = read_vectors(encoder, texts)
            inside = torch.arange(vectors.shape[1])[None, :] < torch.tensor([len(text) for text in texts])[:, None]
            rows.append((vectors * inside[:, :, None]).sum(1) / inside.sum(1, keepdim=True))
    return np.asarray(torch.cat(rows), dtype=np.float64)


def embed_in_int8(encoder: Encoder, pieces: Sequence[Sequence[int]]) -> Floats:
    """Return the means of the texts' vectors, (texts, width), by onnxruntime in int8, on one thread."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "embedder.onnx"
        export.export(export.build_embedder({name: t.numpy() for name, t in encoder.state_dict().items()}), path)
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    rows = []
    start = time.process_time()
    for text in pieces:
        ids = np.array([text], dtype=np.int64)
        rows.append(session.run(["mean"], {"ids": ids, "shapes": np.zeros_like(ids)})[0])
    seconds = time.process_time() - start
    typer.echo(f"int8: {len(pieces) / seconds:,.0f} texts of {np.mean([*map(len, pieces)]):.0f} pieces a CPU second")
    return np.concatenate(rows).astype(np.float64)


def measure_cosines(
    embed: Callable[[Encoder, Sequence[Sequence[int]]], Floats], encoder: Encoder, tokenizer: Tokenizer, pairs: Pairs
) -> Floats:
    """Return (pairs, 2): the cosine of the claims and that of their sentences."""
    columns: list[Floats] = []
    for name in ("text", "context"):
        vectors = embed(encoder, [[CLS, *_cut(tokenizer, text), SEP] for text in pairs.claims[name].to_pylist()])
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        columns.append(np.asarray((vectors[pairs.left] * vectors[pairs.right]).sum(axis=1)))
    return np.stack(columns, axis=1)


def read_together(folder: Path, tokenizer: Tokenizer, pairs: Pairs, chances: Floats) -> Floats:
    """Return the logit of a cross-encoder for each pair, trained on the pairs of other stories.

    Args:
        folder: holds MiniLM.
        tokenizer: its tokenizer.
        pairs: the pairs.
        chances: what words say; the logit of pairs below the border is the least of all.
    """
    claims = [_cut(tokenizer, text) for text in pairs.claims["text"].to_pylist()]
    texts = [(claims[i], claims[j]) for i, j in zip(pairs.left, pairs.right, strict=True)]
    border = (chances >= _BORDER) | (pairs.sets["claims, each once"] > 0)
    out = np.full(len(texts), np.nan)
    part = pairs.fold % _PARTS  # of eight folds two at a time: training is what takes long
    for number in range(_PARTS):
        known = np.flatnonzero(border & pairs.is_clear & (part != number))
        here = np.flatnonzero(border & (part == number))
        model = _train(load_encoder(folder), texts, known, pairs.is_same)
        out[here] = _predict(*model, [texts[k] for k in here])
    return np.asarray(np.nan_to_num(out, nan=float(np.nanmin(out))))


Text = tuple[list[int], list[int]]


def _train(encoder: Encoder, texts: Sequence[Text], known: Ints, is_same: Bools) -> tuple[Encoder, nn.Linear]:
    torch.manual_seed(0)
    rng = random.Random(0)
    head = nn.Linear(encoder.shape.width, 1)
    parameters = [p for p in [*encoder.parameters(), *head.parameters()] if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=_LEARNING_RATE)
    steps = _EPOCHS * -(-len(known) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min((step + 1) / 20, 1 - step / (steps + 1)))
    encoder.train()
    for _ in range(_EPOCHS):
        for rows in _deal(known.tolist(), rng):
            sides = [texts[k] if rng.random() < 0.5 else texts[k][::-1] for k in rows]
            logits = head(read_vectors(encoder, [_join(*pair) for pair in sides])[:, 0])[:, 0]
            wanted = torch.tensor(is_same[rows], dtype=torch.float32)
            loss = nn.functional.binary_cross_entropy_with_logits(logits, wanted)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return encoder, head


def _deal(rows: list[int], rng: random.Random) -> Iterator[list[int]]:
    rng.shuffle(rows)
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]


def _predict(encoder: Encoder, head: nn.Linear, texts: Sequence[Text]) -> Floats:
    encoder.eval()
    logits = []
    with torch.no_grad():
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            both = [head(read_vectors(encoder, [_join(*p[::way]) for p in batch])[:, 0])[:, 0] for way in (1, -1)]
            logits.append((both[0] + both[1]) / 2)
    return np.asarray(torch.cat(logits), dtype=np.float64)


def _cut(tokenizer: Tokenizer, text: str) -> list[int]:
    ids: list[int] = tokenizer.encode(text, add_special_tokens=False).ids[:_LONGEST]
    return ids


def _join(first: list[int], second: list[int]) -> list[int]:
    return [CLS, *first, SEP, *second, SEP]


def main(folder: Annotated[Path, typer.Argument(help="Folder of the labelled stories.")]) -> None:
    """Print the figures."""
    pairs = load_claim_pairs(folder)
    minilm = minilm_folder(read_config(CONFIG))
    tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    logistic = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    words = measure_pairs(Statements.read(pairs.claims), pairs.left, pairs.right)
    chances = predict_unseen(logistic, pairs, words)
    encoder = load_encoder(minilm)
    cosines = measure_cosines(embed_in_int8, encoder, tokenizer, pairs)
    exact = measure_cosines(embed_texts, encoder, tokenizer, pairs)
    together = read_together(minilm, tokenizer, pairs, chances)[:, None]
    scores = {
        "words": chances,
        "bi-encoder alone": predict_unseen(logistic, pairs, cosines),
        "words and bi-encoder": predict_unseen(logistic, pairs, np.hstack([words, cosines])),
        "the same in float32": predict_unseen(logistic, pairs, np.hstack([words, exact])),
        "cross-encoder alone": together[:, 0],
        "words and cross-encoder": predict_unseen(logistic, pairs, np.hstack([words, together])),
        "all three": predict_unseen(logistic, pairs, np.hstack([words, cosines, together])),
    }
    typer.echo(f"{'':50}{'precision':>10}{'recall':>8}{'F1':>7}{'AUC':>7}")
    for name, weight in pairs.sets.items():
        for scorer, values in scores.items():
            typer.echo(f"{name:26}{scorer:24}{measure_scores(pairs, values, weight)}")
