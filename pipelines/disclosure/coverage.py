"""Coverage: which standard tables a document discloses, down to which level, and how much of them was read.

What must be disclosed, and what counts as evidence of an empty table, is declared in `coverage.yaml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import model_validator

from pipelines.datasets.enumerations import DISPOSITION, SCHEME, STANDARD_TABLE
from pipelines.foundation.amounts import parse_amount
from pipelines.foundation.declaration import Declaration, DeclarationFile, OneOf
from pipelines.foundation.record import Record
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.prose.statements import SheetFact, Statement
from pipelines.interpretation.sheets.reading import Part

Tables = Annotated[str, OneOf(STANDARD_TABLE)]
Dispositions = frozenset[Annotated[str, OneOf(DISPOSITION)]]


class Core(Declaration):
    """A table that must be disclosed, and the first fiscal year that asks for it."""

    table: Tables
    since: int | None = None


class Coverage(Declaration):
    """What must be disclosed, what became of a number, and what counts as evidence of an empty table."""

    core: tuple[Core, ...]
    levelled_schemes: frozenset[Annotated[str, OneOf(SCHEME)]]
    published: Dispositions
    set_aside: Dispositions
    unread: Dispositions
    emptiness: tuple[Literal["empty_note", "printed_empty", "none", "empty", "zero"], ...]

    @model_validator(mode="after")
    def _count_once(self) -> Self:
        """ValueError unless each disposition counts once."""
        every = sorted([*self.published, *self.set_aside, *self.unread])
        if every != sorted(DISPOSITION):
            raise ValueError(f"each disposition counts once, not {every}")
        return self


DECLARED_COVERAGE = DeclarationFile("pipelines.disclosure", "coverage.yaml", Coverage)
DECLARED = DECLARED_COVERAGE.load()

_THERE = frozenset({"present", "empty_with_note", "empty_without_note", "present_unread"})
_PRINTED = frozenset({"present", "present_unread"})
_WORDS: frozenset[Part] = frozenset({"prose", "statements"})
"""What tells of tables in words."""


def coverage(read: Interpretation, fiscal_year: int | None) -> tuple[Record, ...]:
    """The rows of `coverage` for one document, one for each standard table, in the order of the enumeration."""
    return tuple(coverage_of(table, read, fiscal_year) for table in STANDARD_TABLE)


def document_columns(rows: Sequence[Record], fiscal_year: int | None) -> dict[str, int]:
    """The columns of `documents` that follow from the coverage: tables expected, found, declared empty."""
    presence = Counter(row["presence"] for row in rows)
    return {
        "tables_expected": len(expected_tables(fiscal_year)),
        "tables_found": sum(presence[value] for value in _THERE),
        "tables_declared_empty": presence["empty_with_note"],
    }


def expected_tables(fiscal_year: int | None) -> tuple[str, ...]:
    """The tables that must be disclosed of a fiscal year, in the order of the rule that asks for them."""
    return tuple(core.table for core in DECLARED.core if core.since is None or asks(fiscal_year, core.since))


def asks(fiscal_year: int | None, since: int) -> bool:
    """Whether a rule holds of a fiscal year that came with a year; of an unknown year it isn't held."""
    return fiscal_year is not None and fiscal_year >= since


@dataclass(frozen=True)
class _Printed:
    """The sheets of one table in a document with what is printed in them."""

    sheets: tuple[SheetFact, ...]
    amounts: tuple[Record, ...]
    has_content: bool
    """A number other than zero, or a text that is in a dataset."""
    is_unread: bool
    """Whether one of the sheets was set aside."""


def coverage_of(table: str, read: Interpretation, fiscal_year: int | None) -> Record:
    """The row of one standard table."""
    printed = _printed(table, read)
    empty_pages = [each for each in _statements("printed_empty", table, read) if not printed.sheets]
    unread_pages = [each for each in _statements("printed_unread", table, read) if not printed.sheets]
    evidence = _evidence(table, printed, read)
    presence = "present_unread" if unread_pages else _presence(printed, bool(empty_pages), evidence is not None)
    if presence in _untold(read):
        presence = "unknown"
    pages = [
        *(page for sheet in printed.sheets for page in (sheet.first_page, sheet.last_page)),
        *(each.page for each in (unread_pages or empty_pages)[:1]),
    ]
    row: dict[str, object] = {
        "table": table,
        "presence": presence,
        "note": None if presence in _PRINTED or evidence is None else evidence,
        "page": min(pages, default=None),
        "first_page": min(pages, default=None),
        "last_page": max(pages, default=None),
        "listed_page": next((each.page for each in _statements("listed", table, read)), None),
        "source_text": next((sheet.title for sheet in printed.sheets if sheet.title), None),
        "printed_unit": _unit(table, printed, read),
        **_numbers(printed),
    }
    if presence in _PRINTED:
        row |= _detail(table, printed, read, fiscal_year)
    return row


