"""The release for catalogues: DCAT-AP 3 as Turtle and JSON-LD.

Addresses are those under which the release will stand, where `base` of `catalogue.yaml` says so; else they are
relative, and a catalogue resolves them against the place it takes them from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, XSD
from rdflib.term import Node

from pipelines.datasets.catalogue import titles
from pipelines.release.catalogue import words
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
