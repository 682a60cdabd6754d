"""What breaks while a document is read costs its table, or its part of the document, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from pipelines.extraction.grid import Page
from pipelines.foundation.limit import limited
from pipelines.interpretation.sheets.reading import Fault, Part
from pipelines.interpretation.sheets.sheet import Sheet

Found = TypeVar("Found")


def attempt(sheet: Sheet, read: Callable[[], Found]) -> Found | Fault:
    """What is read of a sheet, or why it could not be."""
    return or_fault(read, partial(Fault, page=sheet.first_page, table_no=sheet.number))


def attempt_part(part: Part, pages: Sequence[Page], read: Callable[[], Found]) -> Found | Fault:
    """What is read of a document beside its tables, or why it could not be."""
    return or_fault(read, partial(Fault, page=min((page.number for page in pages), default=1), part=part))


def or_fault(read: Callable[[], Found], fault: Callable[[str, str], Fault]) -> Found | Fault:
    """What is read, or the fault that the kind of the error and what it says make.

    Here alone every error is caught, and that it takes too long is one: readers meet what nobody foresaw, and a table
    must not cost its document. The fault is published, so that no error is silent.
    """
    try:
        return limited(read)
    except Exception as error:  # noqa: BLE001
        return fault(type(error).__name__, str(error))
