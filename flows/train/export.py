"""Write the trained encoder as an int8 ONNX graph of fused operators.

The graph is built operator by operator (com.microsoft MultiHeadAttention, BiasGelu; see
https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md), since fused operators are what makes
it fast, and takes one window at a time: no padding, no mask, and so the same numbers in any batch.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from flows.train.encoder import ARC, LINKS, POINTER, RELATION, Shape
from transforms.language.syntax import KINDS

FUSED = "com.microsoft"
State = dict[str, NDArray[np.float32]]


class _Graph:
    """Nodes and weights in the order they are added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, array: NDArray[np.generic]) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def matmul(self, x: str, state: State, name: str) -> str:
        """Multiply by the linear layer `name`, without its bias."""
        return self.node("MatMul", [x, self.weight(f"{name}.weight", state[f"{name}.weight"].T)], f"{name}.matmul")

    def linear(self, x: str, state: State, name: str, output: str) -> str:
        bias = self.weight(f"{name}.bias", state[f"{name}.bias"])
        return self.node("Add", [self.matmul(x, state, name), bias], output)


def build(state: State, syntax: Sequence[int] = ()) -> onnx.ModelProto:
    """Return the float32 graph; `syntax` are the numbers of its classes, by KINDS.

    Inputs, int64: ids and shapes (1, n) of the wordpieces, first (m,): 0, then where each word begins. Outputs,
    float32 chances: roles and entities (1, m, tags), to_cue and to_source (1, m, m): what each word points at. With
    syntax also int64 classes of each kind (1, m) and float32 scores of heads,
    arcs (1, m, m), and the best of them, heads (1, m).
    """
    g = _Graph()
    x = _read(g, state)
    x = g.node("Gather", [x, "first"], "words.only", axis=1)
    for head in ("roles", "entities"):
        g.node("Softmax", [g.linear(x, state, head, f"{head}.scores")], head, axis=-1)
    pairs = [f"{link}.{side}" for link in LINKS for side in ("from", "at")]
    g.weight("quarters", np.array([POINTER] * len(pairs), np.int64))
    g.nodes.append(helper.make_node("Split", [g.linear(x, state, "pointers", "pointing"), "quarters"], pairs, axis=-1))
    g.weight("scale", np.array(POINTER**-0.5, np.float32))
    for link in LINKS:
        keys = g.node("Transpose", [f"{link}.at"], f"{link}.keys", perm=[0, 2, 1])
        scores = g.node("MatMul", [f"{link}.from", keys], f"{link}.product")
        g.node("Softmax", [g.node("Mul", [scores, "scale"], f"{link}.scores")], link, axis=-1)
    widths = {
        "roles": len(state["roles.bias"]),
        "entities": len(state["entities.bias"]),
        "to_cue": "m",
        "to_source": "m",
    }
    if syntax:
        widths["arcs"] = "m"
        _add_syntax(g, x, state, syntax)
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "m", width]) for name, width in widths.items()
    ]
    if syntax:
        outputs += [helper.make_tensor_value_info(kind, TensorProto.INT64, [1, "m"]) for kind in ("heads", *KINDS)]
    return _finish(g, outputs, [helper.make_tensor_value_info("first", TensorProto.INT64, ["m"])])


def _add_syntax(g: _Graph, x: str, state: State, sizes: Sequence[int]) -> None:
    """Add the classes of each word, the scores of its heads, and the relation to the best of them."""
    view = [g.matmul(x, state, "syntax.view"), g.weight("syntax.view.bias", state["syntax.view.bias"])]
    parts = g.linear(g.node("BiasGelu", view, "syntax.seen", FUSED), state, "syntax.parts", "syntax.all")
    *classes, relations = KINDS
    names = [f"syntax.{part}" for part in (*classes, "dependents", "heads", "left", "right")]
    g.weight("syntax.sizes", np.array([*sizes[:-1], ARC, ARC, RELATION, RELATION], np.int64))
    g.nodes.append(helper.make_node("Split", [parts, "syntax.sizes"], names, axis=-1))
    for kind in classes:
        g.node("ArgMax", [f"syntax.{kind}"], kind, axis=-1, keepdims=0)
    keys = g.node("Transpose", ["syntax.heads"], "syntax.keys", perm=[0, 2, 1])
    product = g.node("MatMul", ["syntax.dependents", keys], "syntax.product")
    g.node("Mul", [product, g.weight("arc.scale", np.array(ARC**-0.5, np.float32))], "arcs")
    g.node("ArgMax", ["arcs"], "heads", axis=-1, keepdims=0)
    best = g.node("Reshape", ["heads", g.weight("flat", np.array([-1], np.int64))], "syntax.chosen")
    chosen = g.node("Gather", ["syntax.right", best], "syntax.head", axis=1)
    pair = g.node("Add", ["syntax.left", chosen], "syntax.pair")
    scores = g.linear(g.node("Relu", [pair], "syntax.met"), state, "syntax.relations", "syntax.scores")
    g.node("ArgMax", [scores], relations, axis=-1, keepdims=0)


