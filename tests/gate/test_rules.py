"""Rules can be counted and put out of action."""

import pytest

from flows.gate import rules as measurement
from flows.gate.rules import replaced
from transforms.extract import quotations
from transforms.extract.rules import RULES, Rule, rule


def test_an_id_stands_for_one_rule():
    rule("test.once")(lambda: None)
    with pytest.raises(ValueError, match=r"test\.once is declared twice"):
        rule("test.once")(lambda: None)
    del RULES["test.once"]


def test_a_rule_is_out_of_action_only_inside_the_block():
    original = quotations.trim_span
    one = Rule("test.trim", original, None)
    with replaced(one, lambda *_: (0, 0)):
        assert quotations.trim_span(" a ", 0, 3) == (0, 0)
    assert quotations.trim_span is original
    assert measurement.RULES is RULES
