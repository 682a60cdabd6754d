"""One asset per published dataset, described by its declaration and checked by its pandera schema."""

from collections.abc import Iterator

import dagster as dg

from assets.settings import Settings
from assets.stages import OWNERS, tables
from pipelines.collection import DATASETS
from pipelines.datasets.catalogue import columns, rules, titles
from pipelines.gathering import gather, violations

PREFIX = "processed"
MOST_SHOWN = 20


def dataset_key(dataset: str) -> dg.AssetKey:
    """The key of a dataset, like the path of its files below `data/`."""
    return dg.AssetKey([PREFIX, dataset])


def dataset_assets() -> Iterator[dg.AssetsDefinition]:
    """An asset for every published dataset."""
    return (_asset(dataset) for dataset in DATASETS)


def dataset_checks() -> Iterator[dg.AssetChecksDefinition]:
    """A check for every published dataset that stops the release when a row violates its declaration."""
    return (_check(dataset) for dataset in DATASETS)


def _asset(dataset: str) -> dg.AssetsDefinition:
    title, zh, en = titles(dataset)

    @dg.asset(
        key=dataset_key(dataset),
        # The code lists are the project's own: no document changes them.
        deps=[] if dataset == "classifications" else [tables],
        group_name="datasets",
        kinds={"parquet", "csv"},
        owners=OWNERS,
        description=f"{title}\n\n{en}\n\n{zh}。",
        metadata={"dagster/column_schema": column_schema(dataset)},
    )
    def rows(settings: Settings) -> dg.MaterializeResult:
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": gather(dataset, settings.run),
                "parquet": dg.MetadataValue.path(settings.processed_folder / f"{dataset}.parquet"),
                "csv": dg.MetadataValue.path(settings.processed_folder / f"{dataset}.csv"),
            }
        )

    return rows


def _check(dataset: str) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=dataset_key(dataset),
        name="schema",
        blocking=True,
        description="Every row meets the declaration of the dataset: types, enumerations, keys, row rules.",
    )
    def schema(settings: Settings) -> dg.AssetCheckResult:
        found = violations(dataset, settings.run)
        return dg.AssetCheckResult(
            passed=not found,
            metadata={
                "violations": len(found),
                "first": dg.MetadataValue.md("\n".join(f"- {each}" for each in found[:MOST_SHOWN])),
            },
        )

    return schema


def column_schema(dataset: str) -> dg.TableSchema:
    """The columns of a dataset as the UI shows them."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                column.name,
                str(column.type),
                f"{column.note.title}: {column.note.en}",
                dg.TableColumnConstraints(
                    nullable=column.nullable,
                    other=[f"one of {', '.join(column.note.values)}"] if column.note.values else [],
                ),
            )
            for column in columns(dataset)
        ],
        constraints=dg.TableConstraints(other=[f"{rule.column}: {rule.en}" for rule in rules(dataset)]),
    )
