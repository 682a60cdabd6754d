"""What a row is about: code and name in their scheme, the unit, the line, whatever form the key is printed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from pipelines.classifications import classification, scheme_of
from pipelines.classifications.codes import EXPENDITURE_SCHEMES
from pipelines.foundation.rules import Rule, always, decide
from pipelines.foundation.text import fold_space
from pipelines.interpretation.budget.blocks import Block, KeyGroup
from pipelines.interpretation.budget.fund_columns import with_fund
from pipelines.interpretation.budget.key_rules import RowKey, coded_key, named_key
from pipelines.interpretation.budget.row_codes import PrintedCodes
from pipelines.interpretation.declared.vocabulary import Meaning, read_label
from pipelines.interpretation.sheets.header import Column
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.interpretation.sheets.units import unit_key
from pipelines.interpretation.words.codes import CodedName, CodeKind, code_and_name, printed_code

_DIGITS_OF_A_DEPARTMENT = 3


def row_keys(
    sheet: Sheet, block: Block, rows: Sequence[int], axis: str | None, year: int | None, units: frozenset[str]
) -> Mapping[int, RowKey]:
    """The keys of the rows of a block, top to bottom. Rows without any label are left out.

    `axis` is the scheme of the rows where neither header nor codes say; `units` are the document's budget units, as
    `unit_key` compares them. A block without key columns holds totals only.
    """
    if not block.key_columns:
        return {row: RowKey(scheme=axis, level=0, line="total", rule="no key columns") for row in rows}
    table = _Table(sheet, block, axis, year, units, frozenset(rows))
    keys: dict[int, RowKey] = {}
    above = _Above()
    for row in rows:
        above, key = _step(above, table, row)
        if key is not None:
            keys[row] = key
    return keys if any(group.scheme for group in block.groups) else _with_scheme_of_codes(keys)


def keyed_by_names(keys: Mapping[int, RowKey]) -> bool:
    """Whether names alone key a table by the classification that its keys were read in: its first item is a class,
    and every name but those of units is of the classification."""
    items = [key for key in keys.values() if key.line == "item"]
    return bool(items) and items[0].level == 1 and all(key.code is not None for key in items)


def _with_scheme_of_codes(keys: Mapping[int, RowKey]) -> Mapping[int, RowKey]:
    """Where the header doesn't say what keys the table, its codes say it of the rows without one too, if they
    agree."""
    coded = {key.scheme for key in keys.values() if key.code is not None}
    if len(coded) != 1 or not coded <= set(EXPENDITURE_SCHEMES):
        return keys
    scheme = coded.pop()
    # A name without a code is of the table's own axis only where no code says that the table has another.
    return {
        row: key._replace(scheme=scheme)
        if key.line == "total" or (key.code is None and key.scheme in EXPENDITURE_SCHEMES)
        else key
        for row, key in keys.items()
    }


@dataclass(frozen=True)
class _Table:
    """A block with its rows, and what is known of it beside what it prints."""

    sheet: Sheet
    block: Block
    axis: str | None
    year: int | None
    units: frozenset[str]
    rows: frozenset[int]

    def labels(self, row: int, columns: Sequence[Column]) -> Iterator[str]:
        """The printed labels of a row in some columns; a label merged over several rows is one of each."""
        seen: set[tuple[int, int]] = set()
        for column in columns:
            cell = self.sheet.at(row, column.index)
            if (cell.row, cell.column) not in seen and cell.text and cell.row in self.rows:
                yield fold_space(cell.text.replace("\n", ""))
            seen.add((cell.row, cell.column))

    def text(self, row: int, column: Column | None) -> str | None:
        """What a row prints in a column, on one line."""
        return fold_space(self.sheet.at(row, column.index).text.replace("\n", "")) or None if column else None

    def prints_amounts(self, row: int) -> bool:
        """Whether a row prints anything in the columns of amounts."""
        return any(self.sheet.at(row, column.index).text for column in self.block.amounts)

    @cached_property
    def without_unit(self) -> Sequence[int]:
        """The printed rows that leave the columns of units empty, where there are such columns."""
        columns = (*self.block.key_columns, *self.block.amounts) if self.block.unit or self.block.unit_code else ()
        printed = [row for row in self.rows if any(self.sheet.at(row, column.index).text for column in columns)]
        return [row for row in printed if self.unit(row) == (None, None)]

    def unit(self, row: int) -> tuple[str | None, str | None]:
        """The code and name that the columns of units print in a row, in one cell or two."""
        code, name = self.text(row, self.block.unit_code), self.text(row, self.block.unit)
        if code is None and name is None:
            return None, None
        beside = code_and_name(code or "", CodeKind.UNIT)
        if beside.code:
            code, name = beside.code, name or beside.name
        elif code:
            code = printed_code(code) or code
        within = code_and_name(name or "", CodeKind.UNIT)
        return (within.code, within.name) if within.code and code in (None, within.code) else (code, name)

    def coded_name(self, label: str, scheme: str | None) -> CodedName:
        """The code and name in one label: of the classification, or of a unit that the document knows."""
        coded = code_and_name(label, CodeKind.CLASSIFICATION)
        if coded.code is None and (of_unit := code_and_name(label, CodeKind.UNIT)).code:
            return of_unit if scheme == "unit" or unit_key(of_unit.name) in self.units else coded
        return coded

    def total(self) -> RowKey:
        """The key of a row that sums the table's rows: of the classification that leads in them."""
        printed = [group.scheme for group in self.block.groups if group.scheme]
        leading = next((scheme for scheme in EXPENDITURE_SCHEMES if scheme in printed), None)
        return RowKey(scheme=leading or next(iter(printed), None) or self.axis, level=0, line="total")


