"""Where results are kept: by key, each with all its files or not at all.

A result is a folder of small files. `Store` is what the work asks of a place; `FolderStore` is the one kind there is.
"""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipelines.foundation.storage import whole_folder


class Store(Protocol):
    """Keeps results by key; a key is a path of plain names."""

    def has(self, key: str) -> bool:
        """Whether there is a result."""
        ...

    def read(self, key: str, file: str) -> bytes | None:
        """A file of a result; None where there is none."""
        ...

    def put_whole(self, key: str) -> AbstractContextManager[Path]:
        """An empty folder to write to. At the end it becomes the result in one step; after an error there is none.

        Where another was faster, that result stays: the same key stands for the same content.
        """
        ...

    def drop(self, key: str) -> None:
        """Forget a result, if there is one."""
        ...


@dataclass(frozen=True)
class FolderStore:
    """Results in a folder of this machine, below a path each; private, as pages hold what is not published."""

    folder: Path

    def has(self, key: str) -> bool:
        return self.path(key).exists()

    def read(self, key: str, file: str) -> bytes | None:
        path = self.path(key) / file
        return path.read_bytes() if path.exists() else None

    def put_whole(self, key: str) -> AbstractContextManager[Path]:
        return whole_folder(self.path(key), self.drafts)

    def drop(self, key: str) -> None:
        shutil.rmtree(self.path(key), ignore_errors=True)

    @property
    def drafts(self) -> Path:
        """Where results are while they are written."""
        return self.folder / "drafts"

    def path(self, key: str) -> Path:
        """Where a result lies."""
        return self.folder / key
