"""A release is registered on a portal that speaks CKAN's calls; doing it again sends only what has changed."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pipelines.release.ckan import main

_FIELD = re.compile(rb'name="(\w+)"(?:; filename="[^"]*")?\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', re.DOTALL)


class Ckan(BaseHTTPRequestHandler):
    """Packages and resources in memory, by the action API."""

    packages: dict[str, dict]
    calls: list[str]

    def do_GET(self) -> None:
        name = parse_qs(urlsplit(self.path).query)["id"][0]
        found = self.packages.get(name)
        self._answer(200 if found else 404, found)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        action = self.path.rpartition("/")[2]
        self.calls.append(action)
        if self.headers["Authorization"] != "secret":
            self._answer(403, None)
            return
        if self.headers["Content-Type"].startswith("application/json"):
            told = json.loads(body)
        else:
            told = {key.decode(): value.decode("utf-8", "replace") for key, value in _FIELD.findall(body)}
        self._answer(200, getattr(self, f"_{action}")(told))

    def _package_create(self, told: dict) -> dict:
        return self.packages.setdefault(told["name"], {**told, "id": "p1", "resources": []})

    def _package_patch(self, told: dict) -> dict:
        package = next(each for each in self.packages.values() if each["id"] == told["id"])
        package.update(told)
        return package

    def _resource_create(self, told: dict) -> dict:
        (package,) = [each for each in self.packages.values() if each["id"] == told["package_id"]]
        package["resources"].append({**told, "id": f"r{len(package['resources'])}"})
        return package["resources"][-1]

    def _resource_update(self, told: dict) -> dict:
        (package,) = self.packages.values()
        resource = next(each for each in package["resources"] if each["id"] == told["id"])
        resource.update(told)
        return resource

    def _answer(self, status: int, result: dict | None) -> None:
        body = json.dumps({"success": status == 200, "result": result, "error": {"message": "refused"}}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def portal() -> Iterator[tuple[str, type[Ckan]]]:
    handler = type("Handler", (Ckan,), {"packages": {}, "calls": []})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", handler
        server.shutdown()


@pytest.fixture
def release(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text("code\r\n1\r\n")
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    (tmp_path / "release.json").write_text(json.dumps({"code": {"commit": "abc"}}))
    describe(tmp_path, "2025.03.01", "sha256:1")
    return tmp_path


def describe(folder: Path, version: str, digest: str) -> None:
    resources = [
        {"path": "a.csv", "format": "csv", "hash": digest, "description": "编码"},
        {"path": "a.parquet", "format": "apache-parquet", "hash": "sha256:2"},
        {"path": "a.zip", "format": "zip", "hash": "sha256:3"},
    ]
    told = {"name": "yusuan", "title": "预算", "description": "x", "version": version, "schemaVersion": "1.0.0"}
    more = {"licenses": [{"name": "CC-BY-4.0"}], "keywords": ["budget"], "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps({**told, **more}))


def test_a_release_is_registered_once_and_then_kept_up_to_date(release, portal, monkeypatch, capsys):
    address, ckan = portal
    monkeypatch.setenv("CKAN_API_KEY", "secret")
    assert main([str(release), address, "finance"]) == 0
    assert ckan.calls == ["package_create", "resource_create", "resource_create"]
    package = ckan.packages["yusuan"]
    assert (package["owner_org"], package["license_id"]) == ("finance", "cc-by-4.0")
    assert [(each["name"], each["format"], each["hash"]) for each in package["resources"]] == [
        ("a.csv", "CSV", "sha256:1"),
        ("a.parquet", "PARQUET", "sha256:2"),
    ]
    assert package["resources"][0]["upload"] == "code\r\n1\r\n"
    ckan.calls.clear()
    assert main([str(release), address, "finance"]) == 0
    assert ckan.calls == ["package_patch"]
    describe(release, "2025.03.01.2", "sha256:9")
    ckan.calls.clear()
    assert main([str(release), address, "finance"]) == 0
    assert ckan.calls == ["package_patch", "resource_update"]
    assert package["version"] == "2025.03.01.2"
    assert len(package["resources"]) == 2
    assert "a.csv: replaced" in capsys.readouterr().out


def test_a_refusal_is_one_line(release, portal, monkeypatch, capsys):
    address, _ = portal
    monkeypatch.setenv("CKAN_API_KEY", "wrong")
    assert main([str(release), address, "finance"]) == 1
    assert "package_create: 403" in capsys.readouterr().err


def test_bad_usage(release, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("CKAN_API_KEY", raising=False)
    assert main([str(release), "http://127.0.0.1:9", "finance"]) == 2
    monkeypatch.setenv("CKAN_API_KEY", "secret")
    assert main([str(tmp_path / "nothing"), "http://127.0.0.1:9", "finance"]) == 2
    assert main([str(release), "http://127.0.0.1:9", "finance"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 3
