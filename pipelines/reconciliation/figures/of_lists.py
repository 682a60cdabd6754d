"""Figures of list tables and forms: projects, purchases, funding, activities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib import resources

import yaml

from pipelines.foundation.amounts import YUAN_PER_UNIT, parse_amount
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.reconciliation.figures.axes import WHOLE, told_apart
from pipelines.reconciliation.figures.figure import Figure

_LABELS = "labels"


def list_figures(records: Mapping[str, Sequence[Record]], fiscal_year: int, phase: str) -> list[Figure]:
    """The amounts of the list datasets as figures of the budget year, in printed order.

    A figure's `dataset` tells where it is from, its `code` the project: the code, else the name.
    """
    units = {record.get("table_no"): record.get("printed_unit") for record in records.get("sheets", ())}
    return [
        figure
        for dataset, declared in _declared().items()
        if dataset != _LABELS
        for figure in _of_dataset(dataset, declared, records.get(dataset, ()), units, (fiscal_year, phase))
    ]


def standard_table(dataset: str | None) -> str | None:
    """The standard table under which a dataset of lists and forms is told; a table's own name as it is."""
    declared = _declared().get(dataset or "")
    return str(declared["table"]) if declared and "table" in declared else dataset


@cache
def _declared() -> Mapping[str, Mapping[str, object]]:
    return yaml.safe_load((resources.files("pipelines.reconciliation.figures") / "of_lists.yaml").read_text("utf-8"))


def _of_dataset(
    dataset: str,
    declared: Mapping[str, object],
    records: Sequence[Record],
    units: Mapping[object, object],
    time: tuple[int, str],
) -> Iterator[Figure]:
    amounts = declared["amounts"]
    if not isinstance(amounts, Mapping):
        raise TypeError(f"lists.yaml: {dataset} must map its amounts to measures")
    known = {id(record): printed_unit(record, units) for record in records}
    ulps = _ulps(records, amounts, known)
    for record in records:
        for column, measure in amounts.items():
            amount, unit = record.get(column), known[id(record)]
            if isinstance(amount, Decimal):
                yield Figure(
                    record={
                        **record,
                        "dataset": dataset,
                        "table": declared["table"],
                        "flow": "expenditure",
                        "line": "item",
                        "scheme": "project",
                        "code": project_key(record),
                        "name": record.get("project_name"),
                        "measure": measure,
                        "phase": time[1],
                        "amount_year": time[0],
                        "printed_unit": unit,
                        "column_path": _declared()[_LABELS].get(column),
                    },
                    amount=amount,
                    ulp=ulps[unit],
                    fund=_fund(record),
                    period=str(record.get("period") or WHOLE),
                    measure=str(measure),
                )


def project_key(record: Record) -> str | None:
    """What tells a project: its code, else its folded name."""
    if record.get("project_code") is not None:
        return str(record["project_code"])
    name = record.get("project_name")
    return None if name is None else fold_text(str(name))


def printed_unit(record: Record, units: Mapping[object, object] | None = None) -> str:
    """The unit a record's amount is printed in: as its text and its yuan tell, else that of its table."""
    amount, printed = record.get("amount_yuan"), parse_amount(str(record.get("source_text") or ""))
    if isinstance(amount, Decimal) and printed is not None and printed.value:
        scale = amount / printed.value
        found = next((unit for unit, yuan in YUAN_PER_UNIT.items() if yuan == scale), None)
        if found is not None:
            return found
    return str((units or {}).get(record.get("table_no")) or "万元")


def _fund(record: Record) -> str | None:
    fund = record.get("fund") or "all"
    return told_apart("fund", "") if fund == "unclassified" else str(fund)


def _ulps(records: Iterable[Record], amounts: Mapping[str, object], units: Mapping[int, str]) -> Mapping[str, Decimal]:
    """The finest place printed in each unit: lists drop the zeros at an amount's end."""
    finest: dict[str, Decimal] = {}
    for record in records:
        unit = units[id(record)]
        values = [yuan / YUAN_PER_UNIT[unit] for each in amounts if isinstance(yuan := record.get(each), Decimal)]
        places = [-int(value.normalize().as_tuple().exponent) for value in values]
        amount = parse_amount(str(record.get("source_text") or ""))
        printed = amount.value if amount else None
        if printed is not None and printed in values:
            places.append(-int(printed.as_tuple().exponent))
        ulp = YUAN_PER_UNIT[unit].scaleb(-max([0, *places]))
        finest[unit] = min(ulp, finest.get(unit, ulp))
    return finest
