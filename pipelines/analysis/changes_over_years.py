"""changes_over_years: amounts of one meaning side by side: of two years, of plan and outcome, of two documents.

Amounts mean the same where they are of one department and scope and are taken from the same table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from pipelines.analysis.documents import AnalysedDocument
from pipelines.analysis.years import DepartmentYear, Key, PrintedYears, department_years, place_of, taken
from pipelines.foundation.record import Record
from pipelines.reconciliation.figures.figure import total

_BUDGET = "budget"
_DIGITS = 6


@dataclass(frozen=True, order=True)
class _Meaning:
    """What is compared: an amount of `department_budgets` or a functional code, and the table that it is taken from."""

    department_key: str
    scope: str
    subject: str
    item: str
    table: str


@dataclass(frozen=True)
class _Amount:
    """An amount as a document prints it; `is_own` where that is the document of the amount's year and phase."""

    document: AnalysedDocument
    year: int
    phase: str
    yuan: Decimal
    place: str

    @property
    def is_own(self) -> bool:
        return (self.document.fiscal_year, self.document.phase) == (self.year, self.phase)


def changes_over_years(documents: Iterable[PrintedYears]) -> Iterator[Record]:
    """The rows, by department, scope, what is compared, and years."""
    amounts: defaultdict[_Meaning, list[_Amount]] = defaultdict(list)

    found_in = list(documents)
    for meaning, amount in chain(
        (each for document in found_in for each in _of_functions(document)), _of_departments(department_years(found_in))
    ):
        amounts[meaning].append(amount)
    for meaning, found in sorted(amounts.items(), key=lambda each: each[0]):
        ordered = sorted(found, key=lambda each: (each.year, each.phase, not each.is_own, each.document.id))
        for comparison, before, after in _pairs(ordered):
            yield _row(meaning, comparison, before, after)


def _of_functions(printed: PrintedYears) -> Iterator[tuple[_Meaning, _Amount]]:
    """The spending of a document's own year by functional code, in the codes of the newest list."""
    document = printed.document
    for row in printed.functions:
        if row["code_common"] is None:
            continue
        meaning = _Meaning(
            str(row["department_key"]), str(row["scope"]), "function", str(row["code_common"]), str(row["table"])
        )
        place = place_of(document.id, str(row["table"]), row["page"], row)
        year = int(str(row["amount_year"]))
        yield meaning, _Amount(document, year, str(row["phase"]), Decimal(str(row["amount_yuan"])), place)


def _of_departments(years: Mapping[Key, Sequence[DepartmentYear]]) -> Iterator[tuple[_Meaning, _Amount]]:
    for (department, year, phase, scope), found in years.items():
        for of_document in found:
            for name, printings in of_document.printings.items():
                if (printing := taken(printings)) is not None:
                    table = str(printing.figures[0].table)
                    amount = _Amount(of_document.document, year, phase, total(printing.figures), printing.place)
                    yield _Meaning(department, scope, "amount", name, table), amount


def _pairs(ordered: Sequence[_Amount]) -> Iterator[tuple[str, _Amount, _Amount]]:
    """What is compared of amounts of one meaning: one year and the next, plan and outcome, one amount in two documents.

    Of a year and phase the first amount counts, the own document's where there is one.
    """
    first: dict[tuple[int, str], _Amount] = {}
    for amount in ordered:
        first.setdefault((amount.year, amount.phase), amount)
    for (year, phase), amount in first.items():
        if (later := first.get((year + 1, phase))) is not None:
            yield "next_year", amount, later
        if phase != _BUDGET and (planned := first.get((year, _BUDGET))) is not None:
            yield "outcome", planned, amount
        if amount.is_own:
            again = (each for each in ordered if (each.year, each.phase) == (year, phase) and not each.is_own)
            yield from (("restated", amount, each) for each in again)


def _row(meaning: _Meaning, comparison: str, before: _Amount, after: _Amount) -> Record:
    difference = after.yuan - before.yuan
    return {
        "department_key": meaning.department_key,
        "division_code": after.document.row.get("division_code"),
        "department_name": after.document.row.get("department_name"),
        "scope": meaning.scope,
        "subject": meaning.subject,
        "item": meaning.item,
        "table": meaning.table,
        "comparison": comparison,
        "from_year": before.year,
        "from_phase": before.phase,
        "from_yuan": before.yuan,
        "from_source": before.place,
        "to_year": after.year,
        "to_phase": after.phase,
        "to_yuan": after.yuan,
        "to_source": after.place,
        "difference_yuan": difference,
        "rate": round(float(difference / before.yuan), _DIGITS) if before.yuan else None,
    }
