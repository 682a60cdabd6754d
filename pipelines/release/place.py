"""Where releases lie, and how one takes the place of the last: by one rename.

    processed/releases/2026.03.01/budget_lines.parquet    written once, read-only
    processed/latest -> releases/2026.03.01               the one link that a new release changes
    processed/budget_lines.parquet -> latest/budget_lines.parquet

A process that is killed leaves either the last release or the new one, whole; drafts are swept by the next run.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Container, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.foundation.storage import flush, flush_all
from pipelines.release.version import Version

RELEASES, LATEST = "releases", "latest"
_DRAFT = ".draft"
_READ_ONLY, _FOLDER = 0o444, 0o755


class PlaceError(Exception):
    """The folder of the publication holds something that is not of a release and stands in its way."""


@dataclass(frozen=True)
class Place:
    """The folder of a publication."""

    folder: Path

    @property
    def latest(self) -> Path | None:
        """The folder of the release that is published; None where there is none. PlaceError where it is gone."""
        path = self.folder / LATEST
        if path.is_symlink() and not path.exists():
            raise PlaceError(f"{path}: the release it leads to is gone; let it lead to another, or remove it")
        return path.resolve() if path.exists() else None

    @property
    def version(self) -> Version | None:
        """The version that is published."""
        latest = self.latest
        return None if latest is None else Version.parse(latest.name)

    def versions(self) -> tuple[Version, ...]:
        """The releases that are there, oldest first."""
        folder = self.folder / RELEASES
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        return tuple(sorted(version for name in names if (version := Version.parse(name)) is not None))

    def path(self, version: Version) -> Path:
        return self.folder / RELEASES / str(version)

    @contextmanager
    def draft(self) -> Generator[Path]:
        """A folder to write a release to. What `keep` hasn't made a release of at the end is gone."""
        (self.folder / RELEASES).mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".", suffix=_DRAFT, dir=self.folder / RELEASES))
        folder.chmod(_FOLDER)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def keep(self, draft: Path, version: Version) -> Path:
        """Make a release of a draft: read-only, under its name, not yet published. FileExistsError for a used name."""
        target = self.path(version)
        if target.exists():
            raise FileExistsError(f"{target}: a release is written once")
        found = {draft, *draft.rglob("*")}
        folders = {path for path in found if path.is_dir()}
        for paths, mode in ((found - folders, _READ_ONLY), (folders, _FOLDER)):
            for path in paths:
                path.chmod(mode)
            flush_all(paths)
        draft.rename(target)
        flush(target.parent)
        return target

    def publish(self, version: Version) -> None:
        """Let a kept release be what the folder shows: one rename. PlaceError where a file is in its way."""
        self.link_files()
        files = {path.name: path for path in self.path(version).iterdir()}
        for name, path in files.items():
            self._require_free(name, path)
        # Before that rename: who is killed after it leaves no link that leads nowhere.
        self._unlink_all_but(files)
        self._link(LATEST, Path(RELEASES) / str(version))
        flush(self.folder)
        self.link_files()

    def unpublish(self) -> None:
        """Show no release; those that are kept stay."""
        latest = self.folder / LATEST
        if latest.is_symlink():
            latest.unlink()
            self.link_files()

    def link_files(self) -> None:
        """Let the files of the published release be found in the folder itself. What is right is not touched.

        Raises `PlaceError` where something else has the name of a published file.
        """
        latest = self.latest
        names = sorted(path.name for path in latest.iterdir()) if latest else []
        for name in names:
            path, target = self.folder / name, Path(LATEST) / name
            if path.is_symlink() and path.readlink() == target:
                continue
            self._require_free(name, self.folder / target)
            self._link(name, target)
        self._unlink_all_but(names)

    def _unlink_all_but(self, names: Container[str]) -> None:
        for path in self._links():
            if path.name not in names:
                path.unlink()

    def adopt(self, names: frozenset[str]) -> None:
        """Make a release of the plain files of a publication that knew no releases; their paths stay as they are."""
        plain = [
            path for path in self.folder.glob("*") if path.name in names and path.is_file() and not path.is_symlink()
        ]
        if plain and self.latest is None:
            day = datetime.fromtimestamp(max(path.stat().st_mtime for path in plain), UTC).date()
            version = Version(day).after(self.versions())
            with self.draft() as draft:
                for path in plain:
                    shutil.copy2(path, draft / path.name)
                self.keep(draft, version)
            self._link(LATEST, Path(RELEASES) / str(version))
        if plain:
            self.link_files()

    def sweep(self) -> None:
        """Remove what killed runs left behind: drafts of releases and links that didn't take their places."""
        for path in (*self.folder.glob(f".*{_DRAFT}"), *(self.folder / RELEASES).glob(f".*{_DRAFT}")):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    def prune(self, keep: int) -> tuple[Version, ...]:
        """Remove all but the newest `keep` releases, never the published one. Returns what is gone."""
        gone = tuple(version for version in self.versions()[:-keep] if version != self.version)
        for version in gone:
            # Under another name first: what bears a version is whole.
            doomed = self.path(version).with_name(f".{version}{_DRAFT}")
            self.path(version).rename(doomed)
            shutil.rmtree(doomed)
        return gone

    def _require_free(self, name: str, target: Path) -> None:
        path = self.folder / name
        if path.exists() and not path.is_symlink() and not _is_same(path, target):
            raise PlaceError(f"{path}: is in the way of the release's file of that name; move it away")

    def _link(self, name: str, target: Path) -> None:
        """Make or change a link in one step."""
        draft = self.folder / f".{name}{_DRAFT}"
        draft.unlink(missing_ok=True)
        draft.symlink_to(target)
        draft.rename(self.folder / name)

    def _links(self) -> Iterator[Path]:
        """The links in the folder to files of the published release."""
        for path in self.folder.iterdir():
            if path.is_symlink() and path.readlink().parts[:1] == (LATEST,):
                yield path


def _is_same(path: Path, other: Path) -> bool:
    return path.is_file() and other.is_file() and path.read_bytes() == other.read_bytes()
