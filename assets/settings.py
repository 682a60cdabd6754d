"""What a deployment chooses: folders, and where the map over documents runs."""

from pathlib import Path

import dagster as dg

from pipelines.run.cluster import Dask
from pipelines.run.engine import GIGABYTE, Engine, Processes, Serial
from pipelines.run.run import Run

OWNERS = ["team:yusuan"]


class Settings(dg.ConfigurableResource):
    """Folders of documents, release, intermediate results and corrections; limits of the worker processes."""

    raw: str = "data/raw"
    processed: str = "data/processed"
    work: str = "data/work"
    corrections: str = "data/corrections"
    workers: int = 0
    """Worker processes; 0 for one per core."""
    timeout_seconds: float = 900.0
    """Time one stage may take for one document."""
    memory_gigabytes: float = 2.0
    """Memory one worker process may take."""
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
        return Run(Path(self.raw), Path(self.work), Path(self.corrections))

    @property
    def processed_folder(self) -> Path:
        return Path(self.processed)

    @property
    def engine(self) -> Engine:
        memory = int(self.memory_gigabytes * GIGABYTE)
        processes = Processes(self.workers, self.timeout_seconds, memory)
        if self.dask:
            return Dask(self.dask, processes)
        return Serial() if self.serial else processes
