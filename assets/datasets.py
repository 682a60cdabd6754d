"""An asset for each published dataset, described by its declaration and checked by its pandera schema."""

from collections.abc import Iterator

import dagster as dg

from assets.fetching import fetched
from assets.metadata import metadata_of
from assets.settings import OWNERS, Settings
from assets.stages import tables
from pipelines.analysis.sheets import SHEETS
from pipelines.datasets.catalogue import columns, rules, titles
from pipelines.release.counts import count_by
from pipelines.run.datasets import DATASETS, OWN, PROOF
from pipelines.run.gathered import gathered_file, require_gathered
from pipelines.run.gathering import gather, violations

PREFIX = "processed"
MOST_SHOWN = 20
_SCHEMA, _IDENTITIES = "schema", "identities"
_IN_ORDER = sorted(DATASETS, key=lambda dataset: (dataset in SHEETS, dataset in PROOF))
"""The datasets, each after those that it is made of."""


def dataset_key(dataset: str) -> dg.AssetKey:
    """The key of a dataset, like the path of its files below `data/`."""
    return dg.AssetKey([PREFIX, dataset])


def dataset_assets() -> dg.AssetsDefinition:
    """An asset with its checks for every published dataset, all made in one step, or those of them that are asked for.

    One step, as one pass over the documents brings the rows of all, and as a run in which nothing is new would cost
    mostly what Dagster needs to begin and end a step for each.
    """

    @dg.multi_asset(
        name="datasets",
        specs=[_spec(dataset) for dataset in _IN_ORDER],
        check_specs=[*(_schema_spec(dataset) for dataset in _IN_ORDER), _IDENTITIES_SPEC],
        can_subset=True,
    )
    def datasets(
        context: dg.AssetExecutionContext, settings: Settings
    ) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
        asked = {*context.selected_asset_keys, *context.selected_asset_check_keys}
        for dataset in _IN_ORDER:
            if dataset_key(dataset) in asked:
                yield _rows(dataset, settings)
            if _schema_spec(dataset).key in asked:
                yield _schema(dataset, settings)
        if _IDENTITIES_SPEC.key in asked:
            yield _identities(settings)

    return datasets


def _spec(dataset: str) -> dg.AssetSpec:
    title, zh, en = titles(dataset)
    return dg.AssetSpec(
        dataset_key(dataset),
        deps=_upstream(dataset),
        group_name="proof" if dataset in PROOF else "datasets",
        kinds={"parquet", "csv"},
        owners=OWNERS,
        description=f"{title}\n\n{en}\n\n{zh}。",
        metadata={"dagster/column_schema": column_schema(dataset)},
    )


def _upstream(dataset: str) -> list[dg.AssetKey]:
    if dataset in OWN:
        return []
    if dataset == "fetches":
        return [fetched.key]
    if dataset in PROOF:
        return [dataset_key(other) for other in DATASETS if other not in PROOF | OWN | {"fetches"} | SHEETS.keys()]
    if dataset in SHEETS:
        return [dataset_key(other) for other in ("documents", *SHEETS[dataset].needs)]
    return [tables.key]


def _rows(dataset: str, settings: Settings) -> dg.MaterializeResult:
    return dg.MaterializeResult(
        asset_key=dataset_key(dataset),
        metadata={
            "dagster/row_count": gather(dataset, settings.run, settings.engine.in_turn),
            "gathered": dg.MetadataValue.path(gathered_file(dataset, settings.run)),
            "published": "by the asset release alone, with all other datasets",
            **metadata_of(dataset, settings.run),
        },
    )


def _schema_spec(dataset: str) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        _SCHEMA,
        asset=dataset_key(dataset),
        blocking=True,
        description="Every row meets the declaration of the dataset: types, enumerations, keys, row rules.",
    )


def _schema(dataset: str, settings: Settings) -> dg.AssetCheckResult:
    """Stops the release where a row violates the declaration."""
    found = violations(dataset, settings.run)
    return dg.AssetCheckResult(
        asset_key=dataset_key(dataset),
        check_name=_SCHEMA,
        passed=not found,
        metadata={
            "violations": len(found),
            "first": dg.MetadataValue.md("\n".join(f"- {each}" for each in found[:MOST_SHOWN])),
        },
    )


_IDENTITIES_SPEC = dg.AssetCheckSpec(
    _IDENTITIES,
    asset=dataset_key("findings"),
    description="No identity fails for which our reading is the likelier cause than the document itself.",
)


def _identities(settings: Settings) -> dg.AssetCheckResult:
    """Warns and does not stop the release: what a document prints goes out, with the finding beside it."""
    require_gathered(["findings"], settings.run)
    counts = count_by(gathered_file("findings", settings.run), ("status", "severity", "likelier_cause"))
    suspect = sum(number for (status, _, cause), number in counts.items() if (status, cause) == ("fail", "reading"))
    table = ["| status | severity | likelier cause | findings |", "| --- | --- | --- | ---: |"]
    table += [f"| {' | '.join(str(part or '') for part in key)} | {counts[key]} |" for key in sorted(counts, key=str)]
    return dg.AssetCheckResult(
        asset_key=dataset_key("findings"),
        check_name=_IDENTITIES,
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