class _Above(NamedTuple):
    """What stands above a row and goes on below it: what a row leaves out stands there."""

    printed: PrintedCodes = PrintedCodes()
    codes: Mapping[str, str] = MappingProxyType[str, str]({})
    """The last code by scheme, printed or found by its name."""
    unit: tuple[str | None, str | None] = (None, None)
    is_summed: bool = False
    """Whether the unit's own row stands above those of its section, with the section's sums."""
    names: Mapping[str, str] = MappingProxyType[str, str]({})
    """The names of units by the code under which they were first printed."""


class _Row(NamedTuple):
    """A row as the rules see it: what its columns of units and years print, and its key by its own columns."""

    table: _Table
    above: _Above
    unit_code: str | None
    unit_name: str | None
    year: str | None
    key: RowKey | None

    @property
    def unit_text(self) -> str | None:
        return self.unit_name or self.unit_code

    @property
    def sums_units(self) -> bool:
        return _is_total(self.unit_text or "")

    @property
    def sums_all(self) -> bool:
        """合计 under sections that their units' own rows sum, or without a unit where every other row prints its own,
        is of all."""
        is_total = self.unit_text is None and self.key is not None and self.key.line == "total"
        return is_total and (self.above.is_summed or len(self.table.without_unit) == 1)

    @property
    def is_under_a_code_only(self) -> bool:
        """单位名称（科目） names units and what stands under them: the row prints a unit's code and no code else."""
        is_nameless = self.unit_code is not None and self.unit_name is None
        return is_nameless and self.key is not None and _is_no_code(self.key)

    @property
    def name_of_unit(self) -> str:
        """The name that the unit's code has: the first that was printed beside it."""
        own = self.key.name if self.key else None
        return self.above.names.get(self.unit_code or "", own or "")

    @property
    def names_its_unit(self) -> bool:
        own = self.key.name if self.key else None
        return self.name_of_unit == own or (own is not None and unit_key(own) in self.table.units)


def _step(above: _Above, table: _Table, row: int) -> tuple[_Above, RowKey | None]:
    """The key of a row under those above it, and what it leaves to those below."""
    block = table.block
    (unit_code, unit_name), year = table.unit(row), table.text(row, block.year)
    if unit_code or unit_name:
        kept = above.unit[1] if unit_code == above.unit[0] else None
        above = above._replace(unit=(unit_code, unit_name or kept))
    above, key = _keyed(above, table, row)
    rule = decide(UNIT_RULES, seen := _Row(table, above, unit_code, unit_name, year, key))
    above, key = rule.outcome(seen)
    if block.groups and key is not None and key.unit_name:
        is_summed = key.line == "total" and table.prints_amounts(row)
        above = above._replace(unit=(unit_code or key.unit_code, key.unit_name), is_summed=is_summed)
    elif block.groups and (seen.sums_units or seen.sums_all):
        above = above._replace(unit=(None, None), is_summed=False)
    if key is None:
        return above, None
    period = read_label(year) if year else Meaning()
    of_unit = above.unit if key.scheme != "unit" or key.level != 0 else (None, None)
    key = key._replace(
        unit_code=of_unit[0],
        unit_name=of_unit[1],
        year=period.year,
        derived=period.get("kind") == "derived",
        path=tuple(table.labels(row, block.key_columns)),
        rule=key.rule if rule is OWN_KEY else rule.name,
    )
    return above, with_fund(key, (table.text(row, column) for column in block.funds))


