"""The components that spaCy finds by name when it loads the language pipeline."""

from transforms.language.annotator import make_annotator
from transforms.language.labels import to_project_labels
from transforms.language.paragraphs import make_paragraphs
from transforms.language.tokenizer import create_run_tokenizer

__all__ = ["create_run_tokenizer", "make_annotator", "make_paragraphs", "to_project_labels"]
