from __future__ import annotations

import pytest

from pipelines.foundation.rules import Rule, always, decide, first

SIZES = (Rule("small", lambda number: number < 10, "S"), Rule("medium", lambda number: number < 100, "M"))


def test_the_first_rule_that_applies_decides():
    assert [decide(SIZES, number).outcome for number in (3, 30)] == ["S", "M"]


def test_a_case_left_open_is_an_error_unless_none_need_apply():
    assert first(SIZES, 300) is None
    with pytest.raises(LookupError, match="300"):
        decide(SIZES, 300)


def test_the_last_rule_can_apply_always():
    assert decide((*SIZES, Rule("large", always, "L")), 300).name == "large"
