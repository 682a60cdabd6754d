"""What documents print of a department's year: each amount, from each table that prints it, by document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.analysis.documents import AnalysedDocument
from pipelines.analysis.measures import Measure, Source, measures
from pipelines.analysis.spending import spending_by_function
from pipelines.foundation.record import Record
from pipelines.reconciliation.figures.book import Book
from pipelines.reconciliation.figures.figure import Figure

Key = tuple[str, int, str, str]
"""Department, year, phase and scope."""
_BOX = ("x0", "y0", "x1", "y1")


@dataclass(frozen=True)
class Printing:
    """An amount as one document prints it in one place; a stand-in is compared with nothing."""

    document: str
    figures: tuple[Figure, ...]
    stands_in: bool

    @property
    def place(self) -> str:
        """Where it is printed: document, table, page and the box of its cell."""
        figure = self.figures[0]
        return place_of(self.document, str(figure.table), figure.page, figure.record)


@dataclass(frozen=True)
class PrintedYears:
    """What is kept of a document for the sheets of all documents together, of which there may be many."""

    document: AnalysedDocument
    """Its row, and its rows in `coverage` alone."""
    years: Mapping[tuple[int, str], Mapping[str, tuple[Printing, ...]]]
    """What it prints of the amounts of each year and phase."""
    functions: Sequence[Record]
    """Its rows in `spending_by_function`."""


@dataclass(frozen=True)
class DepartmentYear:
    """What a document prints of a department's year."""

    document: AnalysedDocument
    printings: Mapping[str, tuple[Printing, ...]]


def place_of(document: str, table: str, page: object, row: Record) -> str:
    """Where a row is printed, as a text: document, table, page and the box of its cell, parted by `; `."""
    box = [row.get(edge) for edge in _BOX]
    corners = "" if None in box else " ".join(f"{edge:.1f}" for edge in box)
    return f"{document}; {table}; {page}; {corners}"


def taken(printings: Sequence[Printing]) -> Printing | None:
    """The printing that counts: the first that is no stand-in."""
    return next((each for each in printings if not each.stands_in), printings[0] if printings else None)


def printed_years(document: AnalysedDocument) -> PrintedYears:
    """What a document prints of its department's years; nothing where it does not say whose they are."""
    kept = replace(document, records={"coverage": document.rows("coverage")})
    if document.row.get("department_key") is None:
        return PrintedYears(kept, {}, ())
    years = {
        time: {name: tuple(_printings(measure, book, document)) for name, measure in measures().items()}
        for time, book in document.books.items()
    }
    return PrintedYears(kept, years, tuple(spending_by_function([document])))


def department_years(documents: Iterable[PrintedYears]) -> Mapping[Key, Sequence[DepartmentYear]]:
    """What is printed by department, year, phase and scope, in their order; the document of that
    year and phase goes first."""
    years: defaultdict[Key, list[DepartmentYear]] = defaultdict(list)
    for each in documents:
        row = each.document.row
        for (year, phase), printings in each.years.items():
            if any(printings.values()):
                key = str(row["department_key"]), year, phase, str(row["scope"])
                years[key].append(DepartmentYear(each.document, printings))
    # The year's own document says more of it than a later one.
    return {
        key: sorted(found, key=lambda each: (each.document.fiscal_year != key[1], each.document.phase != key[2]))
        for key, found in sorted(years.items(), key=lambda each: each[0])
    }


def _printings(measure: Measure, book: Book, document: AnalysedDocument) -> Iterator[Printing]:
    for sources, stands_in in ((measure.sources, False), (measure.stands_in, True)):
        for source in sources:
            if figures := _figures(source, book):
                yield Printing(document.id, figures, stands_in)


def _figures(source: Source, book: Book) -> tuple[Figure, ...]:
    """The figures that a source adds up; none where the first of its selectors finds nothing, or rows are unproved."""
    first, *others = [book.select(selector) for selector in source]
    if not first or (first[0].dataset and not all(figure.record.get("additive") for figure in first)):
        return ()
    return (*first, *(figure for each in others for figure in each))
