"""Every figure of the pipeline on the development sets, and the floors it must not fall below."""

from __future__ import annotations

import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example

from flows.train.examples import entity_paragraphs, role_spans
from flows.train.polnear import GoldArticle, read_gold
from transforms.language.attribution import get_attributions
from transforms.language.labels import ROLES
from transforms.scoring import Attributed, AttributionScore, has_mark

Span = tuple[int, int, str]
FLOORS = Path(__file__).parents[2] / "tests" / "quality" / "floors.toml"
_SCORED = ("content_overlap", "content_exact", "attribution", "attribution_strict", "direct")
_MARKS = tuple("\"“”'‘’")
_PRONOUNS = frozenset("he she they we i it you who him her them us me that which this those these one".split())


@dataclass
class Report:
    """Figures by name, 0 to 1 (or words per second); `details` are the finer ones, without floors."""

    figures: dict[str, float] = field(default_factory=dict)
    details: dict[str, float] = field(default_factory=dict)

    def add(self, other: Report) -> None:
        """Take over all figures of `other`."""
        self.figures.update(other.figures)
        self.details.update(other.details)


def attribution_report(nlp: Language, gold: Iterable[GoldArticle]) -> Report:
    """Score attributions, and role spans as published systems do: exact, in words, each fragment alone."""
    score, spans = AttributionScore(), Counter[tuple[str, str]]()
    kinds: dict[str, AttributionScore] = defaultdict(AttributionScore)
    for article in gold:
        doc, text = nlp(article.text), article.text
        found = [Attributed(a.content, a.source, a.cue) for a in get_attributions(doc)]
        score.add(article.attributions, text, found, text)
        _count(spans, role_spans(doc, article.attributions), _role_groups(doc))
        by_kind: dict[str, list[Attributed]] = defaultdict(list)
        for attribution in article.attributions:
            for kind in kinds_of(attribution, text):
                by_kind[kind].append(attribution)
        for kind, attributions in by_kind.items():
            kinds[kind].add(attributions, text, found, text)
    figures = score.figures()
    report = Report({name: figures[name]["f1"] for name in _SCORED})
    report.figures |= {f"{role}_spans": f1 for role, f1 in _f1s(spans).items() if role != "all"}
    for rate in ("precision", "recall"):
        report.details[f"attribution, {rate}"] = figures["attribution"][rate]
    for error, count in score.errors.most_common():
        side = "predicted" if error.startswith("found") else "gold"
        report.details[f"of the {side}, {error} ({count})"] = count / figures["attribution"][side]
    for kind, its_score in sorted(kinds.items()):
        figure = its_score.figures()["attribution"]
        report.details[f"recall, {kind} ({figure['gold']:.0f})"] = figure["recall"]
    return report


def kinds_of(attribution: Attributed, text: str) -> list[str]:
    """Return the kinds of a gold attribution: direct, mixed or indirect; source named, noun, pronoun or none."""
    content = "".join(text[a:b] for a, b in sorted(attribution.content)).strip(" ,.")
    source = " ".join(text[a:b] for a, b in sorted(attribution.source)).split()
    if not has_mark(attribution.content, text):
        speech = "indirect"
    else:
        speech = "direct" if content[:1] in _MARKS and content[-1:] in _MARKS else "mixed"
    if not source:
        voice = "none"
    elif len(source) == 1 and source[0].lower() in _PRONOUNS:
        voice = "pronoun"
    else:
        voice = "named" if any(word[:1].isupper() for word in source[1:] or source) else "noun"
    return [speech, f"source {voice}"]


def _role_groups(doc: Doc) -> set[Span]:
    return {(span.start, span.end, role) for role in ROLES for span in doc.spans[role]}


def _count(counts: Counter[tuple[str, str]], gold: set[Span], predicted: set[Span]) -> None:
    for name, spans in (("gold", gold), ("predicted", predicted), ("right", gold & predicted)):
        for *_, label in spans:
            counts[name, label] += 1
            counts[name, "all"] += 1


def _f1s(counts: Counter[tuple[str, str]]) -> dict[str, float]:
    labels = sorted({label for name, label in counts if name == "gold"})
    return {x: 2 * counts["right", x] / max(1, counts["predicted", x] + counts["gold", x]) for x in labels}


