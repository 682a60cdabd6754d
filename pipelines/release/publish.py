"""A release from rows to its place: written aside, held against the last one, validated, then published whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.datasets.catalogue import MODELS
from pipelines.release.manifest import CHECKSUMS, read_manifest, verify
from pipelines.release.order import Order
from pipelines.release.package import DESCRIPTOR
from pipelines.release.place import Place
from pipelines.release.version import Version
from pipelines.release.writing import Publication

_OF_TODAY = frozenset({f"{name}.{kind}" for name in MODELS for kind in ("parquet", "csv")})
_PLAIN = _OF_TODAY | {DESCRIPTOR, CHECKSUMS, "data_dictionary.md"}
"""The files of a publication by software that knew no releases."""


@dataclass(frozen=True)
class Outcome:
    """The published release; `publications` is empty where the last one is of the same inputs and stays."""

    version: Version
    folder: Path
    publications: tuple[Publication, ...]


def publish(place: Place, order: Order) -> Outcome:
    """Publish a release unless the published one is of the same inputs.

    Raises GateError, PersonalDataError, ValidatorError, ChecksumError, PlaceError or TaskError: then nothing has
    changed.
    """
    place.adopt(_PLAIN)
    place.sweep()
    version = place.version
    if version is not None and _is_of(place.path(version), order):
        place.link_files()
        return Outcome(version, place.path(version), ())
    whole = _left_by_a_killed_run(place, order)
    if whole is not None:
        place.publish(whole)
        return Outcome(whole, place.path(whole), ())
    # Here and not above: where the published release stays, nothing is loaded that makes one.
    from pipelines.release.drafting import write_release

    with place.draft() as draft:
        edition = write_release(draft, place, order)
        place.keep(draft, edition.version)
    place.publish(edition.version)
    place.prune(order.keep)
    return Outcome(edition.version, place.path(edition.version), edition.publications)


def _is_of(release: Path, order: Order) -> bool:
    return read_manifest(release).get("inputs") == order.inputs


def _left_by_a_killed_run(place: Place, order: Order) -> Version | None:
    """A whole release of these inputs, next after the published one, that was killed before it took its place."""
    for version in place.versions():
        manifest = read_manifest(place.path(version))
        previous = None if place.version is None else str(place.version)
        if version != place.version and manifest.get("inputs") == order.inputs and manifest.get("previous") == previous:
            verify(place.path(version))
            return version
    return None
