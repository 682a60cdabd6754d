"""What became of the documents of the last release: kept, replaced, withdrawn, gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.datasets.catalogue import arrow_schema
from pipelines.datasets.frames import table_of
from pipelines.foundation.declaration import Declaration, DeclarationError, DeclarationFile
from pipelines.foundation.record import Record

SUPERSEDED = "superseded"
_OF_NO_DOCUMENT = {"corrections": "correction", "classifications": "reading", "fetches": "record"}
"""Why the rows of datasets differ that are made of no document."""
_GRAVEST_FIRST = ("reading", "replaced_document", "withdrawn_document", "missing_document", "new_document", "record")
_DIGITS = 8
_COMPARED = ("document_id", "source_file", "sha256", "status", "reason", "pipeline_version")


class Withdrawal(Declaration):
    """A document that is meant to be gone: its file as `documents` names it, and why."""

    file: str
    reason: str
    date: date


def read_withdrawals(path: Path) -> tuple[Withdrawal, ...]:
    """The withdrawals that a file lists; none where there is no file. Raises DeclarationError."""
    if not path.exists():
        return ()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path.name}: can't be read: {error}") from error
    declared = DeclarationFile("", path.name, tuple[Withdrawal, ...], many=True)
    return tuple(withdrawal for each in declared.parse(text, path.name) for withdrawal in each)


def read_documents(release: Path) -> pa.Table:
    """The rows of `documents` of a release."""
    return pq.read_table(release / "documents.parquet")


def compared(documents: pa.Table) -> list[Record]:
    """Rows of `documents` by what `Histories` look at: as objects, all columns of all documents take kilobytes each."""
    return documents.select([name for name in _COMPARED if name in documents.column_names]).to_pylist()


@dataclass(frozen=True)
class History:
    """A document in two releases by its id there; None where it is not in one of them."""

    before: str | None
    after: str | None
    reason: str
    detail: str | None = None


@dataclass(frozen=True)
class Histories:
    """The documents of two releases side by side, each as `compared` gives it. `commits` is the range of code between
    them, where it is known."""

    before: Sequence[Record]
    after: Sequence[Record]
    withdrawals: Sequence[Withdrawal]
    commits: str | None

    @cached_property
    def replaced(self) -> Mapping[str, Record]:
        """The documents of the last release that were replaced, by their digest, with the row of what replaced them."""
        now = {str(row["sha256"]) for row in self.after if row["sha256"] and row["status"] != SUPERSEDED}
        by_file = {row["source_file"]: row for row in self.after if row["sha256"] in now}
        by_id = {row["document_id"]: row for row in self.after if row["sha256"] and row["document_id"]}
        found: dict[str, Record] = {}
        for row in self.was_there:
            if row["sha256"] and row["sha256"] not in now:
                other = by_id.get(row["document_id"]) or by_file.get(row["source_file"])
                if other is not None:
                    found[str(row["sha256"])] = other
        return found

    @property
    def was_there(self) -> Iterator[Record]:
        """The documents that the last release was made of."""
        return (row for row in self.before if row["status"] != SUPERSEDED)

    @cached_property
    def gone(self) -> tuple[Record, ...]:
        """The documents of the last release of which neither the file nor one that replaced it is there.

        One whose data were published and that is set aside now counts too.
        """
        now = {row["sha256"]: row for row in self.after if row["sha256"] and row["status"] != SUPERSEDED}
        published = {row["sha256"] for row in self.after if row["sha256"] and row["document_id"]}
        return tuple(
            row
            for row in self.was_there
            if row["sha256"]
            and row["sha256"] not in self.replaced
            and (row["sha256"] not in now or (row["document_id"] and row["sha256"] not in published))
        )

    def withdrawal_of(self, row: Record) -> Withdrawal | None:
        """The withdrawal that names a document's file."""
        return next((each for each in self.withdrawals if each.file == row["source_file"]), None)

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """The ids of documents whose rows are meant to be gone."""
        return frozenset(str(row["document_id"]) for row in self.gone if row["document_id"] and self.withdrawal_of(row))

    @cached_property
    def _of_id(self) -> Mapping[str, Record]:
        return {str(row["document_id"]): row for row in self.before if row["document_id"]}

    @cached_property
    def _of_id_now(self) -> Mapping[str, Record]:
        return {str(row["document_id"]): row for row in self.after if row["document_id"]}

    @cached_property
    def _versions(self) -> Mapping[str, frozenset[object]]:
        """The software that read each file in the two releases."""
        found: defaultdict[str, set[object]] = defaultdict(set)
        for row in (*self.before, *self.after):
            found[str(row["source_file"])].add(row["pipeline_version"])
        return {file: frozenset(versions) for file, versions in found.items()}

    def of(self, dataset: str, ids: Iterable[str | None]) -> Iterator[History]:
        """The histories of a dataset's documents; of one without documents, the one of all its rows."""
        wanted = set(ids)
        if None in wanted:
            yield History(None, None, _OF_NO_DOCUMENT.get(dataset) or self._reason_of_all)
            return
        old_of_digest = {row["sha256"]: row["document_id"] for row in self.was_there if row["document_id"]}
        came_from: dict[str, str] = {}
        for row in self.after:
            if row["document_id"] and (old := old_of_digest.get(row["sha256"])):
                came_from[str(row["document_id"])] = str(old)
        for digest, other in self.replaced.items():
            if other["document_id"] and (old := old_of_digest.get(digest)):
                came_from.setdefault(str(other["document_id"]), str(old))
        for name in sorted(str(row["document_id"]) for row in self.after if row["document_id"]):
            if name in wanted or came_from.get(name) in wanted:
                old = came_from.get(name)
                yield History(old, name, "new_document") if old is None else self._kept(old, name)
        left = {str(name) for name in self._of_id} - set(came_from.values())
        yield from (self._gone(name) for name in sorted(left) if name in wanted)

    @cached_property
    def _reason_of_all(self) -> str:
        """Why what is made of all documents differs: the gravest of what became of them."""
        ids = [str(row["document_id"]) for rows in (self.before, self.after) for row in rows if row["document_id"]]
        found = {history.reason for history in self.of("documents", ids)}
        return next((reason for reason in _GRAVEST_FIRST if reason in found), "reading")

    def _kept(self, old: str, new: str) -> History:
        before, after = self._of_id[old], self._of_id_now[new]
        if before["sha256"] != after["sha256"]:
            return History(old, new, "replaced_document")
        if before["pipeline_version"] != after["pipeline_version"]:
            return History(old, new, "reading", self.commits)
        return History(old, new, "record")

    def _gone(self, name: str) -> History:
        row = self._of_id[name]
        withdrawal = self.withdrawal_of(row)
        if withdrawal is not None:
            return History(name, None, "withdrawn_document", withdrawal.reason)
        still = next((each for each in self.after if each["sha256"] == row["sha256"]), None)
        if still is not None:
            return History(name, None, "reading", f"{still['reason']}")
        return History(name, None, "missing_document")

    def reason_of(
        self, dataset: str, old: Record | None, new: Record | None, history: History
    ) -> tuple[str, str | None]:
        """Why a row differs: a correction that its mark tells of, else what became of its document."""
        marks = [row.get("printed_value") if row else None for row in (old, new)]
        if marks[0] != marks[1]:
            return "correction", str(marks[1] or marks[0])
        if dataset == "documents":
            return self._of_row(old, new)
        return history.reason, self.commits if history.reason == "reading" and not history.detail else history.detail

    def _of_row(self, old: Record | None, new: Record | None) -> tuple[str, str | None]:
        """Why a row of `documents` differs."""
        if new is not None and new["status"] == SUPERSEDED:
            return "replaced_document", None
        if old is None:
            return "new_document", None
        if new is None:
            withdrawal = self.withdrawal_of(old)
            return ("withdrawn_document", withdrawal.reason) if withdrawal else ("missing_document", None)
        if old["sha256"] != new["sha256"]:
            return "replaced_document", None
        if old.get("status") != new.get("status") or old.get("pages") != new.get("pages"):
            return "reading", self.commits
        is_same_reading = len(self._versions[str(old["source_file"])]) == 1
        return ("record", None) if is_same_reading else ("reading", self.commits)


