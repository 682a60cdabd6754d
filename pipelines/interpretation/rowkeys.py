"""What a row is about: code and name in their scheme, the unit, the line, whatever form the key is printed in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.classifications import classification
from pipelines.interpretation.blocks import Block, KeyGroup
from pipelines.interpretation.sheet import Sheet
from pipelines.interpretation.vocabulary import Meaning, read_label
from pipelines.text import fold_space, fold_text, strip_list_number

CODED_SCHEMES = ("function", "economic", "government_economic")
_CODE = re.compile(r"\d{2,9}")
_CODE_IN_NAME = re.compile(r"^[\[【(]?(?P<code>\d{3,7})[\])】]?[-_.、:]?(?P<name>\D.*)$", re.DOTALL)
_FULL_LENGTH = {"class_code": 3, "division_code": 5, "item_code": 7}
_TOTAL = "total"


@dataclass(frozen=True)
class RowKey:
    """The key of one row of a block. `level` 0 is a total; `line` as in the contract.

    `meaning` is what the row's label says in words (fund, measure, item …), for rows that words name.
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
    """The keys of the rows of a block. Rows without any label are left out.

    `axis` is the scheme of the rows where neither header nor codes say; `units` are the folded names of the
    document's budget units.
    """
    reader = _KeyReader(sheet, block, axis, year, units)
    keys = {row: key for row in rows if (key := reader.read(row)) is not None}
    return keys


