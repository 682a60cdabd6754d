"""The rows of each dataset, of all documents, brought together in one file before they are checked and released."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pandera.errors import SchemaErrors

from pipelines import classifications
from pipelines.datasets.catalogue import arrow_schema, primary_key
from pipelines.datasets.frames import table_of
from pipelines.datasets.row_keys import table_with_keys, with_row_keys
from pipelines.datasets.validation import failures_of
from pipelines.fetching.record import fetch_records
from pipelines.foundation.tasks import InTurn, one_after_another
from pipelines.release.corrections import correction_records, read_corrections
from pipelines.release.writing import ROWS_PER_GROUP
from pipelines.run.datasets import FAILED_FINDINGS, ID, OF_DOCUMENTS, ORDERED_BY
from pipelines.run.fingerprint import fingerprint
from pipelines.run.gathered import (
    checked_file,
    gathered_file,
    gathered_rows,
    is_checked,
    made_of_file,
    read_note,
    require_gathered,
    write_note,
    write_rows,
)
from pipelines.run.last_rows import INDEX_FILE, read_index
from pipelines.run.refusals import refusal_of
from pipelines.run.run import Run
from pipelines.run.stages import INTERPRET

_RESULTS = "results.sha256"


def gather(dataset: str, run: Run, in_turn: InTurn = one_after_another) -> int:
    """Bring the rows of a dataset, corrected, together in one file of the run's folder. Returns their number.

    Documents give the rows of all their datasets in one pass, so the first of these brings the others too. What was
    gathered of the same results, by the same code, stays as it is; of documents that are as they were, the rows are
    taken over; those of new ones are made `in_turn`. Raises CorrectionError and NotMadeError.
    """
    made_of = _made_of(dataset, run)
    if made_of is None or read_note(made_of_file(dataset, run)) != made_of:
        if dataset in OF_DOCUMENTS:
            # Here and not above: where all is as it was, nothing is loaded that makes the rows of documents.
            from pipelines.run.gathering_documents import gather_documents

            written = OF_DOCUMENTS
            gather_documents(run, _made_by(), in_turn)
        else:
            written = (dataset,)
            tables = _fetches(run.raw) if dataset == "fetches" else [_declared(dataset, run)]
            write_rows(written, ((dataset, table) for table in tables), run)
        if made_of is not None:
            for each in written:
                write_note(made_of_file(each, run), made_of)
    return pq.read_metadata(gathered_file(dataset, run)).num_rows


def note_results(run: Run) -> None:
    """Keep what became of each document as one digest, by which `gather` sees whether anything is new."""
    results = [(INTERPRET.key(job), repr(refusal_of(job))) for job in run.jobs()]
    write_note(run.folder / _RESULTS, hashlib.sha256(repr(results).encode()).hexdigest())


def _made_by() -> str:
    """The fingerprint of what gathers rows."""
    return fingerprint(("run.gathering",), ("pandas", "pandera", "pyarrow", "pydantic", "pyyaml"))


def _made_of(dataset: str, run: Run) -> str | None:
    """A digest of all that the gathered rows of a dataset follow from; None where that is not known."""
    parts = [_made_by(), *(f"{path.name} {path.read_text('utf-8')}" for path in sorted(run.corrections.glob("*.yaml")))]
    if dataset in OF_DOCUMENTS:
        results = read_note(run.folder / _RESULTS)
        if results is None:
            return None
        parts += [results, run.registry_digest]
    return None if dataset == "fetches" else hashlib.sha256(repr(parts).encode()).hexdigest()


def _declared(dataset: str, run: Run) -> pa.Table:
    """The rows of a dataset that the project itself declares."""
    is_of_lists = dataset == "classifications"
    rows = classifications.rows() if is_of_lists else correction_records(read_corrections(run.corrections))
    return table_with_keys(dataset, rows)


def _fetches(raw: Path) -> Iterator[pa.Table]:
    """The attempts to fetch something, by time. After years they are millions: few at a time are objects."""
    records = fetch_records(raw)
    pieces = [arrow_schema("fetches").empty_table()]
    while some := list(islice(records, ROWS_PER_GROUP)):
        pieces.append(table_of("fetches", some))
    by_time = pa.concat_tables(pieces).sort_by([(name, "ascending") for name in primary_key("fetches")])
    starts = range(0, max(by_time.num_rows, 1), ROWS_PER_GROUP)
    return (with_row_keys("fetches", by_time.slice(start, ROWS_PER_GROUP)) for start in starts)


def violations(dataset: str, run: Run) -> tuple[str, ...]:
    """What of the gathered rows does not meet the dataset's declaration, a line each.

    Checking some documents at a time is enough for keys too: they begin with the document. Rows that were taken over
    have been checked. Raises NotMadeError.
    """
    require_gathered([dataset], run)
    if is_checked(dataset, run):
        return ()
    found: list[str] = []
    for table in _unchecked(dataset, run):
        try:
            found += [failure.reason for failure in failures_of(dataset, table)]
        except SchemaErrors as error:
            found.append(f"schema {dataset}: {error}")
    made_of = read_note(made_of_file(dataset, run))
    if made_of is not None and not found:
        write_note(checked_file(dataset, run), made_of)
    return tuple(found)


def _unchecked(dataset: str, run: Run) -> Iterator[pa.Table]:
    """The gathered rows of a dataset that nobody has checked. Row groups without any are not read."""
    index = read_index(run.folder / INDEX_FILE) if ORDERED_BY.get(dataset) == ID else None
    if index is None:
        yield from gathered_rows(dataset, run)
        return
    is_new = pc.field(ID).isin(pa.array(index.unchecked, pa.string()))
    with pq.ParquetFile(gathered_file(dataset, run)) as file:
        for group in range(file.num_row_groups):
            if file.read_row_group(group, [ID]).filter(is_new).num_rows:
                yield file.read_row_group(group).filter(is_new)


def failed_findings(run: Run) -> Mapping[str, int]:
    """How many findings of all gathered documents failed, by severity."""
    counts: Counter[str] = Counter()
    for table in gathered_rows("documents", run, [*FAILED_FINDINGS]):
        for column, severity in FAILED_FINDINGS.items():
            counts[severity] += sum(number or 0 for number in table.column(column).to_pylist())
    return counts