def _entities(tags: Sequence[str]) -> Iterator[Span]:
    """Spans of a BIO sequence; an I without its B begins a span."""
    start, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if label and (tag[0] != "I" or tag[2:] != label):
            yield start, i, label
            label = ""
        if tag[0] != "O" and not label:
            start, label = i, tag[2:]


def entity_report(nlp: Language, path: Path, classes: Sequence[str]) -> Report:
    """Exact entities on gold tokens, worldwide newswire; `classes` are those the pipeline has."""
    counts = Counter[tuple[str, str]]()
    for words, tags in entity_paragraphs(path):
        doc = _annotate(nlp, words)
        gold = {s for s in _entities(tags) if s[2] in classes}
        _count(counts, gold, {(e.start, e.end, e.label_) for e in doc.ents})
    f1s = _f1s(counts)
    return Report({"entities": f1s.pop("all", 0.0)}, {f"entities, {label}": f1 for label, f1 in f1s.items()})


def outside_report(nlp: Language, path: Path) -> Report:
    """Exact PER, ORG and LOC on web text (Universal NER, EWT): another domain, and never trained on."""
    names = {"PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
    counts = Counter[tuple[str, str]]()
    for sentence in path.read_text(encoding="utf8").split("\n\n"):
        rows = [line.split("\t") for line in sentence.split("\n") if line and not line.startswith("#")]
        doc = _annotate(nlp, [row[1] for row in rows])
        gold = {s for s in _entities([row[2] for row in rows]) if s[2] in names.values()}
        _count(counts, gold, {(e.start, e.end, names[e.label_]) for e in doc.ents if e.label_ in names})
    f1s = _f1s(counts)
    return Report({"entities_outside": f1s.pop("all", 0.0)}, {f"entities outside, {x}": f1 for x, f1 in f1s.items()})


def _annotate(nlp: Language, words: list[str]) -> Doc:
    doc = Doc(nlp.vocab, words=words)
    return nlp.get_pipe("whosaid_annotator")(doc) if words else doc


def syntax_report(nlp: Language, binary: Path) -> Report:
    """spaCy's own scores on raw text of the treebanks."""
    docs = DocBin().from_disk(binary).get_docs(nlp.vocab)
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    scores = nlp.evaluate(examples, batch_size=1)
    names = {
        "uas": "dep_uas",
        "las": "dep_las",
        "tags": "tag_acc",
        "upos": "pos_acc",
        "lemmas": "lemma_acc",
        "sentences": "sents_f",
    }
    return Report({ours: float(scores[theirs]) for ours, theirs in names.items()})


def speed_report(nlp: Language, texts: Sequence[str]) -> Report:
    """Words per CPU second in one process."""
    nlp(texts[0])
    start = time.process_time()
    words = sum(len(nlp(text).text.split()) for text in texts)
    return Report({}, {"words/s": words / (time.process_time() - start)})


def evaluate(nlp: Language, corpora: Path, data: dict[str, list[str]], syntax: Path) -> Report:
    """Print-ready figures of `nlp` on every development set that `data` names; `syntax` is a DocBin file."""
    report = Report()
    gold = [article for name in data["attribution"] for article in read_gold(corpora / name / "dev")]
    if gold:
        report.add(attribution_report(nlp, gold))
        report.add(speed_report(nlp, [article.text for article in gold[:20]]))
    classes = nlp.get_pipe_config("whosaid_annotator")["entities"]
    for name in data["entities"]:
        report.add(entity_report(nlp, corpora / name / "dev.jsonl", classes))
    if data["entities"] and data.get("outside_entities"):
        report.add(outside_report(nlp, corpora / str(data["outside_entities"]) / "dev.iob2"))
    if data["syntax"]:
        report.add(syntax_report(nlp, syntax))
    return report


def below(report: Report, floors: Path = FLOORS, section: str = "language") -> list[str]:
    """Return a line for every figure that is under its floor; a figure that was not taken is not judged."""
    limits = tomllib.loads(floors.read_text(encoding="utf8"))[section]
    return [
        f"{name} {report.figures[name]:.3f} < {floor}"
        for name, floor in limits.items()
        if name in report.figures and report.figures[name] < floor
    ]


def render(report: Report) -> str:
    """The figures as lines of text, shares in percent."""
    rows = [*report.figures.items(), *report.details.items()]
    return "\n".join(
        f"{name:32s} {value:10,.0f}" if value > 1 else f"{name:32s} {100 * value:10.1f}" for name, value in rows
    )
