"""What reading and interpreting cost by stage, beside what other libraries need for the same pages."""

from __future__ import annotations

import contextlib
import gc
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
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
from pipelines.run.stage import Job
from pipelines.run.stages import INTERPRET, READ, read_pages_of
from pipelines.run.workers import look_for_garbage_seldom

_PYTHONS_THRESHOLD = gc.get_threshold()

P = ParamSpec("P")
T = TypeVar("T")


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
            with open_for_reading(source) as pdf, _garbage_looked_for_as_python_does():
                for engine in ("vector", "raster"):
                    clock.of(f"camelot {engine}", partial(_camelot, pdf.path, engine))
                clock.of("pdfplumber", partial(_pdfplumber, pdf.path))
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


def stage_table(columns: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """The lines of a Markdown table of CPU seconds a page, a column for each set of documents."""
    yield f"| CPU seconds a page | {' | '.join(columns)} |"
    yield f"|---|{'---:|' * len(columns)}"
    for label in ("documents", "pages"):
        yield row(label, [f"{cost[label]:.0f}" for cost in columns.values()])
    titles = {
        "ink": "of reading: the proof by ink",
        "shape": "of reading: the proof by shape",
        "telling": "of reading: these, and copies, stamps and what stands on one another",
    }
    for label in ("reading", *titles, "interpreting", "camelot vector", "camelot raster", "pdfplumber"):
        yield row(titles.get(label, label), [f"{cost[label] / cost['pages']:.4f}" for cost in columns.values()])
    ratios: Mapping[str, Callable[[Mapping[str, float]], float]] = {
        "reading, beside reading without both proofs": partial(_beside_without, ("ink", "shape")),
        "reading, beside reading without any such telling": partial(_beside_without, ("telling",)),
        "reading and interpreting, beside camelot vector": partial(_beside, "camelot vector"),
        "… beside camelot raster": partial(_beside, "camelot raster"),
        "… beside pdfplumber": partial(_beside, "pdfplumber"),
    }
    for title, ratio in ratios.items():
        yield row(title, [f"{ratio(cost):.2f} ×" for cost in columns.values()])


def _beside_without(parts: Sequence[str], cost: Mapping[str, float]) -> float:
    return cost["reading"] / (cost["reading"] - sum(cost[part] for part in parts))


def _beside(other: str, cost: Mapping[str, float]) -> float:
    return (cost["reading"] + cost["interpreting"]) / cost[other]


def row(title: str, values: list[str]) -> str:
    """A line of a Markdown table."""
    return f"| {title} | {' | '.join(values)} |"
