"""The recipe's network: shapes, losses, pruning, teaching, export. Runs where torch is installed (the train extra)."""

import copy
import random
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

torch = pytest.importorskip("torch", reason="the train extra is not installed")
onnx = pytest.importorskip("onnx", reason="the train extra is not installed")

from flows.train import export, fit, prune, recipe  # noqa: E402
from flows.train.encoder import LINKS, Encoder, Int8Linear, Shape, relative_buckets  # noqa: E402
from flows.train.examples import HEAD, IGNORE, Article, Example, cut_articles, make_examples  # noqa: E402
from transforms.language.labels import ENTITY_TAGS, ROLE_TAGS  # noqa: E402
from transforms.language.syntax import KINDS  # noqa: E402
from transforms.language.trees import ROOT  # noqa: E402

SMALL = Shape(layers=2, inner=64, heads=4)


SIZES = (3, 2, 2, 2, 3)  # of syntax, by KINDS


def parsed_article() -> Article:
    """'Ina said rain came .' as a treebank has it: numbers of labels, and heads."""
    rows = [[0, 0, 0, 1, 1, 1], [1, 1, 1, 0, 0, ROOT], [0, 0, 0, 0, 1, 3], [1, 1, 1, 0, 2, 1], [2, 0, 0, 0, 2, 1]]
    return Article(["Ina", "said", "rain", "came", "."], [0] * 5, syntax=np.array(rows))


def article(with_roles: bool) -> Article:
    """'Ina said rain came .' with its attribution, or with its entity."""
    words = ["Ina", "said", "rain", "came", "."]
    if not with_roles:
        return Article(words, [0] * 5, entities=np.array([ENTITY_TAGS.index("B-PERSON"), 0, 0, 0, 0]))
    tags = ["B-source", "B-cue", "B-content", "I-content", "O"]
    return Article(
        words,
        [0] * 5,
        roles=np.array([ROLE_TAGS.index(tag) for tag in tags]),
        content=np.array([-1, -1, 0, 0, -1]),
        cue=np.array([-1, 0, -1, -1, -1]),
        source=np.array([0, -1, -1, -1, -1]),
        source_of=np.array([0]),
    )


class Words:
    """A tokenizer of one piece a word."""

    def encode_batch(self, words: list[str], **_: object) -> list["Words"]:
        return [Words(1000 + sum(map(ord, word)) % 500) for word in words]

    def __init__(self, piece: int = 0) -> None:
        self.ids = [piece]


def examples(with_roles: bool) -> list[Example]:
    chosen = article(with_roles)
    return make_examples(chosen, chosen.words, Words(), 64, 0)  # type: ignore[arg-type]


def windows(times: int = 4) -> list[Example]:
    return [e for _ in range(times) for kind in (True, False) for e in examples(kind)]


def batches(times: int = 4) -> list[fit.Batch]:
    return fit.deal(windows(times), 32, random.Random(1))


def test_batches_hold_each_window_once() -> None:
    dealt = batches()
    assert sum(len(b.ids) for b in dealt) == 8
    assert all(b.ids.shape[1] % 8 == 0 for b in dealt)
    assert sum(int(b.words.sum()) for b in dealt) == 8 * 5


def test_training_learns_a_sentence(tmp_path: Path) -> None:
    torch.manual_seed(0)
    encoder, plan = Encoder(SMALL, 0.0), fit.Plan(epochs=30, warmup_steps=5, learning_rate=2e-3, dropout=0.0, threads=1)
    before = sum(float(x.detach()) for x in fit.batch_losses(encoder, batches()[0].to("cpu"), plan).values())
    fit.train(encoder, [batches()], tmp_path / "encoder.pt", plan)
    encoder.load_state_dict(torch.load(tmp_path / "encoder.pt", weights_only=True))
    after = {
        name: float(x.detach()) for name, x in fit.batch_losses(encoder.eval(), batches()[0].to("cpu"), plan).items()
    }
    assert set(after) == {"roles", "entities", *LINKS}
    assert sum(after.values()) < before / 3


