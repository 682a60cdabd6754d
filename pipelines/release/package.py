"""The release as a data package: descriptor, data dictionary, checksums."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa

from pipelines.datasets.catalogue import MODELS, titles
from pipelines.datasets.dictionary import dictionary, table_schema
from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.release.writing import (
    Publication,
    PublishedFile,
    draft,
    draft_dataset,
    publication,
    published_file,
)

DESCRIPTOR = "datapackage.json"
DICTIONARY = "data_dictionary.md"
CHECKSUMS = "SHA256SUMS"


class Licence(Declaration):
    """A licence of the package."""

    name: str
    title: str
    path: str


class Origin(Declaration):
    """Where the data come from."""

    title: str
    path: str | None = None


class Package(Declaration):
    """What the data package says of itself, as the standard names it."""

    name: str
    title: str
    description: str
    keywords: tuple[str, ...]
    licenses: tuple[Licence, ...]
    sources: tuple[Origin, ...]


PACKAGE = DeclarationFile("pipelines.release", "package.yaml", Package)

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True}


def write_release(datasets: Mapping[str, Iterable[pa.Table]], directory: Path, version: str) -> Sequence[Publication]:
    """Write datasets and package together: no file takes its place before all are written without an error.

    For the tables and the errors see `pipelines.release.writing.write_dataset`.
    """
    with ExitStack() as drafts:
        # Drafts take their places in reverse order: the checksums come first here to come last there.
        places = _package_drafts(drafts, directory)
        published = [draft_dataset(drafts, dataset, tables, directory) for dataset, tables in datasets.items()]
        _write_package(places, published, version)
    return published


def write_package(directory: Path, version: str) -> Sequence[Publication]:
    """Write descriptor, dictionary and checksums for the datasets that are already in a directory."""
    published = [
        publication(dataset, directory / f"{dataset}.parquet", directory / f"{dataset}.csv")
        for dataset in MODELS
        if (directory / f"{dataset}.parquet").exists()
    ]
    with ExitStack() as drafts:
        _write_package(_package_drafts(drafts, directory), published, version)
    return published


def descriptor(published: Iterable[Publication], version: str) -> dict[str, object]:
    """The ``datapackage.json`` (Data Package v2) of the published datasets."""
    declared = PACKAGE.load().model_dump(exclude_none=True)
    resources = [resource for dataset in published for resource in _resources(dataset)]
    return {"$schema": _PROFILE, **declared, "version": version, "resources": resources}


def checksums(published: Iterable[PublishedFile]) -> str:
    """The lines of ``SHA256SUMS``, as ``sha256sum -c`` reads them."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in sorted(published, key=lambda file: file.name))


def _package_drafts(drafts: ExitStack, directory: Path) -> Mapping[str, Path]:
    return {name: drafts.enter_context(draft(directory / name)) for name in (CHECKSUMS, DESCRIPTOR, DICTIONARY)}


def _write_package(places: Mapping[str, Path], published: Sequence[Publication], version: str) -> None:
    described = json.dumps(descriptor(published, version), ensure_ascii=False, indent=2)
    _write(places[DESCRIPTOR], f"{described}\n")
    _write(places[DICTIONARY], dictionary([dataset.dataset for dataset in published]))
    described_files = [published_file(name, places[name]) for name in (DESCRIPTOR, DICTIONARY)]
    data_files = [file for dataset in published for file in (dataset.parquet, dataset.csv)]
    _write(places[CHECKSUMS], checksums([*data_files, *described_files]))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _resources(published: Publication) -> Iterable[Mapping[str, object]]:
    title, zh, en = titles(published.dataset)
    common = {"title": title, "description": f"{zh} / {en}", "rows": published.rows}
    schema = table_schema(published.dataset)
    yield {
        "name": published.dataset,
        **common,
        **_location(published.csv),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "schema": schema,
    }
    yield {
        "name": f"{published.dataset}.parquet",
        **common,
        **_location(published.parquet),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": schema,
    }


def _location(file: PublishedFile) -> Mapping[str, object]:
    return {"path": file.name, "bytes": file.bytes, "hash": f"sha256:{file.sha256}"}
