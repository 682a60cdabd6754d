"""What kind of row a list prints: tables of named rules over what the row and its list print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from pipelines.foundation.rules import Rule, always, decide, first
from pipelines.interpretation.words.codes import CodeKind, is_code

_CLASS_CODE = re.compile(r"\d{1,2}")


class RowKind(Enum):
    """What a row of a list is. UNDECIDED rows are decided by what they add up to; AMBIGUOUS ones can't be decided."""

    BLANK = auto()
    TOTAL = auto()
    UNIT = auto()
    CLASS = auto()
    HEAD = auto()
    ITEM = auto()
    UNDECIDED = auto()
    AMBIGUOUS = auto()


@dataclass(frozen=True)
class ListTraits:
    """What tells rows apart differently from list to list."""

    names_items: bool
    """The kind of list declares fields that only items fill."""
    has_item_fields: bool
    """Rows need not be told by their labels: there is a column of such a field, or none of labels."""
    prints_units: bool
    """Beside a label the unit is printed, in some row."""
    codes_units: bool
    """A code can be a unit's: projects have codes of their own, or none."""


@dataclass(frozen=True)
class RowPrint:
    """What a row prints. `label` and `code` are what it is named by, `unit` is the unit printed beside it."""

    traits: ListTraits
    label: str
    code: str | None
    unit: str | None
    is_empty: bool
    is_total: bool
    fills_item_field: bool
    is_keyed: bool
    """What tells it is the code of a classification that it prints, in a list that prints no items."""
    sums_deeper_codes: bool
    """The next code that is printed is one under its own."""
    prints_numbers: bool
    names_class: bool
    """Its label is a class of items."""
    fills_class: bool
    """It prints a class in the column of classes."""
    names_unit: bool
    """Its label is a unit of the document."""
    sums_coded_rows: bool
    """Rows with a project's code bear the same label."""
    has_code_alone: bool
    """No other row prints its code."""

    def has_code_of(self, kind: CodeKind) -> bool:
        return self.code is not None and is_code(self.code, kind)

    @property
    def has_code_of_a_class(self) -> bool:
        return self.code is not None and _CLASS_CODE.fullmatch(self.code) is not None

    @property
    def stands_beside_its_unit(self) -> bool:
        return self.unit is not None and self.label != self.unit and not self.names_unit


PRINT_RULES: tuple[Rule[RowPrint, RowKind], ...] = (
    Rule("nothing printed", lambda row: row.is_empty, RowKind.BLANK),
    Rule("a total", lambda row: row.is_total, RowKind.TOTAL),
    Rule("what only items fill", lambda row: row.fills_item_field, RowKind.ITEM),
    Rule("a code over deeper ones", lambda row: row.is_keyed and row.sums_deeper_codes, RowKind.HEAD),
    Rule("a code with none under it", lambda row: row.is_keyed, RowKind.ITEM),
)
"""The kinds of rows that are so in every list."""

LABEL_RULES: tuple[Rule[RowPrint, RowKind], ...] = (
    # Nothing names a project: the sum of a class, or a row that can't be told.
    Rule("a class's sum without a name", lambda row: _is_nameless(row) and row.fills_class, RowKind.HEAD),
    Rule("no name", lambda row: _is_nameless(row), RowKind.AMBIGUOUS),
    Rule("a class of items", lambda row: row.names_class and row.traits.names_items, RowKind.CLASS),
    Rule("a name beside its unit", lambda row: row.stands_beside_its_unit, RowKind.ITEM),
    Rule("a project's code", lambda row: row.has_code_of(CodeKind.PROJECT), RowKind.ITEM),
    Rule("a class with a code", lambda row: row.names_class and row.code is not None, RowKind.CLASS),
    # Beside a project its unit is printed, beside a class none.
    Rule("a class beside no unit", lambda row: row.names_class and row.traits.prints_units, RowKind.CLASS),
    Rule("a class's code over items", lambda row: row.has_code_of_a_class and row.traits.names_items, RowKind.HEAD),
    Rule("a class's code", lambda row: row.has_code_of_a_class, RowKind.CLASS),
    # The sum of a project whose amounts stand in rows of their own, by purpose.
    Rule(
        "a project's name over its coded rows",
        lambda row: row.code is None and row.unit is None and row.sums_coded_rows,
        RowKind.HEAD,
    ),
    Rule("a unit's name", lambda row: row.names_unit, RowKind.UNIT),
    Rule("the unit beside itself", lambda row: row.unit is not None and row.label == row.unit, RowKind.UNIT),
    Rule(
        "a unit's code",
        lambda row: row.traits.codes_units and row.has_code_alone and row.has_code_of(CodeKind.UNIT),
        RowKind.UNIT,
    ),
    Rule("a name", always, RowKind.UNDECIDED),
)
"""The kind of a row by its label, code and unit."""


@dataclass(frozen=True)
class _Labelled:
    kind: RowKind
    row: RowPrint


PLACE_RULES: tuple[Rule[_Labelled, RowKind], ...] = (
    Rule(
        "no numbers",
        lambda told: not told.row.prints_numbers and told.kind not in {RowKind.UNIT, RowKind.CLASS},
        RowKind.BLANK,
    ),
    Rule(
        "over items told by their fields",
        lambda told: told.row.traits.has_item_fields and told.kind in {RowKind.ITEM, RowKind.UNDECIDED},
        RowKind.HEAD,
    ),
)
"""What becomes of a kind that the label tells, by the list it stands in."""


def kind_of(row: RowPrint) -> tuple[RowKind, str]:
    """The kind of a row, and the name of the rule that decided."""
    rule = first(PRINT_RULES, row)
    if rule is None:
        label = decide(LABEL_RULES, row)
        rule = first(PLACE_RULES, _Labelled(label.outcome, row)) or label
    return rule.outcome, rule.name


def _is_nameless(row: RowPrint) -> bool:
    return not row.label and row.code is None and not row.traits.names_items