def test_training_learns_the_syntax_of_a_sentence(tmp_path: Path) -> None:
    torch.manual_seed(0)
    chosen = parsed_article()
    cut = make_examples(chosen, chosen.words, Words(), 64, 0) + examples(with_roles=True)  # type: ignore[arg-type]
    dealt = fit.deal(cut, 64, random.Random(1))
    encoder = Encoder(SMALL, 0.0, SIZES)
    plan = fit.Plan(epochs=150, warmup_steps=5, learning_rate=2e-3, dropout=0.0, threads=1)
    fit.train(encoder, [dealt], tmp_path / "encoder.pt", plan)
    encoder.load_state_dict(torch.load(tmp_path / "encoder.pt", weights_only=True))
    losses = fit.batch_losses(encoder.eval(), dealt[0].to("cpu"), plan)
    assert {name for name in losses if name.startswith("syntax")} == {
        *(f"syntax {kind}" for kind in KINDS), "syntax heads",
    }  # fmt: skip
    assert max(float(x.detach()) for name, x in losses.items() if name.startswith("syntax")) < 0.1
    session, inputs = export_small(encoder, SIZES, cut[0])
    heads, *classes = (x[0, 1:] for x in session.run(["heads", *KINDS], inputs))
    wanted = chosen.syntax
    assert wanted is not None
    assert [[*row] for row in np.stack([*classes, heads - 1], axis=1)] == wanted.tolist()


def test_what_a_window_does_not_hold_is_not_trained() -> None:
    chosen = parsed_article()
    assert chosen.syntax is not None
    chosen.syntax[0, HEAD] = 4
    long = Article(chosen.words * 2, [0] * 5 + [1] * 5, syntax=np.concatenate([chosen.syntax, chosen.syntax + 0]))
    assert long.syntax is not None
    long.syntax[5:, HEAD] += np.where(long.syntax[5:, HEAD] == ROOT, 0, 5)
    long.syntax[6, HEAD] = 0  # in the other paragraph, which is another window
    first, second = make_examples(long, long.words, Words(), 8, 0)  # type: ignore[arg-type]
    assert first.syntax is not None
    assert second.syntax is not None
    assert first.syntax[1:6, HEAD].tolist() == [5, 0, 4, 2, 2], "positions of wordpieces; 0 for none"
    assert second.syntax[1:6, HEAD].tolist() == [5, IGNORE, 4, 2, 2]
    assert (first.syntax[[0, 6]] == IGNORE).all()
    roles = examples(with_roles=True)[0]
    head = Encoder(SMALL, 0.0, SIZES).syntax
    assert head is not None
    batch = fit.collate([second, roles]).to("cpu")
    assert batch.syntax is not None
    losses = fit.syntax_losses(head, torch.zeros(*batch.ids.shape, 384), batch.words, batch.syntax)
    assert all(torch.isfinite(loss) for loss in losses.values())


def test_a_parser_speaks_where_there_is_no_gold() -> None:
    torch.manual_seed(0)
    chosen = parsed_article()
    cut = make_examples(chosen, chosen.words, Words(), 64, 0) + examples(with_roles=True)  # type: ignore[arg-type]
    gold = cut[0].syntax
    parser = Encoder(SMALL, syntax=SIZES)
    fit.parse(parser, cut, fit.Plan(), 64)
    assert cut[0].syntax is gold
    said, window = cut[1].syntax, cut[1].window
    assert said is not None
    assert not [example for example in cut if not example.has_gold("syntax")]
    assert sorted(np.flatnonzero((said != IGNORE).any(1))) == sorted(window.first), "of words alone"
    heads = said[window.first, HEAD]
    assert set(heads) <= {0, *window.first}
    assert not (heads == window.first).any(), "no word is its own head"
    assert (said[window.first, :HEAD] < np.array(SIZES)).all()
    assert parser.syntax is not None
    with torch.no_grad():
        *_, x = parser(torch.tensor(window.ids)[None], torch.tensor(window.shapes)[None])
        classes, _, left, right = parser.syntax(x)
        relations = parser.syntax.relate(left, right, torch.tensor(said[:, HEAD]).clamp(min=0)[None])
    for kind, logits in zip(range(HEAD), [*classes, relations], strict=True):
        assert said[window.first, kind].tolist() == logits[0, window.first].argmax(-1).tolist()


