"""Where results are kept: by key, each with all its files or not at all.

A result is a folder of small files. `Store` is what the work asks of a place; `FolderStore` keeps them in a folder of
this machine, `SharedStore` in object storage too, where other machines find them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Protocol
from zipfile import ZipFile, ZipInfo

from pipelines.foundation.objects import Objects
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
        # Texts and no paths, here and below: a run asks often of each document, and joining paths is most of asking.
        return os.path.exists(f"{self.folder}/{key}")  # noqa: PTH110

    def read(self, key: str, file: str) -> bytes | None:
        try:
            with open(f"{self.folder}/{key}/{file}", "rb") as stream:  # noqa: PTH123
                return stream.read()
        except FileNotFoundError:
            return None

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


@dataclass(frozen=True)
class SharedStore:
    """Results in object storage, one object each, with a folder of this machine before it. Raises StorageError.

    An object is put at once, so a result is there whole or not at all.
    """

    folder: FolderStore
    objects: Objects

    def has(self, key: str) -> bool:
        return self.folder.has(key) or self.objects.has(_object(key))

    def read(self, key: str, file: str) -> bytes | None:
        if not self.folder.has(key):
            self._pull(key)
        return self.folder.read(key, file)

    @contextmanager
    def put_whole(self, key: str) -> Generator[Path]:
        with self.folder.put_whole(key) as folder:
            yield folder
            self.objects.put(_object(key), _packed(folder))

    def drop(self, key: str) -> None:
        self.objects.drop(_object(key))
        self.folder.drop(key)

    def _pull(self, key: str) -> None:
        packed = self.objects.read(_object(key))
        if packed is not None:
            with self.folder.put_whole(key) as folder, ZipFile(BytesIO(packed)) as archive:
                archive.extractall(folder)


def _object(key: str) -> str:
    return f"{key}.zip"


def _packed(folder: Path) -> bytes:
    """The files of a folder as one content: the same for the same files."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.writestr(ZipInfo(path.name), path.read_bytes())
    return stream.getvalue()
