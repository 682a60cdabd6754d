"""The beginning of the corridor: what is published elsewhere comes into the folder of documents."""

import dagster as dg

from assets.interruption import tried_again
from assets.settings import OWNERS, Settings
from pipelines.run.fetch import fetch_sources
from pipelines.run.watch import Watch

MOST_SHOWN = 50


@dg.asset(
    group_name="reading",
    kinds={"http"},
    owners=OWNERS,
    description="What `sources.csv` names by address and no file: documents, and the pages that list them, fetched "
    "where they are new or have changed. What can't be fetched stops nobody; the dataset `fetches` tells of it.",
)
def fetched(
    context: dg.AssetExecutionContext, settings: Settings, watch: dg.ResourceParam[Watch]
) -> dg.MaterializeResult:
    if settings.offline:
        return dg.MaterializeResult(metadata={"offline": True})
    with tried_again(context):
        try:
            found = fetch_sources(settings.run.raw, watch, allow_private=settings.allow_private)
        finally:
            settings.places.push_raw()
    shown = "\n".join(f"- {problem}" for problem in found.problems[:MOST_SHOWN])
    return dg.MaterializeResult(
        metadata={
            **{str(outcome): number for outcome, number in found.counts.items()},
            "problems": dg.MetadataValue.md(shown),
        }
    )