def export_small(encoder: Encoder, sizes: tuple[int, ...], example: Example) -> tuple[ort.InferenceSession, dict]:
    """A session of the float32 graph, and its inputs for a window."""
    graph = export.build({name: tensor.numpy() for name, tensor in encoder.state_dict().items()}, sizes)
    session = ort.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    ids, shapes = example.window.ids[None], example.window.shapes[None]
    return session, {"ids": ids, "shapes": shapes, "first": np.concatenate([[0], example.window.first])}


def test_a_training_broken_off_ends_with_the_same_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    begun, dealt = Encoder(SMALL), [batches(), batches(6)]
    plan = fit.Plan(epochs=6, warmup_steps=5, learning_rate=2e-3, threads=1)
    fit.train(copy.deepcopy(begun), dealt, tmp_path / "whole.pt", plan)
    monkeypatch.setattr(fit, "CHECKPOINT_MINUTES", 0.0)
    learn, breaks = fit.Training.learn, [3, 12]  # the latter after the earlier average was kept

    def break_off(self: fit.Training, batch: fit.Batch) -> dict[str, torch.Tensor]:
        if self.step in breaks:
            breaks.remove(self.step)
            raise KeyboardInterrupt
        return learn(self, batch)

    monkeypatch.setattr(fit.Training, "learn", break_off)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            fit.train(copy.deepcopy(begun), dealt, tmp_path / "parts.pt", plan)
        assert not (tmp_path / "parts.pt").exists()
    fit.train(copy.deepcopy(begun), dealt, tmp_path / "parts.pt", plan)
    whole, parts = (torch.load(tmp_path / name, weights_only=True) for name in ("whole.pt", "parts.pt"))
    assert all(torch.equal(whole[name], parts[name]) for name in whole)
    assert [path.name for path in tmp_path.iterdir() if "checkpoint" in path.name] == []


def test_a_checkpoint_of_another_plan_is_not_used(tmp_path: Path) -> None:
    torch.manual_seed(0)
    begun = Encoder(SMALL)
    training = fit.Training(copy.deepcopy(begun), fit.Plan(), 8)
    training.learn(batches()[0])
    training.save(tmp_path / "a.pt")
    for plan, total, step in ((fit.Plan(), 8, 1), (fit.Plan(seed=2), 8, 0), (fit.Plan(), 9, 0)):
        other = fit.Training(copy.deepcopy(begun), plan, total)
        other.restore(tmp_path / "a.pt")
        assert other.step == step


def test_where_there_is_gold_the_teacher_speaks_that_has_not_seen_it() -> None:
    torch.manual_seed(0)
    bridge, first, second, other = (Encoder(SMALL) for _ in range(4))
    cut = windows(2)
    cut[2].fold = 1
    fit.teach({"roles": [first, second], "entities": [other]}, bridge, cut, fit.Plan(), 64, 0.25)
    assert [example.has_gold("roles") for example in cut] == [True, False, True, False]
    for example, heard in zip(cut, ([first], [first, second], [second], [first, second]), strict=True):
        ids, shapes = (torch.tensor(x)[None] for x in (example.window.ids, example.window.shapes))
        chances = [teacher(ids, shapes)[0].softmax(-1)[0, example.window.first] for teacher in (bridge, *heard)]
        said = 0.25 * chances[0] + 0.75 * torch.stack(chances[1:]).mean(0)
        assert example.soft_roles is not None
        assert np.allclose(example.soft_roles / 255, said.detach().numpy(), atol=0.01)
    (batch,) = fit.deal(cut, 1000, random.Random(1))
    assert batch.soft_roles is not None
    assert not batch.soft_roles[~batch.words].any(), "nothing is said of what is no word"
    assert int(batch.soft_roles.sum()) == sum(int(e.soft_roles.sum()) for e in cut if e.soft_roles is not None)
    losses = fit.batch_losses(first, batch.to("cpu"), fit.Plan())
    assert {"soft roles", "soft entities"} <= set(losses)


