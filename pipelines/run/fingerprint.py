"""What a kept result depends on besides its document: code, declarations and libraries, as one short hash."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_DIGITS = 16


@cache
def fingerprint(parts: tuple[str, ...], libraries: tuple[str, ...], package: Path = _PACKAGE) -> str:
    """Hash the files of parts of a package (rooms or modules) and the installed versions of libraries.

    A change in any file that is code or declaration changes it; the place of the installation doesn't.
    """
    digest = hashlib.sha256()
    for file in sorted(_files(package, parts)):
        content = hashlib.sha256((package / file).read_bytes()).hexdigest()
        digest.update(f"{file}\t{content}\n".encode())
    for library in libraries:
        digest.update(f"{library}\t{version(library)}\n".encode())
    return digest.hexdigest()[:_DIGITS]


def _files(package: Path, parts: Iterable[str]) -> Iterable[str]:
    for part in parts:
        place = package / part
        for path in place.rglob("*") if place.is_dir() else (place,):
            hidden = any(name.startswith(("__pycache__", ".")) for name in path.relative_to(package).parts)
            if path.is_file() and not hidden:
                yield path.relative_to(package).as_posix()
