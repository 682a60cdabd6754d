"""What the tables of a document say together, before they are read one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.identity import identity
from pipelines.interpretation.declared.vocabulary import read_label
from pipelines.interpretation.sheets.header import Column, Header
from pipelines.interpretation.sheets.sheet import Sheet
from pipelines.interpretation.words.codes import CodeKind, code_and_name, printed_code


def document_units(sheets: Iterable[tuple[Sheet, Header]]) -> frozenset[str]:
    """Folded names of the budget units: the organisations of captions, and the cells of unit columns.

    A text that words of tables explain (合计, 基本支出) names none.
    """
    names: set[str] = set()
    for sheet, header in sheets:
        if sheet.caption.organisation:
            names.add(unit_key(sheet.caption.organisation))
        columns = [column.index for column in header.columns if column.role == "unit" and not _mixes(column)]
        for row in range(header.depth, sheet.row_count):
            names.update(unit_key(sheet.at(row, column).text) for column in columns)
    return frozenset(name for name in names if len(name) >= 4 and not _is_word(name))


def _is_word(name: str) -> bool:
    label = read_label(name)
    return label.get("line") is not None or (label.known and bool(label.facets))


def unit_codes(sheets: Iterable[tuple[Sheet, Header]]) -> Mapping[str, str]:
    """The codes of units by their folded names, where tables print one alone beside a name or before it."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for sheet, header in sheets:
        for code, name in _coded_units(sheet, header):
            codes[fold_text(name)].add(code)
    return {name: found.pop() for name, found in codes.items() if len(found) == 1}


def _coded_units(sheet: Sheet, header: Header) -> Iterator[tuple[str, str]]:
    of_names = next((column.index for column in header.columns if column.role == "unit"), None)
    of_codes = next((column.index for column in header.columns if column.role == "unit_code"), None)
    if of_names is None:
        return
    for row in range(header.depth, sheet.row_count):
        coded = code_and_name(sheet.at(row, of_names).text.replace("\n", ""), CodeKind.UNIT)
        code = coded.code or (printed_code(sheet.at(row, of_codes).text) if of_codes is not None else None)
        if coded.name and code:
            yield code, coded.name


def _mixes(column: Column) -> bool:
    """Whether a column of units prints projects too: 单位名称、项目名称."""
    return identity().names_projects in column.printed_path


def unit_key(name: str) -> str:
    """The form in which names of units are compared: without the code, and `…局（本级）` is the bureau itself."""
    key = fold_text(code_and_name(name, CodeKind.UNIT).name)
    for ending in identity().own_level:
        key = key.removesuffix(ending)
    return key
