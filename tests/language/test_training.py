"""The recipe's network: shapes, losses, pruning, teaching, export. Runs where torch is installed (the train extra)."""

import copy
import random
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

torch = pytest.importorskip("torch", reason="the train extra is not installed")
onnx = pytest.importorskip("onnx", reason="the train extra is not installed")

from flows.training import export, fit, prune, recipe  # noqa: E402
from flows.training.encoder import LINKS, Encoder, Int8Linear, Shape, relative_buckets  # noqa: E402
from flows.training.examples import Article, Example, cut_articles, make_examples  # noqa: E402
from transforms.language.labels import ENTITY_TAGS, ROLE_TAGS  # noqa: E402

SMALL = Shape(layers=2, inner=64, heads=4)


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


def test_where_there_is_gold_the_master_speaks_that_has_not_seen_it() -> None:
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


def test_a_master_is_dealt_the_windows_with_gold_of_its_task_outside_its_fold(tmp_path: Path) -> None:
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


def test_without_masters_the_bridge_speaks() -> None:
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
    encoder = Encoder(shape).eval()
    graph = export.build({name: tensor.numpy() for name, tensor in encoder.state_dict().items()})
    session = ort.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    (example,) = examples(with_roles=True)
    ids, shapes = example.window.ids[None], example.window.shapes[None]
    first = np.concatenate([[0], example.window.first])
    roles, entities = session.run(["roles", "entities"], {"ids": ids, "shapes": shapes, "first": first})
    with torch.no_grad():
        wanted = [x.softmax(-1)[:, first].numpy() for x in encoder(torch.tensor(ids), torch.tensor(shapes))[:2]]
    np.testing.assert_allclose(roles, wanted[0], atol=1e-4)
    np.testing.assert_allclose(entities, wanted[1], atol=1e-4)


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
