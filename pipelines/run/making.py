"""What the two stages make of a document. Whoever does them loads this, and nobody who only asks what is done."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.datasets.editions import with_editions
from pipelines.datasets.frames import table_of
from pipelines.extraction.grid import Page
from pipelines.extraction.producers import read_pages
from pipelines.extraction.store import PAGES_FILE, write_pages
from pipelines.interpretation.identity.identity import Identity, identify
from pipelines.interpretation.interpret import interpret
from pipelines.interpretation.links.interpretation import Interpretation
from pipelines.interpretation.links.withholding import withhold
from pipelines.interpretation.sheets.reading import Context
from pipelines.reconciliation.groups import unproven
from pipelines.run.proof import facts_of, prove
from pipelines.run.setting_aside import judge_rows, set_aside
from pipelines.run.stage import Job
from pipelines.run.stages import DOCUMENT_FILE, READ, read_pages_of
from pipelines.run.ties import TIES_FILE, name_rows, ties_of, to_text
from pipelines.run.together import Sister

_BYTES_AT_ONCE = 1 << 16


def make_pages(job: Job, folder: Path) -> None:
    """Put the pages of a document into a folder. Raises QuarantineError."""
    write_pages(folder / PAGES_FILE, read_pages(job.source, carefully=READ.failure(job) is not None))


def make_rows(job: Job, folder: Path) -> None:
    """Put the rows of a document, and what is known of it as a whole, into a folder. Raises QuarantineError."""
    pages = read_pages_of(job)
    identity = identify(pages, job.source)
    of_document = identity.columns_of_every_row
    everything = _read_of(pages, identity)
    judged = judge_rows(everything.records, of_document, job.source.file)
    read = set_aside(everything, judged, job.source.file)
    sisters = [Sister(each, _read_of(_pages_of(job, each), identity)) for each in job.source.sisters]
    proof = prove(read, identity, job.source.file, pages, sisters)
    ties = ties_of(identity, {**read.records, **proof.records}, proof.figures)
    named = withhold({"department_names": list(name_rows(ties))})
    judged = {**judged, **proof.judged}
    for dataset, rows in {**read.records, **proof.records, **named}.items():
        if rows:
            coded = with_editions(dataset, rows, identity.fiscal_year)
            # Rows that are as they were judged are a table already.
            known = judged.get(dataset)
            table = known.table if known and known.records is coded else table_of(dataset, coded, of_document)
            _write(folder / f"{dataset}.parquet", table)
    document = {
        **asdict(identity),
        **of_document,
        **proof.document_columns,
        "pages": len(pages),
    }
    (withheld,) = withhold({"documents": [document]})["documents"]
    (folder / DOCUMENT_FILE).write_text(json.dumps(withheld, ensure_ascii=False), encoding="utf-8")
    (folder / TIES_FILE).write_text(to_text(ties), encoding="utf-8")


def _write(path: Path, table: pa.Table) -> None:
    # Parquet's writer writes many small pieces.
    with pa.output_stream(str(path), compression=None, buffer_size=_BYTES_AT_ONCE) as stream:
        pq.write_table(table, stream)


def _pages_of(job: Job, sha256: str) -> tuple[Page, ...]:
    """The pages that `READ` kept of another file of the disclosure. LookupError where there are none."""
    return read_pages_of(replace(job, source=replace(job.source, sha256=sha256)))


def _read_of(pages: Sequence[Page], identity: Identity) -> Interpretation:
    """What is read of the pages of a document, without amounts that nothing proves."""
    read = interpret(pages, Context(identity.fiscal_year, identity.department_name, identity.stage))
    facts = facts_of(identity)
    lines = read.rows("budget_lines")
    return read.without_amounts(unproven(lines, facts.fiscal_year, facts.phase, facts.department_name))
