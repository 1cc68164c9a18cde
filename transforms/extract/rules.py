"""Rules by name, so that each can be counted, switched off and judged: ``make rules``.

A rule is a function that returns ``nothing`` where it does not apply. Extraction calls it as any function; only the
measurement (`flows.gate.rules`) puts a counting stand-in at its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

_F = TypeVar("_F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its id, the function, and what that returns where the rule does not apply."""

    id: str
    function: Callable[..., Any]
    nothing: object


RULES: dict[str, Rule] = {}
"""All rules by id."""


def rule(rule_id: str, nothing: object = None) -> Callable[[_F], _F]:
    """Register a function as a rule.

    Args:
        rule_id: area and what it does, such as ``relay.quoted-as``.
        nothing: what the function returns where the rule does not apply, and what stands for it when it is off.

    Raises:
        ValueError: the id is taken.
    """

    def register(function: _F) -> _F:
        if rule_id in RULES:
            raise ValueError(f"rule {rule_id} is declared twice")
        RULES[rule_id] = Rule(rule_id, function, nothing)
        return function

    return register
