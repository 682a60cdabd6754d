"""The end of the corridor: all datasets leave together as one release, or none does."""

import dagster as dg

from assets.datasets import dataset_key
from assets.settings import Settings
from assets.stages import OWNERS
from pipelines.run.datasets import DATASETS
from pipelines.run.releasing import release as publish_run


@dg.asset(
    deps=[dataset_key(dataset) for dataset in DATASETS],
    group_name="release",
    kinds={"parquet", "csv"},
    owners=OWNERS,
    description="What leaves the house: each dataset in several formats, with dictionary, metadata, changes, report "
    "and checksums. A release is held against the last one and validated, then takes its place by one rename; "
    "earlier ones stay.",
)
def release(settings: Settings) -> dg.MaterializeResult:
    outcome = publish_run(settings.run, settings.terms, settings.engine)
    settings.places.push_release(settings.keep)
    return dg.MaterializeResult(
        metadata={
            "version": str(outcome.version),
            "folder": dg.MetadataValue.path(outcome.folder.resolve()),
            "new": bool(outcome.publications),
            "files": dg.MetadataValue.md(
                "\n".join(
                    ["| file | rows | bytes | sha256 |", "| --- | ---: | ---: | --- |"]
                    + [
                        f"| {file.name} | {each.rows} | {file.bytes} | `{file.sha256}` |"
                        for each in outcome.publications
                        for file in (each.parquet, each.csv)
                    ]
                )
            ),
        }
    )
