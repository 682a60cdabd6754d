"""What a run costs: a table of time and memory, beside what others need for the same pages.

python -m tests.benchmark [FOLDER] [--departments N] [--no-runs]

CPU seconds are those of this process, each part after the other on each document, so that their ratios hold on a
machine that has other work too. Whole runs are told by the clock: on a busy machine they say little.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from unittest.mock import patch

import pdfplumber
from camelot.io import read_pdf

from pipelines.documents.registry import read_registry
from pipelines.extraction.formats import format_of
from pipelines.extraction.pdf import text_layer
from pipelines.extraction.pdf.opening import open_for_reading
from pipelines.foundation.store import FolderStore
from pipelines.run.stage import Job
from pipelines.run.stages import INTERPRET, READ, read_pages_of
from tests.typesetting import seed
from tests.typesetting.document import typeset

_PACKAGES = ("camelot-py", "pdfplumber", "pypdfium2", "opencv-python-headless", "numpy", "pandas", "pandera")
_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")


def typeset_departments(folder: Path, count: int) -> None:
    """The project's own document once for each of so many departments."""
    blocks = seed.BLOCKS.read_text(encoding="utf-8")
    for number in range(1, count + 1):
        name = seed.DEPARTMENT.replace("城市", f"第{str(number).translate(_DIGITS)}城市")
        typeset(folder / f"{number}.pdf", seed.seed_items(json.loads(blocks.replace(seed.DEPARTMENT, name))))


class Clock:
    """CPU seconds by what they were spent for."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def of(self, name: str, work: Callable[[], object]) -> None:
        started = time.process_time()
        work()
        self.seconds[name] += time.process_time() - started

    @contextlib.contextmanager
    def proving(self) -> Iterator[None]:
        """Tell what the proofs by ink and shape take of whatever runs meanwhile."""
        honest = text_layer.prove

        def timed(*arguments: object) -> object:
            started = time.process_time()
            try:
                return honest(*arguments)  # pyright: ignore[reportArgumentType]
            finally:
                self.seconds["proofs"] += time.process_time() - started

        with patch.object(text_layer, "prove", timed):
            yield


def cpu_by_stage(folder: Path) -> Mapping[str, float]:
    """CPU seconds by stage for the documents of a folder that can be read, and how many `documents` and `pages`."""
    clock = Clock()
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as work:
        sources = read_registry(folder, format_of).sources
        for place, source in enumerate([*sources[:1], *sources]):
            if place == 1:
                # The first document was read to load what each process loads once.
                clock, counts = Clock(), Counter()
            job = Job(source, FolderStore(Path(work) / str(place)))
            with clock.proving():
                clock.of("reading", partial(READ, job))
            if READ.refusal(job) is not None:
                continue
            clock.of("interpreting", partial(INTERPRET, job))
            counts += Counter(documents=1, pages=len(read_pages_of(job)))
            with open_for_reading(source) as path:
                for engine in ("vector", "raster"):
                    clock.of(f"camelot {engine}", partial(_camelot, path, engine))
                clock.of("pdfplumber", partial(_pdfplumber, path))
    return {**clock.seconds, **counts}


def _camelot(path: Path, engine: str) -> None:
    read_pdf(str(path), pages="all", flavor="lattice", engine=engine, suppress_stdout=True)


def _pdfplumber(path: Path) -> None:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
            page.flush_cache()


def runs(departments: int) -> Mapping[str, tuple[float, float]]:
    """Seconds by the clock and the peak memory (MB) of the largest process, for whole runs over typeset documents."""
    with tempfile.TemporaryDirectory() as place:
        raw, more = Path(place) / "raw", Path(place) / "more"
        raw.mkdir()
        more.mkdir()
        typeset_departments(more, departments + 1)
        added = more / f"{departments + 1}.pdf"
        for path in more.glob("*.pdf"):
            if path != added:
                shutil.move(path, raw)
        done = {}
        for workers in (1, 2):
            done[f"first run, {workers} worker{'s'[: workers - 1]}"] = _run(raw, Path(place) / str(workers), workers)
        done["nothing new"] = _run(raw, Path(place) / "2", 2)
        shutil.move(added, raw)
        done["one document added"] = _run(raw, Path(place) / "2", 2)
    return done


def _run(raw: Path, out: Path, workers: int) -> tuple[float, float]:
    command = [sys.executable, "-m", "assets", "run", "--offline", "--raw", str(raw), "--workers", str(workers)]
    folders = ["--processed", str(out / "processed"), "--work", str(out / "work")]
    started, peak = time.perf_counter(), 0.0
    with subprocess.Popen(
        [*command, *folders], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        while process.poll() is None:
            peak = max([peak, *_memory_of_session(process.pid)])
            time.sleep(0.2)
    if process.returncode:
        raise SystemExit(f"the run failed: {' '.join(command)}")
    return time.perf_counter() - started, peak


def _memory_of_session(session: int) -> Iterator[float]:
    """The peak memory so far, in MB, of each process of a session."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
                yield int(status["VmHWM"].split()[0]) / 1024 if "VmHWM" in status else 0.0


