"""Figures: the printed amounts of a document with what they are of, and how exactly each is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from pipelines.foundation.amounts import YUAN_PER_UNIT, parse_amount, without_commas
from pipelines.foundation.label_path import parted
from pipelines.foundation.record import Record
from pipelines.foundation.sentence import Told
from pipelines.foundation.text import is_part
from pipelines.reconciliation.figures.axes import WHOLE, group_of_unclassified

_ZERO = Decimal(0)
_LONGEST_UNFORMATTED = 11
_TEXTS_AT_ONCE = 10_000


@dataclass(frozen=True, eq=False, kw_only=True)
class Figure:
    """One printed amount: yuan, and in yuan one unit of the last place it is printed to.

    `fund`, `period` and `measure` are coordinates on the axes of `axes.yaml`: a memo has none on the axis that it
    is a memo of. The other columns are those of its row in a dataset, None where that has none; `dataset` is set for
    what is of a list or a form. `record` is the row or the cell it was read from: where it is printed.
    """

    record: Record
    amount: Decimal
    ulp: Decimal
    fund: str | None
    period: str
    measure: str | None
    named: Told | None = None
    """How it is named in sentences, where not by its table, row and column."""
    amount_year: int | None = None
    dataset: str | None = None
    table: str | None = None
    flow: str | None = None
    line: str | None = None
    scheme: str | None = None
    level: str | None = None
    code: str | None = None
    name: str | None = None
    economic_code: str | None = None
    government_economic_code: str | None = None
    unit_code: str | None = None
    unit_name: str | None = None
    phase: str | None = None
    printed_measure: str | None = None
    """What its row says it measures, a memo's too."""
    printed_unit: str | None = None
    row_path: str | None = None
    column_path: str | None = None
    project_name: str | None = None
    project_class: str | None = None
    catalogue_code: str | None = None
    catalogue_name: str | None = None
    fund_source: str | None = None
    subject: str | None = None

    @property
    def is_in_table(self) -> bool:
        """Whether it stands in a table, not in a sentence."""
        return self.record.get("table_no") is not None

    @property
    def source_text(self) -> str:
        return str(self.record.get("source_text") or "")

    @cached_property
    def table_no(self) -> int:
        return whole_number(self.record, "table_no")

    @cached_property
    def row(self) -> int:
        return whole_number(self.record, "row")

    @cached_property
    def column(self) -> int:
        return whole_number(self.record, "column")

    @cached_property
    def page(self) -> int:
        return whole_number(self.record, "page")


_OF_LINES = (
    *(
        "table",
        "flow",
        "line",
        "scheme",
        "level",
        "code",
        "name",
        "economic_code",
        "government_economic_code",
        "unit_code",
        "unit_name",
    ),
    *("phase", "printed_unit", "row_path", "column_path"),
)


def text_of(record: Record, column: str) -> str | None:
    """A text column of a row."""
    value = record.get(column)
    return None if value is None else str(value)


def is_of_which(figure: Figure) -> bool:
    """Whether a column is a part of the one before it and of no sum: 其中：财政拨款 beside 小计."""
    return figure.measure is None and is_part(parted(figure.column_path)[1])


def whole_number(record: Record, column: str) -> int:
    """A column of a row that must hold a whole number. TypeError where it does not."""
    value = record.get(column)
    if not isinstance(value, int):
        raise TypeError(f"{column} must be a whole number: {value!r}")
    return value


def unit_of_record(record: Record) -> str:
    """The unit that a record says its amounts are printed in. ValueError where it says none: none is guessed."""
    unit = record.get("printed_unit")
    if not isinstance(unit, str) or unit not in YUAN_PER_UNIT:
        raise ValueError(f"an amount without the unit it was printed in: {unit!r}")
    return unit


def budget_figures(records: Iterable[Record]) -> list[Figure]:
    """The rows of budget_lines as figures, in printed order."""
    rows = [(record, amount) for record in records if isinstance(amount := record.get("amount_yuan"), Decimal)]
    ulps = _ulps(record for record, _ in rows)
    return [
        Figure(
            record=record,
            amount=amount,
            ulp=max(ulps[_style(record)], _own_ulp(record)) if _is_cut(record) else ulps[_style(record)],
            fund=_coordinate("fund", record),
            period=str(record.get("period") or WHOLE),
            measure=_coordinate("measure", record),
            named=None,
            amount_year=year if isinstance(year := record.get("amount_year"), int) else None,
            printed_measure=text_of(record, "measure"),
            **{column: text_of(record, column) for column in _OF_LINES},
        )
        for record, amount in rows
    ]


def _coordinate(axis: str, record: Record) -> str | None:
    value = record.get(axis)
    if value != "unclassified":
        return None if value is None else str(value)
    return group_of_unclassified(axis, f"{record.get('row_path') or ''} {record.get('column_path') or ''}")


def _style(record: Record) -> tuple[object, object]:
    return record.get("table_no"), record.get("printed_unit")


def _ulps(records: Iterable[Record]) -> Mapping[tuple[object, object], Decimal]:
    """The finest place printed in a table and unit, in yuan: tables may drop the zeros at an amount's end.

    Where all amounts are whole yuan, whole yuan is what they were rounded to, whatever zeros are printed.
    """
    finest: dict[tuple[object, object], Decimal] = {}
    whole_yuan: dict[tuple[object, object], bool] = {}
    for record in records:
        style, ulp, amount = _style(record), _own_ulp(record), record["amount_yuan"]
        finest[style] = min(ulp, finest.get(style, ulp))
        whole_yuan[style] = whole_yuan.get(style, True) and isinstance(amount, Decimal) and amount % 1 == 0
    return {style: max(ulp, Decimal(1)) if whole_yuan[style] else ulp for style, ulp in finest.items()}


def _own_ulp(record: Record) -> Decimal:
    return printed_ulp(str(record.get("source_text") or ""), unit_of_record(record))


def _is_cut(record: Record) -> bool:
    """Whether an amount is as long as spreadsheets print a number at most without being told a format: they cut
    its decimals (480544221.6)."""
    return len(str(record.get("source_text") or "")) == _LONGEST_UNFORMATTED


@lru_cache(_TEXTS_AT_ONCE)
def printed_ulp(text: str, unit: str) -> Decimal:
    """One unit in the last printed place of an amount, in yuan; a whole unit where the text is no number."""
    amount = parse_amount(text) or without_commas(text)
    return YUAN_PER_UNIT[unit] * (amount.ulp if amount and amount.ulp else 1)


def total(figures: Sequence[Figure]) -> Decimal:
    """The sum of figures in yuan."""
    return sum((figure.amount for figure in figures), _ZERO)
