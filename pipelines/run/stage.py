"""One step on the way of a document, whose result is kept.

A stage's result is kept in a store under the stage's name, the fingerprint of all that made it and the document's
sha256. It is there whole or not at all; deleting it costs the time to make it again.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from pkgutil import resolve_name

from pipelines.documents.quarantine import QuarantineError
from pipelines.documents.registry import Source
from pipelines.foundation.store import Store

_REFUSAL_FILE = "refused.json"
_FAILURE_FILE = "failed.json"
_DIGITS = 12


@dataclass(frozen=True)
class Job:
    """One document and where its intermediate results are kept."""

    source: Source
    store: Store


@dataclass(frozen=True)
class Refusal:
    """Why a document can't be published: the `reason` of its row in `documents`, and what was seen."""

    reason: str
    message: str


@dataclass(frozen=True)
class Failure:
    """A crash, a hang, too much memory or an error nobody foresaw, in words, and the runs in which it came."""

    refusal: Refusal
    attempts: int


@dataclass(frozen=True)
class Stage:
    """One step on the way of a document.

    `make` names what puts the step's files into an empty folder, a function of the job and the folder, by its place in
    the code (`module:name`): its module is loaded by the workers of the step, and else when a document is first due.

    Pure: what it writes depends on the document, the `facts` that the registry records of it (attributes of `Source`)
    and what the fingerprint `made_by` covers: code, declarations and libraries.
    """

    name: str
    make: str
    made_by: str
    facts: tuple[str, ...] = ()

    @property
    def home(self) -> str:
        """The module that has all that the step needs."""
        return self.make.partition(":")[0]

    def key(self, job: Job) -> str:
        """The key of the stage's result in the job's store."""
        if not self.facts:
            return self._place(job.source.sha256)
        facts = {fact: getattr(job.source, fact) for fact in self.facts}
        digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
        return self._place(f"{job.source.sha256}-{digest[:_DIGITS]}")

    def _place(self, name: str) -> str:
        return f"{self.name}/{self.made_by}/{name[:2]}/{name}"

    def is_done(self, job: Job) -> bool:
        return job.store.has(self.key(job))

    def read(self, job: Job, file: str) -> bytes | None:
        """A file of the stage's result; None where there is none."""
        return job.store.read(self.key(job), file)

    def __call__(self, job: Job) -> Refusal | None:
        """Do the stage unless its result is kept. Returns the refusal where the document is refused."""
        if not self.is_done(job):
            key = self.key(job)
            make: Callable[[Job, Path], None] = resolve_name(self.make)
            try:
                with job.store.put_whole(key) as folder:
                    make(job, folder)
            except QuarantineError as error:
                with job.store.put_whole(key) as folder:
                    _write(folder / _REFUSAL_FILE, Refusal(error.reason, error.message))
            job.store.drop(self._key_of_failure(job))
        return self.refusal(job)

    def refusal(self, job: Job) -> Refusal | None:
        """The refusal that is kept of a document, if any."""
        kept = self.read(job, _REFUSAL_FILE)
        return Refusal(**json.loads(kept)) if kept is not None else None

    def failure(self, job: Job) -> Failure | None:
        """The failure that is kept of a document, if any."""
        kept = job.store.read(self._key_of_failure(job), _FAILURE_FILE)
        if kept is None:
            return None
        facts = json.loads(kept)
        return Failure(Refusal(**facts["refusal"]), facts["attempts"])

    def record_failure(self, job: Job, refusal: Refusal) -> None:
        """Keep why the stage did not come to an end for a document."""
        before = self.failure(job)
        job.store.drop(self._key_of_failure(job))
        with job.store.put_whole(self._key_of_failure(job)) as folder:
            _write(folder / _FAILURE_FILE, Failure(refusal, 1 + (before.attempts if before else 0)))

    def _key_of_failure(self, job: Job) -> str:
        return f"{self.key(job)}.failed"


def _write(path: Path, record: Refusal | Failure) -> None:
    path.write_text(json.dumps(asdict(record), ensure_ascii=False), encoding="utf-8")
