"""The release for catalogues: DCAT-AP 3 (Turtle, JSON-LD), schema.org with Croissant, CITATION.cff, core metadata.

Addresses are those under which the release will stand, where `base` of `catalogue.yaml` says so; else they are
relative, and a catalogue resolves them against the place it takes them from.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, XSD
from rdflib.term import Node

from pipelines.classifications.lists import classification
from pipelines.datasets.catalogue import columns, titles
from pipelines.datasets.dictionary import field_type, table_schema
from pipelines.foundation.declaration import Declaration, DeclarationFile
from pipelines.release.guide import write_text
from pipelines.release.manifest import PublishedFile
from pipelines.release.package import Edition, package
from pipelines.release.writing import Publication

# Not rdflib's own namespace: it knows no version.
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_THEME = URIRef("http://publications.europa.eu/resource/authority/data-theme/GOVE")
_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
_FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
_CROISSANT_VERSION = "http://mlcommons.org/croissant/1.0"


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
    country: str
    cite: str
    types: Mapping[str, str]
    elements: Annotated[tuple[Element, ...], Field(min_length=1)]


CATALOGUE = DeclarationFile("pipelines.release", "catalogue.yaml", CatalogueWords)


@cache
def words() -> CatalogueWords:
    """The declared words."""
    return CATALOGUE.load()


def write_catalogue(release: Path, edition: Edition) -> None:
    """Write ``catalog.ttl`` and ``catalog.jsonld``."""
    graph = dcat(edition)
    write_text(release / "catalog.ttl", graph.serialize(format="turtle"))
    ordered = json.loads(graph.serialize(format="json-ld", context=_context()))
    ordered["@graph"] = sorted(
        ({key: _sorted(value) for key, value in sorted(node.items())} for node in ordered["@graph"]),
        key=lambda node: str(node.get("@id")),
    )
    write_text(release / "catalog.jsonld", json.dumps(ordered, ensure_ascii=False, indent=2) + "\n")


def dcat(edition: Edition) -> Graph:
    """The catalogue with one dataset for each of ours, each with a distribution for each of its files."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in _PREFIXES.items():
        graph.bind(prefix, namespace)
    catalogue, publisher = _address("catalog.ttl"), _address("#publisher")
    declared = package()
    _say(graph, publisher, {RDF.type: FOAF.Agent, FOAF.name: Literal(declared.publisher)})
    _say(
        graph,
        catalogue,
        {
            RDF.type: DCAT.Catalog,
            DCTERMS.title: _both(declared.title, declared.title_en),
            DCTERMS.description: _both(declared.description, declared.description_en),
            DCTERMS.publisher: publisher,
            DCTERMS.license: URIRef(declared.licence.path),
            DCTERMS.issued: Literal(edition.day.isoformat(), datatype=XSD.date),
            DCTERMS.language: URIRef("http://publications.europa.eu/resource/authority/language/ZHO"),
        },
    )
    for each in edition.publications:
        dataset = _address(f"#{each.dataset}")
        graph.add((catalogue, DCAT.dataset, dataset))
        _say(graph, dataset, _of_dataset(each, edition, publisher))
        for file, media_type, kind in _files(each):
            distribution = _address(file.name)
            graph.add((dataset, DCAT.distribution, distribution))
            _say(graph, distribution, _of_file(file, media_type, kind))
            checksum = _address(f"#{file.name}-sha256")
            graph.add((distribution, SPDX.checksum, checksum))
            _say(
                graph,
                checksum,
                {
                    RDF.type: SPDX.Checksum,
                    SPDX.algorithm: SPDX.checksumAlgorithm_sha256,
                    SPDX.checksumValue: Literal(file.sha256, datatype=XSD.hexBinary),
                },
            )
    return graph


_PREFIXES: Mapping[str, object] = {
    "dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "spdx": SPDX, "vcard": VCARD, "xsd": XSD,
}  # fmt: skip


def _of_dataset(each: Publication, edition: Edition, publisher: URIRef) -> Mapping[Node, Node | list[Node]]:
    title, zh, en = titles(each.dataset)
    said: dict[Node, Node | list[Node]] = {
        RDF.type: DCAT.Dataset,
        DCTERMS.title: [*_both(title, each.dataset)],
        DCTERMS.description: [*_both(zh, en)],
        DCTERMS.identifier: Literal(f"{package().name}/{each.dataset}"),
        DCTERMS.publisher: publisher,
        DCTERMS.license: URIRef(package().licence.path),
        DCTERMS.issued: Literal(edition.day.isoformat(), datatype=XSD.date),
        DCTERMS.accrualPeriodicity: URIRef(_FREQUENCY + words().frequency),
        DCAT.version: Literal(str(edition.version)),
        DCAT.theme: _THEME,
        DCAT.keyword: [Literal(word) for word in package().keywords],
        DCTERMS.source: [URIRef(url) for url in _sources(edition)],
    }
    if words().homepage:
        said[DCAT.landingPage] = URIRef(words().homepage)
    if words().contact:
        said[DCAT.contactPoint] = URIRef(words().contact)
    return said


