"""A release written to a draft: its datasets and all other files, held against the last release, and validated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa

from pipelines.datasets.catalogue import MODELS
from pipelines.datasets.row_keys import table_with_keys, with_row_keys
from pipelines.datasets.validation import failures_of
from pipelines.foundation.tasks import Task, Together, one_by_one
from pipelines.release.changes import changes
from pipelines.release.columns import next_version, schemas_of
from pipelines.release.counts import Counts, counts_of
from pipelines.release.documents import Histories, compared, read_documents, with_superseded
from pipelines.release.gate import losses, require_documents, require_no_losses
from pipelines.release.makers import makings
from pipelines.release.manifest import (
    CHECKSUMS,
    MANIFEST,
    Code,
    PublishedFile,
    checksums,
    code,
    findings_by_severity,
    published_file,
    read_manifest,
    rows_by_year,
    source_documents,
    verify,
    write_json,
)
from pipelines.release.order import Order
from pipelines.release.package import TOLD_OF_DOCUMENTS, Edition, package
from pipelines.release.place import Place
from pipelines.release.searched import Piece, Searched
from pipelines.release.validators import Verdict, askings, require_valid
from pipelines.release.version import Version, day_of
from pipelines.release.writing import Publication, in_groups, write_dataset


def write_release(draft: Path, place: Place, order: Order) -> Edition:
    """Write all files of a release to a draft, and hold it against the last release and the validators.

    For the errors see `pipelines.release.publish.publish`.
    """
    last = place.latest
    documents = pa.concat_tables(order.datasets["documents"]())
    require_documents(documents, order.folder)
    made_by = code()
    before = None if last is None else read_documents(last)
    histories = _histories(last, before, documents, order, made_by)
    version = Version(day_of(documents, order.corrected, order.files.values())).after(place.versions())
    previous = None if place.version is None else str(place.version)
    if previous is not None and before is not None:
        documents = with_row_keys("documents", with_superseded(documents, before, histories, previous))
    datasets = {**order.datasets, "documents": partial(_only, _valid("documents", documents))}
    written = _write_all(datasets, draft, version, order.searched, last, order.together)
    counts = counts_of(draft, order.datasets)
    lost = _lost(last, counts, histories)
    require_no_losses(lost, order.accepted)
    differences = _changes(last, draft, order, histories, previous, {name: each.same for name, each in written.items()})
    written |= _write_all({"changes": lambda: differences}, draft, version, order.searched, last)
    publications = tuple(each.publication for each in written.values())
    edition = Edition(
        version,
        _schema_version(last, draft),
        previous,
        publications,
        documents.select(TOLD_OF_DOCUMENTS).to_pylist(),
        order.files,
        last,
        order.pictures,
    )
    made, told = _made(draft, edition, order)
    accepted = [{"what": each, "why": order.accepted} for each in lost]
    counts = {**counts, **counts_of(draft, ["changes"])}
    write_json(draft / MANIFEST, _manifest(draft, edition, order, made_by, counts, told, accepted))
    of_datasets = [file for each in publications for file in (each.parquet, each.csv)]
    listed = checksums([*of_datasets, *made, published_file(MANIFEST, draft / MANIFEST)])
    (draft / CHECKSUMS).write_text(listed, encoding="utf-8", newline="\n")
    verify(draft)
    return edition


def _made(draft: Path, edition: Edition, order: Order) -> tuple[Sequence[PublishedFile], Sequence[Verdict]]:
    """The files beside those of the datasets, and what the validators say. ValidatorError where one refuses."""
    # Asked as soon as may be: one that takes long would be left alone at the end.
    done = order.together({**askings(draft, order.validators), **makings(draft, edition)}).values()
    found = [each for each in done if isinstance(each, Verdict)]
    require_valid(found)
    return [file for each in done if not isinstance(each, Verdict) for file in each], found


@dataclass(frozen=True)
class _Written:
    publication: Publication
    clean: frozenset[Piece]
    """The rows in which nothing personal was found."""
    same: frozenset[str]
    """The documents that have the same rows in the last release."""


def _write_all(
    datasets: Mapping[str, Callable[[], Iterable[pa.Table]]],
    draft: Path,
    version: Version,
    searched: Searched,
    last: Path | None,
    together: Together = one_by_one,
) -> dict[str, _Written]:
    """Write datasets, and note in which rows nothing personal was found. Raises PersonalDataError."""
    tasks = {name: Task(partial(_write, name, rows, draft, version, searched, last)) for name, rows in datasets.items()}
    written = together(tasks)
    searched.clean.update((name, each.clean) for name, each in written.items())
    return dict(written)


def _write(
    dataset: str,
    rows: Callable[[], Iterable[pa.Table]],
    draft: Path,
    version: Version,
    searched: Searched,
    last: Path | None,
) -> _Written:
    search = searched.of(dataset)
    publication = write_dataset(dataset, rows(), draft, str(version), search)
    same = frozenset[str]() if last is None else search.same_in(last)
    return _Written(publication, frozenset(search.clean), same)


def _only(table: pa.Table) -> Iterable[pa.Table]:
    return [table]


def _valid(dataset: str, table: pa.Table) -> pa.Table:
    """A table that meets its declaration. Raises ValueError."""
    for failure in failures_of(dataset, table):
        raise ValueError(failure.reason)
    return table


def _histories(
    last: Path | None, documents_before: pa.Table | None, documents: pa.Table, order: Order, made_by: Code
) -> Histories:
    found = compared(documents)
    if last is None or documents_before is None:
        return Histories((), found, order.withdrawals, None)
    told = read_manifest(last).get("code")
    before = told.get("commit") if isinstance(told, dict) else None
    commits = f"{before}..{made_by.commit}" if before and made_by.commit else None
    return Histories(compared(documents_before), found, order.withdrawals, commits)


def _lost(last: Path | None, counts: Counts, histories: Histories) -> tuple[str, ...]:
    if last is None:
        return ()
    if (last / MANIFEST).exists():
        verify(last)
    datasets = [path.stem for path in sorted(last.glob("*.parquet"))]
    return losses(counts_of(last, datasets, histories.withdrawn), counts, histories)


def _changes(
    last: Path | None,
    draft: Path,
    order: Order,
    histories: Histories,
    previous: str | None,
    same: Mapping[str, Set[str]],
) -> Iterator[pa.Table]:
    if last is None:
        return
    found = changes(last, draft, order.datasets, histories, same)
    tables = (table_with_keys("changes", [{**row, "previous_version": previous} for row in rows]) for rows in found)
    yield from (_valid("changes", group) for group in in_groups(tables))


def _schema_version(last: Path | None, draft: Path) -> str:
    if last is None:
        return package().schema_version
    told = str(read_manifest(last).get("schema_version") or package().schema_version)
    return next_version(told, schemas_of(last), schemas_of(draft))


def _manifest(
    draft: Path,
    edition: Edition,
    order: Order,
    made_by: Code,
    counts: Counts,
    found: Sequence[Verdict],
    accepted: Sequence[Mapping[str, str | None]],
) -> dict[str, object]:
    return {
        "version": str(edition.version),
        "previous": edition.previous,
        "schema_version": edition.schema_version,
        "date": edition.day.isoformat(),
        "licence": package().licence.model_dump(),
        "inputs": order.inputs,
        "code": {
            "software": made_by.software,
            "commit": made_by.commit,
            "lock": made_by.lock,
            "libraries": made_by.libraries,
        },
        "datasets": rows_by_year({name: counts[name] for name in MODELS if name in counts}),
        "findings": findings_by_severity(draft),
        "checks": {each.name: each.told for each in found},
        "accepted": list(accepted),
        "withdrawals": [each.model_dump(mode="json") for each in order.withdrawals],
        "documents": source_documents(edition.documents),
    }
