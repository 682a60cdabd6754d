"""What a reader makes of a sheet: rows for the datasets, and for each cell where its content went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from pipelines.datasets.enumerations import phase_of_stage
from pipelines.extraction.layout import edges
from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_space
from pipelines.interpretation.sheets.sheet import Sheet, SheetCell


class Role(StrEnum):
    """What a cell is in its table."""

    HEADER = "header"
    CODE = "code"
    LABEL = "label"
    AMOUNT = "amount"
    TEXT = "text"
    EMPTY = "empty"


class Disposition(StrEnum):
    """Where a cell's content went, or why it went nowhere (the last four)."""

    PUBLISHED = "published"
    RECONCILED = "reconciled"
    DERIVED = "derived"
    WITHHELD = "withheld"
    STRUCTURAL = "structural"
    UNKNOWN_TABLE = "unknown_table"
    UNKNOWN_COLUMN = "unknown_column"
    UNPARSED = "unparsed"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class CellUse:
    """The role of a cell and what became of its content."""

    role: Role
    disposition: Disposition


Part = Literal["prose", "statements", "narrative", "form_links", "purchases"]
"""What is read of a document beside its tables: its text, what that says of tables, the figures in it; the projects
that forms without a head, and purchases, are linked to."""


@dataclass(frozen=True)
class Fault:
    """Why a table, or a row of none, is set aside: the kind of error and what it says, and where it stands."""

    kind: str
    says: str
    page: int
    table: str | None = None
    table_no: int | None = None
    row: int | None = None
    column: int | None = None
    part: Part | None = None
    """What of a document was set aside that is of no one table."""


@dataclass(frozen=True)
class Context:
    """What a reader may know of the document beside the sheet."""

    fiscal_year: int | None
    department_name: str | None = None
    stage: str = "budget"
    units: frozenset[str] = frozenset()
    """The department and its budget units as the document's tables print them, in the form of `unit_key`."""
    unit_codes: Mapping[str, str] = field(default_factory=dict[str, str])
    """The codes of units by folded name, where the document's tables print one beside it."""
    section_unit: str | None = None
    """The unit whose section of a document of several units the sheet stands in."""

    @property
    def phase(self) -> str:
        """What the amounts of the document's own year are."""
        return phase_of_stage(self.stage)


Place = tuple[int, int]
"""The row and the column of a cell in its sheet."""


@dataclass(frozen=True)
class Reading:
    """The rows a sheet gives, by dataset, and the uses of its cells.

    A cell without a use is accounted for by `account`: a number nobody read is never silent. Where a header's unit was
    believed against the table's, `in_table_unit` holds what the row from a cell says in the table's: amounts in yuan
    and the unit, by column of the dataset.
    """

    records: Mapping[str, Sequence[Record]] = field(default_factory=dict[str, Sequence[Record]])
    uses: Mapping[Place, CellUse] = field(default_factory=dict[Place, CellUse])
    in_table_unit: Mapping[Place, Record] = field(default_factory=dict[Place, Record])


def source(sheet: Sheet, cell: SheetCell) -> dict[str, object]:
    """The columns that trace a published value to its cell: table_no, row, column, page, box, source_text."""
    return {
        "table_no": sheet.number,
        "row": cell.row,
        "column": cell.column,
        "page": cell.page,
        **edges(cell.box),
        "source_text": fold_space(cell.text),
    }
