"""The rows of each dataset, of all documents, brought together in one file before they are checked and released."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pandera.errors import SchemaErrors

from pipelines.datasets.catalogue import arrow_schema, primary_key
from pipelines.datasets.frames import table_of
from pipelines.datasets.row_keys import with_row_keys
from pipelines.datasets.validation import failures_of
from pipelines.fetching.record import fetch_records
from pipelines.foundation.storage import whole_file
from pipelines.foundation.tasks import InTurn, one_after_another
from pipelines.release.corrections import read_corrections
from pipelines.release.writing import ROWS_PER_GROUP
from pipelines.run.accounts import FAILED_FINDINGS, OF_DOCUMENTS, refusal_of, take_accounts
from pipelines.run.all_rows import ORDERED_BY, AllDocuments, rows_of
from pipelines.run.fingerprint import fingerprint
from pipelines.run.joined import Joined
from pipelines.run.last_rows import Index, opened, read_index
from pipelines.run.run import Run
from pipelines.run.stages import INTERPRET

_RESULTS, _INDEX = "results.sha256", "index.json"
_ID = "document_id"


def gather(dataset: str, run: Run, in_turn: InTurn = one_after_another) -> int:
    """Bring the rows of a dataset, corrected, together in one file of the run's folder. Returns their number.

    Documents give the rows of all their datasets in one pass, so the first of these brings the others too. What was
    gathered of the same results, by the same code, stays as it is; of documents that are as they were, the rows are
    taken over; those of new ones are made `in_turn`. Raises CorrectionError.
    """
    made_of = _made_of(dataset, run)
    if made_of is None or _kept(_mark(dataset, run)) != made_of:
        if dataset in OF_DOCUMENTS:
            written = OF_DOCUMENTS
            _gather_documents(run, in_turn)
        else:
            written = (dataset,)
            _write(written, _tables(dataset, run), run)
        if made_of is not None:
            for each in written:
                _keep(_mark(each, run), made_of)
    return pq.read_metadata(gathered_file(dataset, run)).num_rows


def _gather_documents(run: Run, in_turn: InTurn) -> None:
    """Gather the rows of all documents; those that follow from the same as before are taken over."""
    index = read_index(run.folder / _INDEX)
    made_by = _made_by()
    files = {dataset: (gathered_file(dataset, run), by) for dataset, by in ORDERED_BY.items()}
    was_checked = all(_is_checked(dataset, run) for dataset in ORDERED_BY)
    documents = AllDocuments(take_accounts(run.jobs()), read_corrections(run.corrections))
    # Closed here and not when the generator is collected: after an interruption workers end at once.
    with opened(index, made_by, files) as last, closing(documents.rows(last, in_turn)) as tables:
        _write(OF_DOCUMENTS, tables, run)
        new = {name for name, part in documents.parts.items() if not last.has(name, part)}
    unchecked = new if index is None or was_checked else new | index.unchecked
    written = (path for path, _ in files.values())
    Index.of_files(made_by, documents.parts, written, unchecked).keep(run.folder / _INDEX)


def note_results(run: Run) -> None:
    """Keep what became of each document as one digest, by which `gather` sees whether anything is new."""
    results = [(INTERPRET.key(job), repr(refusal_of(job))) for job in run.jobs()]
    _keep(run.folder / _RESULTS, hashlib.sha256(repr(results).encode()).hexdigest())


def _made_by() -> str:
    """The fingerprint of what gathers rows."""
    return fingerprint(("run.gathering",), ("pandas", "pandera", "pyarrow", "pydantic", "pyyaml"))


def _made_of(dataset: str, run: Run) -> str | None:
    """A digest of all that the gathered rows of a dataset follow from; None where that is not known."""
    parts = [_made_by(), *(f"{path.name} {path.read_text('utf-8')}" for path in sorted(run.corrections.glob("*.yaml")))]
    if dataset in OF_DOCUMENTS:
        results = _kept(run.folder / _RESULTS)
        if results is None:
            return None
        parts += [results, run.registry_digest]
    return None if dataset == "fetches" else hashlib.sha256(repr(parts).encode()).hexdigest()


def _write(datasets: Iterable[str], tables: Iterable[tuple[str, pa.Table]], run: Run) -> None:
    """Write the rows of some datasets, each to its file, all or none."""
    with ExitStack() as files:
        groups = {dataset: _Groups(dataset, run, files) for dataset in datasets}
        for dataset, table in tables:
            groups[dataset].add(table)
        for group in groups.values():
            group.close()


class _Groups:
    """The file of a dataset that is being written: whole documents, together until they are worth a row group."""

    def __init__(self, dataset: str, run: Run, files: ExitStack) -> None:
        _mark(dataset, run).unlink(missing_ok=True)
        _checked(dataset, run).unlink(missing_ok=True)
        draft = files.enter_context(whole_file(gathered_file(dataset, run), private=True))
        self._writer = files.enter_context(pq.ParquetWriter(draft, arrow_schema(dataset)))
        self._waiting = Joined()

    def add(self, table: pa.Table) -> None:
        self._waiting.add(table)
        if self._waiting.rows >= ROWS_PER_GROUP:
            self.close()

    def close(self) -> None:
        """Write what is waiting."""
        if (table := self._waiting.taken()) is not None:
            self._writer.write_table(table)


def _tables(dataset: str, run: Run) -> Iterable[tuple[str, pa.Table]]:
    if dataset == "fetches":
        return ((dataset, table) for table in _fetches(run.raw))
    return ((dataset, table) for table in rows_of(dataset, (), read_corrections(run.corrections)))


def _fetches(raw: Path) -> Iterator[pa.Table]:
    """The attempts to fetch something, by time. After years they are millions: few at a time are objects."""
    records = fetch_records(raw)
    pieces = [arrow_schema("fetches").empty_table()]
    while some := list(islice(records, ROWS_PER_GROUP)):
        pieces.append(table_of("fetches", some))
    by_time = pa.concat_tables(pieces).sort_by([(name, "ascending") for name in primary_key("fetches")])
    starts = range(0, max(by_time.num_rows, 1), ROWS_PER_GROUP)
    return (with_row_keys("fetches", by_time.slice(start, ROWS_PER_GROUP)) for start in starts)


def _mark(dataset: str, run: Run) -> Path:
    """Where it stands what a gathered file was made of."""
    return run.folder / f"{dataset}.made_of"


def _checked(dataset: str, run: Run) -> Path:
    """Where it stands that the rows of a gathered file meet their declaration: what the file was made of."""
    return run.folder / f"{dataset}.checked"


def _keep(path: Path, text: str) -> None:
    with whole_file(path, private=True) as draft:
        draft.write_text(text, encoding="utf-8")


def _kept(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def gathered_file(dataset: str, run: Run) -> Path:
    """Where `gather` puts the rows of a dataset."""
    return run.folder / f"{dataset}.parquet"


def gathered_rows(dataset: str, run: Run, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """The rows that were gathered, some thousands at a time and never a part of a document's; or some columns."""
    with pq.ParquetFile(gathered_file(dataset, run)) as file:
        for group in range(file.num_row_groups):
            yield file.read_row_group(group, None if columns is None else [*columns])