def test_a_teacher_gets_the_windows_with_gold_of_its_task_outside_its_fold(tmp_path: Path) -> None:
    articles = [article(with_roles) for with_roles in (True, False, True, True, False)]
    cut = cut_articles(articles, Words(), 64, 0, random.Random(1), folds=2)  # type: ignore[arg-type]
    assert [example.fold for example in cut] == [0, 1, 0, 1, 0]
    torch.save(cut, tmp_path / "windows_0.pt")
    config = {"windows": {"versions": 1, "batch_pieces": 32}}
    rows = {
        (tasks, unseen): sum(len(b.ids) for b in recipe._dealt(config, tmp_path, "windows", tasks, unseen)[0])
        for tasks in (("roles",), ("entities",), ("roles", "entities"))
        for unseen in (None, 0, 1)
    }
    assert rows == {
        (("roles",), None): 3, (("roles",), 0): 1, (("roles",), 1): 2,
        (("entities",), None): 2, (("entities",), 0): 1, (("entities",), 1): 1,
        (("roles", "entities"), None): 5, (("roles", "entities"), 0): 2, (("roles", "entities"), 1): 3,
    }  # fmt: skip
    assert sum(len(b.ids) for b in recipe._dealt(config, tmp_path, "windows")[0]) == 5


def test_without_teachers_the_bridge_speaks() -> None:
    torch.manual_seed(0)
    bridge, cut = Encoder(SMALL), windows(1)
    fit.teach({"roles": [], "entities": []}, bridge, cut, fit.Plan(), 64, 0.25)
    ids, shapes = (torch.tensor(x)[None] for x in (cut[0].window.ids, cut[0].window.shapes))
    said = bridge(ids, shapes)[1].softmax(-1)[0, cut[0].window.first]
    assert cut[0].soft_entities is not None
    assert np.allclose(cut[0].soft_entities / 255, said.detach().numpy(), atol=0.01)


def test_pruning_drops_what_the_loss_does_not_miss() -> None:
    torch.manual_seed(0)
    encoder = Encoder(SMALL, 0.0)
    with torch.no_grad():
        for layer in encoder.layers:
            layer.down.weight[:, ::2] = 0  # every second unit is dead
            layer.out.weight[:, :64] = 0  # so are two of four heads
    narrow = prune.prune(encoder, 2, 32, batches(), fit.Plan()).eval()
    batch = batches()[0].to("cpu")
    for ours, theirs in zip(narrow(batch.ids, batch.shapes), encoder(batch.ids, batch.shapes), strict=True):
        assert torch.allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize("shape", [SMALL, Shape(layers=1, inner=96, heads=3)])
def test_the_exported_graph_says_what_torch_says(shape: Shape) -> None:
    torch.manual_seed(0)
    encoder = Encoder(shape, syntax=SIZES).eval()
    session, inputs = export_small(encoder, SIZES, examples(with_roles=True)[0])
    roles, entities, arcs, deps = session.run(["roles", "entities", "arcs", "deps"], inputs)
    first = torch.tensor(inputs["first"])
    with torch.no_grad():
        *logits, _, x = encoder(torch.tensor(inputs["ids"]), torch.tensor(inputs["shapes"]))
        assert encoder.syntax is not None
        _, scores, left, right = encoder.syntax(x[:, first])
        relations = encoder.syntax.relate(left, right, scores.argmax(-1)).argmax(-1)
    np.testing.assert_allclose(roles, logits[0].softmax(-1)[:, first], atol=1e-4)
    np.testing.assert_allclose(entities, logits[1].softmax(-1)[:, first], atol=1e-4)
    np.testing.assert_allclose(arcs, scores, atol=1e-4)
    assert deps.tolist() == relations.tolist()


