"""Where fetched documents lie: below the folder of documents, one file for each address, earlier versions beside it.

`fetched/sources.csv` says of each where it came from, as of any other document.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipelines.documents.registry import FACTS, SOURCES_FILE
from pipelines.fetching.client import Reply
from pipelines.foundation.printable import cut_to_bytes
from pipelines.foundation.storage import whole_file

_FOLDER = "fetched"
_VERSIONS = ".versions"
_LONGEST_STEM = 60
_MOST_BYTES_OF_STEM = 170
"""With the digests of its address and of a version a name keeps within the 255 bytes that file systems allow."""
_DIGITS = 8
_COLUMNS = ("file", "sha256", *FACTS)


@dataclass(frozen=True)
class Archive:
    """The fetched documents below a folder of documents."""

    raw: Path

    def file_of(self, url: str, kind: str) -> str:
        """The path, below the folder of documents, of what an address gives."""
        parts = urlsplit(url)
        stem = Path(unquote(parts.path)).stem
        digest = hashlib.sha256(url.encode()).hexdigest()[:_DIGITS]
        return f"{_FOLDER}/{_plain(parts.hostname or '')}/{_short(_plain(stem))}-{digest}.{kind}"

    def has(self, file: str, sha256: str) -> bool:
        """Whether a file is there as it was stored."""
        path = self.raw / file
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == sha256

    def store(self, file: str, reply: Reply) -> bool:
        """Put a body into its place; what was there stays among the earlier versions. Returns whether there was any."""
        path = self.raw / file
        replaces = path.is_file()
        if replaces:
            self._keep_version(path)
        with whole_file(path) as draft, draft.open("wb") as stream:
            reply.body.seek(0)
            shutil.copyfileobj(reply.body, stream)
        return replaces

    def _keep_version(self, path: Path) -> None:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        version = path.parent / _VERSIONS / f"{path.stem}.{digest}{path.suffix}"
        version.parent.mkdir(exist_ok=True)
        if not version.exists():
            os.link(path, version)

    def describe(self, facts_of: Mapping[str, Mapping[str, str]]) -> None:
        """Record the facts of documents, by file, beside those of others; an equal record changes nothing."""
        path = self.raw / _FOLDER / SOURCES_FILE
        before = self._described()
        after = {**before, **facts_of}
        if after == before:
            return
        with whole_file(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, _COLUMNS, extrasaction="ignore", restval="", lineterminator="\n")
            writer.writeheader()
            for file in sorted(after):
                writer.writerow({**after[file], "file": Path(file).relative_to(_FOLDER).as_posix()})

    def _described(self) -> dict[str, Mapping[str, str]]:
        path = self.raw / _FOLDER / SOURCES_FILE
        if not path.is_file():
            return {}
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream, restval=""))
        return {
            f"{_FOLDER}/{row['file']}": {name: text for name, text in row.items() if text and name != "file"}
            for row in rows
        }


def _plain(text: str) -> str:
    """A text as a part of a path: letters, digits and what is harmless between them."""
    return re.sub(r"[^\w.-]+", "_", text).strip("._-") or "document"


def _short(text: str) -> str:
    return cut_to_bytes(text[:_LONGEST_STEM], _MOST_BYTES_OF_STEM)
