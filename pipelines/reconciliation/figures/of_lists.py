"""Figures of list tables and forms: projects, purchases, funding, activities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Self

from pydantic import model_validator

from pipelines.datasets.catalogue import MODELS, columns
from pipelines.datasets.enumerations import STANDARD_TABLE
from pipelines.foundation.amounts import YUAN_PER_UNIT, parse_amount
from pipelines.foundation.declaration import Declaration, DeclarationFile, OneOf
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.reconciliation.figures.axes import WHOLE, group_of_unclassified
from pipelines.reconciliation.figures.figure import Figure, text_of, unit_of_record

_TEXTS = (
    *("unit_code", "unit_name", "row_path", "project_name", "project_class"),
    *("catalogue_code", "catalogue_name", "fund_source"),
)


class ListAmounts(Declaration):
    """The standard table a dataset of lists or forms is told under, and what each of its amounts measures."""

    table: Annotated[str, OneOf(STANDARD_TABLE)]
    amounts: Mapping[str, str]


class OfLists(Declaration):
    """`datasets`: the datasets of lists and forms; `labels`: how columns are called where a record has several."""

    datasets: Mapping[str, ListAmounts]
    labels: Mapping[str, str]

    @model_validator(mode="after")
    def _are_columns(self) -> Self:
        """ValueError for a dataset or a column of money that there is not."""
        for name, declared in self.datasets.items():
            if name not in MODELS:
                raise ValueError(f"{name} is no dataset")
            if lacking := {*declared.amounts} - {column.name for column in columns(name)}:
                raise ValueError(f"{name} has no column {sorted(lacking)}")
        if lacking := {*self.labels} - {column for each in self.datasets.values() for column in each.amounts}:
            raise ValueError(f"labels: {sorted(lacking)} are no amounts")
        return self


DECLARED_LISTS = DeclarationFile("pipelines.reconciliation.figures", "of_lists.yaml", OfLists)
LISTS = DECLARED_LISTS.load().datasets
_LABELS = DECLARED_LISTS.load().labels


def list_measures() -> tuple[str, ...]:
    """What the amounts of lists and forms measure."""
    return tuple(dict.fromkeys(measure for declared in LISTS.values() for measure in declared.amounts.values()))


def list_figures(records: Mapping[str, Sequence[Record]], fiscal_year: int | None, phase: str) -> list[Figure]:
    """The amounts of the list datasets as figures of the budget year, in printed order.

    A figure's `dataset` tells where it is from, its `code` the project: the code, else the name.
    """
    return [
        figure
        for dataset, declared in LISTS.items()
        for figure in _of_dataset(dataset, declared, records.get(dataset, ()), (fiscal_year, phase))
    ]


def standard_table(dataset: str | None) -> str | None:
    """The standard table under which a dataset of lists and forms is told; a table's own name as it is."""
    declared = LISTS.get(dataset or "")
    return declared.table if declared else dataset


def _of_dataset(
    dataset: str,
    declared: ListAmounts,
    records: Sequence[Record],
    time: tuple[int | None, str],
) -> Iterator[Figure]:
    amounts = declared.amounts
    printed = [record for record in records if any(isinstance(record.get(column), Decimal) for column in amounts)]
    ulps = _ulps(printed, amounts)
    for record in printed:
        unit = unit_of_record(record)
        for column, measure in amounts.items():
            amount = record.get(column)
            if isinstance(amount, Decimal):
                yield Figure(
                    record=record,
                    amount=amount,
                    ulp=ulps[unit],
                    fund=_fund(record),
                    period=str(record.get("period") or WHOLE),
                    measure=measure,
                    printed_measure=measure,
                    named=None,
                    dataset=dataset,
                    table=declared.table,
                    flow="expenditure",
                    line="item",
                    scheme="project",
                    code=project_key(record),
                    name=text_of(record, "project_name"),
                    phase=time[1],
                    amount_year=time[0],
                    printed_unit=unit,
                    column_path=_LABELS.get(column),
                    **{name: text_of(record, name) for name in _TEXTS},
                )


def project_key(record: Record) -> str | None:
    """What tells a project: its code, else its folded name."""
    if record.get("project_code") is not None:
        return str(record["project_code"])
    name = record.get("project_name")
    return None if name is None else fold_text(str(name))


def _fund(record: Record) -> str | None:
    fund = record.get("fund") or "all"
    return group_of_unclassified("fund", "") if fund == "unclassified" else str(fund)


def _ulps(records: Iterable[Record], amounts: Iterable[str]) -> Mapping[str, Decimal]:
    """The finest place printed in each unit: lists drop the zeros at an amount's end."""
    finest: dict[str, Decimal] = {}
    for record in records:
        unit = unit_of_record(record)
        values = [yuan / YUAN_PER_UNIT[unit] for each in amounts if isinstance(yuan := record.get(each), Decimal)]
        places = [-int(value.normalize().as_tuple().exponent) for value in values]
        amount = parse_amount(str(record.get("source_text") or ""))
        printed = amount.value if amount else None
        if printed is not None and printed in values:
            places.append(-int(printed.as_tuple().exponent))
        ulp = YUAN_PER_UNIT[unit].scaleb(-max([0, *places]))
        finest[unit] = min(ulp, finest.get(unit, ulp))
    return finest
