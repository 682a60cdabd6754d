"""The rows that were gathered last, of which those of unchanged documents are taken over instead of made again.

What the rows of a document follow from is told by a digest. The files must be as they were written: of a changed one
nothing is taken over.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.foundation.storage import whole_file
from pipelines.release.by_document import runs
from pipelines.release.manifest import published_file

INDEX_FILE = "index.json"
"""In the folder of a run: the index of what was gathered last."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a document's rows follow from, as a digest, and the key of the body whose document it is."""

    digest: str
    department: str | None


@dataclass(frozen=True)
class Index:
    """What was gathered: by which code, what of each document, and into which files, by their digests.

    `unchecked` are the documents whose rows nobody has held against their declarations yet.
    """

    made_by: str
    parts: Mapping[str, Part] = field(default_factory=dict[str, Part])
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    unchecked: frozenset[str] = frozenset()

    @classmethod
    def of_files(
        cls, made_by: str, parts: Mapping[str, Part], files: Iterable[Path], unchecked: Iterable[str]
    ) -> Index:
        """The index of files that were written just now."""
        digests = {path.name: published_file(path.name, path).sha256 for path in files}
        return cls(made_by, parts, digests, frozenset(unchecked))

    def keep(self, path: Path) -> None:
        told = {**asdict(self), "unchecked": sorted(self.unchecked)}
        with whole_file(path, private=True) as draft:
            draft.write_text(json.dumps(told), encoding="utf-8")


def read_index(path: Path) -> Index | None:
    """The index that was kept; None where there is none."""
    if not path.exists():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    parts = {name: Part(**part) for name, part in told["parts"].items()}
    return Index(told["made_by"], parts, told["files"], frozenset(told["unchecked"]))


class LastRows:
    """Rows that were gathered before. They are asked for in their order, so that each file is read once, in groups."""

    def __init__(self, parts: Mapping[str, Part], cursors: Mapping[str, _Cursor]) -> None:
        self._parts = parts
        self._cursors = cursors
        self._departments = members(parts)

    def has(self, document_id: str, part: Part) -> bool:
        """Whether there are the rows of a document that follow from the same."""
        return self._parts.get(document_id) == part

    def has_department(self, key: str, members_now: Mapping[str, str]) -> bool:
        """Whether there are the rows of a body that follow from the same documents."""
        return self._departments.get(key) == members_now

    def rows(self, dataset: str, name: str) -> pa.Table | None:
        """The rows of a document, or of a body, in a dataset; None where it has none."""
        return self._cursors[dataset].rows(name)


def members(parts: Mapping[str, Part]) -> Mapping[str, Mapping[str, str]]:
    """The documents of each body, with their digests."""
    found: dict[str, dict[str, str]] = {}
    for name, part in parts.items():
        if part.department is not None:
            found.setdefault(part.department, {})[name] = part.digest
    return found


NOTHING = LastRows({}, {})


@contextmanager
def opened(index: Index | None, made_by: str, files: Mapping[str, tuple[Path, str]]) -> Generator[LastRows]:
    """The rows of an index and its files, each with the column by which its rows are ordered.

    Nothing where other code gathered them, or a file is missing or another one.
    """
    if index is None or index.made_by != made_by or not all(_is_same(path, index) for path, _ in files.values()):
        yield NOTHING
        return
    with ExitStack() as stack:
        cursors = {
            dataset: _Cursor(stack.enter_context(pq.ParquetFile(path)), by) for dataset, (path, by) in files.items()
        }
        yield LastRows(index.parts, cursors)


def _is_same(path: Path, index: Index) -> bool:
    return path.is_file() and published_file(path.name, path).sha256 == index.files.get(path.name)


class _Cursor:
    """The rows of a file that is ordered by a column, name by name."""

    def __init__(self, file: pq.ParquetFile, by: str) -> None:
        self._slices = _slices(file, by)
        self._next = next(self._slices, None)

    def rows(self, name: str) -> pa.Table | None:
        """The rows of a name. Names are asked for in the file's order."""
        while self._next is not None and self._next[0] < name:
            self._next = next(self._slices, None)
        return self._next[1] if self._next is not None and self._next[0] == name else None


def _slices(file: pq.ParquetFile, by: str) -> Iterator[tuple[str, pa.Table]]:
    """The names of a file with their rows, of which none are parted by the groups of the file."""
    for group in range(file.num_row_groups):
        for name, rows in runs(file.read_row_group(group), by):
            yield str(name), rows