def violations(dataset: str, run: Run) -> tuple[str, ...]:
    """What of the gathered rows does not meet the dataset's declaration, a line each.

    Checking some documents at a time is enough for keys too: they begin with the document. Rows that were taken over
    have been checked.
    """
    if _is_checked(dataset, run):
        return ()
    found: list[str] = []
    for table in _unchecked(dataset, run):
        try:
            found += [failure.reason for failure in failures_of(dataset, table)]
        except SchemaErrors as error:
            found.append(f"schema {dataset}: {error}")
    made_of = _kept(_mark(dataset, run))
    if made_of is not None and not found:
        _keep(_checked(dataset, run), made_of)
    return tuple(found)


def _is_checked(dataset: str, run: Run) -> bool:
    """Whether the rows of a gathered file were found to meet their declaration."""
    made_of = _kept(_mark(dataset, run))
    return made_of is not None and _kept(_checked(dataset, run)) == made_of


def _unchecked(dataset: str, run: Run) -> Iterator[pa.Table]:
    """The gathered rows of a dataset that nobody has checked."""
    index = read_index(run.folder / _INDEX) if ORDERED_BY.get(dataset) == _ID else None
    for table in gathered_rows(dataset, run):
        yield table if index is None else table.filter(pc.field(_ID).isin(pa.array(index.unchecked, pa.string())))


def failed_findings(run: Run) -> Mapping[str, int]:
    """How many findings of all gathered documents failed, by severity."""
    counts: Counter[str] = Counter()
    for table in gathered_rows("documents", run, [*FAILED_FINDINGS]):
        for column, severity in FAILED_FINDINGS.items():
            counts[severity] += sum(number or 0 for number in table.column(column).to_pylist())
    return counts


def count_by(dataset: str, columns: Sequence[str], run: Run) -> Counter[tuple[str | None, ...]]:
    """How many gathered rows have the same values in some columns."""
    counts: Counter[tuple[str | None, ...]] = Counter()
    for table in gathered_rows(dataset, run, columns):
        counts.update(zip(*(table.column(column).to_pylist() for column in columns), strict=True))
    return counts
