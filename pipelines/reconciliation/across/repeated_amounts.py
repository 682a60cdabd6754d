"""What forms repeat of other tables: projects' amounts and purchases, read for checks only; and the swapped pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipelines.foundation.amounts import YUAN_PER_UNIT, parse_amount, resolve_unit
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.interpretation.declared.form_labels import printed_unit
from pipelines.interpretation.prose.statements import SheetFact
from pipelines.reconciliation.figures.axes import WHOLE
from pipelines.reconciliation.figures.book import Book
from pipelines.reconciliation.figures.figure import Figure, text_of, total
from pipelines.reconciliation.figures.selector import Selector
from pipelines.reconciliation.findings.equations import Equation
from pipelines.reconciliation.findings.findings import Observation
from pipelines.reconciliation.findings.tolerance import Status

_FORMS = frozenset({"department_performance", "project_performance"})


def repeated_amounts(
    cells: Sequence[Record], sheets: Sequence[SheetFact], listed: Sequence[Figure]
) -> Iterator[Equation]:
    """Rows of forms that name a project or a purchase, with its amount, against the tables of those.

    Of several amounts in a row (the whole project's, the year's) the one that agrees is meant.
    """
    units = {sheet.table_no: sheet.printed_unit for sheet in sheets}
    heads = _units_of_heads(cells)
    projects = _by_name(listed, "projects", lambda figure: figure.project_name)
    bought = _by_name(listed, "procurement", lambda figure: figure.catalogue_name)
    owners = {each.table_no: each.code for each in listed if each.dataset == "project_profiles"}
    for (table_no, _), row in _rows(cells).items():
        names = [fold_text(str(cell.get("source_text") or "")) for cell in row if cell.get("role") == "text"]
        amounts = [each for cell in row if (each := _figure(cell, heads.get(_column(cell)) or units.get(table_no)))]
        if not amounts:
            continue
        if name := next((name for name in names if name in projects), None):
            yield _nearest("project_repeated", amounts, projects[name])
        elif name := next((name for name in names if name in bought), None):
            own = [each for each in bought[name] if each.code == owners.get(table_no)]
            if own:
                yield _nearest("purchase_repeated", amounts, own)


def _nearest(check: str, amounts: Sequence[Figure], cells: Sequence[Figure]) -> Equation:
    """The pair that comes nearest: units may have projects of one name, which a form shows one by one or together."""
    sides = [tuple(cells), *((cell,) for cell in cells)]
    pairs = [(amount, side) for side in sides for amount in amounts]
    amount, side = min(pairs, key=lambda pair: abs(pair[0].amount - total(pair[1])))
    named = replace(amount, name=side[0].project_name)
    return Equation(check, (named,), side)


def _by_name(listed: Sequence[Figure], dataset: str, name: Callable[[Figure], str | None]) -> dict[str, list[Figure]]:
    named: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in listed:
        whole = figure.fund == "all" and figure.period == WHOLE and figure.measure in ("project", "purchase")
        if figure.dataset == dataset and whole:
            named[fold_text(name(figure) or "")].append(figure)
    return dict(named)


def _rows(cells: Sequence[Record]) -> dict[tuple[int, int], list[Record]]:
    rows: defaultdict[tuple[int, int], list[Record]] = defaultdict(list)
    for cell in cells:
        table_no, row = cell.get("table_no"), cell.get("row")
        reconciled = cell.get("table") in _FORMS and cell.get("disposition") == "reconciled"
        if reconciled and isinstance(table_no, int) and isinstance(row, int):
            rows[table_no, row].append(cell)
    return rows


def _units_of_heads(cells: Sequence[Record]) -> dict[tuple[object, object], str]:
    """The units of money that heads of columns print: `预算数（万元）`."""
    heads = [cell for cell in cells if cell.get("role") == "header" and cell.get("table") in _FORMS]
    printed = [(cell, unit) for cell in heads if (unit := printed_unit(str(cell.get("source_text") or "")))]
    return {_column(cell): unit for cell, unit in printed}


def _column(cell: Record) -> tuple[object, object]:
    return cell.get("table_no"), cell.get("column")


def _figure(cell: Record, of_table: str | None) -> Figure | None:
    """The amount of a cell; None where it prints none, or none in a unit that is printed."""
    amount = parse_amount(str(cell.get("source_text") or "")) if cell.get("role") == "amount" else None
    unit = resolve_unit(amount, None, of_table)
    if amount is None or amount.value is None or unit is None:
        return None
    scale = YUAN_PER_UNIT[unit]
    return Figure(
        record=cell,
        amount=amount.value * scale,
        ulp=scale * (amount.ulp or 1),
        fund="all",
        period=WHOLE,
        measure="project",
        table=text_of(cell, "table"),
        printed_unit=unit,
    )


def swapped_classes(book: Book) -> Iterator[Observation]:
    """人员类 printed with the operating costs and 运转类 with the personnel costs, whatever the total says."""
    table, form = "general_budget_by_function", "department_performance"
    whole = [_one(book, Selector(table=table, measure=(each,), whole=True)) for each in ("personnel", "operating")]
    classes = [_one(book, Selector(table=form, code=(code,), measure=("total",))) for code in ("R", "Y")]
    if not (whole[0] and whole[1] and classes[0] and classes[1]) or whole[0].amount == whole[1].amount:
        return
    swapped = classes[0].amount == whole[1].amount and classes[1].amount == whole[0].amount
    names = ("class_r", "class_y", "personnel", "operating")
    texts = {name: figure.source_text for name, figure in zip(names, (*classes, *whole), strict=True) if figure}
    status, says = (Status.FAIL, "swapped") if swapped else (Status.PASS, "apart")
    yield Observation("classes_not_swapped", status, says, texts if swapped else {}, at=classes[0].record)


def _one(book: Book, selector: Selector) -> Figure | None:
    found = book.select(selector)
    return found[0] if len(found) == 1 else None
