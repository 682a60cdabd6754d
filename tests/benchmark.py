"""What a run costs: a table of time and memory, beside what others need for the same pages.

python -m tests.benchmark [FOLDER] [--departments N] [--small] [--no-runs | --runs-only]

CPU seconds are those of this process, each part after the other on each document, so that their ratios hold on a
machine that has other work too. Of whole runs they are those of all their processes; their time by the clock stands
beside them and says little on a busy machine.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gc
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec, TypeVar
from unittest.mock import patch

import pdfplumber
from camelot.io import read_pdf

from pipelines.documents.registry import read_registry
from pipelines.extraction.formats import format_of
from pipelines.extraction.pdf import proof, text_layer
from pipelines.extraction.pdf.fonts import Fonts
from pipelines.extraction.pdf.opening import open_for_reading
from pipelines.foundation.store import FolderStore
from pipelines.run.engine import look_for_garbage_seldom
from pipelines.run.stage import Job
from pipelines.run.stages import INTERPRET, READ, read_pages_of
from tests.assets.small import budget
from tests.typesetting import seed
from tests.typesetting.document import typeset

_PACKAGES = ("camelot-py", "pdfplumber", "pypdfium2", "opencv-python-headless", "numpy", "pandas", "pandera")
_PYTHONS_THRESHOLD = gc.get_threshold()
_COUNT = "sum(each * each for each in range(50_000_000))"

P = ParamSpec("P")
T = TypeVar("T")

_CHILD_SUBREAPER = 36
"""The number of `prctl` for: what loses its parent becomes this process's child."""
_NOTHING = """
import dagster as dg

@dg.asset
def nothing() -> None: ...

job = dg.Definitions(assets=[nothing], jobs=[dg.define_asset_job("job")], executor=dg.in_process_executor)
with dg.DagsterInstance.ephemeral() as instance:
    job.resolve_job_def("job").execute_in_process(instance=instance)
"""
_CODE = "143"
"""The code of the department of the project's own document."""
_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")


def typeset_departments(folder: Path, count: int) -> None:
    """The project's own document once for each of so many departments, each under a name and a code of its own."""
    blocks = seed.BLOCKS.read_text(encoding="utf-8")
    for number in range(1, count + 1):
        name = seed.DEPARTMENT.replace("城市", f"第{str(number).translate(_DIGITS)}城市")
        own = blocks.replace(seed.DEPARTMENT, name).replace(_CODE, f"{number:03}")
        typeset(folder / f"{number}.pdf", seed.seed_items(json.loads(own)))


def typeset_small(folder: Path, count: int) -> None:
    """A budget of one page and one table for each of so many departments: many are soon read."""
    for number in range(1, count + 1):
        budget(folder / f"{number}.pdf", f"青山区第{str(number).translate(_DIGITS)}水务局")


