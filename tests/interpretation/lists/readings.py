"""Readings of list tables."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipelines.interpretation.declared.lists import ListTable
from pipelines.interpretation.declared.tables import declarations
from pipelines.interpretation.lists.reader import read_list
from pipelines.interpretation.sheets.header import read_header
from pipelines.interpretation.sheets.reading import Context, Disposition, Reading
from pipelines.interpretation.sheets.sheet import Sheet

CONTEXT = Context(fiscal_year=2025)


def declared(table: str) -> ListTable:
    """The list table of that name as the project declares it."""
    return next(each for each in declarations() if isinstance(each, ListTable) and each.table == table)


def read(table: str, printed: Sheet, *units: str, year: int = 2025) -> Reading:
    """What is read from a sheet of a declared list, in a document of these units."""
    return read_list(
        printed, read_header(printed), declared(table), replace(CONTEXT, fiscal_year=year, units=frozenset(units))
    )


def rows_of(reading: Reading, *columns: str) -> list[tuple[object, ...]]:
    """Some columns of the records of a reading; amounts as numbers of yuan."""
    (records,) = reading.records.values()
    return [tuple(_plain(record.get(column)) for column in columns) for record in records]


def _plain(value: object) -> object:
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value


def where(reading: Reading, disposition: Disposition) -> set[tuple[int, int]]:
    """The cells whose content went one way."""
    return {place for place, use in reading.uses.items() if use.disposition is disposition}
