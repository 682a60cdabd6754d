"""What a row is about: code and name in their scheme, the unit, the line, whatever form the key is printed in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipelines.classifications import classification, scheme_of
from pipelines.classifications.codes import EXPENDITURE_SCHEMES, schemes
from pipelines.foundation.text import fold_space, fold_text, strip_list_number
from pipelines.interpretation.budget.blocks import Block, KeyGroup
from pipelines.interpretation.declared.vocabulary import Meaning, read_label, read_path
from pipelines.interpretation.sheets.header import Column
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell
from pipelines.interpretation.sheets.units import unit_key
from pipelines.interpretation.words.codes import CodedName, CodeKind, code_and_name, printed_code

CODED_SCHEMES = EXPENDITURE_SCHEMES
_CODE = re.compile(r"\d{2,9}")
_PARTS_OF_A_CODE = ("class_code", "division_code", "item_code")
_LENGTH_OF_A_PART = 2
_DIGITS_OF_A_DEPARTMENT = 3
_DIGITS_OF_A_CLASS = 3
_DIGITS_OF_A_PART = 2


@dataclass(frozen=True)
class RowKey:
    """The key of one row of a block. `level` 0 is a total; `line` is item, total or a word of the vocabulary.

    `meaning` is what the row's label says in words (fund, measure, item …), for rows that words name; `path` the
    printed labels of the row.
    """

    scheme: str | None = None
    code: str | None = None
    name: str | None = None
    level: int | None = None
    line: str = "item"
    government_economic_code: str | None = None
    unit_code: str | None = None
    unit_name: str | None = None
    year: int | None = None
    derived: bool = False
    meaning: Meaning = field(default_factory=Meaning)
    path: tuple[str, ...] = ()


def row_keys(
    sheet: Sheet, block: Block, rows: Sequence[int], axis: str | None, year: int, units: frozenset[str]
) -> Mapping[int, RowKey]:
    """The keys of the rows of a block, top to bottom. Rows without any label are left out.

    `axis` is the scheme of the rows where neither header nor codes say; `units` are the document's budget units, as
    `unit_key` compares them. A block without key columns holds totals only.
    """
    if not block.key_columns:
        return {row: RowKey(scheme=axis, level=0, line="total") for row in rows}
    reader = _KeyReader(sheet, block, axis, year, units, frozenset(rows))
    keys = {row: key for row in rows if (key := reader.read(row)) is not None}
    return keys if any(group.scheme for group in block.groups) else _with_scheme_of_codes(keys)


def _with_scheme_of_codes(keys: Mapping[int, RowKey]) -> Mapping[int, RowKey]:
    """Where the header doesn't say what keys the table, its codes say it of the rows without one too, if they
    agree."""
    coded = {key.scheme for key in keys.values() if key.code is not None}
    if len(coded) != 1 or not coded <= set(CODED_SCHEMES):
        return keys
    scheme = coded.pop()
    # A name without a code is of the table's own axis only where no code says that the table has another.
    return {
        row: replace(key, scheme=scheme)
        if key.line == "total" or (key.code is None and key.scheme in CODED_SCHEMES)
        else key
        for row, key in keys.items()
    }


class _KeyReader:
    """Reads the rows top to bottom: what a row leaves out stands above it."""

    def __init__(
        self, sheet: Sheet, block: Block, axis: str | None, year: int, units: frozenset[str], rows: frozenset[int]
    ) -> None:
        self._sheet = sheet
        self._rows = rows
        self._block = block
        self._axis = axis
        self._year = year
        self._units = units
        self._joined_above: dict[tuple[int, str], str] = {}
        self._code_above: dict[str, str] = {}
        self._unit: tuple[str | None, str | None] = (None, None)
        self._unit_names: dict[str, str] = {}

    def read(self, row: int) -> RowKey | None:
        unit_code, unit_name = self._unit_of(row)
        year_text = self._text(row, self._block.year)
        if unit_code or unit_name:
            self._unit = (unit_code, unit_name or (self._unit[1] if unit_code == self._unit[0] else None))
        if not self._block.groups:
            key = self._by_unit(unit_code, unit_name) if unit_code or unit_name else RowKey() if year_text else None
        else:
            key = self._keyed(row)
            if key is None and (unit_code or unit_name or year_text):
                # A unit's own row in a table keyed by a classification is the unit's total.
                key = self._total()
            elif key is not None and unit_code and not unit_name and _is_no_code(key):
                # 单位名称（科目） names the unit in such a row: the first that prints its code, or one that bears a
                # unit's name. What else stands under a unit's code (a project) is an item.
                if self._unit_names.setdefault(unit_code, key.name or "") == key.name or self._is_unit(key.name):
                    key = replace(self._total(), unit_name=key.name)
                else:
                    self._unit = (unit_code, self._unit_names[unit_code])
            if key is not None and key.unit_name:
                self._unit = (unit_code or key.unit_code, key.unit_name)
            if (unit_name or unit_code) and _is_total(unit_name or unit_code or ""):
                self._unit = (None, None)
        if key is None:
            return None
        period = read_label(year_text) if year_text else Meaning()
        named = self._unit if key.scheme != "unit" or key.level != 0 else (None, None)
        return replace(
            key,
            unit_code=named[0],
            unit_name=named[1],
            year=period.year,
            derived=period.get("kind") == "derived",
            path=tuple(self._labels(row, self._block.key_columns)),
        )

    def _unit_of(self, row: int) -> tuple[str | None, str | None]:
        """The code and name that the columns of units print in a row, in one cell or two."""
        code, name = self._text(row, self._block.unit_code), self._text(row, self._block.unit)
        beside = code_and_name(code or "", CodeKind.UNIT)
        code, name = (
            (beside.code, name or beside.name) if beside.code else (code and (printed_code(code) or code), name)
        )
        within = code_and_name(name or "", CodeKind.UNIT)
        return (within.code, within.name) if within.code and code in (None, within.code) else (code, name)

    def _is_unit(self, name: str | None) -> bool:
        return name is not None and unit_key(name) in self._units

    def _total(self) -> RowKey:
        scheme = next((group.scheme for group in self._block.groups if group.scheme), None) or self._axis
        return RowKey(scheme=scheme, level=0, line="total")

    def _by_unit(self, code: str | None, name: str | None) -> RowKey:
        if _is_total(name or code or ""):
            return RowKey(scheme="unit", level=0, line="total")
        level = None if code is None else 1 if len(code) <= _DIGITS_OF_A_DEPARTMENT else 2
        return RowKey(scheme="unit", code=code, name=name, level=level)

    def _keyed(self, row: int) -> RowKey | None:
        """The row's key; where both economic classifications are printed, the department's one leads."""
        keys = [key for group in self._block.groups if (key := self._group(row, group)) is not None]
        if not keys:
            return None
        coded = [key for key in keys if key.code is not None]
        first = next((key for key in coded if key.scheme != "government_economic"), None) or [*coded, *keys][0]
        second = next((key for key in coded if key.scheme == "government_economic" and key is not first), None)
        return replace(first, government_economic_code=second.code if second else None)

    def _group(self, row: int, group: KeyGroup) -> RowKey | None:
        labels = list(self._labels(row, group.names))
        code = self._code(row, group)
        if code is None and not labels:
            # A total's label can stand in the code column.
            labels = list(self._labels(row, group.codes))
        scheme = group.scheme or self._axis
        if code is None and labels and (coded := self._coded_name(labels[-1], scheme)).code:
            code, labels = coded.code, [*labels[:-1], coded.name]
        if code is not None:
            return self._coded(code, _name_of(code, labels), scheme)
        return self._named(labels, scheme) if labels else None

    def _coded_name(self, label: str, scheme: str | None) -> CodedName:
        """The code and name in one label: of the classification, or of a unit that the document knows."""
        coded = code_and_name(label, CodeKind.CLASSIFICATION)
        if coded.code is None and (of_unit := code_and_name(label, CodeKind.UNIT)).code:
            return of_unit if scheme == "unit" or self._is_unit(of_unit.name) else coded
        return coded

    def _coded(self, code: str, name: str | None, scheme: str | None) -> RowKey:
        # A code says more than a header: 2010101 under 部门经济科目 is a function.
        found = scheme if scheme == "unit" else scheme_of(code) or scheme
        # Some places print a level of their own below the official ones: 3010201.
        level = schemes()[found].printed_levels.get(len(code)) if found and scheme_of(code) == found else None
        if found in CODED_SCHEMES and level is None:
            if name and unit_key(name) in self._units:
                return RowKey(scheme=found, level=0, line="total", unit_code=code, unit_name=name)
            if name and (whole := self._below_class(found, code, name)):
                return self._coded(whole, name, found)
            # No code of that classification has this form: it stays in the path, and what it means is not guessed.
            return RowKey(scheme=found, name=strip_list_number(name)[1] if name else None)
        self._code_above[found or ""] = code
        return RowKey(scheme=found, code=code, name=strip_list_number(name)[1] if name else None, level=level)

    def _below_class(self, scheme: str, part: str, name: str) -> str | None:
        """The code of a 款 that prints its own two digits only, where the official list knows it by its name."""
        whole = self._code_above.get(scheme, "")[:_DIGITS_OF_A_CLASS] + part
        return whole if len(part) == _DIGITS_OF_A_PART and classification(scheme).confirms(whole, name) else None

    def _named(self, labels: Sequence[str], scheme: str | None) -> RowKey:
        number, plain = strip_list_number(labels[-1])
        above = self._class_of(scheme, labels[:-1]) if scheme in CODED_SCHEMES else None
        label = read_path(labels[-1:] if above else labels)
        line = label.get("line") if label.known else None
        if scheme and above and line == "total":
            # 小计 beside a class that is merged over its rows is the class itself.
            return RowKey(scheme=scheme, code=above, name=labels[-2], level=classification(scheme).level_of(above))
        if line == "total" and (scheme in CODED_SCHEMES or set(label.facets) <= {"line", "flow", "item"}):
            return RowKey(scheme=scheme, name=plain, level=0, line="total", meaning=label)
        if scheme != "unit" and unit_key(plain) in self._units:
            return RowKey(scheme=scheme, level=0, line="total", unit_name=fold_space(plain))
        if scheme in CODED_SCHEMES and (code := self._find(scheme, plain, bool(number))):
            self._code_above[scheme] = code
            return RowKey(scheme=scheme, code=code, name=plain, level=classification(scheme).level_of(code))
        if line == "total" and len(labels) > 1:
            plain, line = strip_list_number(labels[-2])[1], None
        if scheme in CODED_SCHEMES and (line or not label.known or label.get("measure") is None):
            # A name that the classification doesn't know says nothing of funds or measures.
            return RowKey(scheme=scheme, name=plain, line=line or "item", meaning=label if line else Meaning())
        # 基本支出 in the place of a function's name is a measure and no function.
        kind = scheme in CODED_SCHEMES
        return RowKey(scheme=None if kind else scheme, name=plain, line=line or "item", meaning=label)

    def _class_of(self, scheme: str | None, labels: Sequence[str]) -> str | None:
        """The code that the labels left of a row's own name, merged over several rows, have in the classification."""
        code: str | None = None
        for label in labels if scheme else ():
            codes, name = classification(scheme), strip_list_number(label)[1]
            found = codes.find(name, self._year, within=code, level=(codes.level_of(code) or 0) + 1 if code else 1)
            if found is None:
                return None
            code = found.code
        if scheme and code:
            self._code_above[scheme] = code
        return code

    def _find(self, scheme: str, name: str, numbered: bool) -> str | None:
        """The code of a printed name: below the row above first, then beside it, then as a class."""
        codes = classification(scheme)
        above = self._code_above.get(scheme)
        if above is not None and not numbered:
            for parent in (above, *codes.ancestors(above)):
                level = (codes.level_of(parent) or 0) + 1
                if entry := codes.find(name, self._year, within=parent, level=level):
                    return entry.code
        entry = codes.find(name, self._year, level=1)
        return entry.code if entry else None

    def _code(self, row: int, group: KeyGroup) -> str | None:
        """The code of a row, joined from its columns; a part that is not printed is the one above."""
        if not group.codes:
            return None
        cells = [self._sheet.at(row, column.index) for column in group.codes]
        # A cell merged over the columns of a code prints it whole, in the first of them.
        texts = [
            fold_text(cell.text).strip("[]") if cell.column == column.index else ""
            for cell, column in zip(cells, group.codes, strict=True)
        ]
        if len(group.codes) == 1 and group.codes[0].role == "code":
            printed = self._text(row, group.codes[0]) or ""
            coded = code_and_name(printed if texts[0] else "", CodeKind.CLASSIFICATION, CodeKind.UNIT)
            return coded.code or (texts[0] if _CODE.fullmatch(texts[0]) else None)
        roles = [column.role for column in group.codes]
        if set(roles) == {"code"}:
            roles = list(_PARTS_OF_A_CODE[: len(roles)])
        parts = {role: text for role, text in zip(roles, texts, strict=False) if _CODE.fullmatch(text)}
        return self._joined(parts, group.codes[0].index) if parts else None

    def _joined(self, parts: Mapping[str, str], group: int) -> str:
        roles = _PARTS_OF_A_CODE
        deepest = max(roles.index(role) for role in parts)
        code = ""
        for role in roles[: deepest + 1]:
            if (part := parts.get(role)) is None:
                code = self._joined_above.get((group, role), code)
            else:
                # A column can print the whole code and not its own part of it.
                code = part if len(part) > _LENGTH_OF_A_PART else code + part
            self._joined_above[(group, role)] = code
        for role in roles[deepest + 1 :]:
            self._joined_above.pop((group, role), None)
        return code

    def _labels(self, row: int, columns: Sequence[Column]) -> Iterator[str]:
        """The printed labels of a row in some columns; a label merged over several rows is one of each."""
        seen: set[tuple[int, int]] = set()
        for column in columns:
            cell = self._sheet.at(row, column.index)
            if (cell.row, cell.column) not in seen and cell.text and cell.row in self._rows:
                yield fold_space(cell.text.replace("\n", ""))
            seen.add((cell.row, cell.column))

    def _text(self, row: int, column: Column | None) -> str | None:
        return fold_space(self._cell_text(row, column).replace("\n", "")) or None if column else None

    def _cell_text(self, row: int, column: Column) -> str:
        cell: SheetCell = self._sheet.at(row, column.index)
        return cell.text


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
    return key.scheme in CODED_SCHEMES and key.code is None and key.line == "item" and not key.meaning.facets
