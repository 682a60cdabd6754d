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
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.assets.small import budget
from tests.stage_costs import cpu_by_stage, row, stage_table
from tests.typesetting import seed
from tests.typesetting.document import typeset

_PACKAGES = ("camelot-py", "pdfplumber", "pypdfium2", "opencv-python-headless", "numpy", "pandas", "pandera")
_COUNT = "sum(each * each for each in range(50_000_000))"

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


def run_table(done: Mapping[str, Cost], departments: int, most: float) -> Iterator[str]:
    """The lines of a Markdown table of whole runs over so many typeset departments."""
    yield f"| whole runs, {departments} departments | CPU seconds | seconds | documents/s | peak MB, largest process |"
    yield "|---|---:|---:|---:|---:|"
    for title, cost in done.items():
        speed = f"{departments / cost.seconds:.2f}" if title.startswith("first") else ""
        yield row(title, [f"{cost.cpu:.1f}", f"{cost.seconds:.1f}", speed, f"{cost.peak:.0f}"])
    dagster, one, two, nothing, added = done.values()
    yield row("two workers beside one", ["", f"{one.seconds / two.seconds:.2f} ×", "", ""])
    yield row("two processes that only count, beside one", ["", f"{most:.2f} ×", "", ""])
    yield row("nothing new, beside Dagster", [f"{nothing.cpu / dagster.cpu:.1f} ×", "", "", ""])
    yield row("one document added, without what nothing new costs", [f"{added.cpu - nothing.cpu:.1f}", "", "", ""])


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