def build_embedder(state: State) -> onnx.ModelProto:
    """Return the float32 graph whose output (1, width) is the mean of a text's last vectors. Inputs: ids, shapes."""
    g = _Graph()
    g.node("ReduceMean", [_read(g, state)], "mean", axes=[1], keepdims=0)
    return _finish(g, [helper.make_tensor_value_info("mean", TensorProto.FLOAT, [1, len(state["norm.bias"])])])


def _finish(
    g: _Graph, outputs: list[onnx.ValueInfoProto], inputs: Sequence[onnx.ValueInfoProto] = ()
) -> onnx.ModelProto:
    read = [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "n"]) for name in ("ids", "shapes")]
    graph = helper.make_graph(g.nodes, "whosaid", [*read, *inputs], outputs, g.weights)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def _read(g: _Graph, state: State) -> str:
    """Add what turns ids and shapes into the last vectors (1, n, width)."""
    # What does not depend on the word is added up once: position, segment.
    g.weight("positions", state["positions.weight"] + state["segment"])
    g.weight("zero", np.array([0], np.int64))
    attended = state["layers.0.out.weight"].shape[1]
    g.weight("thirds", np.array([attended] * 3, np.int64))
    g.node("Gather", [g.weight("words", state["words.weight"]), "ids"], "word")
    g.node("Gather", [g.weight("cases", state["shapes.weight"]), "shapes"], "case")
    g.node("Shape", ["ids"], "length", start=1, end=2)
    g.node("Slice", ["positions", "zero", "length", "zero"], "position")
    g.node("Add", ["word", "case"], "word.case")
    g.node("Add", ["word.case", "position"], "embedded")
    norm = [g.weight(f"norm.{kind}", state[f"norm.{kind}"]) for kind in ("weight", "bias")]
    x = g.node("LayerNormalization", ["embedded", *norm], "normed", axis=-1, epsilon=Shape.epsilon)
    for i in range(sum(name.endswith(".norm2.bias") for name in state)):
        at = f"layers.{i}"
        qkv = [f"{at}.{name}" for name in ("query", "key", "value")]
        g.nodes.append(helper.make_node("Split", [g.matmul(x, state, f"{at}.qkv"), "thirds"], qkv, axis=-1))
        bias = g.weight(f"{at}.qkv.bias", state[f"{at}.qkv.bias"])
        heads = attended // Shape.head_width
        seen = g.node("MultiHeadAttention", [*qkv, bias], f"{at}.attended", FUSED, num_heads=heads)
        x = _residual(g, x, g.matmul(seen, state, f"{at}.out"), state, at, "out", "norm1")
        raised = g.matmul(x, state, f"{at}.up")
        active = g.node("BiasGelu", [raised, g.weight(f"{at}.up.bias", state[f"{at}.up.bias"])], f"{at}.gelu", FUSED)
        x = _residual(g, x, g.matmul(active, state, f"{at}.down"), state, at, "down", "norm2")
    return x


def _residual(g: _Graph, x: str, y: str, state: State, at: str, linear: str, norm: str) -> str:
    """Add the bias of `linear` and what it started from, and normalise: plain, as SkipLayerNormalization is slower."""
    bias = g.weight(f"{at}.{linear}.bias", state[f"{at}.{linear}.bias"])
    total = g.node("Add", [g.node("Add", [y, bias], f"{at}.{linear}"), x], f"{at}.{norm}.sum")
    scale = [g.weight(f"{at}.{norm}.{kind}", state[f"{at}.{norm}.{kind}"]) for kind in ("weight", "bias")]
    return g.node("LayerNormalization", [total, *scale], f"{at}.{norm}", axis=-1, epsilon=Shape.epsilon)


def export(graph: onnx.ModelProto, target: Path) -> None:
    """Quantise a graph of this module to int8, weights per output channel, activations by the window's own range.

    Weights take seven bits: with eight, sums of products saturate on processors without VNNI, and rows would differ
    between machines.
    """
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "encoder.onnx"
        onnx.save(graph, str(plain))
        quantize_dynamic(
            str(plain),
            str(target),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            # The heads stay float32: they are small, and their sums decide.
            nodes_to_exclude=[
                "roles.matmul",
                "entities.matmul",
                "pointers.matmul",
                "syntax.relations.matmul",
                "syntax.product",
                *(f"{link}.product" for link in LINKS),
            ],
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )


def read_back(path: Path) -> State:
    """Return the weights of an exported encoder, rounded as they are there; what is shipped can be trained on so."""
    saved = {w.name: numpy_helper.to_array(w) for w in onnx.load(path).graph.initializer}
    state: State = {}
    for name, array in saved.items():
        if name.endswith("_quantized"):
            plain = name.removesuffix("_quantized")
            zero, scale = saved[f"{plain}_zero_point"].astype(np.float32), saved[f"{plain}_scale"]
            state[plain] = (array.astype(np.float32) - zero) * scale
        elif name.endswith((".weight", ".bias")) or name == "positions":
            state[name] = array
    for ours, theirs in (("words", "words.weight"), ("cases", "shapes.weight"), ("positions", "positions.weight")):
        state[theirs] = state.pop(ours)
    state["segment"] = np.zeros(state["positions.weight"].shape[1], np.float32)  # is in the positions
    embeddings = {"words.weight", "shapes.weight", "positions.weight"}
    return {name: x.T if x.ndim == 2 and name not in embeddings else x for name, x in state.items()}
