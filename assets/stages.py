"""The corridor up to the tables: documents, grids, tables. Each asset is one stage for all documents.

What a stage makes lies in the work folder by content hash, so materializing it again does only what is new.
"""

import time

import dagster as dg

from assets.fetching import fetched
from assets.interruption import tried_again
from assets.settings import OWNERS, Settings
from pipelines.run.batch import Tally, originals, results, run_stage
from pipelines.run.disclosures import CLAIM
from pipelines.run.gathering import note_results
from pipelines.run.stages import INTERPRET, READ
from pipelines.run.watch import Watch

# One stage at a time on a machine, whatever the number of runs: each already uses all cores.
POOL = "cores"


@dg.asset(
    deps=[fetched],
    group_name="reading",
    kinds={"pdf"},
    owners=OWNERS,
    description="Which documents there are: PDFs at any depth of the folder of documents, by the hash of "
    "their content, with what `sources.csv` records of their origin.",
)
def documents(settings: Settings) -> dg.MaterializeResult:
    registry = settings.run.take_stock()
    duplicates = sum(source.duplicate_of is not None for source in registry.sources)
    return dg.MaterializeResult(
        metadata={
            "folder": dg.MetadataValue.path(settings.run.raw.resolve()),
            "documents": len(registry.sources),
            "duplicates": duplicates,
            "unreadable": sum(source.fault is not None for source in registry.sources),
            "bytes": sum(source.bytes for source in registry.sources),
            "problems": dg.MetadataValue.md("\n".join(f"- {problem}" for problem in registry.problems)),
        }
    )


@dg.asset(
    deps=[documents],
    group_name="reading",
    kinds={"camelot"},
    owners=OWNERS,
    pool=POOL,
    description="What is printed: the cells of the ruled tables of each page, with text, span and box, and "
    "the lines around them. Nothing is interpreted.",
)
def grids(
    context: dg.AssetExecutionContext, settings: Settings, watch: dg.ResourceParam[Watch]
) -> dg.MaterializeResult:
    with tried_again(context):
        begun = time.monotonic()
        tally = run_stage(READ, originals(settings.run.jobs()), settings.engine, watch, again=settings.again)
        return _result(tally, time.monotonic() - begun)


@dg.asset(
    deps=[grids],
    group_name="reading",
    kinds={"json"},
    owners=OWNERS,
    pool=POOL,
    description="Which files make one disclosure: what a file does not say of itself (whose it is, of which year), "
    "it takes from the sister that repeats its totals.",
)
def disclosures(
    context: dg.AssetExecutionContext, settings: Settings, watch: dg.ResourceParam[Watch]
) -> dg.MaterializeResult:
    with tried_again(context):
        tally = run_stage(
            CLAIM, results(READ, originals(settings.run.jobs())), settings.engine, watch, again=settings.again
        )
        linked = settings.run.link_disclosures()
    return dg.MaterializeResult(metadata={"done": tally.done, "kept": tally.kept, "linked": linked})


@dg.asset(
    deps=[disclosures],
    group_name="reading",
    kinds={"arrow"},
    owners=OWNERS,
    pool=POOL,
    description="What it means: whose document it is, which standard table each grid is, what each row and "
    "column says; rows for every dataset, validated document by document.",
)
def tables(
    context: dg.AssetExecutionContext, settings: Settings, watch: dg.ResourceParam[Watch]
) -> dg.MaterializeResult:
    with tried_again(context):
        begun = time.monotonic()
        tally = run_stage(
            INTERPRET, results(READ, originals(settings.run.jobs())), settings.engine, watch, again=settings.again
        )
        note_results(settings.run)
        return _result(tally, time.monotonic() - begun)


def _result(tally: Tally, seconds: float) -> dg.MaterializeResult:
    return dg.MaterializeResult(
        metadata={
            "done": tally.done,
            "kept": tally.kept,
            "refused": tally.refused,
            "failed": tally.failed,
            "seconds": seconds,
        }
    )