class Clock:
    """CPU seconds by what they were spent for."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def of(self, name: str, work: Callable[[], object]) -> None:
        # What one leaves as garbage is not to be found while the next works.
        gc.collect()
        started = time.process_time()
        work()
        self.seconds[name] += time.process_time() - started

    @contextlib.contextmanager
    def proving(self) -> Iterator[None]:
        """Tell what it takes to prove by ink and by shape what is read meanwhile, and all telling of what is read."""
        misread = Fonts.misread
        with (
            patch.object(proof, "measure_ink", self._timed("ink", proof.measure_ink)),
            patch.object(
                Fonts,
                "misread",
                self._timed("shape", lambda fonts, page, text, of: list(misread(fonts, page, text, of))),
            ),
            patch.object(text_layer, "prove", self._timed("telling", text_layer.prove)),
        ):
            yield

    def _timed(self, name: str, honest: Callable[P, T]) -> Callable[P, T]:
        def timed(*given: P.args, **named: P.kwargs) -> T:
            started = time.process_time()
            try:
                return honest(*given, **named)
            finally:
                self.seconds[name] += time.process_time() - started

        return timed


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
                look_for_garbage_seldom()
            job = Job(source, FolderStore(Path(work) / str(place)))
            with clock.proving():
                clock.of("reading", partial(READ, job))
            if READ.refusal(job) is not None:
                continue
            clock.of("interpreting", partial(INTERPRET, job))
            counts += Counter(documents=1, pages=len(read_pages_of(job)))
            with open_for_reading(source) as path, _garbage_looked_for_as_python_does():
                for engine in ("vector", "raster"):
                    clock.of(f"camelot {engine}", partial(_camelot, path, engine))
                clock.of("pdfplumber", partial(_pdfplumber, path))
    return {**clock.seconds, **counts}


@contextlib.contextmanager
def _garbage_looked_for_as_python_does() -> Iterator[None]:
    """As whoever calls a library has it, where workers have their own way."""
    ours = gc.get_threshold()
    gc.set_threshold(*_PYTHONS_THRESHOLD)
    try:
        yield
    finally:
        gc.set_threshold(*ours)


def _camelot(path: Path, engine: str) -> None:
    read_pdf(str(path), pages="all", flavor="lattice", engine=engine, suppress_stdout=True)


def _pdfplumber(path: Path) -> None:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
            page.flush_cache()


@dataclass(frozen=True)
class Cost:
    """What a whole run costs: seconds by the clock, CPU seconds of all its processes, MB of the largest at its peak."""

    seconds: float
    cpu: float
    peak: float


def runs(departments: int, typeset_them: Callable[[Path, int], None]) -> Mapping[str, Cost]:
    """What whole runs over typeset documents cost, and Dagster itself beside them."""
    with tempfile.TemporaryDirectory() as place:
        raw, more = Path(place) / "raw", Path(place) / "more"
        raw.mkdir()
        more.mkdir()
        typeset_them(more, departments + 1)
        added = more / f"{departments + 1}.pdf"
        for path in more.glob("*.pdf"):
            if path != added:
                shutil.move(path, raw)
        done = {"Dagster with one asset that does nothing": _cost([sys.executable, "-c", _NOTHING])}
        for workers in (1, 2):
            done[f"first run, {workers} worker{'s'[: workers - 1]}"] = _run(raw, Path(place) / str(workers), workers)
        done["nothing new"] = _run(raw, Path(place) / "2", 2)
        shutil.move(added, raw)
        done["one document added"] = _run(raw, Path(place) / "2", 2)
    return done


def two_beside_one() -> float:
    """How much two processes that share nothing get done on this machine in the time in which one does its work: cores
    can be threads of one."""
    one, two = (_counting(processes) for processes in (1, 2))
    return 2 * one / two


def _counting(processes: int) -> float:
    started = time.perf_counter()
    running = [subprocess.Popen([sys.executable, "-c", _COUNT]) for _ in range(processes)]
    for each in running:
        each.wait()
    return time.perf_counter() - started


def _run(raw: Path, out: Path, workers: int) -> Cost:
    command = [sys.executable, "-m", "assets", "run", "--offline", "--raw", str(raw), "--workers", str(workers)]
    folders = ["--processed", str(out / "processed"), "--work", str(out / "work")]
    return _cost([*command, *folders])


def _cost(command: Sequence[str]) -> Cost:
    # Workers outlive their parents' parents: what is left of a run is waited for here, else its CPU is nobody's.
    ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)
    started, before, peak = time.perf_counter(), _cpu_of_children(), 0.0
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        while process.poll() is None:
            peak = max([peak, *_memory_of_session(process.pid)])
            time.sleep(0.2)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"the run failed: {' '.join(command)}")
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    return Cost(seconds, _cpu_of_children() - before, peak)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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
    titles = {
        "ink": "of reading: the proof by ink",
        "shape": "of reading: the proof by shape",
        "telling": "of reading: these, and copies, stamps and what stands on one another",
    }
    for label in ("reading", *titles, "interpreting", "camelot vector", "camelot raster", "pdfplumber"):
        yield _row(titles.get(label, label), [f"{cost[label] / cost['pages']:.4f}" for cost in columns.values()])
    ratios: Mapping[str, Callable[[Mapping[str, float]], float]] = {
        "reading, beside reading without both proofs": partial(_beside_without, ("ink", "shape")),
        "reading, beside reading without any such telling": partial(_beside_without, ("telling",)),
        "reading and interpreting, beside camelot vector": partial(_beside, "camelot vector"),
        "… beside camelot raster": partial(_beside, "camelot raster"),
        "… beside pdfplumber": partial(_beside, "pdfplumber"),
    }
    for title, ratio in ratios.items():
        yield _row(title, [f"{ratio(cost):.2f} ×" for cost in columns.values()])


def _beside_without(parts: Sequence[str], cost: Mapping[str, float]) -> float:
    return cost["reading"] / (cost["reading"] - sum(cost[part] for part in parts))


def _beside(other: str, cost: Mapping[str, float]) -> float:
    return (cost["reading"] + cost["interpreting"]) / cost[other]


def run_table(done: Mapping[str, Cost], departments: int, most: float) -> Iterator[str]:
    """The lines of a Markdown table of whole runs over so many typeset departments."""
    yield f"| whole runs, {departments} departments | CPU seconds | seconds | documents/s | peak MB, largest process |"
    yield "|---|---:|---:|---:|---:|"
    for title, cost in done.items():
        speed = f"{departments / cost.seconds:.2f}" if title.startswith("first") else ""
        yield _row(title, [f"{cost.cpu:.1f}", f"{cost.seconds:.1f}", speed, f"{cost.peak:.0f}"])
    dagster, one, two, nothing, added = done.values()
    yield _row("two workers beside one", ["", f"{one.seconds / two.seconds:.2f} ×", "", ""])
    yield _row("two processes that only count, beside one", ["", f"{most:.2f} ×", "", ""])
    yield _row("nothing new, beside Dagster", [f"{nothing.cpu / dagster.cpu:.1f} ×", "", "", ""])
    yield _row("one document added, without what nothing new costs", [f"{added.cpu - nothing.cpu:.1f}", "", "", ""])


def _row(title: str, values: list[str]) -> str:
    return f"| {title} | {' | '.join(values)} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="documents of your own, measured beside the typeset ones")
    parser.add_argument("--departments", type=int, default=6, metavar="N", help="documents to typeset (%(default)s)")
    parser.add_argument("--small", action="store_true", help="whole runs over documents of one page each")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--no-runs", action="store_true", help="measure the stages alone")
    which.add_argument("--runs-only", action="store_true", help="measure whole runs alone")
    options = parser.parse_args()
    print(machine(), end="\n\n")
    if not options.runs_only:
        _measure_stages(options)
    if not options.no_runs:
        done = runs(options.departments, typeset_small if options.small else typeset_departments)
        print(*run_table(done, options.departments, two_beside_one()), sep="\n")


def _measure_stages(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as typeset_here:
        typeset_departments(Path(typeset_here), options.departments)
        columns = {f"{options.departments} departments, typeset": cpu_by_stage(Path(typeset_here))}
    if options.folder:
        columns[f"documents of {options.folder.name}"] = cpu_by_stage(options.folder)
    print(*stage_table(columns), sep="\n", end="\n\n")


if __name__ == "__main__":
    main()
