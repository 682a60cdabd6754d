"""When it runs: the job, a nightly schedule, a sensor for new documents, and what happens when a run fails.

The job is not partitioned. Which year a document is of is known only when it has been read, and the published
files hold all years; what is new or changed is found by content hash, so that a run costs what has changed.
"""

import hashlib
import json
import os
import urllib.request

import dagster as dg

from assets.settings import Settings

ALERT_URL = "YUSUAN_ALERT_URL"

publish = dg.define_asset_job(
    "publish",
    selection=dg.AssetSelection.all(),
    description="Read what is new in the folder of documents and publish all datasets.",
    executor_def=dg.in_process_executor,
)

nightly = dg.ScheduleDefinition(
    name="nightly",
    job=publish,
    cron_schedule="30 2 * * *",
    execution_timezone="Asia/Shanghai",
    description="Every night, whether anything has changed or not: also tries again what failed.",
)


@dg.sensor(
    name="new_documents",
    job=publish,
    minimum_interval_seconds=60,
    description="Starts a run when a file below the folder of documents is added, changed or removed.",
)
def new_documents(context: dg.SensorEvaluationContext, settings: Settings) -> dg.RunRequest | dg.SkipReason:
    folder = settings.run.raw
    if not folder.is_dir():
        return dg.SkipReason(f"there is no folder {folder}")
    seen = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        status = path.stat()
        seen.update(f"{path.relative_to(folder)}\t{status.st_size}\t{status.st_mtime_ns}\n".encode())
    if context.cursor == seen.hexdigest():
        return dg.SkipReason("nothing has changed")
    context.update_cursor(seen.hexdigest())
    return dg.RunRequest()


@dg.run_failure_sensor(
    name="failure_notice",
    description=f"Tells of a failed run in the log, and to the address in {ALERT_URL} where it is set.",
)
def failure_notice(context: dg.RunFailureSensorContext) -> None:
    notice = f"{context.dagster_run.job_name} failed: {context.failure_event.message}"
    context.log.error(notice)
    if address := os.environ.get(ALERT_URL):
        request = urllib.request.Request(
            address,
            data=json.dumps({"text": notice, "run": context.dagster_run.run_id}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10):
            pass
