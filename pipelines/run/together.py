"""A document beside the other files of its disclosure: tables in one, their explanation in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.foundation.record import Record
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.reconciliation.figures.elsewhere import apart, elsewhere

_OF_THE_EXPLANATION = "narrative_figures"


@dataclass(frozen=True)
class Sister:
    """Another file of a document's disclosure, and what is read of it."""

    sha256: str
    read: Interpretation


def with_tables(read: Interpretation, sisters: Sequence[Sister]) -> Interpretation:
    """What is read of a document with the rows of the other files' tables, by which its explanation is checked."""
    found: dict[str, list[Record]] = {dataset: list(rows) for dataset, rows in read.records.items()}
    for number, sister in enumerate(sisters, start=1):
        for dataset, rows in _moved(sister, number).items():
            if dataset != _OF_THE_EXPLANATION:
                found.setdefault(dataset, []).extend(rows)
    return replace(read, records=found)


def whole(read: Interpretation, sisters: Sequence[Sister]) -> Interpretation:
    """What is read of all files of a disclosure, by which its completeness is judged."""
    together = with_tables(read, sisters)
    stated = [
        row
        for number, sister in enumerate(sisters, start=1)
        for row in _moved(sister, number).get(_OF_THE_EXPLANATION, ())
    ]
    others = [_apart(sister.read, number) for number, sister in enumerate(sisters, start=1)]
    return replace(
        together,
        records={**together.records, _OF_THE_EXPLANATION: [*read.rows(_OF_THE_EXPLANATION), *stated]},
        sheets=(*read.sheets, *(sheet for other in others for sheet in other.sheets)),
        statements=(*read.statements, *(statement for other in others for statement in other.statements)),
        prose=(*read.prose, *(paragraph for other in others for paragraph in other.prose)),
        faults=(*read.faults, *(fault for other in others for fault in other.faults)),
    )


def _apart(read: Interpretation, number: int) -> Interpretation:
    """What is told of another file's tables, under the numbers that they have beside the document."""
    return replace(
        read,
        sheets=tuple(replace(sheet, table_no=apart(sheet.table_no, number)) for sheet in read.sheets),
        faults=tuple(
            fault if fault.table_no is None else replace(fault, table_no=apart(fault.table_no, number))
            for fault in read.faults
        ),
    )


def _moved(sister: Sister, number: int) -> Mapping[str, Sequence[Record]]:
    records = sister.read.records.items()
    return {dataset: [elsewhere(row, sister.sha256, number) for row in rows] for dataset, rows in records}
