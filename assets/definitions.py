"""The location as Dagster loads it."""

import os

import dagster as dg

from assets.automation import new_documents, nightly, publish, publish_folder
from assets.datasets import dataset_assets
from assets.fetching import fetched
from assets.notice import failure_notice
from assets.release import release
from assets.settings import ALL, Exclusive
from assets.stages import disclosures, documents, grids, tables
from pipelines.run.watch import Lines, Watch


@dg.definitions
def defs() -> dg.Definitions:
    """Everything that exists, as Dagster loads it: how far a run is stands in its log."""
    return location(Lines(dg.get_dagster_logger()))


def location(watch: Watch) -> dg.Definitions:
    """Everything that exists. Folders come from the environment, else they are those of the checkout."""
    settings = Exclusive(
        raw=os.environ.get("YUSUAN_RAW", "data/raw"),
        processed=os.environ.get("YUSUAN_PROCESSED", "data/processed"),
        work=os.environ.get("YUSUAN_WORK", "data/work"),
        local=os.environ.get("YUSUAN_LOCAL", "data/local"),
        corrections=os.environ.get("YUSUAN_CORRECTIONS", "data/corrections"),
        dask=os.environ.get("YUSUAN_DASK", ""),
        withdrawals=os.environ.get("YUSUAN_WITHDRAWALS", "data/withdrawals.yaml"),
        accept_shrink=os.environ.get("YUSUAN_ACCEPT_SHRINK", ""),
        validators=os.environ.get("YUSUAN_VALIDATORS", ALL),
        allow_private=bool(os.environ.get("YUSUAN_ALLOW_PRIVATE")),
    )
    return dg.Definitions(
        assets=[fetched, documents, grids, disclosures, tables, dataset_assets(), release],
        jobs=[publish, publish_folder],
        schedules=[nightly],
        sensors=[new_documents, failure_notice],
        resources={"settings": settings, "watch": watch},
        executor=dg.in_process_executor,
    )