def test_what_was_exported_can_be_trained_on(tmp_path: Path) -> None:
    torch.manual_seed(0)
    encoder = Encoder(SMALL, syntax=SIZES).eval()
    state = {name: tensor.numpy() for name, tensor in encoder.state_dict().items()}
    export.export(export.build(state, SIZES), tmp_path / "encoder.onnx")
    back = export.read_back(tmp_path / "encoder.onnx")
    assert set(back) == set(state)
    for name, array in back.items():
        wanted = state[name] + (state["segment"] if name == "positions.weight" else 0)
        if name != "segment":
            assert np.abs(array - wanted).max() <= np.abs(wanted).max() / 60, name
    copy = Encoder(Shape.of({name: torch.tensor(array) for name, array in back.items()}), syntax=SIZES)
    assert copy.shape == SMALL


def test_the_embedder_is_the_mean_of_the_last_vectors() -> None:
    torch.manual_seed(0)
    encoder = Encoder(SMALL).eval()
    graph = export.build_embedder({name: tensor.numpy() for name, tensor in encoder.state_dict().items()})
    session = ort.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    (example,) = examples(with_roles=True)
    ids, shapes = example.window.ids[None], example.window.shapes[None]
    (mean,) = session.run(["mean"], {"ids": ids, "shapes": shapes})
    encoder.roles = encoder.entities = encoder.pointers = torch.nn.Identity()
    with torch.no_grad():
        wanted = encoder(torch.tensor(ids), torch.tensor(shapes))[0].mean(1).numpy()
    np.testing.assert_allclose(mean, wanted, atol=1e-4)


def test_training_rounds_as_the_exported_encoder_does(tmp_path: Path) -> None:
    torch.manual_seed(0)
    encoder = Encoder(SMALL).eval()
    graph = export.build({name: tensor.numpy() for name, tensor in encoder.state_dict().items()})
    export.export(graph, tmp_path / "encoder.onnx")
    session = ort.InferenceSession(str(tmp_path / "encoder.onnx"), providers=["CPUExecutionProvider"])
    saved = {w.name: onnx.numpy_helper.to_array(w) for w in onnx.load(tmp_path / "encoder.onnx").graph.initializer}
    for name, module in (("words", encoder.words), ("cases", encoder.shapes)):  # their rounding is not trained
        whole = saved[f"{name}_quantized"].astype(np.float32) - saved[f"{name}_zero_point"]
        module.weight.data = torch.tensor(whole * saved[f"{name}_scale"])
    (example,) = examples(with_roles=True)
    ids, shapes = example.window.ids[None], example.window.shapes[None]
    first = np.concatenate([[0], example.window.first])
    exported = session.run(["roles"], {"ids": ids, "shapes": shapes, "first": first})[0]
    error = {}
    for rounds in (False, True):
        for module in encoder.modules():
            if isinstance(module, Int8Linear):
                module.rounds = rounds
        with torch.no_grad():
            roles = encoder(torch.tensor(ids), torch.tensor(shapes))[0].softmax(-1)[:, first].numpy()
        error[rounds] = np.abs(roles - exported).mean()
    assert error[True] < error[False] / 4


def test_relative_buckets_part_the_sides_and_saturate() -> None:
    buckets = relative_buckets(300, 32, torch.device("cpu"))
    assert buckets[5, 5] == 0
    assert buckets[5, 4] == 1, "one to the left"
    assert buckets[4, 5] == 17, "one to the right"
    assert buckets[299, 0] == 15
    assert buckets[0, 299] == 31