def machine() -> str:
    """The machine and the versions of what does the work."""
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return f"{model}, {os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}, {packages}"


def stage_table(columns: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """The lines of a Markdown table of CPU seconds a page, a column for each set of documents."""
    yield f"| CPU seconds a page | {' | '.join(columns)} |"
    yield f"|---|{'---:|' * len(columns)}"
    for label in ("documents", "pages"):
        yield _row(label, [f"{cost[label]:.0f}" for cost in columns.values()])
    for label in ("reading", "proofs", "interpreting", "camelot vector", "camelot raster", "pdfplumber"):
        title = "of reading: proofs by ink and shape" if label == "proofs" else label
        yield _row(title, [f"{cost[label] / cost['pages']:.3f}" for cost in columns.values()])
    ratios: Mapping[str, Callable[[Mapping[str, float]], float]] = {
        "reading, beside reading without proofs": lambda c: c["reading"] / (c["reading"] - c["proofs"]),
        "reading and interpreting, beside camelot vector": partial(_beside, "camelot vector"),
        "… beside camelot raster": partial(_beside, "camelot raster"),
        "… beside pdfplumber": partial(_beside, "pdfplumber"),
    }
    for title, ratio in ratios.items():
        yield _row(title, [f"{ratio(cost):.2f} ×" for cost in columns.values()])


def _beside(other: str, cost: Mapping[str, float]) -> float:
    return (cost["reading"] + cost["interpreting"]) / cost[other]


def run_table(done: Mapping[str, tuple[float, float]], departments: int, pages: float) -> Iterator[str]:
    """The lines of a Markdown table of whole runs over so many typeset departments with so many pages each."""
    yield "| whole runs, by the clock | seconds | documents/s | pages/s | peak MB of the largest process |"
    yield "|---|---:|---:|---:|---:|"
    for title, (seconds, peak) in done.items():
        speeds = [f"{departments / seconds:.2f}", f"{departments * pages / seconds:.1f}"]
        yield _row(title, [f"{seconds:.1f}", *(speeds if title.startswith("first") else ["", ""]), f"{peak:.0f}"])
    (one, _), (two, _) = list(done.values())[:2]
    yield _row("two workers beside one", [f"{one / two:.2f} ×", "", "", ""])


def _row(title: str, values: list[str]) -> str:
    return f"| {title} | {' | '.join(values)} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="documents of your own, measured beside the typeset ones")
    parser.add_argument("--departments", type=int, default=6, metavar="N", help="documents to typeset (%(default)s)")
    parser.add_argument("--no-runs", action="store_true", help="measure the stages alone")
    options = parser.parse_args()
    print(machine(), end="\n\n")
    with tempfile.TemporaryDirectory() as typeset_here:
        typeset_departments(Path(typeset_here), options.departments)
        columns = {f"{options.departments} departments, typeset": cpu_by_stage(Path(typeset_here))}
    if options.folder:
        columns[f"documents of {options.folder.name}"] = cpu_by_stage(options.folder)
    print(*stage_table(columns), sep="\n", end="\n\n")
    if not options.no_runs:
        cost = next(iter(columns.values()))
        print(*run_table(runs(options.departments), options.departments, cost["pages"] / cost["documents"]), sep="\n")


if __name__ == "__main__":
    main()
