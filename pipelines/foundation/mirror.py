"""A folder of this machine that shows what lies in object storage; what is new in it goes back there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.foundation.lease import LEASE
from pipelines.foundation.objects import Listed, Objects
from pipelines.foundation.printable import cut_to_bytes
from pipelines.foundation.storage import private_folder, whole_file

_LONGEST_NAME = 230
"""Bytes. File systems allow 255, of which what is being written takes some."""
_MOST_BYTES = 90
_DIGITS = 12

_Seen = tuple[str, int, int]
"""The tag of an object, and the size and time of change (ns) of the file that shows it."""


@dataclass(frozen=True)
class Mirror:
    """Objects, and the private folder in which each is a file. The objects are the truth."""

    objects: Objects
    folder: Path

    def pull(self) -> None:
        """Let the folder show the objects: fetch those that are new or changed, remove files that are of none.

        Files bear the times of their objects. Raises StorageError.
        """
        private_folder(self.folder)
        known, seen = self._known(), dict[str, _Seen]()
        there = {key: listed for key, listed in self.objects.listed().items() if key != LEASE}
        paths = {key: self.folder / file_of(key) for key in there}
        for key, listed in there.items():
            path = paths[key]
            if known.get(key) != (listed.tag, *_stamp(path)):
                self._fetch(key, listed, path)
            seen[key] = (listed.tag, *_stamp(path))
        for path in set(self._files()).difference(paths.values()):
            path.unlink()
        self._keep(seen)

    def push(self) -> None:
        """Put the files that are new or changed since the folder was filled; nothing is removed. StorageError."""
        known = self._known()
        keys = {self.folder / file_of(key): key for key in known}
        files = {keys.get(path, path.relative_to(self.folder).as_posix()): path for path in self._files()}
        new = {key: path for key, path in files.items() if known.get(key, ("", 0, 0))[1:] != _stamp(path)}
        for key, path in new.items():
            self.objects.put_file(key, path)
        if new:
            tags = self.objects.listed()
            self._keep({**known, **{key: (tags[key].tag, *_stamp(path)) for key, path in new.items()}})

    def _fetch(self, key: str, listed: Listed, path: Path) -> None:
        with whole_file(path, private=True) as draft:
            self.objects.get_file(key, draft)
            os.utime(draft, (listed.modified, listed.modified))

    def _files(self) -> Iterator[Path]:
        for place, _, names in os.walk(self.folder):
            yield from (Path(place) / name for name in names)

    @property
    def _list(self) -> Path:
        """Beside the folder, where it is no document."""
        return self.folder.with_name(f"{self.folder.name}.seen.json")

    def _known(self) -> Mapping[str, _Seen]:
        if not self._list.exists():
            return {}
        kept = json.loads(self._list.read_text(encoding="utf-8"))
        return {key: (str(tag), int(size), int(changed)) for key, (tag, size, changed) in kept.items()}

    def _keep(self, seen: Mapping[str, _Seen]) -> None:
        with whole_file(self._list, private=True) as draft:
            draft.write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")


def file_of(key: str) -> str:
    """The path below the folder of the file that shows an object: its key, where that can be a path.

    Else what can't stand in one is put otherwise, with a digest of the key: a long name is cut, its end stays.
    """
    parts = key.split("/")
    if all(part not in ("", ".", "..") and "\0" not in part and len(part.encode()) <= _LONGEST_NAME for part in parts):
        return key
    *folders, name = parts
    digest = hashlib.sha256(key.encode()).hexdigest()[:_DIGITS]
    stem, suffix = Path(name).stem, Path(name).suffix
    return "/".join([*map(_plain, folders), f"{_plain(stem)}-{digest}{suffix and _plain(suffix)}"])


def _plain(part: str) -> str:
    cut = cut_to_bytes(part.replace("\0", "_"), _MOST_BYTES)
    return cut if cut not in ("", ".", "..") else "_"


def _stamp(path: Path) -> tuple[int, int]:
    """What another content of a file shows by: its size and time of change; nothing where there is none."""
    if not path.exists():
        return -1, -1
    status = path.stat()
    return status.st_size, status.st_mtime_ns
