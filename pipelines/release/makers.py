"""The files of a release besides those of its datasets, in the order in which they are made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipelines.release.archives import write_archives
from pipelines.release.catalogue import write_citation, write_core_metadata
from pipelines.release.croissant import write_croissant
from pipelines.release.database import write_database
from pipelines.release.dcat import write_catalogue
from pipelines.release.guide import write_dictionary, write_readme
from pipelines.release.news import write_changes
from pipelines.release.ocds import write_ocds
from pipelines.release.package import Edition
from pipelines.release.report import write_report
from pipelines.release.workbook import write_workbook

Maker = Callable[[Path, Edition], None]
"""Writes files of a release to its folder, in which those of the datasets are."""

DATA_MAKERS: tuple[Maker, ...] = (write_readme, write_dictionary, write_workbook, write_archives)
"""What the descriptor lists as well; the archives last, as they hold the others."""

MAKERS: tuple[Maker, ...] = (
    # Not in the descriptor: DuckDB writes other bytes each time, and the descriptor is the same for the same inputs.
    write_database,
    write_report,
    write_changes,
    write_catalogue,
    write_croissant,
    write_citation,
    write_core_metadata,
    write_ocds,
)
