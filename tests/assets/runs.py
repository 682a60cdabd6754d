"""Runs of the command over small real documents, and what they publish."""

import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pyarrow.parquet as pq

from assets.__main__ import main
from tests.assets.small import budget

CIVIL_AFFAIRS, EDUCATION, HOUSING = "武汉市青山区民政局", "武汉市青山区教育局", "武汉市青山区住房局"

RunCommand = Callable[..., int]


@dataclass(frozen=True)
class Done:
    """A run that was made once, for tests to look at and to begin from copies of: its folders, and what it told."""

    folder: Path
    code: int
    out: str
    err: str


def run_in(folder: Path, *options: str, processed: str = "processed", work: str = "work") -> int:
    folders = ["--raw", folder / "raw", "--processed", folder / processed, "--work", folder / work]
    return main(["run", *map(str, folders), *(options or ["--serial"])])


def done_in(folder: Path) -> Done:
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = run_in(folder)
    return Done(folder, code, out.getvalue(), err.getvalue())


def two_budgets(folder: Path) -> Path:
    raw = folder / "raw"
    (raw / "below").mkdir(parents=True)
    budget(raw / "civil.pdf", CIVIL_AFFAIRS)
    budget(raw / "below" / "education.PDF", EDUCATION)
    return raw


def begin_from(first: Done, folder: Path) -> None:
    """Have what a run left in another folder too."""
    for name in ("processed", "work"):
        shutil.copytree(first.folder / name, folder / name, symlinks=True)


def rows(folder: Path, dataset: str) -> list[dict[str, object]]:
    return pq.read_table(folder / f"{dataset}.parquet").to_pylist()


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a publication but the database, which DuckDB writes differently each time, and its checksum."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    files["SHA256SUMS"] = b"".join(
        line for line in files.get("SHA256SUMS", b"").splitlines(True) if b".duckdb" not in line
    )
    return {name: content for name, content in files.items() if not name.endswith(".duckdb")}
