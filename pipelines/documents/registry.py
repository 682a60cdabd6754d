"""The registry of sources: which documents lie below a folder, and what is recorded of their origin."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from pipelines.documents.quarantine import Reason
from pipelines.foundation.printable import printable

SOURCES_FILE = "sources.csv"
HEAD_BYTES = 1024
"""How much of a file is looked at to tell what kind of file it is."""
LARGEST_FILE = 300_000_000
"""Bytes: no disclosure comes near it, and a larger file costs memory before anything is known of it."""

FormatOf = Callable[[bytes, str], str | None]
"""The kind of a file by its first bytes and its name; None where it is no document."""


@dataclass(frozen=True)
class Fault:
    """Why a file can't even be taken for a document: the `reason` of its row in `documents`, and what was seen."""

    reason: str
    message: str


@dataclass(frozen=True)
class Source:
    """One published file; `file` is its path below the registry's folder, with what can't be printed escaped.

    `department_name` to `scope` serve where the document does not say; files of one `disclosure` belong together.
    `sisters` are the digests of the other files of its disclosure, where they were found.
    `sha256` is "" where a `fault` keeps the file from being read. `url` to `note` are recorded in `sources.csv`,
    else None; `retrieved_at` is an ISO 8601 date or time. `format` is the kind of file that it is or claims to be, ""
    where that can't be told. `duplicate_of` is the `file` of the first source with the same bytes.
    """

    path: Path
    file: str
    sha256: str
    bytes: int
    format: str
    url: str | None = None
    publisher: str | None = None
    division_code: str | None = None
    department_name: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    scope: str | None = None
    disclosure: str | None = None
    sisters: tuple[str, ...] = ()
    published_on: date | None = None
    retrieved_at: str | None = None
    licence: str | None = None
    note: str | None = None
    duplicate_of: str | None = None
    fault: Fault | None = None

    @property
    def set_aside(self) -> Fault | None:
        """Why nobody needs to open the file: it can't be read, or another has the same bytes."""
        if self.duplicate_of is not None:
            return Fault(f"{Reason.DUPLICATE_OF} {self.duplicate_of}", "the same bytes as that file")
        return self.fault


@dataclass(frozen=True)
class Registry:
    """The sources in the order of their paths, and a line for each record that can't be used."""

    sources: tuple[Source, ...]
    problems: tuple[str, ...] = ()


class RegistryError(Exception):
    """The folder of documents can't be read."""


def _division_code(text: str) -> str:
    if not re.fullmatch(r"[1-9]\d{5}", text):
        raise ValueError(text)
    return text


def _moment(text: str) -> str:
    datetime.fromisoformat(text)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}(T.+)?", text):
        raise ValueError(text)
    return text


def _year(text: str) -> int:
    if not re.fullmatch(r"20\d\d", text):
        raise ValueError(text)
    return int(text)


