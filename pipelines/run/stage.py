"""One step on the way of a document, whose result is kept.

A stage's result is a folder below the work folder, named after the stage, the fingerprint of all that made it
and the document's sha256. It is there whole or not at all; deleting it costs the time to make it again.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from pipelines.documents.quarantine import QuarantineError
from pipelines.documents.registry import Source
from pipelines.foundation.storage import whole_file, whole_folder

_REFUSAL_FILE = "refused.json"


@dataclass(frozen=True)
class Job:
    """One document and the folder where its intermediate results are kept."""

    source: Source
    work: Path


@dataclass(frozen=True)
class Refusal:
    """Why a document can't be published: the `reason` of its row in `documents`, and what was seen."""

    reason: str
    message: str


@dataclass(frozen=True)
class Failure:
    """A crash, a hang or an error nobody foresaw, and the runs in which it came."""

    error: str
    attempts: int


Kept = TypeVar("Kept", Refusal, Failure)


@dataclass(frozen=True)
class Stage:
    """One step on the way of a document; `make` puts the step's files into an empty folder.

    Pure: what `make` writes depends on the document, the `facts` that the registry records of it
    (attributes of `Source`) and what the fingerprint `made_by` covers: code, declarations and libraries.
    """

    name: str
    make: Callable[[Job, Path], None]
    made_by: str
    facts: tuple[str, ...] = ()

    def place(self, job: Job) -> Path:
        """The folder of the stage's result."""
        facts = [getattr(job.source, fact) or "" for fact in self.facts]
        name = "-".join([job.source.sha256, *facts])
        return job.work / self.name / self.made_by / name[:2] / name

    def is_done(self, job: Job) -> bool:
        return self.place(job).exists()

    def __call__(self, job: Job) -> Refusal | None:
        """Do the stage unless its result is kept. Returns the refusal where the document is refused."""
        if not self.is_done(job):
            place = self.place(job)
            try:
                with whole_folder(place) as folder:
                    self.make(job, folder)
            except QuarantineError as error:
                with whole_folder(place) as folder:
                    _write(folder / _REFUSAL_FILE, Refusal(error.reason, error.message))
            self._failure_file(job).unlink(missing_ok=True)
        return self.refusal(job)

    def refusal(self, job: Job) -> Refusal | None:
        """The refusal that is kept of a document, if any."""
        return _read_as(Refusal, self.place(job) / _REFUSAL_FILE)

    def failure(self, job: Job) -> Failure | None:
        """The failure that is kept of a document, if any."""
        return _read_as(Failure, self._failure_file(job))

    def record_failure(self, job: Job, error: str) -> None:
        """Keep the error of a document for which the stage did not come to an end."""
        before = self.failure(job)
        failure = Failure(error, 1 + (before.attempts if before else 0))
        with whole_file(self._failure_file(job)) as draft:
            _write(draft, failure)

    def _failure_file(self, job: Job) -> Path:
        place = self.place(job)
        return place.with_name(f"{place.name}.failed.json")


def _write(path: Path, record: Refusal | Failure) -> None:
    path.write_text(json.dumps(asdict(record), ensure_ascii=False), encoding="utf-8")


def _read_as(kind: type[Kept], path: Path) -> Kept | None:
    return kind(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None
