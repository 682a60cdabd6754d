"""A run: one folder of documents, and what is kept of it as a whole between the steps."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from pipelines.documents.registry import Fault, Registry, Source, read_registry
from pipelines.extraction.formats import format_of
from pipelines.foundation.objects import Objects
from pipelines.foundation.storage import sweep, whole_file
from pipelines.foundation.store import FolderStore, SharedStore, Store
from pipelines.run.disclosures import with_sisters
from pipelines.run.places import REGISTRY_FILE, folder_of_run
from pipelines.run.stage import Job

_SOURCE = TypeAdapter(Source)


class NotMadeError(Exception):
    """What is asked for follows from what has not been made yet: the message is a sentence that says what that is."""


@dataclass(frozen=True)
class Run:
    """A folder of documents that is read with a work folder.

    Runs on different folders may share a work folder, at the same time too: what is kept of single documents
    goes by their content, and what is kept of all together stands in a folder of the run's own.
    """

    raw: Path
    work: Path
    corrections: Path
    """The folder of reviewed corrections to what is published; there may be none."""
    shared: str | None = None
    """The URL of object storage in which results are kept besides the work folder."""

    @property
    def store(self) -> Store:
        """Where the results of documents are kept."""
        folder = FolderStore(self.work)
        return SharedStore(folder, Objects(self.shared)) if self.shared else folder

    @property
    def folder(self) -> Path:
        """Where the registry and the gathered rows are kept."""
        return folder_of_run(self.raw, self.work)

    def take_stock(self) -> Registry:
        """Read the registry and keep it, so that each later step sees the same documents. RegistryError."""
        sweep(FolderStore(self.work).drafts)
        registry = read_registry(self.raw, format_of)
        self._keep(registry)
        return registry

    def _keep(self, registry: Registry) -> None:
        with whole_file(self.folder / REGISTRY_FILE, private=True) as draft:
            # As ASCII: a path whose bytes are no UTF-8 can't be written otherwise.
            draft.write_text(json.dumps(vars(registry), default=_kept), encoding="utf-8")

    def link_disclosures(self) -> int:
        """Keep with each source what its document doesn't say of itself and a sister does. Returns how many gained."""
        registry = self.registry()
        linked = tuple(job.source for job in with_sisters(Job(source, self.store) for source in registry.sources))
        self._keep(replace(registry, sources=linked))
        return sum(after != before for after, before in zip(linked, registry.sources, strict=True))

    def registry(self) -> Registry:
        """The registry that was kept. Raises NotMadeError before any run."""
        return _registry(self._kept_registry().decode("utf-8"))

    @property
    def registry_digest(self) -> str:
        """The digest of the registry that was kept. Raises NotMadeError before any run."""
        return hashlib.sha256(self._kept_registry()).hexdigest()

    def _kept_registry(self) -> bytes:
        try:
            return (self.folder / REGISTRY_FILE).read_bytes()
        except FileNotFoundError:
            first = "documents, grids, disclosures and tables are made first, then the datasets"
            raise NotMadeError(f"nothing was read of {self.raw} yet: {first}") from None

    def jobs(self) -> tuple[Job, ...]:
        """The kept documents in the order of their paths, as units of work."""
        store = self.store
        return tuple(Job(source, store) for source in self.registry().sources)


@lru_cache(maxsize=1)
def _registry(text: str) -> Registry:
    """The registry that a file holds. Each step of a run asks for the same."""
    kept = json.loads(text)
    return Registry(tuple(_source(source) for source in kept["sources"]), tuple(kept["problems"]))


def _kept(part: object) -> object:
    """What of a registry JSON knows no form for."""
    return vars(part) if isinstance(part, Source | Fault) else str(part)


def _source(kept: Mapping[str, object]) -> Source:
    # The path goes apart: its bytes may be no UTF-8, which no validator lets pass.
    described = _SOURCE.validate_python({**kept, "path": "."})
    return replace(described, path=Path(str(kept["path"])))
