"""The files of gathered rows, one for each dataset, and what is noted of them: made of what, and whether checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.datasets.catalogue import arrow_schema
from pipelines.foundation.storage import whole_file
from pipelines.release.batches import batches_of
from pipelines.release.writing import ROWS_PER_GROUP
from pipelines.run.joined import Joined
from pipelines.run.run import NotMadeError, Run


def made_of_file(dataset: str, run: Run) -> Path:
    """Where it stands what a gathered file was made of."""
    return run.folder / f"{dataset}.made_of"


def checked_file(dataset: str, run: Run) -> Path:
    """Where it stands that the rows of a gathered file meet their declaration: what the file was made of."""
    return run.folder / f"{dataset}.checked"


def write_note(path: Path, text: str) -> None:
    """Keep a note of the run."""
    with whole_file(path, private=True) as draft:
        draft.write_text(text, encoding="utf-8")


def read_note(path: Path) -> str | None:
    """A note that was kept; None where there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else None


def gathered_file(dataset: str, run: Run) -> Path:
    """Where `gather` puts the rows of a dataset."""
    return run.folder / f"{dataset}.parquet"


def require_gathered(datasets: Iterable[str], run: Run) -> None:
    """Raise NotMadeError where the rows of a dataset were not gathered."""
    if missing := [dataset for dataset in datasets if not gathered_file(dataset, run).exists()]:
        raise NotMadeError(f"no rows of {', '.join(missing)} were gathered yet: they are made first")


def gathered_rows(dataset: str, run: Run, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """The rows that were gathered, some thousands at a time and never a part of a document's; or some columns."""
    with pq.ParquetFile(gathered_file(dataset, run)) as file:
        for group in range(file.num_row_groups):
            yield file.read_row_group(group, None if columns is None else [*columns])


def first_rows(dataset: str, run: Run, count: int) -> list[dict[str, object]]:
    """The first of the rows that were gathered, without reading all that are in a group with them."""
    with closing(batches_of(gathered_file(dataset, run), rows=count)) as batches:
        batch = next(batches, None)
    return [] if batch is None else batch.to_pylist()


def is_checked(dataset: str, run: Run) -> bool:
    """Whether the rows of a gathered file were found to meet their declaration."""
    made_of = read_note(made_of_file(dataset, run))
    return made_of is not None and read_note(checked_file(dataset, run)) == made_of


def write_rows(datasets: Iterable[str], tables: Iterable[tuple[str, pa.Table]], run: Run) -> None:
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
        made_of_file(dataset, run).unlink(missing_ok=True)
        checked_file(dataset, run).unlink(missing_ok=True)
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
