"""What a deployment chooses: folders, and where the map over documents runs; and that one run at a time works there."""

import math
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

import dagster as dg

from pipelines.foundation.lock import held
from pipelines.foundation.objects import Objects, is_url
from pipelines.run.cluster import Dask
from pipelines.run.engine import GIGABYTE, Engine, Processes, Serial
from pipelines.run.places import Places, folder_of, misplaced
from pipelines.run.releasing import Terms
from pipelines.run.run import Run

ALL, OWN = "all", "own"
OWNERS = ["team:yusuan"]


class SettingsError(Exception):
    """No run can work with the settings: the message is a sentence that says why."""


class Settings(dg.ConfigurableResource):
    """Folders of documents, release, intermediate results and corrections; limits of the worker processes.

    The first three may be URLs of object storage instead.
    """

    raw: str = "data/raw"
    processed: str = "data/processed"
    work: str = "data/work"
    local: str = "data/local"
    """The private folder of this machine for what stands for URLs meanwhile."""
    corrections: str = "data/corrections"
    withdrawals: str = "data/withdrawals.yaml"
    """The file of the documents that are meant to be gone."""
    accept_shrink: str = ""
    """Why a release may have lost documents, rows or years; it may not without."""
    keep: int = 12
    """How many releases stay."""
    validators: str = ALL
    """`all` that are installed have to be content with a release, or our `own` reading of it alone."""
    workers: int = 0
    """Worker processes; 0 for one per core."""
    timeout_seconds: float = 900.0
    """Time one stage may take for one document."""
    memory_gigabytes: float = 2.0
    """Memory one worker process may take."""
    again: bool = False
    """Try documents again that failed too often."""
    offline: bool = False
    """Fetch nothing: take the documents that are there."""
    allow_private: bool = False
    """Fetch from addresses inside the operator's own network too."""
    dask: str = ""
    """Address of a Dask scheduler, whose workers read the documents; none: this machine's processes do."""
    serial: bool = False
    """Read the documents in this process, one after another, without limits; for debugging."""

    @property
    def run(self) -> Run:
        shared = self.work if is_url(self.work) else None
        work = folder_of(self.work, Path(self.local))
        return Run(self.places.raw_folder, work, Path(self.corrections), shared)

    @property
    def places(self) -> Places:
        return Places(self.raw, self.processed, Path(self.local))

    @property
    def terms(self) -> Terms:
        return Terms(
            self.processed_folder, Path(self.withdrawals), self.accept_shrink or None, self.keep, self.validators == ALL
        )

    @property
    def processed_folder(self) -> Path:
        return self.places.processed_folder

    @property
    def engine(self) -> Engine:
        memory = int(self.memory_gigabytes * GIGABYTE)
        processes = Processes(self.workers, self.timeout_seconds, memory)
        if self.dask:
            return Dask(self.dask, processes)
        return Serial() if self.serial else processes

    def require_storage(self) -> None:
        """Raise StorageError where a place of object storage is not there, or can't be reached."""
        for place in (self.raw, self.processed, self.work):
            if is_url(place):
                Objects(place).require()

    def faults(self) -> Iterator[str]:
        """Why no run can work with them, a sentence for each setting that can't be."""
        for name, number, least in (("keep", self.keep, 1), ("workers", self.workers, 0)):
            if number < least:
                yield f"{name}: a number from {least} on is expected, not {number}"
        limits = (("timeout_seconds", self.timeout_seconds), ("memory_gigabytes", self.memory_gigabytes))
        for name, limit in limits:
            if not 0 < limit < math.inf:
                yield f"{name}: a number above 0 is expected, not {limit}"
        if self.validators not in (ALL, OWN):
            yield f"validators: {ALL} or {OWN} is expected, not {self.validators}"
        others = {"processed": self.processed, "work": self.work, "corrections": self.corrections, "local": self.local}
        if fault := misplaced(self.raw, others):
            yield fault


class Exclusive(Settings):
    """The settings of the location, under which one run at a time works."""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator[Self]:
        """The settings, for as long as a run lasts: it alone works in the folder of releases, and in its own one.

        Raises `HeldError`, before anything is done, where another run does, and `SettingsError` where none can. A
        sensor looks without holding anything.
        """
        with ExitStack() as locks:
            if context.run is not None:
                if faults := [*self.faults()]:
                    raise SettingsError("; ".join(faults))
                locks.enter_context(self.places.held())
                locks.enter_context(held(self.run.folder, private=True))
            yield self
