"""The recipe's pieces that run without torch: treebanks and attribution gold to training examples."""

import random
from pathlib import Path

import numpy as np
import spacy

from flows.train import recipe
from flows.train.evaluate import kinds_of
from flows.train.examples import (
    HEAD,
    IGNORE,
    attribution_article,
    entity_article,
    entity_paragraphs,
    role_spans,
    treebank_articles,
)
from flows.train.polnear import read_gold
from flows.train.treebanks import collect_labels, prepare, read_conllu, to_doc
from tests.language.conftest import GOLD
from transforms.language.syntax import KINDS
from transforms.language.trees import ROOT
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


def test_treebanks_are_read_by_sentence(tmp_path: Path) -> None:
    path = tmp_path / "train.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    ((first, second),) = read_conllu(path)
    doc = to_doc(spacy.blank("en").vocab, [first, second])
    assert doc.text == "She said don't. Ina "
    assert [t.dep_ for t in doc] == ["nsubj", "ROOT", "ccomp", "advmod", "punct", "ROOT"]
    assert [t.head.i for t in doc] == [1, 1, 1, 2, 1, 5]
    assert len(list(doc.sents)) == 2
    assert prepare([path], tmp_path / "out.spacy", doc.vocab) >= 1


def test_treebanks_become_labels_and_articles(tmp_path: Path) -> None:
    path = tmp_path / "train.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    labels = collect_labels([path], fewest=1)
    assert labels.tags == (".", "NNP", "PRP", "RB", "VBD", "VBP")
    assert labels.morphs == ("AUX", "PART", "PRON|Case=Nom", "PROPN", "PUNCT", "VERB")
    assert set(labels.deps) == {"ROOT", "advmod", "ccomp", "nsubj", "punct"}
    assert "lower 0 " in labels.lemmas, "'She' is 'she'"
    assert labels.lexicon == {"she|PRON": "she", "said|VERB": "say", "do|AUX": "do", "n't|PART": "not"}, "no names"
    assert collect_labels([path], fewest=2).deps == ("ROOT",), "rare labels are left out"
    (article,) = treebank_articles(path, labels, random.Random(1), longest=1)
    assert article.words == ["She", "said", "do", "n't", ".", "Ina"]
    assert article.paragraph == [0, 0, 0, 0, 0, 1]
    assert article.roles is None
    assert article.syntax is not None
    assert article.syntax[:, HEAD].tolist() == [1, ROOT, 1, 2, 1, ROOT]
    tags, morphs, _, starts, deps = article.syntax[:, :HEAD].T.tolist()
    assert [labels.tags[i] for i in tags] == ["PRP", "VBD", "VBP", "RB", ".", "NNP"]
    assert [labels.morphs[i] for i in morphs] == ["PRON|Case=Nom", "VERB", "AUX", "PART", "PUNCT", "PROPN"]
    assert starts == [1, 0, 0, 0, 0, 1]
    assert [labels.deps[i] for i in deps] == ["nsubj", "ROOT", "ccomp", "advmod", "punct", "ROOT"]
    rare = next(treebank_articles(path, collect_labels([path], fewest=2), random.Random(1)))
    assert rare.syntax is not None
    assert rare.syntax[0, KINDS.index("deps")] == IGNORE, "a label that was left out is not trained"


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


def test_entities_are_read_paragraph_by_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    path.write_text('{"id": "a", "sents": [[["Ina", "B-Person"], ["spoke", "O"]], [["Larkfield", "B-Location"]]]}\n')
    ((words, tags),) = entity_paragraphs(path)
    assert (words, tags) == (["Ina", "spoke", "\n\n", "Larkfield"], ["B-PERSON", "O", "O", "B-LOC"])
    article = entity_article(words, tags)
    assert article.words == ["Ina", "spoke", "Larkfield"]
    assert article.paragraph == [0, 0, 1]
    assert np.count_nonzero(article.entities) == 2


def test_an_attribution_is_of_a_kind_by_its_content_and_source() -> None:
    text = "“So it is,” Ina Moss said. He said it was “over”. They agreed."
    quote, name = (0, 11), (12, 20)
    assert kinds_of(Attributed((quote,), (name,)), text) == ["direct", "source named"]
    assert kinds_of(Attributed(((35, 48),), ((27, 29),)), text) == ["mixed", "source pronoun"]
    assert kinds_of(Attributed(((55, 61),)), text) == ["indirect", "source none"]


def test_the_recipe_names_what_it_ships() -> None:
    config = recipe.read_config(recipe.CONFIG)
    steps = {"bridge", "parser", "teachers", "student"}
    assert set(config) == {"data", "minilm", "mpnet", "windows", "annotator", *steps}
    for size in ("max_pieces", "context"):
        assert config["annotator"][size] <= config["windows"][size], "no longer windows than in training"
