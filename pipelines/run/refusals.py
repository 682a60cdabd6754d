"""Why documents are not published, and under which names they are told of."""

from pipelines.documents.quarantine import Reason
from pipelines.documents.registry import Source
from pipelines.personal_data.policy import policy
from pipelines.run.stage import Job, Refusal
from pipelines.run.stages import STAGES

_DIGITS_OF_A_HASH = 8


def refusal_of(job: Job) -> Refusal | None:
    """Why a source can't be published, as far as its results say."""
    if fault := job.source.set_aside:
        return Refusal(fault.reason, fault.message)
    for stage in STAGES:
        if refusal := stage.refusal(job):
            return refusal
        if not stage.is_done(job):
            failure = stage.failure(job)
            return failure.refusal if failure else Refusal(Reason.FAILED, f"{stage.name}: not done")
    return None


def published_name(source: Source) -> str:
    """A source's path as it may be published: a telephone number in it gives way to the digits of the file's hash."""
    name = policy().redact(source.file)
    return source.file if name == source.file else f"{name} ({source.sha256[:_DIGITS_OF_A_HASH]})"