def _one_of(*values: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in values:
            raise ValueError(text)
        return text

    return parse


FACTS: Mapping[str, Callable[[str], str | int | date]] = {
    "url": str,
    "publisher": str,
    "division_code": _division_code,
    "department_name": str,
    "fiscal_year": _year,
    "stage": _one_of("budget", "final_accounts"),
    "scope": _one_of("department", "unit"),
    "disclosure": str,
    "published_on": date.fromisoformat,
    "retrieved_at": _moment,
    "licence": str,
    "note": str,
}
"""The facts of `sources.csv` that a source takes over; what can't be read raises ValueError."""


def read_registry(folder: Path, format_of: FormatOf) -> Registry:
    """Find the documents below a folder, at any depth: the files of which `format_of` tells the kind.

    Names that begin with a dot are left out. A `sources.csv` (columns `file`, `sha256` and those of `FACTS`; all but
    `file` optional) describes the files below its own folder.
    Raises RegistryError where the folder does not exist or can't be read.
    """
    if not folder.is_dir():
        raise RegistryError(f"{folder}: {'not a folder' if folder.exists() else 'there is no such folder'}")
    problems: list[str] = []
    sources: dict[str, Source] = {}
    first_copies: dict[str, str] = {}
    found = sorted(visible_files(folder))
    for file, path in found:
        if source := _source(file, path, folder, format_of):
            first = first_copies.setdefault(source.sha256, file) if source.sha256 else file
            sources[file] = source if first == file else replace(source, duplicate_of=first)
    for file, path in found:
        if path.name == SOURCES_FILE:
            problems.extend(_describe(sources, file, path))
    return Registry(tuple(sources.values()), tuple(problems))


def visible_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Everything below a folder that is no folder, and folders that can't be listed, by the path below it as text."""
    unlisted: list[Path] = []
    for place, folders, files in os.walk(folder, onerror=lambda error: unlisted.append(Path(str(error.filename)))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        # That of a path raises where it is too long, or its folder may not be searched.
        links = [name for name in folders if os.path.islink(Path(place) / name)]  # noqa: PTH114
        for name in (*files, *links):
            if not name.startswith("."):
                yield _as_text((Path(place) / name).relative_to(folder)), Path(place) / name
    for path in unlisted:
        yield f"{_as_text(path.relative_to(folder))}/", path


def _as_text(path: Path) -> str:
    return printable(os.fsencode(path.as_posix()).decode("utf-8", "surrogateescape"))


def _source(file: str, path: Path, folder: Path, format_of: FormatOf) -> Source | None:
    """The document in a file below a folder; None where the file neither is nor claims to be one."""
    claimed = format_of(b"", path.name)
    at_fault = partial(_at_fault, file, path, claimed or "")
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            is_link = not file.endswith("/")
            message = (
                "it is a link to a folder, and those are not followed" if is_link else "the folder can't be listed"
            )
            return at_fault(Reason.UNREADABLE, message)
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            return at_fault(Reason.UNREADABLE, "it is a link that leads out of the folder") if claimed else None
        if not stat.S_ISREG(status.st_mode):
            return at_fault(Reason.UNREADABLE, "it is no regular file") if claimed else None
        with path.open("rb") as stream:
            kind = format_of(stream.read(HEAD_BYTES), path.name)
            if kind is None:
                return None
            if status.st_size > LARGEST_FILE:
                message = f"it has {status.st_size:,} bytes, more than {LARGEST_FILE:,}"
                return replace(at_fault(Reason.TOO_LARGE, message), bytes=status.st_size)
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            if _moment_of(path.stat()) != _moment_of(status):
                return at_fault(Reason.UNREADABLE, "it changes while it is read; the next run reads it as it is then")
            return Source(path, file, digest, stream.tell(), kind)
    except OSError as error:
        return at_fault(Reason.UNREADABLE, f"it can't be read: {error.strerror}")


def _moment_of(status: os.stat_result) -> tuple[int, int, int]:
    """What another content of a file shows by."""
    return status.st_ino, status.st_size, status.st_mtime_ns


def _at_fault(file: str, path: Path, claimed: str, reason: Reason, message: str) -> Source:
    return Source(path, file, "", 0, claimed, fault=Fault(reason.value, message))


def read_records(path: Path) -> Sequence[Mapping[str, str]] | str:
    """The records of a `sources.csv`, or why they can't be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return "it is no regular file"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream, restval=""))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return f"can't be read: {error}"


def _describe(sources: dict[str, Source], table: str, path: Path) -> Iterator[str]:
    """Add the facts of one `sources.csv` to the sources it names; yields what can't be used."""
    rows = read_records(path)
    if isinstance(rows, str):
        yield f"{table}: {rows}"
        return
    for number, row in enumerate(rows, start=1):
        where = f"{table}, record {number}"
        if (row.get("url") or "").strip() and not (row.get("file") or "").strip():
            continue  # To be fetched: what comes of it is described beside it.
        file = (Path(table).parent / (row.get("file") or "").strip()).as_posix()
        source = sources.get(file)
        if source is None:
            yield f"{where}: there is no document {row.get('file')!r}"
            continue
        if row.get("sha256") and row["sha256"].strip().lower() != source.sha256:
            yield f"{where}: {file} has changed (another sha256), so what is recorded of it is not used"
            continue
        for name, parse in FACTS.items():
            text = (row.get(name) or "").strip()
            try:
                source = replace(source, **{name: parse(text)}) if text else source
            except ValueError:
                yield f"{where}: {name} can't be {text!r}"
        sources[file] = source
