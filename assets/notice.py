"""What is told when a launch has failed: why, of which documents, and where more is to be read."""

import os
from collections.abc import Iterator

import dagster as dg

from assets.settings import Settings
from assets.telling import cause_of
from pipelines.documents.quarantine import Reason
from pipelines.run.refusals import published_name, refusal_of
from pipelines.run.run import NotMadeError

ALERT_URL, UI_URL = "YUSUAN_ALERT_URL", "YUSUAN_UI_URL"
_WILL_BE_RETRIED = "dagster/will_retry"
MOST_NAMED = 20


@dg.run_failure_sensor(
    name="failure_notice",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=f"Tells of a failed launch, once, in the log and to the address in {ALERT_URL} where it is set.",
)
def failure_notice(context: dg.RunFailureSensorContext, settings: Settings) -> dg.SkipReason | None:
    if context.dagster_run.tags.get(_WILL_BE_RETRIED) == "true":
        return dg.SkipReason("it will be tried again: what comes of that is told")
    text = "\n".join(_lines(context, settings))
    context.log.error(text)
    if address := os.environ.get(ALERT_URL):
        import httpx  # Here and not above: a run that goes well has nobody to tell.

        httpx.post(address, json={"text": text, "run": context.dagster_run.run_id}, timeout=10).raise_for_status()
    return None


def _lines(context: dg.RunFailureSensorContext, settings: Settings) -> Iterator[str]:
    yield f"{context.dagster_run.job_name} failed: {context.failure_event.message}"
    for event in context.get_step_failure_events():
        yield f"{event.step_key}: {cause_of(event.step_failure_data.error)}"
    failed = _failed_documents(settings)
    if failed:
        named = ", ".join(failed[:MOST_NAMED])
        yield f"documents that fail: {len(failed)} ({named}{', …' if len(failed) > MOST_NAMED else ''})"
    yield f"log: {os.environ.get(UI_URL, 'http://127.0.0.1:3000')}/runs/{context.dagster_run.run_id}"


def _failed_documents(settings: Settings) -> list[str]:
    """The documents that crash, hang or err; none where no run has come as far as to know them."""
    try:
        jobs = settings.run.jobs()
    except (NotMadeError, KeyError):
        return []
    reasons = (Reason.FAILED, Reason.TOO_COMPLEX)
    refusals = ((job, refusal_of(job)) for job in jobs)
    return [
        published_name(job.source) for job, refusal in refusals if refusal is not None and refusal.reason in reasons
    ]
