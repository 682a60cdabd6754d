"""The rows of all documents brought together anew: only where one of them, the corrections or the code have changed."""

from __future__ import annotations

from contextlib import closing

from pipelines.foundation.tasks import InTurn
from pipelines.release.corrections import read_corrections
from pipelines.run.accounts import take_accounts
from pipelines.run.all_rows import AllDocuments
from pipelines.run.datasets import OF_DOCUMENTS, ORDERED_BY
from pipelines.run.gathered import gathered_file, is_checked, write_rows
from pipelines.run.last_rows import INDEX_FILE, Index, opened, read_index
from pipelines.run.run import Run


def gather_documents(run: Run, made_by: str, in_turn: InTurn) -> None:
    """Gather the rows of all documents; those that follow from the same as before are taken over.

    `made_by` is the fingerprint of the code that gathers. Raises CorrectionError.
    """
    index = read_index(run.folder / INDEX_FILE)
    files = {dataset: (gathered_file(dataset, run), by) for dataset, by in ORDERED_BY.items()}
    was_checked = all(is_checked(dataset, run) for dataset in ORDERED_BY)
    documents = AllDocuments(take_accounts(run.jobs()), read_corrections(run.corrections))
    # Closed here and not when the generator is collected: after an interruption workers end at once.
    with opened(index, made_by, files) as last, closing(documents.rows(last, in_turn)) as tables:
        write_rows(OF_DOCUMENTS, tables, run)
        new = {name for name, part in documents.parts.items() if not last.has(name, part)}
    unchecked = new if index is None or was_checked else new | index.unchecked
    written = (path for path, _ in files.values())
    Index.of_files(made_by, documents.parts, written, unchecked).keep(run.folder / INDEX_FILE)
