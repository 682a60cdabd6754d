"""Registers a release on a CKAN: `python -m pipelines.release.ckan RELEASE https://data.example.org ORGANISATION`.

The key of the API stands in the environment, `CKAN_API_KEY`. Doing it again does only what has changed: a resource is
sent where the portal has none of its name or another digest.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NotRequired, TypedDict

import httpx

from pipelines.release.manifest import read_manifest
from pipelines.release.package import DESCRIPTOR

_BAD_USAGE = 2
_SECONDS = 300.0
_BESIDE = ("README.md", "data_dictionary.html", DESCRIPTOR)


class _Licence(TypedDict):
    name: str


class _Resource(TypedDict):
    path: str
    format: str
    hash: str
    description: NotRequired[str]


class _Described(TypedDict):
    """What is taken from the descriptor of a release."""

    name: str
    title: str
    description: str
    version: str
    schemaVersion: str
    keywords: list[str]
    licenses: list[_Licence]
    resources: list[_Resource]


class CkanError(Exception):
    """The portal refuses a call; the message is one line."""


class Portal:
    """The calls of CKAN's action API that a release needs."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def find(self, name: str) -> Mapping[str, object] | None:
        """A package by its name; None where there is none."""
        answer = self._client.get("/api/3/action/package_show", params={"id": name})
        return None if answer.status_code == httpx.codes.NOT_FOUND else _result(answer)

    def call(self, action: str, data: Mapping[str, object]) -> Mapping[str, object]:
        return _result(self._client.post(f"/api/3/action/{action}", json=data))

    def send(self, action: str, data: Mapping[str, str], file: Path) -> Mapping[str, object]:
        """A call with a file."""
        with file.open("rb") as stream:
            return _result(
                self._client.post(f"/api/3/action/{action}", data=data, files={"upload": (file.name, stream)})
            )


def register(release: Path, portal: Portal, organisation: str) -> Iterator[str]:
    """Make the portal's package that of a release: yields what is done, a line each. Raises CkanError."""
    described: _Described = json.loads((release / DESCRIPTOR).read_text(encoding="utf-8"))
    said = _package(described, read_manifest(release), organisation)
    there = portal.find(str(said["name"]))
    if there is None:
        package = portal.call("package_create", said)
        yield f"{said['name']}: created"
    else:
        package = portal.call("package_patch", {"id": there["id"], **said})
        yield f"{said['name']}: version {said['version']}"
    held = {str(each["name"]): each for each in _resources(there)}
    for resource in _offered(described, release):
        name, known = resource["name"], held.get(resource["name"])
        if known is not None and known.get("hash") == resource["hash"]:
            yield f"{name}: unchanged"
            continue
        path = release / name
        if known is None:
            portal.send("resource_create", {**resource, "package_id": str(package["id"])}, path)
            yield f"{name}: added"
        else:
            portal.send("resource_update", {**resource, "id": str(known["id"])}, path)
            yield f"{name}: replaced"


def _package(described: _Described, manifest: Mapping[str, object], organisation: str) -> dict[str, object]:
    return {
        "name": described["name"],
        "title": described["title"],
        "notes": described["description"],
        "owner_org": organisation,
        "license_id": described["licenses"][0]["name"].lower(),
        "version": described["version"],
        "tags": [{"name": word} for word in described["keywords"]],
        "extras": [
            {"key": "schema_version", "value": described["schemaVersion"]},
            {"key": "code_commit", "value": str(_of(manifest, "code").get("commit") or "")},
        ],
    }


def _offered(described: _Described, release: Path) -> Iterator[dict[str, str]]:
    """The files of a release that a portal shows: the tables, and what explains them."""
    for resource in described["resources"]:
        path = str(resource["path"])
        if resource["format"] in ("csv", "apache-parquet", "xlsx") or path in _BESIDE:
            yield {
                "name": path,
                "description": str(resource.get("description", "")),
                "format": {"apache-parquet": "PARQUET"}.get(resource["format"], str(resource["format"]).upper()),
                "hash": str(resource["hash"]),
            }


def _resources(package: Mapping[str, object] | None) -> list[Mapping[str, object]]:
    found = package.get("resources") if package else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _of(content: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = content.get(key)
    return found if isinstance(found, dict) else {}


def _result(answer: httpx.Response) -> Mapping[str, object]:
    try:
        told = answer.json()
    except ValueError:
        told = None
    if not isinstance(told, dict) or not told.get("success"):
        error = json.dumps(told.get("error"), ensure_ascii=False) if isinstance(told, dict) else answer.reason_phrase
        raise CkanError(f"{answer.url.path}: {answer.status_code} {error}")
    return told["result"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Register a release and say what was done; exit code 1 where the portal refuses, 2 for bad usage."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.release.ckan", description=__doc__)
    parser.add_argument("release", type=Path, help="folder of the release")
    parser.add_argument("portal", help="address of the CKAN")
    parser.add_argument("organisation", help="name of the organisation that owns the package")
    given = parser.parse_args(arguments)
    key = os.environ.get("CKAN_API_KEY")
    if not (given.release / DESCRIPTOR).is_file() or not key:
        print(f"{given.release}: no release there" if key else "CKAN_API_KEY is not set", file=sys.stderr)
        return _BAD_USAGE
    try:
        with httpx.Client(base_url=given.portal, headers={"Authorization": key}, timeout=_SECONDS) as client:
            for line in register(given.release, Portal(client), given.organisation):
                print(line)
    except (CkanError, httpx.HTTPError) as error:
        print(f"{given.portal}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
