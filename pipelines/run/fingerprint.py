"""What a kept result depends on besides its document: code, declarations and libraries, as one short hash."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pipelines.foundation.installed import installed_version

_PACKAGE = Path(__file__).parents[1]
_DIGITS = 16
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(\w[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)|import[ \t]+([^\n]*))", re.MULTILINE
)
_COMMENT = re.compile(r"#.*")
_DATA = frozenset({".yaml", ".csv", ".html", ".md", ".xml"})


@cache
def fingerprint(modules: tuple[str, ...], libraries: tuple[str, ...], package: Path = _PACKAGE) -> str:
    """Hash the files that some modules of a package depend on (`sources`) and the installed versions of libraries.

    A change in any of them that is code or declaration changes it, and a library that comes or goes; the place of the
    installation doesn't. Several fingerprints cover much of the same code, so what is found in a file is kept: a
    process runs the code it began with.
    """
    digest = hashlib.sha256()
    for file in sources(modules, package):
        digest.update(f"{file}\t{_digest(package / file)}\n".encode())
    for library in libraries:
        digest.update(f"{library}\t{installed_version(library)}\n".encode())
    return digest.hexdigest()[:_DIGITS]


def sources(modules: Iterable[str], package: Path = _PACKAGE) -> tuple[str, ...]:
    """The files of a package that modules depend on: their own, those of all they import, and the declarations beside.

    Modules are told by their names within the package, such as `run.stages`. Files are told by their paths below the
    package, in order. LookupError for a module that is not there.
    """
    found: set[Path] = set()
    seen = {tuple(name.split(".")) for name in modules}
    waiting = [_file(package, path) for path in seen]
    if None in waiting:
        raise LookupError(f"no such module among {', '.join(modules)}")
    while waiting:
        file = waiting.pop()
        if file is not None and file not in found:
            found.add(file)
            new = _imported(file, package) - seen
            seen |= new
            waiting += (_file(package, path) for path in new)
    beside = (path for folder in {file.parent for file in found} for path in _declarations(folder))
    return tuple(sorted(path.relative_to(package).as_posix() for path in {*found, *beside}))


@cache
def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@cache
def _imported(file: Path, package: Path) -> frozenset[tuple[str, ...]]:
    """What a file may import of the package, anywhere in its text, and the packages it lies in: names, in parts."""
    names = (name.split(".") for name in imported_names(file.read_text("utf-8")))
    parts = (path for first, *path in names if first == package.name)
    return frozenset(tuple(path[:depth]) for path in parts for depth in range(len(path) + 1))


@cache
def imported_names(code: str) -> frozenset[str]:
    """What some code imports by absolute names: modules, and names in them that may be modules.

    Found in its text, which takes a hundredth of what parsing does: each process asks this of all code.
    """
    names: set[str] = set()
    for module, listed, modules in _IMPORT.findall(code):
        given = _COMMENT.sub("", listed or modules).strip("()").split(",")
        imported = [each.split()[0] for each in given if each.strip()]
        names |= {module, *(f"{module}.{name}" for name in imported)} if module else {*imported}
    return frozenset(names)


@cache
def _file(package: Path, path: tuple[str, ...]) -> Path | None:
    """The file of a module, or of a package: its `__init__.py`."""
    place = package.joinpath(*path)
    candidates = (place / "__init__.py", place.with_suffix(".py"))
    return next((file for file in candidates if file.is_file()), None)


@cache
def _declarations(folder: Path) -> tuple[Path, ...]:
    """The declarations and templates of a package, in folders of it too that are no packages themselves."""
    return tuple(_below(folder))


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and not (path / "__init__.py").exists():
            yield from _below(path)
        elif path.suffix in _DATA:
            yield path
