"""What a folder of documents costs, stage by stage, beside camelot's own vector engine on the same pages.

python -m tests.benchmark FOLDER
"""

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from camelot.io import read_pdf

from pipelines.documents.registry import read_registry
from pipelines.extraction.formats import format_of
from pipelines.extraction.pdf.opening import open_for_reading
from pipelines.foundation.store import FolderStore
from pipelines.run.stage import Job
from pipelines.run.stages import INTERPRET, READ, read_pages_of


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def camelot_alone(job: Job) -> None:
    with open_for_reading(job.source) as path:
        read_pdf(str(path), pages="all", flavor="lattice", engine="vector", suppress_stdout=True)


def main(folder: Path) -> None:
    print(f"{'pages':>6} {'camelot':>8} {'read':>8} {'rows':>8}  seconds; file")
    totals = [0.0] * 4
    with tempfile.TemporaryDirectory() as work:
        for source in read_registry(folder, format_of).sources:
            job = Job(source, FolderStore(Path(work)))
            read = seconds(partial(READ, job))
            if READ.refusal(job) is not None:
                continue
            rows = seconds(partial(INTERPRET, job))
            alone = seconds(partial(camelot_alone, job))
            pages = len(read_pages_of(job))
            numbers = [pages, alone, read, rows]
            totals = [total + number for total, number in zip(totals, numbers, strict=True)]
            print(_line(numbers, source.file))
    print(_line(totals, "all"))


def _line(numbers: list[float], name: str) -> str:
    pages, *times = numbers
    return f"{pages:6.0f} {' '.join(f'{each:8.2f}' for each in times)}  {name}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