class _KeyReader:
    """Reads the rows top to bottom: what a row leaves out stands above it."""

    def __init__(
        self, sheet: Sheet, block: Block, axis: str | None, year: int, units: frozenset[str]
    ) -> None:
        self._sheet = sheet
        self._block = block
        self._axis = axis
        self._year = year
        self._units = units
        self._above: dict[str, str] = {}
        self._unit: tuple[str | None, str | None] = (None, None)
        self._context: dict[str, str] = {}

    def read(self, row: int) -> RowKey | None:
        if not self._block.key_columns:
            return RowKey(scheme=self._axis)
        unit_code, unit_name = self._text(row, self._block.unit_code), self._text(row, self._block.unit)
        year_text = self._text(row, self._block.year)
        if self._block.groups:
            if unit_code or unit_name:
                self._unit = (unit_code, unit_name)
            key = self._keyed(row)
            if key is None and not (unit_code or unit_name or year_text):
                return None
            if key is None or (key.line == _TOTAL and key.name is None):
                key = RowKey(scheme=self._scheme(row), level=0, line=_TOTAL)
        elif unit_code or unit_name:
            key = self._by_unit(unit_code, unit_name)
            self._unit = (key.unit_code, key.unit_name)
        elif year_text:
            key = RowKey()
        else:
            return None
        meaning = read_label(year_text) if year_text else Meaning()
        path = tuple(
            fold_space(text.replace("\n", ""))
            for column in self._block.key_columns
            if (text := self._raw(row, column.index))
        )
        return _with(
            key,
            unit_code=self._unit[0],
            unit_name=self._unit[1],
            year=meaning.year,
            derived=meaning.get("kind") == "derived",
            path=path,
        )

    def _by_unit(self, code: str | None, name: str | None) -> RowKey:
        label = read_label(name or code or "")
        if label.get("line") == _TOTAL and label.known:
            return RowKey(scheme="unit", level=0, line=_TOTAL)
        level = None if code is None else 1 if len(code) <= 3 else 2
        return RowKey(scheme="unit", code=code, name=name, level=level, unit_code=code, unit_name=name)

    def _keyed(self, row: int) -> RowKey | None:
        keys = [key for group in self._block.groups if (key := self._group(row, group)) is not None]
        if not keys:
            return None
        coded = [key for key in keys if key.code is not None]
        first = (
            next((key for key in coded if key.scheme != "government_economic"), None) or (coded or keys)[0]
        )
        second = next(
            (key.code for key in coded if key.scheme == "government_economic" and key is not first), None
        )
        return _with(first, government_economic_code=second)

    def _group(self, row: int, group: KeyGroup) -> RowKey | None:
        name = self._text(row, group.name)
        code = self._code(row, group)
        if code is None and name is None and group.codes:
            # A total's label can stand in the code column.
            name = self._text(row, group.codes[0])
        if code is None and name and (match := _CODE_IN_NAME.match(name)):
            code, name = match["code"], match["name"]
        if code is None and name is None:
            return None
        scheme = group.scheme or self._axis
        if code is not None:
            return self._coded(code, name, scheme)
        return self._named(name or "", scheme, row)

    def _coded(self, code: str, name: str | None, scheme: str | None) -> RowKey:
        found = scheme if scheme in CODED_SCHEMES or scheme == "unit" else scheme_of(code)
        if scheme in CODED_SCHEMES and scheme_of(code) not in (None, scheme):
            found = scheme_of(code)
        level = classification(found).level_of(code) if found in CODED_SCHEMES else None
        plain = strip_list_number(name)[1] if name else None
        self._context[found or ""] = code
        return RowKey(scheme=found, code=code, name=plain, level=level)

    def _named(self, name: str, scheme: str | None, row: int) -> RowKey:
        label = read_label(name)
        number, plain = strip_list_number(name)
        line = label.get("line") if label.known else None
        if line == _TOTAL and not set(label.facets) - {"line", "flow", "item"}:
            return RowKey(scheme=scheme, name=plain, level=0, line=_TOTAL, meaning=label)
        if fold_text(name) in self._units and scheme != "unit":
            self._unit = (None, name)
            return RowKey(scheme=scheme, level=0, line=_TOTAL)
        if scheme in CODED_SCHEMES:
            entry = self._find(scheme, plain, bool(number))
            if entry is not None:
                self._context[scheme] = entry
                level = classification(scheme).level_of(entry)
                return RowKey(scheme=scheme, code=entry, name=plain, level=level)
        kind = label.get("measure") if label.known and scheme in CODED_SCHEMES else None
        return RowKey(scheme=None if kind else scheme, name=plain, line=line or "item", meaning=label)

    def _find(self, scheme: str, name: str, numbered: bool) -> str | None:
        """The code of a printed name: under the row above's class and division first, then beside them."""
        codes = classification(scheme)
        above = self._context.get(scheme)
        if above is not None and not numbered:
            for parent in (above, *codes.ancestors(above)):
                level = (codes.level_of(parent) or 0) + 1
                if entry := codes.find(name, self._year, within=parent, level=level):
                    return entry.code
        entry = codes.find(name, self._year, level=1)
        return entry.code if entry else None

    def _scheme(self, row: int) -> str | None:
        return next((group.scheme for group in self._block.groups if group.scheme), None) or self._axis

    def _code(self, row: int, group: KeyGroup) -> str | None:
        """The code of a row, joined from its columns; a part that is not printed is the one above."""
        if not group.codes:
            return None
        if len(group.codes) == 1 and group.codes[0].role == "code":
            text = fold_text(self._raw(row, group.codes[0].index)).strip("[]")
            match = _CODE_IN_NAME.match(text)
            return match["code"] if match else text if _CODE.fullmatch(text) else None
        texts = {column.role: fold_text(self._raw(row, column.index)) for column in group.codes}
        if len({column.role for column in group.codes}) == 1:
            texts = dict(zip(_FULL_LENGTH, texts.values(), strict=False))
        if not any(_CODE.fullmatch(text) for text in texts.values()):
            return None
        return self._joined({role: text for role, text in texts.items() if _CODE.fullmatch(text)}, id(group))

    def _joined(self, parts: Mapping[str, str], group: int) -> str:
        roles = list(_FULL_LENGTH)
        deepest = max(roles.index(role) for role in parts)
        code = ""
        for role in roles[: deepest + 1]:
            part = parts.get(role)
            if part is None:
                part = self._above.get(f"{group}{role}", "")
            elif len(part) == _FULL_LENGTH[role]:
                # The column prints the whole code and not its own part of it.
                part = part[len(code) :] if part.startswith(code) else part
            self._above[f"{group}{role}"] = part
            code += part
        for role in roles[deepest + 1 :]:
            self._above.pop(f"{group}{role}", None)
        return code

    def _text(self, row: int, column: object) -> str | None:
        from pipelines.interpretation.header import Column

        if not isinstance(column, Column):
            return None
        return fold_space(self._raw(row, column.index).replace("\n", "")) or None

    def _raw(self, row: int, index: int) -> str:
        cell = self._sheet.at(row, index)
        return cell.text if cell.row == row or cell.column_span == 1 else ""


def _with(key: RowKey, **changes: object) -> RowKey:
    from dataclasses import replace

    return replace(key, **changes)  # type: ignore[arg-type]


def scheme_of(code: str) -> str | None:
    """The scheme whose codes have this form and range, or None."""
    if re.fullmatch(r"2[0-3]\d(\d\d){0,2}", code):
        return "function"
    if re.fullmatch(r"3(0[1-9]|1[0-3]|99)(\d\d)?", code):
        return "economic"
    if re.fullmatch(r"5(0[1-9]|1[0-5]|99)(\d\d)?", code):
        return "government_economic"
    return None
