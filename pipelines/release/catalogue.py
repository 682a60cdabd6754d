"""What catalogues ask of a release and datasets don't say; CITATION.cff and the core metadata of Chinese portals."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from pipelines.classifications.lists import classification
from pipelines.datasets.catalogue import titles
from pipelines.datasets.dictionary import table_schema
from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.release.guide import write_text
from pipelines.release.package import Edition, package
from pipelines.release.writing import Publication


class Element(Declaration):
    """An element of the core metadata: its name in Chinese, and the value or the name of what gives it."""

    name: str
    value: str


class CatalogueWords(Declaration):
    """What catalogues ask for and the datasets don't say. `frequency` is a term of the EU's authority table."""

    base: str
    contact: str
    homepage: str
    frequency: str
    ocid_prefix: str
    procurement_scheme: str
    country: str
    cite: str
    types: Mapping[str, str]
    elements: Annotated[tuple[Element, ...], Field(min_length=1)]


CATALOGUE = DeclarationFile("pipelines.release", "catalogue.yaml", CatalogueWords)


@cache
def words() -> CatalogueWords:
    """The declared words."""
    return CATALOGUE.load()


def write_citation(release: Path, edition: Edition) -> None:
    """Write ``CITATION.cff``."""
    declared = package()
    told = {
        "cff-version": "1.2.0",
        "message": words().cite,
        "type": "dataset",
        "title": f"{declared.title} {declared.title_en}",
        "abstract": f"{declared.description} {declared.description_en}",
        "authors": [{"name": declared.publisher}],
        "version": str(edition.version),
        "date-released": edition.day,
        "license": declared.licence.name,
        "keywords": list(declared.keywords),
    }
    write_text(release / "CITATION.cff", yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120))


def write_core_metadata(release: Path, edition: Edition) -> None:
    """Write ``metadata-zh.csv``: a row for each dataset with the core elements that Chinese portals ask for."""
    with (release / "metadata-zh.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([element.name for element in words().elements])
        for each in edition.publications:
            told = {**_common(edition), **_told(each)}
            writer.writerow([element.value.format(**told) for element in words().elements])


def _common(edition: Edition) -> dict[str, str]:
    return {
        "publisher": package().publisher,
        "keywords": "、".join(package().keywords),
        "day": edition.day.isoformat(),
        "version": str(edition.version),
        "licence": f"{package().licence.title}（{package().licence.name}）",
        "licence_path": package().licence.path,
        "years": f"{edition.years[0]}—{edition.years[-1]}" if edition.years else "",
        "places": "、".join(places(edition)),
        "contact": words().contact,
        "base": words().base,
    }


def _told(each: Publication) -> dict[str, str]:
    title, zh, en = titles(each.dataset)
    return {
        "identifier": f"{package().name}/{each.dataset}",
        "name": f"{package().title}：{title}",
        "description": zh,
        "description_en": en.replace("\n", " "),
        "rows": str(each.rows),
        "columns": "；".join(_items(each.dataset)),
        "files": f"{each.csv.name}；{each.parquet.name}",
        "bytes": str(each.csv.bytes),
    }


def _items(dataset: str) -> Iterator[str]:
    """The columns as the portals' 信息项: name, title, type."""
    for field in table_schema(dataset)["fields"]:
        yield f"{field['name']}（{field['title']}，{words().types[field['type']]}）"


def places(edition: Edition) -> list[str]:
    """The names of the divisions whose documents a release holds; of the country where none is known."""
    return [_division(code) for code in edition.divisions] or [words().country]


def _division(code: str) -> str:
    return classification("admin_division").name_of(code, None) or code
