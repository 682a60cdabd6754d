"""spending_by_function, spending_by_economic_class: a document's own year by code, at the finest level printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.analysis.documents import PLACE, AnalysedDocument
from pipelines.classifications.lists import Classification, Entry, classification
from pipelines.foundation.record import Record


@dataclass(frozen=True)
class _Table:
    """A table whose rows are of a scheme, with the measure that is of all of it, the columns of code and edition."""

    table: str
    measure: str
    code: str = "code"
    edition: str = "edition"


_BY_FUNCTION = tuple(
    _Table(table, "total") for table in ("expenditure", "fiscal_expenditure", "general_budget_by_function")
)
_BY_ECONOMIC_CLASS = (
    _Table("expenditure", "total", "economic_code", "economic_edition"),
    _Table("basic_expenditure_summary", "basic"),
    _Table("fiscal_basic_expenditure", "basic"),
    _Table("basic_expenditure", "basic"),
    _Table("general_budget_by_economic", "total"),
)


def spending_by_function(documents: Iterable[AnalysedDocument]) -> Iterator[Record]:
    """The rows of `spending_by_function`."""
    for document in documents:
        yield from _spending(document, "function", _BY_FUNCTION)


def spending_by_economic_class(documents: Iterable[AnalysedDocument]) -> Iterator[Record]:
    """The rows of `spending_by_economic_class`."""
    for document in documents:
        yield from _spending(document, "economic", _BY_ECONOMIC_CLASS)


def _spending(document: AnalysedDocument, scheme: str, tables: Sequence[_Table]) -> Iterator[Record]:
    """The codes of the first table all of whose additive rows have one."""
    for table in tables:
        rows = [row for row in document.rows("budget_lines") if _counts(row, table, document)]
        if rows and all(row[table.code] and (table.code != "code" or row["scheme"] == scheme) for row in rows):
            yield from _coded(document, scheme, table, rows)
            return


def _counts(row: Record, table: _Table, document: AnalysedDocument) -> bool:
    time = (row["phase"], row["amount_year"])
    of_table = row["table"] == table.table and row["measure"] == table.measure and row["flow"] == "expenditure"
    carried = row["line"] == "carryover_out"
    return bool(of_table and row["in_total"] and not carried and time == (document.phase, document.fiscal_year))


def _coded(document: AnalysedDocument, scheme: str, table: _Table, rows: Sequence[Record]) -> Iterator[Record]:
    by_code: defaultdict[str, list[Record]] = defaultdict(list)
    for row in rows:
        by_code[str(row[table.code])].append(row)
    lists = classification(scheme)
    for code, of_code in by_code.items():
        first = of_code[0]
        yield {
            **document.identity,
            **{name: first[name] for name in (*PLACE, "amount_year", "phase", "fund", "measure", "table")},
            "scope": document.row["scope"],
            "code": code,
            "edition": first[table.edition],
            **_names(lists, code, document.fiscal_year),
            "code_common": common_code(lists, code, document.fiscal_year),
            "amount_yuan": sum((Decimal(str(row["amount_yuan"])) for row in of_code), Decimal(0)),
            "rows": len(of_code),
        }


def _names(lists: Classification, code: str, year: int | None) -> Record:
    """Names of a code, its class and its group in the edition of the year; a place's own level has no name."""
    official = code if lists.level_of(code) else code[: lists.form.widths[-1]]
    above = [official, *lists.ancestors(official)][::-1]
    names = {each: entry.name for each in above if (entry := _in_force(lists, each, year))}
    group = above[1] if len(above) > 1 else None
    return {
        "name": names.get(code),
        "level": len(above) + (official != code),
        "class_code": above[0],
        "class_name": names.get(above[0]),
        "group_code": group,
        "group_name": names.get(group or ""),
    }


def _in_force(lists: Classification, code: str, year: int | None) -> Entry | None:
    return None if year is None else lists.in_force(code, year)


def common_code(lists: Classification, code: str, year: int | None) -> str | None:
    """The code in the newest list: the same where it has it, else the only one of its level with its very name."""
    newest = lists.edition
    if lists.entry(code, newest):
        return code
    gone = _in_force(lists, code, year)
    if gone is None:
        return None
    same = {
        entry.code
        for entry in lists.entries
        if entry.holds_in(newest) and (entry.name, entry.level, entry.book) == (gone.name, gone.level, gone.book)
    }
    return same.pop() if len(same) == 1 else None
