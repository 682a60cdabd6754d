"""The unit of work: one document, from its file to its rows, in two stages that are each done once."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pyarrow.parquet as pq

from pipelines.datasets.frames import RecordError, frame, to_table
from pipelines.datasets.validation import validate
from pipelines.documents.opening import open_for_reading
from pipelines.documents.quarantine import QuarantineError
from pipelines.extraction.pdf.reader import read_pages
from pipelines.extraction.store import PAGES_FILE, load_pages, write_pages
from pipelines.foundation.record import Record
from pipelines.interpretation.identity.identity import Identity, identify
from pipelines.interpretation.interpret import EVIDENCE, interpret
from pipelines.interpretation.prose.paragraphs import read_prose
from pipelines.interpretation.sheets.reading import Context
from pipelines.run.fingerprint import fingerprint
from pipelines.run.proof import prove
from pipelines.run.stage import Job, Refusal, Stage

DOCUMENT_FILE = "document.json"
"""What is known of a document as a whole: columns of its row in `documents`."""

_ROW_DOES_NOT_FIT = "one of its rows does not meet the declaration of its dataset"


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
    proof = prove(records, identity, tuple(read_prose(pages)))
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
    *("foundation", "personal_data", "run/proof.py", "run/stage.py", "run/stages.py"),
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
