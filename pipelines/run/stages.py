"""The unit of work: one document, from its file to its rows, in two stages that are each done once.

A stage's result is a folder below the work folder, named after the stage, the fingerprint of all that made it
and the document's sha256. It is there whole or not at all; deleting it costs the time to make it again.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import pyarrow.parquet as pq

from pipelines.datasets.frames import RecordError, frame, to_table
from pipelines.datasets.validation import validate
from pipelines.documents.opening import open_for_reading
from pipelines.documents.quarantine import QuarantineError
from pipelines.documents.registry import Source
from pipelines.extraction.pdf.reader import read_pages
from pipelines.extraction.store import PAGES_FILE, load_pages, write_pages
from pipelines.foundation.record import Record
from pipelines.foundation.storage import whole_file, whole_folder
from pipelines.interpretation.identity.identity import Identity, identify
from pipelines.interpretation.interpret import EVIDENCE, interpret
from pipelines.interpretation.prose.paragraphs import read_prose
from pipelines.interpretation.sheets.reading import Context
from pipelines.run.fingerprint import fingerprint
from pipelines.run.proof import prove

DOCUMENT_FILE = "document.json"
"""What is known of a document as a whole: columns of its row in `documents`."""

_REFUSAL_FILE = "refused.json"
_ROW_DOES_NOT_FIT = "one of its rows does not meet the declaration of its dataset"


@dataclass(frozen=True)
class Job:
    """One document and the folder where its intermediate results are kept."""

    source: Source
    work: Path


@dataclass(frozen=True)
class Refusal:
    """Why a document can't be published: the `reason` of its row in `documents`, and what was seen."""

    reason: str
    message: str


@dataclass(frozen=True)
class Failure:
    """A crash, a hang or an error nobody foresaw, and the runs in which it came."""

    error: str
    attempts: int


Kept = TypeVar("Kept", Refusal, Failure)


@dataclass(frozen=True)
class Stage:
    """One step on the way of a document; `make` puts the step's files into an empty folder.

    Pure: what `make` writes depends on the document, the `facts` that the registry records of it
    (attributes of `Source`) and what the fingerprint `made_by` covers: code, declarations and libraries.
    """

    name: str
    make: Callable[[Job, Path], None]
    made_by: str
    facts: tuple[str, ...] = ()

    def place(self, job: Job) -> Path:
        """The folder of the stage's result."""
        facts = [getattr(job.source, fact) or "" for fact in self.facts]
        name = "-".join([job.source.sha256, *facts])
        return job.work / self.name / self.made_by / name[:2] / name

    def is_done(self, job: Job) -> bool:
        return self.place(job).exists()

    def __call__(self, job: Job) -> Refusal | None:
        """Do the stage unless its result is kept. Returns the refusal where the document is refused."""
        if not self.is_done(job):
            place = self.place(job)
            try:
                with whole_folder(place) as folder:
                    self.make(job, folder)
            except QuarantineError as error:
                with whole_folder(place) as folder:
                    _write(folder / _REFUSAL_FILE, Refusal(error.reason, error.message))
            self._failure_file(job).unlink(missing_ok=True)
        return self.refusal(job)

    def refusal(self, job: Job) -> Refusal | None:
        """The refusal that is kept of a document, if any."""
        return _read_as(Refusal, self.place(job) / _REFUSAL_FILE)

    def failure(self, job: Job) -> Failure | None:
        """The failure that is kept of a document, if any."""
        return _read_as(Failure, self._failure_file(job))

    def record_failure(self, job: Job, error: str) -> None:
        """Keep the error of a document for which the stage did not come to an end."""
        before = self.failure(job)
        failure = Failure(error, 1 + (before.attempts if before else 0))
        with whole_file(self._failure_file(job)) as draft:
            _write(draft, failure)

    def _failure_file(self, job: Job) -> Path:
        place = self.place(job)
        return place.with_name(f"{place.name}.failed.json")


def _write(path: Path, record: Refusal | Failure) -> None:
    path.write_text(json.dumps(asdict(record), ensure_ascii=False), encoding="utf-8")


def _read_as(kind: type[Kept], path: Path) -> Kept | None:
    return kind(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def _read(job: Job, folder: Path) -> None:
    with open_for_reading(job.source) as path:
        write_pages(folder / PAGES_FILE, read_pages(path))


_READERS = ("camelot-py", "numpy", "opencv-python-headless", "playa-pdf", "pypdfium2")

READ = Stage("pages", _read, fingerprint(("documents", "extraction", "foundation"), _READERS))
"""PDF to pages: the grids and lines that are printed."""


def _interpret(job: Job, folder: Path) -> None:
    pages = tuple(load_pages(READ.place(job) / PAGES_FILE))
    identity = identify(pages, job.source)
    context = Context(identity.fiscal_year, identity.department_name, identity.stage)
    records = interpret(pages, context)
    proof = prove(records, identity, tuple(read_prose(pages)), pages)
    published = {dataset: rows for dataset, rows in records.items() if dataset not in EVIDENCE}
    for dataset, rows in {**published, **proof.records}.items():
        whole_rows = [{**_columns_of_every_row(identity), **row} for row in rows]
        _write_rows(job, dataset, whole_rows, folder / f"{dataset}.parquet")
    document = {
        "document_id": identity.document_id,
        **asdict(identity),
        **proof.document_columns,
        "pages": len(pages),
    }
    (folder / DOCUMENT_FILE).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def _columns_of_every_row(identity: Identity) -> Record:
    return {
        "document_id": identity.document_id,
        "fiscal_year": identity.fiscal_year,
        "division_code": identity.division_code,
        "department_code": identity.department_code,
        "department_name": identity.department_name,
    }


def _write_rows(job: Job, dataset: str, records: Sequence[Record], path: Path) -> None:
    """Write a document's rows of one dataset. QuarantineError where one of them violates the schema."""
    try:
        validation = validate(dataset, frame(dataset, records))
    except RecordError as error:
        raise QuarantineError(job.source.file, str(error), _ROW_DOES_NOT_FIT) from error
    for reason in validation.reasons.values():
        raise QuarantineError(job.source.file, reason, _ROW_DOES_NOT_FIT)
    pq.write_table(to_table(dataset, validation.good), path)


_PARTS = (
    *("documents", "extraction", "interpretation", "classifications", "datasets", "disclosure", "reconciliation"),
    *("foundation", "personal_data", "run/proof.py", "run/stages.py"),
)

INTERPRET = Stage(
    "results",
    _interpret,
    fingerprint(_PARTS, (*_READERS, "pandas", "pandera", "pyarrow", "pyyaml")),
    facts=("division_code",),
)
"""Pages to rows: whose the document is, and what its tables and its text say; validated."""

STAGES = (READ, INTERPRET)


def process(job: Job) -> Refusal | None:
    """Take one document all the way. Its rows are in `INTERPRET.place(job)` unless it is refused."""
    return READ(job) or INTERPRET(job)
