"""The release as a data package (Data Package v2): its descriptor, and what the package says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pipelines.datasets.catalogue import titles
from pipelines.datasets.dictionary import TableSchema, table_schema
from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.foundation.record import Record
from pipelines.release.manifest import OF_SOURCES, PublishedFile
from pipelines.release.pictures import Pictures
from pipelines.release.version import Version
from pipelines.release.writing import ESCAPE, Publication, escaped_texts

DESCRIPTOR = "datapackage.json"
TOLD_OF_DOCUMENTS = (*OF_SOURCES, "fiscal_year", "division_code", "title")
"""The columns of `documents` that an edition holds: what the files of a release say of its documents."""


class Licence(Declaration):
    """A licence of the package."""

    name: str
    title: str
    path: str


class Origin(Declaration):
    """Where the data come from."""

    title: str
    path: str | None = None


class Contributor(Declaration):
    """Who made the package, in which roles."""

    title: str
    roles: tuple[str, ...]


class Package(Declaration):
    """What the data package says of itself."""

    name: str
    title: str
    title_en: str
    description: str
    description_en: str
    keywords: tuple[str, ...]
    publisher: str
    schema_version: str
    licenses: tuple[Licence, ...]
    sources: tuple[Origin, ...]
    contributors: tuple[Contributor, ...]

    @property
    def licence(self) -> Licence:
        """The licence of the data."""
        return self.licenses[0]


PACKAGE = DeclarationFile("pipelines.release", "package.yaml", Package)


@cache
def package() -> Package:
    """The declared package."""
    return PACKAGE.load()


@dataclass(frozen=True)
class Edition:
    """What all files of a release say of it: its version, that of its columns, its datasets and documents."""

    version: Version
    schema_version: str
    previous: str | None
    publications: tuple[Publication, ...]
    documents: Sequence[Record]
    """Of each document, `TOLD_OF_DOCUMENTS`."""
    files: Mapping[str, Path]
    """The documents themselves, by their digest."""
    last: Path | None
    """The folder of the release before it."""
    pictures: Pictures | None = None
    """The pieces of the documents' pages that were drawn before, where any are kept."""

    @property
    def day(self) -> date:
        return self.version.day

    @property
    def years(self) -> tuple[int, ...]:
        """The budget years of its documents."""
        return tuple(sorted({int(str(row["fiscal_year"])) for row in self.documents if row["fiscal_year"]}))

    @property
    def divisions(self) -> tuple[str, ...]:
        """The administrative divisions of its documents."""
        return tuple(sorted({str(row["division_code"]) for row in self.documents if row["division_code"]}))

    def publication(self, dataset: str) -> Publication:
        return next(each for each in self.publications if each.dataset == dataset)


_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
_SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
_DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True}


def descriptor(edition: Edition, others: Iterable[PublishedFile] = ()) -> dict[str, object]:
    """The ``datapackage.json`` of a release. `others` are files of it that are no tables of their own."""
    declared = package()
    return {
        "$schema": _PROFILE,
        "name": declared.name,
        "title": f"{declared.title} {declared.title_en}",
        "description": f"{declared.description} {declared.description_en}",
        "version": str(edition.version),
        "schemaVersion": edition.schema_version,
        "created": f"{edition.day.isoformat()}T00:00:00Z",
        "keywords": list(declared.keywords),
        "licenses": [each.model_dump() for each in declared.licenses],
        "sources": [each.model_dump(exclude_none=True) for each in declared.sources],
        "contributors": [{"title": each.title, "roles": list(each.roles)} for each in declared.contributors],
        "resources": [
            *(resource for each in edition.publications for resource in _resources(each, edition)),
            *(_other(file) for file in others),
        ],
    }


def _resources(published: Publication, edition: Edition) -> Iterator[Mapping[str, object]]:
    title, zh, en = titles(published.dataset)
    common = {
        "title": title,
        "description": f"{zh} / {en}",
        "sources": _sources(published.dataset, edition),
    }
    schema = {"$schema": _SCHEMA_PROFILE, **_as_in_csv(table_schema(published.dataset))}
    yield {
        "name": published.dataset,
        "type": "table",
        **common,
        "rows": published.rows,
        **_location(published.csv),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "formulaEscape": ESCAPE,
        "schema": schema,
    }
    yield {
        "name": f"{published.dataset}.parquet",
        **common,
        **_location(published.parquet),
        # Not `parquet`: frictionless reads nulls of whole numbers in Parquet as NaN, and finds a fault in each.
        "format": "apache-parquet",
        "mediatype": "application/vnd.apache.parquet",
        "sameRowsAs": published.dataset,
    }


def _as_in_csv(schema: TableSchema) -> TableSchema:
    """The schema of a table whose values are spelled as in a CSV file, those that begin like a formula escaped."""
    fields = [field.copy() for field in schema["fields"]]
    for field in fields:
        if "categories" in field:
            spelled = escaped_texts([each["value"] for each in field["categories"]])
            field["categories"] = [
                {**each, "value": text} for each, text in zip(field["categories"], spelled, strict=True)
            ]
        constraints = field.get("constraints", {})
        if isinstance(values := constraints.get("enum"), list):
            field["constraints"] = {**constraints, "enum": escaped_texts(values)}
    return {**schema, "fields": fields}


def _sources(dataset: str, edition: Edition) -> list[dict[str, str]]:
    """The pages on which the documents were published; of the package as a whole where none is recorded."""
    urls = sorted({str(row["source_url"]) for row in edition.documents if row["source_url"]})
    if dataset != "documents" or not urls:
        return [each.model_dump(exclude_none=True) for each in package().sources]
    named = {str(row["source_url"]): str(row["title"] or row["source_file"]) for row in edition.documents}
    return [{"title": named[url], "path": url} for url in urls]


def _other(file: PublishedFile) -> Mapping[str, object]:
    kind = file.name.rpartition(".")[2].lower()
    name = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in file.name.lower())
    return {"name": name, **_location(file), "format": kind}


def _location(file: PublishedFile) -> Mapping[str, object]:
    return {"path": file.name, "bytes": file.bytes, "hash": f"sha256:{file.sha256}"}
