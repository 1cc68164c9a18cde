"""The language pipeline: tags, syntax, entities and attribution. Importing it registers its spaCy factories."""

from transforms.language.annotator import Annotator
from transforms.language.attribution import Attribution
from transforms.language.load import load_pipeline
from transforms.language.paragraphs import paragraph_bounds
from transforms.language.tokenizer import RunTokenizer

__all__ = [
    "Annotator",
    "Attribution",
    "RunTokenizer",
    "load_pipeline",
    "paragraph_bounds",
]
