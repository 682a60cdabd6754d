"""department_budgets: what each department's year comes to, each amount with where it is printed and what else says so.

An amount is taken from the document of that year, else from the next one's column of the year before; of the tables,
from the first of the declared order that prints it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.analysis.documents import AnalysedDocument
from pipelines.analysis.measures import Measure, Source, measures
from pipelines.foundation.record import Record
from pipelines.reconciliation.figures.book import Book
from pipelines.reconciliation.figures.figure import Figure, total
from pipelines.reconciliation.findings.tolerance import Status, judge

Key = tuple[str, int, str, str]
"""Department, year, phase and scope."""
_BOX = ("x0", "y0", "x1", "y1")


@dataclass(frozen=True)
class _Printing:
    """An amount as one document prints it in one place; a stand-in is compared with nothing."""

    document: str
    figures: tuple[Figure, ...]
    stands_in: bool


@dataclass(frozen=True)
class _Year:
    """What a document prints of a department's year."""

    document: AnalysedDocument
    printings: Mapping[str, tuple[_Printing, ...]]


def department_budgets(documents: Iterable[AnalysedDocument]) -> Iterator[Record]:
    """The rows, by department, year, phase and scope."""
    years: defaultdict[Key, list[_Year]] = defaultdict(list)
    for document in documents:
        # Of each document no more is kept than a row of a sheet needs: there may be many.
        kept = replace(document, records={"coverage": document.rows("coverage")})
        key = document.row.get("department_key")
        if key is None:
            continue
        for (year, phase), book in document.books.items():
            printings = {name: tuple(_printings(measure, book, document)) for name, measure in measures().items()}
            if any(printings.values()):
                years[str(key), year, phase, str(document.row["scope"])].append(_Year(kept, printings))
    for of_year, found in sorted(years.items(), key=lambda each: each[0]):
        # The year's own document says more of it than a later one.
        own = [each for each in found if each.document.fiscal_year == of_year[1]]
        yield _row(of_year, [*own, *(each for each in found if each not in own)])


def _printings(measure: Measure, book: Book, document: AnalysedDocument) -> Iterator[_Printing]:
    for sources, stands_in in ((measure.sources, False), (measure.stands_in, True)):
        for source in sources:
            if figures := _figures(source, book):
                yield _Printing(document.id, figures, stands_in)


def _figures(source: Source, book: Book) -> tuple[Figure, ...]:
    """The figures that a source adds up; none where the first of its selectors finds nothing, or rows are unproved."""
    first, *others = [book.select(selector) for selector in source]
    if not first or (first[0].dataset and not all(figure.record.get("additive") for figure in first)):
        return ()
    return (*first, *(figure for each in others for figure in each))


def _row(key: Key, years: Sequence[_Year]) -> Record:
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


def _amount(name: str, printings: Sequence[_Printing]) -> Record:
    if not printings:
        return {}
    taken = next((each for each in printings if not each.stands_in), printings[0])
    others = [each for each in printings if each is not taken and not each.stands_in and not taken.stands_in]
    differing = [each for each in others if judge(taken.figures, each.figures).status is Status.FAIL]
    differences = [total(taken.figures) - total(each.figures) for each in differing]
    return {
        f"{name}_yuan": total(taken.figures),
        f"{name}_source": _place(taken),
        f"{name}_check": "differs" if differing else "agrees" if others else "single",
        f"{name}_difference_yuan": max(differences, key=abs, default=None),
    }


def _place(printing: _Printing) -> str:
    figure = printing.figures[0]
    box = [figure.record.get(edge) for edge in _BOX]
    corners = "" if None in box else " ".join(f"{edge:.1f}" for edge in box)
    return f"{printing.document}; {figure.table}; {figure.page}; {corners}"


def _why(measure: Measure, document: AnalysedDocument) -> str:
    """Why an amount is not there: its first table is absent, empty or unread, or does not print it."""
    table = measure.sources[0][0].table
    presence = {row["table"]: str(row["presence"]) for row in document.rows("coverage")}.get(table, "absent")
    return "not_printed" if presence == "present" else presence
