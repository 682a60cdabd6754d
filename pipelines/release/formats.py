"""The validators of the formats that a release comes in. Each needs its library, which is imported when it is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import yaml

from pipelines.release.package import DESCRIPTOR

_MOST_ROWS = 10_000
"""Rows of a dataset that frictionless reads: it takes some ten thousand a second. Our own reading sees all of them."""
_STANDARDS = Path(__file__).with_name("standards")
_SHAPES = Path(__file__).with_name("shapes.ttl")


def frictionless_faults(release: Path) -> Iterator[str]:
    """What frictionless finds in the package: its descriptor, the files, and the rows of the tables."""
    from frictionless import Checklist, Package, system

    with system.use_context(trusted=True):
        package = Package(str(release / DESCRIPTOR))
        report = package.validate(Checklist(), limit_rows=_MOST_ROWS)
    for error in report.errors:
        yield error.message
    for task in report.tasks:
        yield from (f"{task.place}: {error.message}" for error in task.errors)


def dcat_faults(release: Path) -> Iterator[str]:
    """What SHACL finds in the catalogue; and whether its two serialisations say the same."""
    from pyshacl import validate
    from rdflib import RDF, Graph, Namespace
    from rdflib.compare import isomorphic

    base = "https://example.org/"
    turtle = Graph().parse(release / "catalog.ttl", format="turtle", publicID=base)
    if not isomorphic(turtle, Graph().parse(release / "catalog.jsonld", format="json-ld", base=base)):
        yield "catalog.jsonld says something else than catalog.ttl"
    _, results, _ = validate(turtle, shacl_graph=Graph().parse(_SHAPES, format="turtle", publicID=base))
    if not isinstance(results, Graph):
        yield str(results)
        return
    sh = Namespace("http://www.w3.org/ns/shacl#")
    for result in sorted(results.subjects(RDF.type, sh.ValidationResult), key=str):
        focus, path = results.value(result, sh.focusNode), results.value(result, sh.resultPath)
        yield f"catalog.ttl: {focus} {path}: {results.value(result, sh.resultMessage)}"


def croissant_faults(release: Path) -> Iterator[str]:
    """What mlcroissant finds in the description; each record set must also give its columns."""
    import mlcroissant

    try:
        dataset = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
    except mlcroissant.ValidationError as error:
        yield f"croissant.json: {' '.join(str(error).split())}"
        return
    yield from (f"croissant.json: {fault}" for fault in sorted(dataset.metadata.ctx.issues.errors))


def citation_faults(release: Path) -> Iterator[str]:
    """What the schema of the Citation File Format finds in the citation."""
    from check_jsonschema.builtin_schemas import get_builtin_schema
    from jsonschema.validators import validator_for

    schema = get_builtin_schema("vendor.citation-file-format")
    # As JSON would have it: a date is a text.
    told = yaml.load((release / "CITATION.cff").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    checker = validator_for(schema)
    for error in checker(schema, format_checker=checker.FORMAT_CHECKER).iter_errors(told):
        yield f"CITATION.cff: {error.json_path}: {error.message}"


def ocds_faults(release: Path) -> Iterator[str]:
    """What the schemas of the Open Contracting Data Standard find in the package of planned purchases."""
    from jsonschema import Draft4Validator
    from referencing import Registry
    from referencing.jsonschema import DRAFT4

    from pipelines.release.ocds import OCDS

    if not (release / OCDS).exists():
        return
    package, of_release = (
        json.loads((_STANDARDS / f"ocds-{name}-schema.json").read_text(encoding="utf-8"))
        for name in ("release-package", "release")
    )
    registry = Registry().with_resource(of_release["id"], DRAFT4.create_resource(of_release))
    checker = Draft4Validator(package, registry=registry, format_checker=Draft4Validator.FORMAT_CHECKER)
    for error in checker.iter_errors(json.loads((release / OCDS).read_text(encoding="utf-8"))):
        yield f"{OCDS}: {error.json_path}: {error.message}"
