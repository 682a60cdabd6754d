"""The end of the corridor: all datasets leave together, or none does."""

import dagster as dg

from assets.datasets import dataset_key
from assets.settings import Settings
from assets.stages import OWNERS
from pipelines.release.package import write_release
from pipelines.run.accounts import DATASETS, SOFTWARE
from pipelines.run.gathering import gathered_rows


@dg.asset(
    deps=[dataset_key(dataset) for dataset in DATASETS],
    group_name="release",
    kinds={"parquet", "csv"},
    owners=OWNERS,
    description="What leaves the house: each dataset as Parquet and CSV, with data dictionary, package "
    "metadata and checksums. Files take their places together, after all checks and a search for personal "
    "data.",
)
def release(settings: Settings) -> dg.MaterializeResult:
    rows = {dataset: gathered_rows(dataset, settings.run) for dataset in DATASETS}
    published = write_release(rows, settings.processed_folder, SOFTWARE)
    return dg.MaterializeResult(
        metadata={
            "folder": dg.MetadataValue.path(settings.processed_folder.resolve()),
            "files": dg.MetadataValue.md(
                "\n".join(
                    ["| file | rows | bytes | sha256 |", "| --- | ---: | ---: | --- |"]
                    + [
                        f"| {file.name} | {each.rows} | {file.bytes} | `{file.sha256}` |"
                        for each in published
                        for file in (each.parquet, each.csv)
                    ]
                )
            ),
        }
    )
