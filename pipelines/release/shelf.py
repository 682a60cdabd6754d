"""Releases in object storage: what a release is made of by content, a list for each, and one pointer put last.

    objects/<sha256>                      the content of a file; the same in several releases is there once
    releases/2026.03.01/SHA256SUMS        the list of a release's files
    latest                                which release is published, and the digest of its list

A process that is killed leaves the pointer as it was, or leads to a release whose every object is there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipelines.foundation.lease import require_leased
from pipelines.foundation.objects import Objects, StorageError
from pipelines.release.manifest import CHECKSUMS, verify
from pipelines.release.place import LATEST, RELEASES, Place
from pipelines.release.version import Version

_OBJECTS = "objects"


@dataclass(frozen=True)
class Shelf:
    """The releases below a URL. Raises StorageError."""

    objects: Objects

    def version(self) -> Version | None:
        """The version that is published."""
        pointer = self._pointer()
        return None if pointer is None else Version.parse(pointer["version"])

    def lay_out(self, folder: Path) -> Version | None:
        """Write the files of the published release to a folder, checked. Returns its version; None where none is.

        Raises ChecksumError too.
        """
        pointer = self._pointer()
        if pointer is None:
            return None
        version = Version.parse(pointer["version"])
        sums = self.objects.read(_list_of(pointer["version"]))
        if version is None or sums is None or hashlib.sha256(sums).hexdigest() != pointer["sha256"]:
            told = f"the list of release {pointer['version']} is not what {LATEST} says"
            raise StorageError(f"{self.objects.url}: {told}")
        for name, digest in _listed(sums).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            self.objects.get_file(f"{_OBJECTS}/{digest}", path)
        (folder / CHECKSUMS).write_bytes(sums)
        verify(folder)
        return version

    def pull(self, place: Place) -> None:
        """Let a folder publish the release that is published here; what it has beyond that nobody has seen yet."""
        version = self.version()
        if version is not None and version not in place.versions():
            with place.draft() as draft:
                self.lay_out(draft)
                place.keep(draft, version)
        if version is None:
            place.unpublish()
        elif version != place.version:
            place.publish(version)

    def push(self, place: Place, keep: int) -> None:
        """Publish the release that a folder publishes: what is missing of it, its list, then the pointer.

        Of the earlier ones, the newest stay: `keep` releases with it. Raises HeldError where the lease was lost.
        """
        version, release = place.version, place.latest
        if version is None or release is None or version == self.version():
            return
        sums = (release / CHECKSUMS).read_bytes()
        there = self.objects.listed(_OBJECTS)
        for name, digest in _listed(sums).items():
            key = f"{_OBJECTS}/{digest}"
            if key not in there or there[key].bytes != (release / name).stat().st_size:
                self.objects.put_file(key, release / name)
        self.objects.put(_list_of(str(version)), sums)
        pointer = {"version": str(version), "sha256": hashlib.sha256(sums).hexdigest()}
        require_leased(self.objects)
        self.objects.put(LATEST, json.dumps(pointer).encode())
        self._prune(keep)

    def _prune(self, keep: int) -> None:
        """Remove the lists of older releases, and then what no list names."""
        lists = {
            key: version
            for key in self.objects.listed(RELEASES)
            if (version := Version.parse(PurePosixPath(key).parent.name)) is not None
        }
        newest = sorted(lists, key=lambda key: lists[key])[-keep:]
        for key in lists.keys() - set(newest):
            self.objects.drop(key)
        needed = {digest for key in newest for digest in _listed(self.objects.read(key) or b"").values()}
        for key in self.objects.listed(_OBJECTS):
            if PurePosixPath(key).name not in needed:
                self.objects.drop(key)

    def _pointer(self) -> Mapping[str, str] | None:
        content = self.objects.read(LATEST)
        if content is None:
            return None
        try:
            pointer = json.loads(content)
            return {"version": str(pointer["version"]), "sha256": str(pointer["sha256"])}
        except (ValueError, KeyError, TypeError) as error:
            raise StorageError(f"{self.objects.url}: {LATEST} is no pointer to a release") from error


def _list_of(version: str) -> str:
    return f"{RELEASES}/{version}/{CHECKSUMS}"


def _listed(sums: bytes) -> dict[str, str]:
    """The digests of a release's files by name. StorageError for a name that leads out of the release."""
    lines = (line.split("  ", 1) for line in sums.decode("utf-8").splitlines() if line)
    found = {name: digest for digest, name in lines}
    for name in found:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise StorageError(f"{name!r} is no name of a release's file")
    return found
