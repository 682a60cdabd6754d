"""What could not be read: a table or a row that was set aside, a table of which no columns were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.interpretation.prose.statements import Statement
from pipelines.interpretation.sheets.reading import Fault
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status


def set_aside(faults: Sequence[Fault]) -> Iterator[Observation]:
    """A finding for each fault, which names the kind of error and the place."""
    for fault in faults:
        place = {"page": fault.page, "table_no": fault.table_no, "row": fault.row, "column": fault.column}
        says = fault.part or ("row" if fault.table_no is None else "table")
        page = None if fault.part else fault.page
        fields = {"page": page, "table_no": fault.table_no, "error": f"{fault.kind}: {fault.says}"}
        told = {name: value for name, value in fields.items() if value is not None}
        yield Observation("table_read", Status.FAIL, says, told, fault.table, place, "reading_broke")


def without_columns(statements: Sequence[Statement]) -> Iterator[Observation]:
    """A finding for each table that is printed and whose columns could not be told."""
    for each in statements:
        if each.topic == "printed_unread":
            place = {"page": each.page}
            told = {**place, "title": each.source_text}
            yield Observation("table_read", Status.FAIL, "columns", told, each.table, place, "reading_broke")
