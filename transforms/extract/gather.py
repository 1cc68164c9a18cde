"""From the names of an article to its cast."""

from __future__ import annotations

from collections.abc import Iterable

from transforms.extract.bodies import gather_bodies
from transforms.extract.lexicons import Lexicons
from transforms.extract.mentions import Cast
from transforms.extract.name_spans import find_names
from transforms.extract.people import gather_people
from transforms.extract.titles import describe_names
from transforms.extract.view import View


def gather_names(view: View, entities: Iterable[tuple[int, int, str]], lexicons: Lexicons) -> Cast:
    """Return the cast of an article from its recognised names.

    Args:
        view: the document.
        entities: (first token, end token, label) of each name that the pipeline recognised.
        lexicons: the seeds.
    """
    cast = Cast(view, lexicons)
    names = find_names(view, list(entities), lexicons)
    gather_people(cast, [n for n in names if n.is_person])
    gather_bodies(cast, [n for n in names if not n.is_person])
    describe_names(cast)
    return cast
