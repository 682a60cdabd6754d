"""Files that are whole or absent: written beside their place under another name, then moved into it."""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Generator[Path]:
    """A path to write to; what is there at the end takes the place of `path` in one step.

    After an error nothing of it is left and `path` is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path)
    try:
        yield draft
        _flush(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Generator[Path]:
    """A folder to write to; with all its files it becomes `path` in one step.

    Where another process was faster, its folder stays: the same name stands for the same content.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".draft", dir=path.parent))
    try:
        yield draft
        for file in draft.iterdir():
            _flush(file)
        try:
            draft.replace(path)
        except OSError:
            if not path.is_dir():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _draft(path: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".draft", dir=path.parent)
    os.close(handle)
    # mkstemp makes files for their owner alone; published ones are for everybody the umask allows.
    umask = os.umask(0)
    os.umask(umask)
    Path(name).chmod(0o666 & ~umask)
    return Path(name)


def _flush(path: Path) -> None:
    """Bring a file's content to the disk before its name: else a power cut could leave the name alone."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