def with_superseded(documents: pa.Table, last: pa.Table, histories: Histories, previous: str) -> pa.Table:
    """The rows of `documents` with those of files that were replaced, in this release or before, after them.

    `last` are the rows of the last release.
    """
    names = {str(row["source_file"]) for row in histories.after}
    digests = {row["sha256"] for row in histories.after}
    was_replaced = pc.field("sha256").isin(pa.array([*histories.replaced], pa.string()))
    kept = last.filter(pc.field("status") == SUPERSEDED).to_pylist()
    rows = [row for row in kept if row["sha256"] not in digests]
    for row in last.filter((pc.field("status") != SUPERSEDED) & was_replaced).to_pylist():
        other = histories.replaced.get(str(row["sha256"]))
        if other is not None:
            rows.append(
                {
                    **row,
                    "document_id": None,
                    "status": SUPERSEDED,
                    "superseded_by": other["sha256"],
                    "reason": f"last_in {previous}",
                }
            )
    declared = set(arrow_schema("documents").names)
    named = [{**row, "source_file": _distinct(row, names)} for row in rows]
    earlier = [{name: value for name, value in row.items() if name in declared} for row in named]
    return pa.concat_tables([documents, table_of("documents", earlier)]) if earlier else documents


def _distinct(row: Record, names: set[str]) -> str:
    """The name of an earlier file, which its successor may bear: with the first digits of its digest."""
    suffix = f" ({str(row['sha256'])[:_DIGITS]})"
    name = str(row["source_file"])
    return name if name.endswith(suffix) else f"{name}{suffix}" if name in names else name
