"""The release for search engines and machine-learning hubs: schema.org's Dataset in Croissant JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pipelines.datasets.catalogue import columns, titles
from pipelines.datasets.dictionary import field_type
from pipelines.release.catalogue import places, words
from pipelines.release.guide import write_text
from pipelines.release.package import Edition, package
from pipelines.release.writing import Publication

_CROISSANT_VERSION = "http://mlcommons.org/croissant/1.0"


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
        "spatialCoverage": [{"@type": "sc:Place", "name": name} for name in places(edition)],
        "citeAs": f"{declared.title} ({declared.publisher}), {edition.version}",
        "distribution": [_file_object(each) for each in edition.publications],
        "recordSet": [_record_set(each.dataset) for each in edition.publications],
    }


def _temporal(edition: Edition) -> str:
    years = edition.years or (edition.day.year,)
    return f"{years[0]}/{years[-1]}"


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
