"""Files that are whole or absent: written beside their place under another name, then moved into it.

What is private is for its owner alone: folders that are made for it have the mode 0700, its files 0600.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

_OWNER_S_FOLDER, _OWNER_S_FILE = 0o700, 0o600
_FLUSHED_AT_ONCE = 4
_SCRATCH = "yusuan-"


@contextmanager
def whole_file(path: Path, *, private: bool = False) -> Generator[Path]:
    """A path to write to; what is there at the end takes the place of `path` in one step.

    After an error nothing of it is left and `path` is as it was.
    """
    if private:
        private_folder(path.parent)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path)
    try:
        yield draft
        if not private:
            _open_to_others(draft)
        flush(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path, drafts: Path) -> Generator[Path]:
    """A folder to write to, below `drafts`; with all its files it becomes `path`, on the same disk, in one step.

    Where another process was faster, its folder stays: the same name stands for the same content. A process that is
    killed leaves its draft: see `sweep`.
    """
    private_folder(drafts)
    draft = Path(tempfile.mkdtemp(prefix=f"{path.name}.", suffix=".draft", dir=drafts))
    try:
        yield draft
        private_folder(path.parent)
        files = list(draft.iterdir())
        for file in files:
            file.chmod(_OWNER_S_FILE)
        flush_all(files)
        try:
            draft.replace(path)
        except OSError:
            if not path.is_dir():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def scratch_folder() -> Generator[Path]:
    """A folder for what other processes put down for a moment: it goes with the context, whatever became of them.

    What a process left that was itself killed in that context goes with the next one, a day later.
    """
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        sweep(folder.parent, f"{_SCRATCH}*")
        yield folder


def sweep(drafts: Path, pattern: str = "*", older_than_seconds: float = 86_400.0) -> None:
    """Remove the drafts that nobody can still be at work on: a process that was killed left them."""
    if drafts.is_dir():
        latest = time.time() - older_than_seconds
        for draft in drafts.glob(pattern):
            with suppress(FileNotFoundError):
                if draft.stat().st_mtime < latest:
                    shutil.rmtree(draft, ignore_errors=True)


def _draft(path: Path) -> Path:
    """An empty file for its owner alone."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".draft", dir=path.parent)
    os.close(handle)
    return Path(name)


def _open_to_others(path: Path) -> None:
    """Let everybody read a file whom the umask allows."""
    umask = os.umask(0)
    os.umask(umask)
    path.chmod(0o666 & ~umask)


def private_folder(path: Path) -> None:
    """Make a folder, and those above it that are not there, for their owner alone."""
    for folder in (*reversed(path.parents), path):
        if not folder.exists():
            folder.mkdir(_OWNER_S_FOLDER, exist_ok=True)


def flush_all(paths: Iterable[Path]) -> None:
    """Bring the content of files or folders to the disk, which writes several at once in little more time than one."""
    with ThreadPoolExecutor(_FLUSHED_AT_ONCE) as threads:
        list(threads.map(flush, paths))


def flush(path: Path) -> None:
    """Bring the content of a file or folder to the disk before its name: a power cut could leave the name alone."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
