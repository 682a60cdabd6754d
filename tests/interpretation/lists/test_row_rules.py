"""The rules that tell the rows of a list: each decides a row, and not one that differs in what it asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.interpretation.lists.row_rules import (
    LABEL_RULES,
    PLACE_RULES,
    PRINT_RULES,
    ListTraits,
    RowKind,
    RowPrint,
    kind_of,
)

TRAITS = ListTraits(names_items=False, has_item_fields=False, prints_units=False, codes_units=False)
NAMED = RowPrint(
    traits=TRAITS,
    label="经济普查",
    code=None,
    unit=None,
    is_empty=False,
    is_total=False,
    fills_item_field=False,
    is_keyed=False,
    sums_deeper_codes=False,
    prints_numbers=True,
    names_class=False,
    fills_class=False,
    names_unit=False,
    sums_coded_rows=False,
    has_code_alone=False,
)
NAMELESS = replace(NAMED, label="")
CODED = replace(NAMED, code="143001", has_code_alone=True)
CODES_UNITS = replace(TRAITS, codes_units=True)
NAMES_ITEMS = replace(TRAITS, names_items=True)
PROJECT = replace(NAMED, code="42010725143T000000100")
CLASS = replace(NAMED, label="货物", names_class=True)
BESIDE = replace(NAMED, unit="某市统计局")
KEYED = replace(NAMELESS, is_keyed=True)
UNIT = replace(NAMED, label="某市统计局", names_unit=True)

CASES: dict[str, tuple[RowPrint, RowKind, RowPrint]] = {
    "nothing printed": (replace(NAMELESS, is_empty=True, prints_numbers=False), RowKind.BLANK, NAMELESS),
    "a total": (replace(NAMED, label="合计", is_total=True), RowKind.TOTAL, replace(NAMED, label="合计")),
    "what only items fill": (replace(NAMED, fills_item_field=True), RowKind.ITEM, NAMED),
    "a code over deeper ones": (replace(KEYED, sums_deeper_codes=True), RowKind.HEAD, KEYED),
    "a code with none under it": (KEYED, RowKind.ITEM, NAMED),
    "a class's sum without a name": (replace(NAMELESS, fills_class=True), RowKind.HEAD, NAMELESS),
    "no name": (NAMELESS, RowKind.AMBIGUOUS, replace(NAMELESS, traits=NAMES_ITEMS)),
    "a class of items": (replace(CLASS, traits=NAMES_ITEMS), RowKind.CLASS, CLASS),
    "a name beside its unit": (BESIDE, RowKind.ITEM, replace(BESIDE, names_unit=True)),
    "a project's code": (PROJECT, RowKind.ITEM, replace(PROJECT, code="42010725143")),
    "a class with a code": (replace(CLASS, code="A"), RowKind.CLASS, CLASS),
    "a class beside no unit": (replace(CLASS, traits=replace(TRAITS, prints_units=True)), RowKind.CLASS, CLASS),
    "a class's code over items": (
        replace(NAMED, code="31", traits=NAMES_ITEMS),
        RowKind.HEAD,
        replace(NAMED, code="31"),
    ),
    "a class's code": (replace(NAMED, code="31"), RowKind.CLASS, replace(NAMED, code="311")),
    "a project's name over its coded rows": (
        replace(NAMED, sums_coded_rows=True),
        RowKind.HEAD,
        replace(BESIDE, sums_coded_rows=True),
    ),
    "a unit's name": (UNIT, RowKind.UNIT, replace(UNIT, names_unit=False)),
    "the unit beside itself": (
        replace(BESIDE, label="某市统计局"),
        RowKind.UNIT,
        replace(BESIDE, label="某市统计局普查"),
    ),
    "a unit's code": (
        replace(CODED, traits=CODES_UNITS),
        RowKind.UNIT,
        replace(CODED, traits=CODES_UNITS, has_code_alone=False),
    ),
    "a name": (NAMED, RowKind.UNDECIDED, UNIT),
    "no numbers": (replace(PROJECT, prints_numbers=False), RowKind.BLANK, replace(UNIT, prints_numbers=False)),
    "over items told by their fields": (
        replace(NAMED, traits=replace(TRAITS, has_item_fields=True)),
        RowKind.HEAD,
        replace(UNIT, traits=replace(TRAITS, has_item_fields=True)),
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_decides_its_rows_and_no_others(rule: str):
    row, kind, other = CASES[rule]
    assert kind_of(row) == (kind, rule)
    assert kind_of(other)[1] != rule


def test_every_rule_has_its_rows():
    assert [rule.name for rule in (*PRINT_RULES, *LABEL_RULES, *PLACE_RULES)] == [*CASES]
