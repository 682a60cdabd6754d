"""Whether a failure is rather ours or the document's: what was not read, what is printed alike elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.foundation.amounts import YUAN_PER_UNIT, AmountKind, parse_amount
from pipelines.foundation.record import Record
from pipelines.reconciliation.figures.figure import Figure, whole_number
from pipelines.reconciliation.figures.outline import CODED
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.findings import LikelyCause, cause
from pipelines.reconciliation.findings.wording import unit_of

_LEADING_CODE = re.compile(r"(?P<code>\d{5,}) / ")
_UNREAD = frozenset({"unparsed", "unknown_column", "unknown_table", "unread"})


@dataclass(frozen=True)
class _Unread:
    page: int
    table_no: int
    row: int
    column: int
    value: Decimal


class Evidence:
    """What a document tells of its own reading: the numbers nobody read, the rows whose keys are doubtful."""

    def __init__(
        self, cells: Iterable[Record], figures: Sequence[Figure], misnamed: Iterable[tuple[object, object]] = ()
    ) -> None:
        """`misnamed` are the rows (table_no, row) whose code and name do not belong together."""
        self._unread = tuple(_unread(cells))
        self._misnamed = frozenset(misnamed)
        self._alike: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
        self._misfiled: dict[int, Figure] = {}
        for figure in figures:
            self._alike[_quantity(figure)].append(figure)
            if _is_misfiled(figure):
                self._misfiled.setdefault(figure.table_no, figure)

    def cause(self, equation: Equation) -> LikelyCause:
        """The likelier cause of a failing identity, and why."""
        figures = [figure for figure in (*equation.left, *equation.right) if figure.is_in_table]
        return (
            self._missing_amount(equation)
            or self._unread_beside(figures)
            or self._shifted_rows(figures)
            or self._misfiled_rows(figures)
            or self._printed_alike(equation)
            or cause("printed_so")
        )

    def _missing_amount(self, equation: Equation) -> LikelyCause | None:
        difference = abs(equation.verdict.difference) / YUAN_PER_UNIT[unit_of(equation)]
        near = _pages_near(equation)
        found = next((each for each in self._unread if each.value == difference and each.page in near), None)
        if found is None:
            return None
        return cause("missing_amount", page=found.page, number=found.value)

    def _unread_beside(self, figures: Sequence[Figure]) -> LikelyCause | None:
        rows = {(figure.table_no, figure.row) for figure in figures}
        columns = {(figure.table_no, figure.column) for figure in figures}
        for each in self._unread:
            if (each.table_no, each.row) in rows or (each.table_no, each.column) in columns:
                return cause("unread_beside", page=each.page, number=each.value)
        return None

    def _shifted_rows(self, figures: Sequence[Figure]) -> LikelyCause | None:
        row = next((figure for figure in figures if (figure.table_no, figure.row) in self._misnamed), None)
        if row is None:
            return None
        return cause("shifted_rows", page=row.page)

    def _misfiled_rows(self, figures: Sequence[Figure]) -> LikelyCause | None:
        row = next((found for figure in figures if (found := self._misfiled.get(figure.table_no))), None)
        if row is None:
            return None
        return cause("misfiled_rows", page=row.page, code=row.code)

    def _printed_alike(self, equation: Equation) -> LikelyCause | None:
        """Every figure of the identity that another table repeats is the same there."""
        repeated = [twin for figure in (*equation.left, *equation.right) if (twin := self._twin(figure))]
        if not repeated:
            return None
        return cause("printed_alike", page=repeated[0].page)

    def _twin(self, figure: Figure) -> Figure | None:
        others = [
            each
            for each in self._alike[_quantity(figure)]
            if each.record.get("table_no") != figure.record.get("table_no")
        ]
        return next((each for each in others if each.amount == figure.amount and each.amount), None)


def _pages_near(equation: Equation) -> set[int]:
    """The pages of an identity, and those that a table would go on to."""
    pages = {figure.page for figure in (*equation.left, *equation.right)}
    return pages | {page + 1 for page in pages}


def _is_misfiled(figure: Figure) -> bool:
    """Whether a row begins with a code that has nothing to do with the one it was read under."""
    code, printed = figure.code, _LEADING_CODE.match(figure.row_path or "")
    if code is None or printed is None or figure.scheme not in CODED:
        return False
    return not (code.startswith(printed["code"]) or printed["code"].startswith(code))


def _quantity(figure: Figure) -> tuple[object, ...]:
    """What a figure is of, whichever table prints it: its key and its measure in its year."""
    key = (figure.flow, figure.line, figure.scheme, figure.code, figure.government_economic_code)
    return (*key, figure.unit_name, figure.phase, figure.amount_year, figure.measure)


def _unread(cells: Iterable[Record]) -> Iterable[_Unread]:
    for cell in cells:
        amount = parse_amount(str(cell.get("source_text") or "")) if cell.get("disposition") in _UNREAD else None
        if amount is not None and amount.kind is AmountKind.NUMBER and amount.value:
            page, table_no, row, column = (whole_number(cell, key) for key in ("page", "table_no", "row", "column"))
            yield _Unread(page, table_no, row, column, amount.value)
