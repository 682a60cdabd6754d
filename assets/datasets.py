"""One asset per published dataset, described by its declaration and checked by its pandera schema."""

from collections.abc import Iterator

import dagster as dg

from assets.fetching import fetched
from assets.metadata import metadata_of
from assets.settings import OWNERS, Settings
from assets.stages import tables
from pipelines.datasets.catalogue import columns, rules, titles
from pipelines.run.accounts import DATASETS, OWN, PROOF
from pipelines.run.gathering import count_by, gather, gathered_file, violations

PREFIX = "processed"
MOST_SHOWN = 20


def dataset_key(dataset: str) -> dg.AssetKey:
    """The key of a dataset, like the path of its files below `data/`."""
    return dg.AssetKey([PREFIX, dataset])


def dataset_assets() -> Iterator[dg.AssetsDefinition]:
    """An asset for every published dataset."""
    return (_asset(dataset) for dataset in DATASETS)


def dataset_checks() -> Iterator[dg.AssetChecksDefinition]:
    """The schema of each dataset, which stops the release where a row violates it, and the identities."""
    yield from (_check(dataset) for dataset in DATASETS)
    yield identities


def _asset(dataset: str) -> dg.AssetsDefinition:
    title, zh, en = titles(dataset)

    @dg.asset(
        key=dataset_key(dataset),
        deps=_upstream(dataset),
        group_name="proof" if dataset in PROOF else "datasets",
        kinds={"parquet", "csv"},
        owners=OWNERS,
        description=f"{title}\n\n{en}\n\n{zh}。",
        metadata={"dagster/column_schema": column_schema(dataset)},
    )
    def rows(settings: Settings) -> dg.MaterializeResult:
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": gather(dataset, settings.run),
                "gathered": dg.MetadataValue.path(gathered_file(dataset, settings.run)),
                "published": "by the asset release alone, with all other datasets",
                **metadata_of(dataset, settings.run),
            }
        )

    return rows


def _upstream(dataset: str) -> list[dg.AssetKey]:
    if dataset in OWN:
        return []
    if dataset == "fetches":
        return [fetched.key]
    if dataset in PROOF:
        return [dataset_key(other) for other in DATASETS if other not in PROOF | OWN | {"fetches"}]
    return [tables.key]


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


@dg.asset_check(
    asset=dataset_key("findings"),
    name="identities",
    description="No identity fails for which our reading is the likelier cause than the document itself.",
)
def identities(settings: Settings) -> dg.AssetCheckResult:
    """Warns and does not stop the release: what a document prints goes out, with the finding beside it."""
    counts = count_by("findings", ("status", "severity", "likelier_cause"), settings.run)
    suspect = sum(number for (status, _, cause), number in counts.items() if (status, cause) == ("fail", "reading"))
    table = ["| status | severity | likelier cause | findings |", "| --- | --- | --- | ---: |"]
    table += [f"| {' | '.join(part or '' for part in key)} | {counts[key]} |" for key in sorted(counts, key=str)]
    return dg.AssetCheckResult(
        passed=suspect == 0,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"suspect": suspect, "findings": dg.MetadataValue.md("\n".join(table))},
    )


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
