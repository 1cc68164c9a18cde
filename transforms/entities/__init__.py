"""One identity for an entity in every article of the corpus."""

from transforms.entities.relatives import SPLIT_SCHEMA, Contested, split_contested
from transforms.entities.resolve import RESOLVED_SCHEMA, Resolver, list_examples, list_name_pairs, resolve_entities

__all__ = [
    "RESOLVED_SCHEMA",
    "SPLIT_SCHEMA",
    "Contested",
    "Resolver",
    "list_examples",
    "list_name_pairs",
    "resolve_entities",
    "split_contested",
]
