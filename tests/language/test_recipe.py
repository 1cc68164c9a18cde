"""The recipe's pieces that run without torch: treebanks and attribution gold to training examples."""

from pathlib import Path

import numpy as np
import spacy

from flows.training import recipe
from flows.training.evaluate import kinds_of
from flows.training.examples import attribution_article, entity_article, entity_paragraphs, read_texts, role_spans
from flows.training.polnear import read_gold
from flows.training.treebanks import prepare, read_conllu, to_doc
from tests.language.conftest import GOLD
from transforms.scoring import Attributed

CONLLU = """# newdoc id = a
# sent_id = 1
1\tShe\tshe\tPRON\tPRP\tCase=Nom\t2\tnsubj\t_\t_
2\tsaid\tsay\tVERB\tVBD\t_\t0\troot\t_\t_
3-4\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
3\tdo\tdo\tAUX\tVBP\t_\t2\tccomp\t_\t_
4\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# sent_id = 2
1\tIna\tIna\tPROPN\tNNP\t_\t0\troot\t_\t_

"""


def test_reads_treebanks(tmp_path: Path) -> None:
    path = tmp_path / "train.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    ((first, second),) = read_conllu(path)
    doc = to_doc(spacy.blank("en").vocab, [first, second], ["\n\n", ""])
    assert doc.text.rstrip() == "She said don't.\n\nIna"
    assert [t.dep_ for t in doc] == ["nsubj", "ROOT", "ccomp", "advmod", "punct", "dep", "ROOT"]
    assert len(list(doc.sents)) == 2
    assert doc[5].head.i == 4, "white space hangs on the token before it"
    assert prepare([path], tmp_path / "out.spacy", doc.vocab, training=True) >= 1


def test_texts_of_treebanks_come_without_labels(tmp_path: Path) -> None:
    (tmp_path / "ewt").mkdir()
    (tmp_path / "ewt" / "train.conllu").write_text(CONLLU, encoding="utf-8")
    (text,) = read_texts(tmp_path, ["ewt"])
    assert text.words == ["She", "said", "do", "n't", ".", "Ina"]
    assert text.paragraph == [0, 0, 0, 0, 0, 1]
    assert text.roles is None
    assert text.entities is None


def test_gold_is_painted_on_words() -> None:
    nlp = spacy.blank("en")
    for gold in read_gold(GOLD):
        doc = nlp.make_doc(gold.text)
        article = attribution_article(doc, gold.attributions)
        assert article.source_of is not None
        assert article.content is not None
        assert set(article.content.tolist()) == {-1, *range(len(gold.attributions))}
        for start, end, role in role_spans(doc, gold.attributions):
            spans = [s for a in gold.attributions for s in getattr(a, role)]
            assert (doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) in spans


def test_entities_of_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    path.write_text('{"id": "a", "sents": [[["Ina", "B-Person"], ["spoke", "O"]], [["Larkfield", "B-Location"]]]}\n')
    ((words, tags),) = entity_paragraphs(path)
    assert (words, tags) == (["Ina", "spoke", "\n\n", "Larkfield"], ["B-PERSON", "O", "O", "B-LOC"])
    article = entity_article(words, tags)
    assert article.words == ["Ina", "spoke", "Larkfield"]
    assert article.paragraph == [0, 0, 1]
    assert np.count_nonzero(article.entities) == 2


def test_kinds_of_attributions() -> None:
    text = "“So it is,” Ina Moss said. He said it was “over”. They agreed."
    quote, name = (0, 11), (12, 20)
    assert kinds_of(Attributed((quote,), (name,)), text) == ["direct", "source named"]
    assert kinds_of(Attributed(((35, 48),), ((27, 29),)), text) == ["mixed", "source pronoun"]
    assert kinds_of(Attributed(((55, 61),)), text) == ["indirect", "source none"]


def test_the_recipe_names_what_it_ships() -> None:
    config = recipe.read_config(recipe.CONFIG)
    steps = {"bridge", "masters", "student"}
    assert set(config) == {"data", "minilm", "mpnet", "windows", "attributor", *steps}
    for size in ("max_pieces", "context"):
        assert config["attributor"][size] <= config["windows"][size], "no longer windows than in training"
