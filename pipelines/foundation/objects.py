"""Object storage by its URL, such as ``s3://bucket/folder``: objects that are whole or absent, without folders.

Each object is put at once: a stream that breaks off could leave a piece of it behind.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Protocol, cast

_MARK = "://"
_WHOLE, _NEW = "overwrite", "create"
_NOTHING = ".nothing"
"""A key below which there is nothing, so that a listing is short."""
_S3_TAG = "ETag"
"""What the file system of S3 calls an object's tag, which the server compares if it is asked to."""
_UNMET = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
"""What S3 answers where an object has changed since its tag was seen."""


class StorageError(Exception):
    """Object storage can't be used: the message is a sentence that says what was asked of it, and what it answered."""


class _FileSystem(Protocol):
    """What is asked of fsspec."""

    def cat_file(self, path: str) -> bytes: ...
    def pipe_file(self, path: str, value: bytes, mode: str = _WHOLE, **condition: str) -> object: ...
    def put_file(self, lpath: str, rpath: str) -> object: ...
    def get_file(self, rpath: str, lpath: str) -> object: ...
    def rm_file(self, path: str) -> object: ...
    def exists(self, path: str) -> bool: ...
    def info(self, path: str) -> Mapping[str, object]: ...
    def find(self, path: str, *, detail: bool) -> Mapping[str, Mapping[str, object]]: ...


class _S3(_FileSystem, Protocol):
    """What is asked of the file system of S3 besides."""

    def split_path(self, path: str) -> tuple[str, str, str | None]: ...
    def call_s3(self, method: str, **arguments: str) -> object: ...


def is_url(place: str) -> bool:
    """Whether a place is named by a URL, and is no folder."""
    return _MARK in place


@dataclass(frozen=True)
class Listed:
    """An object as a listing shows it: `tag` changes with its content; `modified` is in seconds since 1970."""

    tag: str
    bytes: int
    modified: float


@dataclass(frozen=True)
class Objects:
    """The objects below a URL, by keys: paths of plain names below it. Raises StorageError."""

    url: str

    def read(self, key: str) -> bytes | None:
        """The content of an object; None where there is none."""
        with self._asked("read", key) as (files, path), suppress(FileNotFoundError):
            return files.cat_file(path)

    def put(self, key: str, content: bytes) -> None:
        """Put an object, in the place of one that is there."""
        with self._asked("put", key) as (files, path):
            files.pipe_file(path, content)

    def put_new(self, key: str, content: bytes) -> bool:
        """Put an object unless there is one, in one step where the storage can. Returns whether there was none."""
        with self._asked("put", key) as (files, path):
            try:
                files.pipe_file(path, content, mode=_NEW)
            except FileExistsError:
                return False
            return True

    def tag(self, key: str) -> str | None:
        """What changes with an object's content, as in a listing; None where there is none."""
        with self._asked("look at", key) as (files, path), suppress(FileNotFoundError):
            return _listed(files.info(path)).tag

    def put_over(self, key: str, content: bytes, tag: str) -> bool:
        """Put an object in the place of the one with a tag, in one step where the storage can. Returns whether it did:
        not where that one is gone or changed."""
        with self._asked("put", key) as (files, path), suppress(_ChangedError), _change_told():
            files.pipe_file(path, content, **_condition(files, path, tag))
            return True
        return False

    def drop_only(self, key: str, tag: str) -> bool:
        """Remove the object with a tag, in one step where the storage can. Returns whether it did."""
        with self._asked("remove", key) as (files, path), suppress(_ChangedError), _change_told():
            if condition := _condition(files, path, tag):
                bucket, name, _ = cast(_S3, files).split_path(path)
                cast(_S3, files).call_s3("delete_object", Bucket=bucket, Key=name, **condition)
            else:
                files.rm_file(path)
            return True
        return False

    def put_file(self, key: str, file: Path) -> None:
        """Put the content of a file."""
        with self._asked("put", key) as (files, path):
            files.put_file(str(file), path)

    def get_file(self, key: str, file: Path) -> None:
        """Write the content of an object to a file."""
        with self._asked("get", key) as (files, path):
            files.get_file(path, str(file))

    def has(self, key: str) -> bool:
        with self._asked("look at", key) as (files, path):
            return files.exists(path)

    def drop(self, key: str) -> None:
        """Remove an object, if there is one."""
        with self._asked("remove", key) as (files, path), suppress(FileNotFoundError):
            files.rm_file(path)

    def listed(self, below: str = "") -> Mapping[str, Listed]:
        """The objects below a key, by key."""
        with self._asked("list", below) as (files, path):
            _, root = _opened(self.url)
            found = files.find(path, detail=True)
            return {name.removeprefix(f"{root}/"): _listed(told) for name, told in sorted(found.items())}

    def require(self) -> None:
        """Ask whether objects can be there: StorageError where there is no such bucket, or it can't be reached."""
        with self._asked("list", "") as (files, path):
            files.find(f"{path}/{_NOTHING}", detail=True)

    @contextmanager
    def _asked(self, what: str, key: str) -> Generator[tuple[_FileSystem, str]]:
        if PurePosixPath(key).is_absolute() or ".." in PurePosixPath(key).parts:
            raise StorageError(f"{self.url}: {key!r} is no path below it")
        try:
            files, root = _opened(self.url)
            yield files, f"{root}/{key}" if key else root
        except _failures() as error:
            told = " ".join(str(error).split())
            raise StorageError(f"{self.url}: can't {what} {key or 'it'}: {told or type(error).__name__}") from error


class _ChangedError(Exception):
    """An object is gone, or has another tag."""


def _condition(files: _FileSystem, path: str, tag: str) -> Mapping[str, str]:
    """What makes S3 do what is asked of an object only where it has a tag; nothing for other storage.

    Raises _ChangedError where it has another tag already.
    """
    told = files.info(path)
    if _listed(told).tag != tag:
        raise _ChangedError
    return {"IfMatch": tag} if _S3_TAG in told else {}


@contextmanager
def _change_told() -> Generator[None]:
    """Raise _ChangedError where S3 did not do what was asked, as the object is gone or has changed."""
    try:
        yield
    except FileNotFoundError as error:
        raise _ChangedError from error
    except OSError as error:
        answer = getattr(error.__cause__, "response", {})
        if answer.get("Error", {}).get("Code") in _UNMET:
            raise _ChangedError from error
        raise


@cache
def _opened(url: str) -> tuple[_FileSystem, str]:
    """The file system of a URL, and the URL's path in it."""
    # Here and not above: most runs know folders alone.
    from fsspec.core import url_to_fs  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

    try:
        # What others put must be seen.
        files, path = cast(tuple[_FileSystem, str], url_to_fs(url, use_listings_cache=False))
    except ImportError as error:
        raise StorageError(f"{url}: the libraries for it are not installed ({error}): uv sync --extra s3") from error
    except ValueError as error:
        raise StorageError(f"{url}: {error}") from error
    return files, path.rstrip("/")


@cache
def _failures() -> tuple[type[Exception], ...]:
    """What is raised where object storage can't be reached, refuses or breaks off."""
    try:
        from botocore.exceptions import BotoCoreError, ClientError  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        return (OSError,)
    return (OSError, BotoCoreError, ClientError)


def _listed(told: Mapping[str, object]) -> Listed:
    modified = told.get("LastModified") or told.get("created")
    moment = modified if isinstance(modified, datetime) else datetime.fromtimestamp(0, UTC)
    size = int(str(told["size"]))
    return Listed(str(told.get(_S3_TAG) or f"{size}-{moment.isoformat()}"), size, moment.timestamp())
