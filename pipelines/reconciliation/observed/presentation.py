"""What is printed beside the amounts: templates left unfilled, empty tables, orders of years, units, keys."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipelines.foundation.amounts import YUAN_PER_UNIT
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.interpretation.prose.paragraphs import Paragraph
from pipelines.interpretation.prose.statements import SheetFact
from pipelines.reconciliation.figures.figure import Figure, text_of
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status
from pipelines.reconciliation.findings.wording import row_name, table_named
from pipelines.reconciliation.observed.texts import TEXTS

_LISTS = frozenset({"projects", "procurement", "purchased_services", "asset_allocation"})
_UNIT = re.compile(rf"\(({'|'.join(YUAN_PER_UNIT)})\)$")
_FEW = 3


def templates(prose: Sequence[Paragraph], cells: Sequence[Record]) -> Iterator[Observation]:
    """Placeholders and instructions that were left in the text or in a table."""
    found = [*_in_prose(prose), *_in_cells(cells)]
    for text, at in found:
        told = {"page": at.get("page"), "text": text}
        yield Observation("template_is_filled", Status.FAIL, "unfilled", told, at=at)
    if not found and (prose or cells):
        yield Observation("template_is_filled", Status.PASS, "filled")


def _in_prose(prose: Sequence[Paragraph]) -> Iterator[tuple[str, Record]]:
    for paragraph in prose:
        for match in TEXTS.template.finditer(paragraph.text):
            line = paragraph.line_at(match.start())
            yield _around(paragraph.text, match), {"page": line.page, "source_text": match.group()}


def _in_cells(cells: Sequence[Record]) -> Iterator[tuple[str, Record]]:
    texts = [str(cell.get("source_text") or "") for cell in cells]
    # Most texts of cells are printed several times.
    unfilled = {text: match for text in {*texts} if (match := TEXTS.template.search(text))}
    for text, cell in zip(texts, cells, strict=True) if unfilled else ():
        if text in unfilled:
            yield _around(text, unfilled[text]), cell


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 8) : match.end() + 8]


def empty_tables(coverage: Sequence[Record]) -> Iterator[Observation]:
    """Tables without amounts: with a note that says so, or without one."""
    for row in coverage:
        presence, table = row.get("presence"), str(row.get("table"))
        if presence not in ("empty_with_note", "empty_without_note"):
            continue
        noted, page = presence == "empty_with_note", row.get("first_page")
        yield Observation(
            "empty_table_has_note",
            Status.PASS if noted else Status.FAIL,
            "noted" if noted else "bare",
            {"table": table_named(table), "page": page},
            table,
            {"page": page},
        )


def year_orders(cells: Sequence[Record]) -> Iterator[Observation]:
    """Headers that print years side by side: the earlier first in one place, the later first in another."""
    rows: defaultdict[tuple[object, ...], list[tuple[int, Record]]] = defaultdict(list)
    for cell in cells:
        if match := TEXTS.year.fullmatch(fold_text(str(cell.get("source_text") or ""))):
            rows[cell.get("table"), cell.get("table_no"), cell.get("row")].append((int(match[1]), cell))
    rising: list[Record] = []
    falling: list[Record] = []
    for years in rows.values():
        order = [year for year, _ in years]
        if len(set(order)) > 1:
            (rising if order == sorted(order) else falling).append(years[0][1])
    if rising or falling:
        flips = bool(rising and falling)
        first = (falling or rising)[0]
        told = {"falling": falling[0].get("page"), "rising": rising[0].get("page")} if rising and falling else {}
        yield Observation(
            "years_in_one_order",
            Status.FAIL if flips else Status.PASS,
            "both" if flips else "one",
            told,
            text_of(first, "table"),
            first,
        )


def units(cells: Sequence[Record], sheets: Sequence[SheetFact]) -> Iterator[Observation]:
    """Rows that print one figure under two units of money: one of the headers is wrong."""
    of_table: dict[object, str | None] = {sheet.table_no: sheet.printed_unit for sheet in sheets}
    headed: dict[tuple[object, object], str] = {}
    rows: defaultdict[tuple[object, object], list[Record]] = defaultdict(list)
    for cell in cells:
        if cell.get("table") not in _LISTS:
            continue
        if cell.get("role") == "header" and (match := _UNIT.search(fold_text(str(cell.get("source_text") or "")))):
            headed[cell.get("table_no"), cell.get("column")] = match[1]
        elif cell.get("role") == "amount":
            rows[cell.get("table_no"), cell.get("row")].append(cell)
    told: set[tuple[object, ...]] = set()
    for (table_no, _), row in rows.items():
        units_of: defaultdict[str, dict[str, Record]] = defaultdict(dict)
        for cell in row:
            unit = headed.get((table_no, cell.get("column"))) or of_table.get(table_no)
            units_of[str(cell.get("source_text"))].setdefault(str(unit), cell)
        for text, by_unit in units_of.items():
            if len(by_unit) > 1 and re.search("[1-9]", text) and (table_no, *by_unit) not in told:
                told.add((table_no, *by_unit))
                yield _two_units(text, by_unit)


def _two_units(text: str, by_unit: Mapping[str, Record]) -> Observation:
    cell = list(by_unit.values())[-1]
    table = text_of(cell, "table")
    told = {"table": table_named(table), "page": cell.get("page"), "text": text, "units": "、".join(by_unit)}
    return Observation("one_figure_one_unit", Status.FAIL, "two", told, table, cell)


def repeated_rows(figures: Sequence[Figure]) -> Iterator[Observation]:
    """Tables with rows whose code, unit and column are those of another row; where many are, we read units as one."""
    seen: dict[tuple[object, ...], Figure] = {}
    repeated: defaultdict[int, dict[int, Figure]] = defaultdict(dict)
    for figure in figures:
        if figure.line != "item" or figure.code is None or figure.scheme == "three_public":
            continue
        key = (figure.scheme, figure.code, figure.economic_code, figure.government_economic_code, figure.name)
        unit = (figure.unit_code, figure.unit_name)
        of_column = (figure.column, figure.measure, figure.fund, figure.amount_year, figure.phase)
        own = (figure.table_no, *key, *unit, *of_column)
        earlier = seen.setdefault(own, figure)
        if earlier.row != figure.row:
            repeated[figure.table_no].setdefault(figure.row, figure)
    for rows in repeated.values():
        first, count = next(iter(rows.values())), len(rows)
        table = first.table
        yield Observation(
            "rows_have_own_labels",
            Status.FAIL,
            "repeated",
            {"table": table_named(table), "count": count, "page": first.page, "row": row_name(first)},
            table,
            first.record,
            "many_rows" if count > _FEW else None,
        )


def mixed_keys(cells: Sequence[Record]) -> Iterator[Observation]:
    """Columns of codes of list tables that hold codes of several kinds."""
    columns: defaultdict[tuple[object, object], list[Record]] = defaultdict(list)
    for cell in cells:
        if cell.get("table") in _LISTS and cell.get("role") == "code":
            columns[cell.get("table_no"), cell.get("column")].append(cell)
    for column in columns.values():
        texts = (fold_text(str(cell.get("source_text") or "")) for cell in column)
        codes = dict.fromkeys(text for text in texts if text.isascii() and text.isalnum())
        kinds = _kinds(list(codes))
        if len(kinds) > 1:
            table, page = text_of(column[0], "table"), column[0].get("page")
            told = {"table": table_named(table), "page": page, "count": len(kinds), "kinds": "、".join(kinds)}
            yield Observation("keys_of_one_kind", Status.FAIL, "several", told, table, column[0])


def _kinds(codes: Sequence[str]) -> list[str]:
    """One code of each kind: of one form, or one begun by another."""
    kinds: list[str] = []
    for code in codes:
        if not any(len(code) == len(kind) or code.startswith(kind) or kind.startswith(code) for kind in kinds):
            kinds.append(code)
    return kinds
