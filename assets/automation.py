"""When it runs: the jobs, a schedule that follows the budget's year, a sensor for new documents.

The jobs are not partitioned. Which year a document is of is known only when it has been read, and the published
files hold all years; what is new or changed is found by content hash, so that a run costs what has changed.
"""

import hashlib
import json
from pathlib import Path

import dagster as dg

from assets.fetching import fetched
from assets.settings import Settings
from pipelines.documents.registry import visible_files
from pipelines.foundation.objects import Objects, is_url

publish = dg.define_asset_job(
    "publish",
    selection=dg.AssetSelection.all(),
    description="Fetch what is new, read what is new in the folder of documents, and publish all datasets.",
    executor_def=dg.in_process_executor,
)

publish_folder = dg.define_asset_job(
    "publish_folder",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(fetched),
    description="The same without fetching: what lies in the folder of documents is there already.",
    executor_def=dg.in_process_executor,
)

nightly = dg.ScheduleDefinition(
    name="nightly",
    job=publish,
    # Budgets are published from January to April; in the rest of the year some are corrected, and accounts follow.
    cron_schedule=["30 2 * 1-4 *", "30 2 * 5-12 1"],
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every night from January to April, else in the night to Monday, whether anything has changed or not: "
    "fetches, and tries again what failed.",
)


@dg.sensor(
    name="new_documents",
    job=publish_folder,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Starts a run when a file below the folder of documents was added, changed or removed, and nothing has "
    "changed since the look before: no file is read while it grows.",
)
def new_documents(context: dg.SensorEvaluationContext, settings: Settings) -> dg.RunRequest | dg.SkipReason:
    folder = settings.run.raw
    if not is_url(settings.raw) and not folder.is_dir():
        return dg.SkipReason(f"there is no folder {folder}")
    before = json.loads(context.cursor or "{}")
    seen = _look_at_objects(settings.raw) if is_url(settings.raw) else _look(folder)
    if seen == before.get("asked"):
        return dg.SkipReason("nothing has changed")
    if seen != before.get("seen"):
        context.update_cursor(json.dumps({**before, "seen": seen}))
        return dg.SkipReason("something has changed: looked at again before it is read")
    context.update_cursor(json.dumps({"seen": seen, "asked": seen}))
    return dg.RunRequest()


def _look(folder: Path) -> str:
    """What the files of a folder look like from outside: a hash over names, sizes and times."""
    seen = hashlib.sha256()
    for file, path in sorted(visible_files(folder)):
        try:
            status = path.lstat()
        except OSError:
            continue  # It has gone since it was listed; the next look tells.
        seen.update(f"{file}\t{status.st_size}\t{status.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _look_at_objects(url: str) -> str:
    """The same for objects: a hash over names and tags. Names that begin with a dot are no documents'."""
    seen = hashlib.sha256()
    for key, listed in Objects(url).listed().items():
        if not any(part.startswith(".") for part in key.split("/")):
            seen.update(f"{key}\t{listed.tag}\n".encode())
    return seen.hexdigest()
