"""Projects that a list of goals prints again: the table of projects has them already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.foundation.record import Record
from pipelines.foundation.text import fold_text
from pipelines.interpretation.forms.reading import FormReading
from pipelines.interpretation.sheets.reading import CellUse, Disposition, Reading

_PROJECTS = "projects"


def once(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, in which forms give no project that a table of projects gives: its amount is reconciled there."""
    known = {
        _name(row)
        for reading in readings
        if not isinstance(reading, FormReading)
        for row in reading.records.get(_PROJECTS, ())
    }
    return [_without(reading, known) if isinstance(reading, FormReading) else reading for reading in readings]


def _without(reading: FormReading, known: set[str]) -> Reading:
    rows = reading.records.get(_PROJECTS, ())
    again = [row for row in rows if _name(row) in known]
    if not again:
        return reading
    records: Mapping[str, Sequence[Record]] = {
        **reading.records,
        _PROJECTS: [row for row in rows if _name(row) not in known],
    }
    uses = dict(reading.uses)
    for row in again:
        place = (int(str(row["row"])), int(str(row["column"])))
        uses[place] = CellUse(uses[place].role, Disposition.RECONCILED)
    return replace(reading, records=records, uses=uses)


def _name(row: Record) -> str:
    return fold_text(str(row.get("project_name") or ""))
