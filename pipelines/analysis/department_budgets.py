"""department_budgets: what each department's year comes to, each amount with where it is printed and what else says so.

An amount is taken from the document of that year, else from the next one's column of the year before; of the tables,
from the first of the declared order that prints it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipelines.analysis.documents import AnalysedDocument
from pipelines.analysis.measures import Measure, measures
from pipelines.analysis.years import DepartmentYear, Key, PrintedYears, Printing, department_years, taken
from pipelines.foundation.record import Record
from pipelines.reconciliation.figures.figure import total
from pipelines.reconciliation.findings.tolerance import Status, judge


def department_budgets(documents: Iterable[PrintedYears]) -> Iterator[Record]:
    """The rows, by department, year, phase and scope."""
    for of_year, found in department_years(documents).items():
        yield _row(of_year, found)


def _row(key: Key, years: Sequence[DepartmentYear]) -> Record:
    department_key, year, phase, scope = key
    document = years[0].document
    own = document.row if document.fiscal_year == year else {}
    row: dict[str, object] = {
        "department_key": department_key,
        "division_code": document.row.get("division_code"),
        "department_name": document.row.get("department_name"),
        "amount_year": year,
        "phase": phase,
        "scope": scope,
        "staff_quota": own.get("staff_quota"),
        "staff_actual": own.get("staff_actual"),
    }
    missing: list[str] = []
    for name, measure in measures().items():
        printings = [each for of_document in years for each in of_document.printings[name]]
        row |= _amount(name, printings)
        if not printings:
            missing.append(f"{name}_yuan={_why(measure, document)}")
    return {**row, "missing": "; ".join(missing) or None}


def _amount(name: str, printings: Sequence[Printing]) -> Record:
    first = taken(printings)
    if first is None:
        return {}
    others = [each for each in printings if each is not first and not each.stands_in and not first.stands_in]
    differing = [each for each in others if judge(first.figures, each.figures).status is Status.FAIL]
    differences = [total(first.figures) - total(each.figures) for each in differing]
    return {
        f"{name}_yuan": total(first.figures),
        f"{name}_source": first.place,
        f"{name}_check": "differs" if differing else "agrees" if others else "single",
        f"{name}_difference_yuan": max(differences, key=abs, default=None),
    }


def _why(measure: Measure, document: AnalysedDocument) -> str:
    """Why an amount is not there: its first table is absent, empty or unread, was read in part, or does not print
    it."""
    table = measure.sources[0][0].table
    told = next((row for row in document.rows("coverage") if row["table"] == table), None)
    presence = str(told["presence"]) if told else "absent"
    if told is None or presence != "present":
        return presence
    return "not_read" if told.get("numbers_unread") else "not_printed"
