"""release.json: what a release is made of, by what, and what was checked; and SHA256SUMS over all its files."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pipelines.foundation.installed import installed_version
from pipelines.foundation.record import Record
from pipelines.release.counts import Counts, by_year, count_by

MANIFEST, CHECKSUMS = "release.json", "SHA256SUMS"
OF_SOURCES = ("document_id", "source_file", "sha256", "bytes", "source_url", "retrieved_at", "published_on", "status")
"""The columns of `documents` by which a manifest tells what a release is made of."""
_ROOT = Path(__file__).parents[2]
_LIBRARIES = ("camelot-py", "duckdb", "pandas", "pandera", "playa-pdf", "pyarrow", "pypdfium2", "xlsxwriter")


class ChecksumError(Exception):
    """A file of a release is not what its checksums say."""


@dataclass(frozen=True)
class PublishedFile:
    """One file of a release; `name` is its path below the release."""

    name: str
    bytes: int
    sha256: str


def published_file(name: str, path: Path) -> PublishedFile:
    """The size and digest of a file that is published under a name."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return PublishedFile(name, stream.tell(), digest)


def files_of(release: Path) -> Iterator[PublishedFile]:
    """The files of a release, at any depth, by name; without its checksums."""
    paths = sorted(path for path in release.rglob("*") if path.is_file())
    for path in paths:
        name = path.relative_to(release).as_posix()
        if name != CHECKSUMS:
            yield published_file(name, path)


def checksums(published: Iterable[PublishedFile]) -> str:
    """The lines of ``SHA256SUMS``, as ``sha256sum -c`` reads them."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in sorted(published, key=lambda file: file.name))


def digest_of(release: Path) -> str | None:
    """The digest of a release's checksums, and so of all its files; None where it has none."""
    path = release / CHECKSUMS
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def verify(release: Path) -> None:
    """Compare the files of a release with its checksums. ChecksumError names the first that differs."""
    told = dict(
        line.split("  ", 1)[::-1] for line in (release / CHECKSUMS).read_text(encoding="utf-8").splitlines() if line
    )
    found = {file.name: file.sha256 for file in files_of(release)}
    for name in sorted(told.keys() | found.keys()):
        if told.get(name) != found.get(name):
            how = "is missing" if name not in found else "is not listed" if name not in told else "differs"
            raise ChecksumError(f"{release / name}: {how} by the release's {CHECKSUMS}")


@dataclass(frozen=True)
class Code:
    """The software that made a release. `commit` is None outside of a checkout, `-dirty` after changes to it."""

    software: str
    commit: str | None
    lock: str | None
    libraries: Mapping[str, str]


def code() -> Code:
    """The software that runs."""
    lock = _ROOT / "uv.lock"
    return Code(
        version("yusuan"),
        os.environ.get("YUSUAN_COMMIT") or _commit(),
        hashlib.sha256(lock.read_bytes()).hexdigest() if lock.exists() else None,
        {name: found for name in _LIBRARIES if (found := installed_version(name))},
    )


def _commit() -> str | None:
    if not (_ROOT / ".git").exists():
        return None
    asked = ["git", "-C", str(_ROOT), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip() or None


def findings_by_severity(release: Path) -> dict[str, dict[str, int]]:
    """How many checks of the documents failed, by severity, and how all came out."""
    failed, came_out = Counter[str](), Counter[str]()
    for (status, severity), number in count_by(release / "findings.parquet", ("status", "severity")).items():
        came_out[str(status)] += number
        if status == "fail":
            failed[str(severity)] += number
    return {"failed": dict(sorted(failed.items())), "all": dict(sorted(came_out.items()))}


def source_documents(documents: Sequence[Record]) -> list[Record]:
    """What is told of each source document."""
    return [
        {name: None if row[name] is None else row[name] if name == "bytes" else str(row[name]) for name in OF_SOURCES}
        for row in documents
    ]


def rows_by_year(counts: Counts) -> dict[str, dict[str, object]]:
    """The rows of each dataset, and of each year of it."""
    return {dataset: {"rows": sum(each.values()), "by_year": by_year(each)} for dataset, each in counts.items()}


def read_manifest(release: Path) -> Mapping[str, object]:
    """What ``release.json`` says; nothing where there is none."""
    path = release / MANIFEST
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write_json(path: Path, content: object) -> None:
    """Write a JSON file as all of a release are written: readable, its keys in their order."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n", "utf-8", newline="\n")