def _unit(row: _Row) -> tuple[_Above, RowKey | None]:
    code, name = row.unit_code, row.unit_name
    level = None if code is None else 1 if len(code) <= _DIGITS_OF_A_DEPARTMENT else 2
    return row.above, RowKey(scheme="unit", code=code, name=name, level=level)


def _named_unit(row: _Row) -> tuple[_Above, RowKey | None]:
    return _with_name(row), row.table.total()._replace(unit_name=row.key.name if row.key else None)


def _under_named_unit(row: _Row) -> tuple[_Above, RowKey | None]:
    return _with_name(row)._replace(unit=(row.unit_code, row.name_of_unit)), row.key


def _with_name(row: _Row) -> _Above:
    return row.above._replace(names={**row.above.names, row.unit_code or "": row.name_of_unit})


_UnitRule = Rule[_Row, Callable[[_Row], tuple[_Above, RowKey | None]]]

OWN_KEY: _UnitRule = Rule("its own key", always, lambda row: (row.above, row.key))
UNIT_RULES: tuple[_UnitRule, ...] = (
    Rule(
        "the sum of a table of units",
        lambda row: not row.table.block.groups and row.sums_units,
        lambda row: (row.above, RowKey(scheme="unit", level=0, line="total")),
    ),
    Rule("a unit", lambda row: not row.table.block.groups and row.unit_text is not None, _unit),
    Rule(
        "a year",
        lambda row: not row.table.block.groups and row.year is not None,
        lambda row: (row.above, RowKey()),
    ),
    # In a table keyed by a classification it is the unit's total.
    Rule(
        "a unit's own row",
        lambda row: row.key is None and (row.unit_text or row.year) is not None,
        lambda row: (row.above, row.table.total()),
    ),
    Rule("a unit's name under its code", lambda row: row.is_under_a_code_only and row.names_its_unit, _named_unit),
    Rule("a project under a unit's code", lambda row: row.is_under_a_code_only, _under_named_unit),
    OWN_KEY,
)
"""What columns of units and years make of a row that its other columns key, or don't."""


def _keyed(above: _Above, table: _Table, row: int) -> tuple[_Above, RowKey | None]:
    """The row's key; where several classifications are printed, the function leads, then the department's economic
    one, and the others' codes stand beside it."""
    keys: list[RowKey] = []
    for group in table.block.groups:
        above, key = _of_group(above, table, row, group)
        keys += [key] if key else []
    if len(keys) < 2:
        return above, keys[0] if keys else None
    coded = [key for key in keys if key.code is not None]
    if not coded and all(key.line == "total" for key in keys):
        return above, keys[0]._replace(scheme=table.total().scheme)
    by_scheme = {key.scheme: key for key in reversed(coded)}
    first = next((by_scheme[scheme] for scheme in EXPENDITURE_SCHEMES if scheme in by_scheme), [*coded, *keys][0])
    others = {scheme: key.code for scheme, key in by_scheme.items() if key is not first}
    return above, first._replace(
        economic_code=others.get("economic"),
        government_economic_code=others.get("government_economic"),
    )


def _of_group(above: _Above, table: _Table, row: int, group: KeyGroup) -> tuple[_Above, RowKey | None]:
    """What a row prints in the columns of one key."""
    labels = list(table.labels(row, group.names))
    printed, code = above.printed.read(table.sheet, row, group)
    if code is None and not labels:
        # A total's label can stand in the code column.
        labels = list(table.labels(row, group.codes))
    scheme, codes = group.scheme or table.axis, above.codes
    if code is None and labels and (coded := table.coded_name(labels[-1], scheme)).code:
        code, labels = coded.code, [*labels[:-1], coded.name]
    if code is None and not labels:
        return above._replace(printed=printed), None
    if code is not None:
        key = coded_key(code, _name_of(code, labels), scheme, codes, table.units)
    else:
        key, codes = named_key(labels, scheme, codes, table.units, table.year)
    last = {key.scheme or "": key.code} if key.code is not None else {}
    return above._replace(printed=printed, codes={**codes, **last}), key


def _name_of(code: str, labels: Sequence[str]) -> str | None:
    """The label that names a code: its official name, though a project's stands beside it; else the innermost."""
    scheme = scheme_of(code)
    official = (label for label in reversed(labels) if scheme and classification(scheme).confirms(code, label))
    return next(official, labels[-1] if labels else None)


def _is_total(text: str) -> bool:
    label = read_label(text)
    return label.get("line") == "total" and label.known


def _is_no_code(key: RowKey) -> bool:
    """Whether a row of a classification names nothing that the classification knows, and no line."""
    return key.scheme in EXPENDITURE_SCHEMES and key.code is None and key.line == "item" and not key.meaning.facets