def _of_file(file: PublishedFile, media_type: str, kind: str) -> Mapping[Node, Node | list[Node]]:
    address = _address(file.name)
    return {
        RDF.type: DCAT.Distribution,
        DCTERMS.title: Literal(file.name),
        DCAT.accessURL: address,
        DCAT.downloadURL: address,
        DCAT.mediaType: URIRef(_MEDIA_TYPE + media_type),
        DCTERMS["format"]: URIRef(_FILE_TYPE + kind),
        DCTERMS.license: URIRef(package().licence.path),
        DCAT.byteSize: Literal(str(file.bytes), datatype=XSD.nonNegativeInteger),
    }


def _files(each: Publication) -> tuple[tuple[PublishedFile, str, str], ...]:
    return (each.csv, "text/csv", "CSV"), (each.parquet, "application/vnd.apache.parquet", "PARQUET")


def _say(graph: Graph, subject: URIRef, said: Mapping[Node, Node | list[Node]]) -> None:
    for predicate, values in said.items():
        for value in values if isinstance(values, list) else [values]:
            graph.add((subject, predicate, value))


def _both(zh: str, en: str) -> list[Node]:
    return [Literal(zh, lang="zh"), Literal(en, lang="en")]


def _address(name: str) -> URIRef:
    return URIRef(f"{words().base}{name}")


def _sources(edition: Edition) -> list[str]:
    return sorted({str(row["source_url"]) for row in edition.documents if row["source_url"]})


def _context() -> Mapping[str, str]:
    return {prefix: str(namespace) for prefix, namespace in _PREFIXES.items()}


def _sorted(value: object) -> object:
    return sorted(value, key=lambda each: json.dumps(each, sort_keys=True)) if isinstance(value, list) else value


def write_croissant(release: Path, edition: Edition) -> None:
    """Write ``croissant.json``: schema.org's Dataset as machine-learning hubs and search engines read it."""
    write_text(release / "croissant.json", json.dumps(croissant(edition), ensure_ascii=False, indent=2) + "\n")


def croissant(edition: Edition) -> dict[str, object]:
    """The Croissant description: the Parquet files, and their columns as record sets."""
    declared = package()
    return {
        "@context": _CROISSANT_CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": _CROISSANT_VERSION,
        "name": declared.name,
        "alternateName": f"{declared.title} {declared.title_en}",
        "description": f"{declared.description} {declared.description_en}",
        "inLanguage": ["zh"],
        "license": declared.licence.path,
        "creator": {"@type": "sc:Organization", "name": declared.publisher},
        "publisher": {"@type": "sc:Organization", "name": declared.publisher},
        "url": words().homepage or f"{words().base}README.md",
        "keywords": list(declared.keywords),
        "version": f"{edition.day.year}.{edition.day.month}.{edition.day.day}"
        + (f"-{edition.version.number}" if edition.version.number > 1 else ""),
        "datePublished": edition.day.isoformat(),
        "isAccessibleForFree": True,
        "temporalCoverage": _temporal(edition),
        "spatialCoverage": [{"@type": "sc:Place", "name": name} for name in _places(edition)],
        "citeAs": f"{declared.title} ({declared.publisher}), {edition.version}",
        "distribution": [_file_object(each) for each in edition.publications],
        "recordSet": [_record_set(each.dataset) for each in edition.publications],
    }


def _temporal(edition: Edition) -> str:
    years = edition.years or (edition.day.year,)
    return f"{years[0]}/{years[-1]}"


def _places(edition: Edition) -> list[str]:
    return [_division(code) for code in edition.divisions] or [words().country]


def _division(code: str) -> str:
    return classification("admin_division").name_of(code, None) or code


def _file_object(each: Publication) -> dict[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": each.parquet.name,
        "name": each.parquet.name,
        "description": titles(each.dataset)[2],
        "contentUrl": f"{words().base}{each.parquet.name}",
        "encodingFormat": "application/x-parquet",
        "contentSize": f"{each.parquet.bytes} B",
        "sha256": each.parquet.sha256,
    }


def _record_set(dataset: str) -> dict[str, object]:
    title, zh, en = titles(dataset)
    return {
        "@type": "cr:RecordSet",
        "@id": dataset,
        "name": dataset,
        "description": f"{title}: {zh} / {en}",
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{dataset}/{column.name}",
                "name": column.name,
                "description": f"{column.note.title}：{column.note.zh} / {column.note.en}",
                "dataType": _CROISSANT_TYPES[field_type(column.type)],
                "source": {"fileObject": {"@id": f"{dataset}.parquet"}, "extract": {"column": column.name}},
            }
            for column in columns(dataset)
        ],
    }


_CROISSANT_TYPES: Mapping[str, str] = {
    "string": "sc:Text",
    "boolean": "sc:Boolean",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "date": "sc:Date",
}
"""By what a Data Package calls them."""

_CROISSANT_CONTEXT: Mapping[str, object] = {
    "@language": "zh",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


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
        "places": "、".join(_places(edition)),
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