def _presence(printed: _Printed, titled: bool, declared_empty: bool) -> str:
    if not printed.sheets and not titled:
        return "absent"
    if printed.is_unread:
        return "present_unread"
    if printed.has_content:
        return "present"
    if declared_empty:
        return "empty_with_note"
    return "present" if printed.amounts else "empty_without_note"


def _untold(read: Interpretation) -> frozenset[str]:
    """What nobody can say of a table, because what tells it apart from other presences was not read."""
    if read.unread_parts & _WORDS:
        return frozenset({"absent", "empty_without_note"})
    return frozenset({"absent"}) if read.unnamed_tables or read.damaged_pages else frozenset()


def _printed(table: str, read: Interpretation) -> _Printed:
    sheets = tuple(sheet for sheet in read.sheets if sheet.table == table)
    numbers = {sheet.table_no for sheet in sheets}
    cells = [cell for number in sorted(numbers) for cell in read.cells_by_table.get(number, ())]
    amounts = tuple(cell for cell in cells if cell["role"] == "amount")
    texts = (cell for cell in cells if cell["role"] != "amount" and cell["disposition"] == "published")
    return _Printed(sheets, amounts, any(map(_is_a_number, amounts)) or any(texts), bool(numbers & read.unread_tables))


def _is_a_number(cell: Record) -> bool:
    """Whether an amount's cell prints something else than zero: a text that is no number is something else."""
    text = cell["source_text"]
    amount = parse_amount(None if text is None else str(text))
    return amount is None or bool(amount.value)


def _evidence(table: str, printed: _Printed, read: Interpretation) -> str | None:
    """The surest printed words that say the table has nothing to print."""
    found = (
        each
        for topic in DECLARED.emptiness
        for each in (_notes(printed) if topic == "empty_note" else _words(topic, table, read))
    )
    return next(found, None)


def _notes(printed: _Printed) -> Iterator[str]:
    return (sheet.empty_note for sheet in printed.sheets if sheet.empty_note is not None)


def _words(topic: str, table: str, read: Interpretation) -> Iterator[str]:
    return (each.source_text for each in _statements(topic, table, read))


def _statements(topic: str, table: str, read: Interpretation) -> Iterator[Statement]:
    return (each for each in read.statements if each.topic == topic and each.table == table)


def _unit(table: str, printed: _Printed, read: Interpretation) -> object:
    """The unit most amounts of the table are printed in; of a table without amounts, the one of its caption."""
    units = Counter(line.get("printed_unit") for line in _lines(table, read))
    captions = (sheet.printed_unit for sheet in printed.sheets if sheet.printed_unit)
    return units.most_common(1)[0][0] if units else next(captions, None)


def _lines(table: str, read: Interpretation) -> Sequence[Record]:
    return read.lines_by_table.get(table, ())


def _numbers(printed: _Printed) -> dict[str, int]:
    """How many numbers are printed and what became of them."""
    declared = DECLARED
    found = Counter(str(cell["disposition"]) for cell in printed.amounts)
    return {
        "numbers_printed": len(printed.amounts),
        "numbers_published": sum(found[each] for each in declared.published),
        "numbers_set_aside": sum(found[each] for each in declared.set_aside),
        "numbers_unread": sum(found[each] for each in declared.unread),
    }


def _detail(table: str, printed: _Printed, read: Interpretation, fiscal_year: int | None) -> dict[str, object]:
    lines = _lines(table, read)
    schemes = DECLARED.levelled_schemes
    levels = [level for line in lines if line.get("scheme") in schemes and isinstance(level := line.get("level"), int)]
    before = any(
        isinstance(year := line.get("amount_year"), int) and fiscal_year is not None and year < fiscal_year
        for line in lines
    )
    return {
        "deepest_level": max(filter(None, levels), default=None),
        "compares_last_year": before or any(cell["disposition"] == "derived" for cell in printed.amounts),
    }
