"""The language pipeline: tags, syntax, entities and attribution. Importing it registers its spaCy factories."""

from transforms.language.attribution import Attribution
from transforms.language.attributor import Attributor
from transforms.language.load import load_pipeline
from transforms.language.paragraphs import paragraph_bounds
from transforms.language.syntax import ParagraphParser, RememberingLemmatizer
from transforms.language.tokenizer import RunTokenizer

__all__ = [
    "Attribution",
    "Attributor",
    "ParagraphParser",
    "RememberingLemmatizer",
    "RunTokenizer",
    "load_pipeline",
    "paragraph_bounds",
]
