"""Where a run works: folders, or places of object storage that folders of this machine stand for meanwhile."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

from pipelines.foundation.lease import leased
from pipelines.foundation.lock import held
from pipelines.foundation.mirror import Mirror
from pipelines.foundation.objects import Objects, is_url
from pipelines.release.place import Place
from pipelines.release.shelf import Shelf
from pipelines.release.version import Version

REGISTRY_FILE = "registry.json"
_DIGITS = 12
_NOT_AROUND_DOCUMENTS = frozenset({"processed", "work"})
"""Places in which a run removes files, or whose owner may remove all."""


@dataclass(frozen=True)
class Places:
    """The documents and the releases, each a folder or a URL; `local` is the private folder for what stands for URLs.

    What changes a place of object storage raises StorageError and HeldError.
    """

    raw: str
    processed: str
    local: Path

    @property
    def raw_folder(self) -> Path:
        return folder_of(self.raw, self.local)

    @property
    def processed_folder(self) -> Path:
        return folder_of(self.processed, self.local)

    @property
    def version(self) -> Version | None:
        """The version that is published, where readers find it. Raises StorageError and PlaceError."""
        if is_url(self.processed):
            return Shelf(Objects(self.processed)).version()
        return Place(self.processed_folder).version

    @contextmanager
    def held(self) -> Generator[None]:
        """Work in them alone, with what lies in object storage brought here. HeldError where another run does."""
        with ExitStack() as locks:
            locks.enter_context(self.held_urls())
            if not is_url(self.processed):
                locks.enter_context(held(self.processed_folder))
            self.pull()
            yield

    @contextmanager
    def held_urls(self) -> Generator[None]:
        """Hold what lies in object storage."""
        with ExitStack() as locks:
            for url in sorted({url for url in (self.raw, self.processed) if is_url(url)}):
                # Beside the folder, which shows what is kept and nothing else.
                locks.enter_context(held(folder_of(f"{url}#lock", self.local), private=True))
                locks.enter_context(leased(Objects(url)))
            yield

    def pull(self) -> None:
        """Bring what lies in object storage here."""
        if is_url(self.raw):
            self._mirror.pull()
        if is_url(self.processed):
            Shelf(Objects(self.processed)).pull(Place(self.processed_folder))

    def push_raw(self) -> None:
        """Bring documents that were fetched to where they are kept."""
        if is_url(self.raw):
            self._mirror.push()

    def push_release(self, keep: int) -> None:
        """Publish where releases are kept what is published here."""
        if is_url(self.processed):
            Shelf(Objects(self.processed)).push(Place(self.processed_folder), keep)

    @property
    def _mirror(self) -> Mirror:
        return Mirror(Objects(self.raw), self.raw_folder)


@contextmanager
def raw_held(raw: str, local: Path) -> Generator[Path]:
    """The folder of documents, to fetch into; what comes goes to object storage where they are kept there."""
    places = Places(raw, "", local)
    if not is_url(raw):
        yield places.raw_folder
        return
    with places.held_urls():
        places.pull()
        try:
            yield places.raw_folder
        finally:
            places.push_raw()


def folder_of(place: str, local: Path) -> Path:
    """The folder itself, or the one below `local` that stands for a URL."""
    return local / hashlib.sha256(place.encode()).hexdigest()[:_DIGITS] if is_url(place) else Path(place)


def misplaced(raw: str, others: Mapping[str, str]) -> str | None:
    """Why documents and the other places of a run can't lie as they do, in a sentence: what lies among documents would
    be read as some. Links are followed."""
    documents = _followed(raw)
    for name, place in others.items():
        other = _followed(place)
        if other.is_relative_to(documents):
            return f"{place}: {name} can't lie in the place of the documents, {raw}"
        if name in _NOT_AROUND_DOCUMENTS and documents.is_relative_to(other):
            return f"{raw}: documents can't lie in the place for {name}, {place}"
    return None


def _followed(place: str) -> PurePath:
    """The path of a place, without links: that of a folder is absolute, that of a URL is not."""
    return PurePosixPath(place) if is_url(place) else PurePath(os.path.realpath(place))


def folder_of_run(raw: Path, work: Path) -> Path:
    """Where it is kept what a run over a folder of documents knows of them together."""
    return work / "runs" / hashlib.sha256(str(raw.resolve()).encode()).hexdigest()[:_DIGITS]


def is_touched(raw: Path, work: Path) -> bool:
    """Whether anything in a folder of documents was touched since a run took stock of it: they may be new. Dates tell
    no more than that."""
    registry = folder_of_run(raw, work) / REGISTRY_FILE
    if not registry.exists():
        return True
    known = registry.stat().st_mtime
    return any(
        _changed(Path(folder, name)) > known for folder, _, names in os.walk(raw) for name in [os.curdir, *names]
    )


def _changed(path: Path) -> float:
    """When a file was changed; later than ever where that can't be told, as it is just going."""
    try:
        return os.lstat(path).st_ctime
    except OSError:
        return math.inf
