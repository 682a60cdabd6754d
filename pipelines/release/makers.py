"""The files of a release besides those of its datasets: what makes them, in which order, which the descriptor lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipelines.foundation.tasks import Task
from pipelines.release.archives import write_archives
from pipelines.release.catalogue import write_citation, write_core_metadata
from pipelines.release.croissant import write_croissant
from pipelines.release.database import write_database
from pipelines.release.dcat import write_catalogue
from pipelines.release.guide import write_dictionary, write_readme
from pipelines.release.manifest import PublishedFile, published_file, write_json
from pipelines.release.news import write_changes
from pipelines.release.ocds import write_ocds
from pipelines.release.package import DESCRIPTOR, Edition, descriptor
from pipelines.release.report import write_overview, write_part
from pipelines.release.workbook import write_workbook


@dataclass(frozen=True)
class Maker:
    """Writes files of a release to its folder, in which those of the datasets are.

    `files` are the patterns of what it writes; what needs them runs after it.
    """

    write: Callable[[Path, Edition], None]
    files: tuple[str, ...]
    needs: tuple[str, ...] = ()

    def written(self, release: Path) -> Iterable[PublishedFile]:
        """What of a release it has written, by name."""
        paths = {path for pattern in self.files for path in release.glob(pattern) if path.is_file()}
        return (published_file(path.relative_to(release).as_posix(), path) for path in sorted(paths))


_DESCRIBED = ("readme", "dictionary", "workbook", "archives")
"""The makers whose files the descriptor lists. Not the database: DuckDB writes other bytes each time, and the
descriptor is the same for the same inputs."""


def _write_descriptor(release: Path, edition: Edition) -> None:
    others = [file for name in _DESCRIBED for file in MAKERS[name].written(release)]
    write_json(release / DESCRIPTOR, descriptor(edition, sorted(others, key=lambda file: file.name)))


_PARTS = 8
"""Into how many parts the documents of the report are parted, to be drawn side by side."""
_OF_REPORT = {
    f"report, part {part + 1} of {_PARTS}": Maker(partial(write_part, part=part, parts=_PARTS), ())
    for part in range(_PARTS)
}

MAKERS = {
    # What others wait for is first, then what takes long, and at the end what is done soon: so workers end together.
    "workbook": Maker(write_workbook, ("*.xlsx",)),
    "readme": Maker(write_readme, ("README.md", "LICENSE.md")),
    "dictionary": Maker(write_dictionary, ("data_dictionary.*",)),
    "archives": Maker(write_archives, ("*.zip",), needs=("readme", "dictionary")),
    "descriptor": Maker(_write_descriptor, (DESCRIPTOR,), needs=_DESCRIBED),
    **_OF_REPORT,
    "report": Maker(write_overview, ("report/**/*",), needs=tuple(_OF_REPORT)),
    "database": Maker(write_database, ("*.duckdb",)),
    "croissant": Maker(write_croissant, ("croissant.json",)),
    "catalogue": Maker(write_catalogue, ("catalog.*",)),
    "citation": Maker(write_citation, ("CITATION.cff",)),
    "ocds": Maker(write_ocds, ("ocds.json",)),
    "core_metadata": Maker(write_core_metadata, ("metadata-zh.csv",)),
    "changes": Maker(write_changes, ("changes.html", "changes.atom")),
}


def makings(release: Path, edition: Edition) -> dict[str, Task[tuple[PublishedFile, ...]]]:
    """What is to be made of a release, by the makers' names: each task gives the files that it wrote."""
    return {name: Task(partial(_made, name, release, edition), maker.needs) for name, maker in MAKERS.items()}


def _made(name: str, release: Path, edition: Edition) -> tuple[PublishedFile, ...]:
    MAKERS[name].write(release, edition)
    return tuple(MAKERS[name].written(release))
