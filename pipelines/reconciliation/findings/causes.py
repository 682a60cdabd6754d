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
from pipelines.reconciliation.findings.findings import Cause
from pipelines.reconciliation.findings.wording import unit_of

_LEADING_CODE = re.compile(r"(?P<code>\d{5,}) / ")
_UNREAD = frozenset({"unparsed", "unknown_column", "unknown_table"})


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

    def cause(self, equation: Equation) -> Cause:
        """The likelier cause of a failing identity, and why."""
        figures = [figure for figure in (*equation.left, *equation.right) if figure.is_in_table]
        return (
            self._missing_amount(equation)
            or self._unread_beside(figures)
            or self._shifted_rows(figures)
            or self._misfiled_rows(figures)
            or self._printed_alike(equation)
            or _PRINTED_SO
        )

    def _missing_amount(self, equation: Equation) -> Cause | None:
        difference = abs(equation.verdict.difference) / YUAN_PER_UNIT[unit_of(equation)]
        near = _pages_near(equation)
        found = next((each for each in self._unread if each.value == difference and each.page in near), None)
        if found is None:
            return None
        zh = f"差额正好等于第{found.page}页未能读出的数{found.value}，多半是该数未被读入"
        return Cause(
            "reading", zh, f"the difference is the amount {found.value} on page {found.page}, which was not read"
        )

    def _unread_beside(self, figures: Sequence[Figure]) -> Cause | None:
        rows = {(figure.table_no, figure.row) for figure in figures}
        columns = {(figure.table_no, figure.column) for figure in figures}
        for each in self._unread:
            if (each.table_no, each.row) in rows or (each.table_no, each.column) in columns:
                zh = f"同一行或同一列中，第{each.page}页有未能读出的数{each.value}"
                en = f"in the same row or column the number {each.value} on page {each.page} was not read"
                return Cause("reading", zh, en)
        return None

    def _shifted_rows(self, figures: Sequence[Figure]) -> Cause | None:
        row = next((figure for figure in figures if (figure.table_no, figure.row) in self._misnamed), None)
        if row is None:
            return None
        zh = f"第{row.page}页有编码与名称不符的行，可能是读取时错行"
        return Cause("reading", zh, f"on page {row.page} codes and names do not fit: rows may have been shifted")

    def _misfiled_rows(self, figures: Sequence[Figure]) -> Cause | None:
        row = next((found for figure in figures if (found := self._misfiled.get(figure.table_no))), None)
        if row is None:
            return None
        zh = f"第{row.page}页有行未按所印的编码读入（读作{row.get('code')}）"
        return Cause(
            "reading", zh, f"a row on page {row.page} was read under {row.get('code')}, another code than it prints"
        )

    def _printed_alike(self, equation: Equation) -> Cause | None:
        """Every figure of the identity that another table repeats is the same there."""
        repeated = [twin for figure in (*equation.left, *equation.right) if (twin := self._twin(figure))]
        if not repeated:
            return None
        twin = repeated[0]
        zh = f"相同的数在第{twin.page}页的另一张表中同样印出，读取无误的可能性大"
        return Cause(
            "document", zh, f"another table prints the same amount on page {twin.page}: it was read as printed"
        )

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


_PRINTED_SO = Cause(
    "document",
    "所涉各数均已与原文逐字核对，编码与名称相符",
    "every number concerned was found in the text of the page as read, and codes fit their names",
)


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
